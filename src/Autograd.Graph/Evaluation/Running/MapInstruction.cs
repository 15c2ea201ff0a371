using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>An elementwise op on all elements, or on all rows' values, of a tile.</summary>
internal sealed class MapInstruction(Computed op, Kernel kernel, Operand output, Operand a, Operand b, Operand c) : Instruction
{
    private Operand _output = output, _a = a, _b = b, _c = c;

    /// <inheritdoc/>
    public override void Place(in SlotLayout layout) => (_output, _a, _b, _c) = (layout.Place(_output), layout.Place(_a), layout.Place(_b), layout.Place(_c));

    /// <inheritdoc/>
    public override void Run(in Tile tile) =>
        kernel.Run(ref _output.At(tile), ref _a.At(tile), ref _b.At(tile), ref _c.At(tile), _output.Pace == Pace.Rows ? tile.Rows : tile.Length);

    /// <inheritdoc/>
    public override string Describe(LoopDescriber loop) => op.Describe(loop, _output, _a, _b, _c);
}

/// <summary>An elementwise op on the elements of a tile, row by row, some of its operands having one value for each row.</summary>
internal sealed class MapRowsInstruction(Computed op, Kernel kernel, Operand output, Operand a, Operand b, Operand c, int rowLength) : Instruction
{
    private readonly nint _outputStep = output.RowStep(rowLength), _stepA = a.RowStep(rowLength), _stepB = b.RowStep(rowLength), _stepC = c.RowStep(rowLength);
    private Operand _output = output, _a = a, _b = b, _c = c;

    /// <inheritdoc/>
    public override void Place(in SlotLayout layout) => (_output, _a, _b, _c) = (layout.Place(_output), layout.Place(_a), layout.Place(_b), layout.Place(_c));

    /// <inheritdoc/>
    public override void Run(in Tile tile)
    {
        ref byte y = ref _output.At(tile);
        ref byte a = ref _a.At(tile);
        ref byte b = ref _b.At(tile);
        ref byte c = ref _c.At(tile);
        for (int row = 0; row < tile.Rows; row++)
            kernel.Run(ref Unsafe.Add(ref y, row * _outputStep), ref Unsafe.Add(ref a, row * _stepA), ref Unsafe.Add(ref b, row * _stepB), ref Unsafe.Add(ref c, row * _stepC), rowLength);
    }

    /// <inheritdoc/>
    public override string Describe(LoopDescriber loop) => op.Describe(loop, _output, _a, _b, _c);
}

/// <summary>What an elementwise instruction computes.</summary>
/// <param name="Op">the op, on the results of the pair's first where there is one</param>
/// <param name="First">the op of the first two operands; none where there is only one op</param>
/// <param name="Reversed">whether the third operand is the op's first input</param>
internal readonly record struct Computed(Op Op, Op? First = null, bool Reversed = false)
{
    /// <summary>The output, the op and its operands, for people to read.</summary>
    public string Describe(LoopDescriber loop, in Operand output, in Operand a, in Operand b, in Operand c)
    {
        string value = Describe(loop, output.Pace, a, b, c);
        return $"{loop.Write(output)} = {value}";
    }

    /// <summary>The op and its operands, for people to read.</summary>
    public string Describe(LoopDescriber loop, Pace pace, in Operand a, in Operand b, in Operand c)
    {
        if (First is not null)
        {
            string pair = $"{loop.Compute(First, pace)} {loop.Read(a)}, {loop.Read(b)}";
            if (Op is not Op.Binary) return $"{loop.Compute(Op, pace)} ({pair})";
            string third = loop.Read(c), op = loop.Compute(Op, pace);
            return Reversed ? $"{op} {third}, ({pair})" : $"{op} ({pair}), {third}";
        }

        string operands = Op switch
        {
            Op.Select => $"{loop.Read(a)}, {loop.Read(b)}, {loop.Read(c)}",
            Op.Binary or Op.Compare or Op.Logic => $"{loop.Read(a)}, {loop.Read(b)}",
            _ => loop.Read(a),
        };
        return $"{loop.Compute(Op, pace)} {operands}";
    }
}
