using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>An elementwise op on the rows of a tile, and the fold of each row of its results, in one pass.</summary>
/// <param name="op">what gives the elements</param>
/// <param name="fold">how they are folded</param>
/// <param name="kernel">both as code</param>
/// <param name="output">where the elements go; null where nobody else reads them</param>
/// <param name="a">the first input</param>
/// <param name="b">the second; the first again where there is none</param>
/// <param name="folded">where the folds go</param>
/// <param name="rowLength">elements of a row</param>
internal sealed class MapFoldInstruction(Computed op, Op fold, FoldingKernel kernel, Operand? output, Operand a, Operand b, Operand folded, int rowLength) : Instruction
{
    private readonly bool _isKept = output is not null;
    private readonly nint _stepA = a.RowStep(rowLength), _stepB = b.RowStep(rowLength);
    private Operand _output = output ?? a, _a = a, _b = b, _folded = folded;

    /// <inheritdoc/>
    public override void Place(in SlotLayout layout) => (_output, _a, _b, _folded) = (layout.Place(_output), layout.Place(_a), layout.Place(_b), layout.Place(_folded));

    /// <inheritdoc/>
    public override void Run(in Tile tile)
    {
        ref byte y = ref _output.At(tile);
        ref byte a = ref _a.At(tile);
        ref byte b = ref _b.At(tile);
        ref byte folded = ref _folded.At(tile);
        nint step = _isKept ? (nint)rowLength * _output.Size : 0;
        for (int row = 0; row < tile.Rows; row++)
            kernel.Run(ref Unsafe.Add(ref y, row * step), ref Unsafe.Add(ref a, row * _stepA), ref Unsafe.Add(ref b, row * _stepB), rowLength, ref Unsafe.Add(ref folded, row * _folded.Size));
    }

    /// <inheritdoc/>
    public override string Describe(LoopDescriber loop)
    {
        string elements = _isKept ? op.Describe(loop, _output, _a, _b, _b) : op.Describe(loop, Pace.Elements, _a, _b, _b);
        return $"{loop.Write(_folded)} = {loop.Compute(fold, Pace.Elements)} ({elements})";
    }
}
