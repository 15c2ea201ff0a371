using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>A sum or difference of a product and another op, perhaps scaled, on the elements of a tile, row by row where operands have one value for each row.</summary>
/// <param name="combined">what it is</param>
/// <param name="kernel">the same as code</param>
/// <param name="output">where it goes</param>
/// <param name="x">the operands of the first op and of the product, and the scale if there is one</param>
/// <param name="rowLength">elements of a row</param>
internal sealed class CombinationInstruction(Combined combined, CombinationKernel kernel, Operand output, ReadOnlySpan<Operand> x, int rowLength) : Instruction
{
    private readonly bool _byRows = HasRows(x);
    private readonly nint _step = output.RowStep(rowLength), _stepA = x[0].RowStep(rowLength), _stepB = x[1].RowStep(rowLength), _stepC = x[2].RowStep(rowLength), _stepD = x[3].RowStep(rowLength), _stepE = x[^1].RowStep(rowLength);
    private Operand _output = output, _a = x[0], _b = x[1], _c = x[2], _d = x[3], _e = x[^1];

    /// <inheritdoc/>
    public override void Place(in SlotLayout layout) =>
        (_output, _a, _b, _c, _d, _e) = (layout.Place(_output), layout.Place(_a), layout.Place(_b), layout.Place(_c), layout.Place(_d), layout.Place(_e));

    /// <inheritdoc/>
    public override void Run(in Tile tile)
    {
        ref byte y = ref _output.At(tile);
        ref byte a = ref _a.At(tile);
        ref byte b = ref _b.At(tile);
        ref byte c = ref _c.At(tile);
        ref byte d = ref _d.At(tile);
        ref byte e = ref _e.At(tile);
        if (!_byRows)
        {
            kernel.Run(ref y, ref a, ref b, ref c, ref d, ref e, tile.Length);
            return;
        }

        for (int row = 0; row < tile.Rows; row++)
        {
            kernel.Run(ref Unsafe.Add(ref y, row * _step), ref Unsafe.Add(ref a, row * _stepA), ref Unsafe.Add(ref b, row * _stepB), ref Unsafe.Add(ref c, row * _stepC), ref Unsafe.Add(ref d, row * _stepD), ref Unsafe.Add(ref e, row * _stepE), rowLength);
        }
    }

    /// <inheritdoc/>
    public override string Describe(LoopDescriber loop)
    {
        string first = $"({loop.Compute(combined.First, Pace.Elements)} {loop.Read(_a)}, {loop.Read(_b)})", product = $"({loop.Compute(Op.Mul.Instance, Pace.Elements)} {loop.Read(_c)}, {loop.Read(_d)})";
        string value = $"{loop.Compute(combined.Join, Pace.Elements)} {(combined.Reversed ? product : first)}, {(combined.Reversed ? first : product)}";
        if (combined.Scaled) value = $"{loop.Compute(Op.Mul.Instance, Pace.Elements)} ({value}), {loop.Read(_e)}";
        return $"{loop.Write(_output)} = {value}";
    }

    private static bool HasRows(ReadOnlySpan<Operand> x)
    {
        foreach (Operand operand in x)
            if (operand.Pace == Pace.Rows) return true;
        return false;
    }
}

/// <summary>What such an instruction computes.</summary>
/// <param name="Join">the op of both: add or subtract</param>
/// <param name="First">the op of the first two operands</param>
/// <param name="Reversed">whether the product is the first input of the op of both</param>
/// <param name="Scaled">whether the result is multiplied by the last operand</param>
internal readonly record struct Combined(Op Join, Op First, bool Reversed, bool Scaled);
