using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>Groups of rows folded column by column; tiles bring whole rows.</summary>
/// <param name="op">how</param>
/// <param name="kernel">the same as code</param>
/// <param name="rows">rows of a group</param>
/// <param name="columns">elements of a row</param>
/// <param name="count">elements of all groups</param>
/// <param name="size">bytes of an element</param>
/// <param name="output">the buffer of the folds, a row for each group</param>
/// <param name="ofProducts">whether the kernel is one of products</param>
internal sealed class ColumnSink(Op.Reduce op, ColumnKernel kernel, int rows, int columns, int count, int size, int output, bool ofProducts) : Sink
{
    /// <inheritdoc/>
    public override int StateBytes => kernel.StateBytes(rows, columns);

    /// <inheritdoc/>
    public override int Boundary => rows * columns;

    /// <inheritdoc/>
    public override int MergeUnit => rows * columns == count ? RowFold.ColumnBlock * columns : 0;

    /// <inheritdoc/>
    public override void BeginPart(ref byte state) => kernel.Begin(ref state);

    /// <inheritdoc/>
    public override void Feed(RunMemory memory, ref byte state, int start, int length, ref byte x, ref byte other)
    {
        int row = start / columns % rows, group = start / columns / rows, pending = length / columns;
        while (pending > 0)
        {
            int some = Math.Min(rows - row, pending);
            kernel.Feed(ref x, ref other, columns, some, columns, ref state);
            // The only group ends when the loop does: it may have been fed in parts.
            if (row + some == rows && rows * columns < count)
            {
                kernel.Finish(ref state, columns, ref Unsafe.Add(ref memory.At(output), (nint)group * columns * size));
                kernel.Begin(ref state);
            }

            x = ref Unsafe.Add(ref x, (nint)some * columns * size);
            other = ref Unsafe.Add(ref other, (nint)some * columns * size);
            pending -= some;
            row = 0;
            group++;
        }
    }

    /// <inheritdoc/>
    public override void Merge(ref byte state, ref byte next) => kernel.Append(ref state, columns, ref next);

    /// <inheritdoc/>
    public override void End(RunMemory memory, ref byte state)
    {
        if (rows * columns == count) kernel.Finish(ref state, columns, ref memory.At(output));
    }

    /// <inheritdoc/>
    public override string Describe(LoopDescriber loop, in Operand x, in Operand other) => $"{loop.Write(output)} = {loop.Compute(op, x.Pace)} {Describe(loop, ofProducts, x, other)} by columns";
}
