using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>Runs of values folded, of any length, piece by piece as tiles come.</summary>
/// <param name="op">how</param>
/// <param name="kernel">the same as code</param>
/// <param name="length">values of a run</param>
/// <param name="count">values of all runs</param>
/// <param name="size">bytes of a value</param>
/// <param name="output">the buffer of the folds</param>
/// <param name="ofProducts">whether the kernel is one of products; then there is one run</param>
internal sealed class FoldSink(Op.Reduce op, RowKernel kernel, int length, int count, int size, int output, bool ofProducts) : Sink
{
    /// <inheritdoc/>
    public override int StateBytes => RowKernel.StateBytes;

    /// <inheritdoc/>
    public override int Boundary => length;

    /// <inheritdoc/>
    public override int MergeUnit => length == count ? RowFold.Block : 0;

    /// <inheritdoc/>
    public override void BeginPart(ref byte state) => kernel.Begin(ref state);

    /// <inheritdoc/>
    public override void Feed(RunMemory memory, ref byte state, int start, int pending, ref byte x, ref byte other)
    {
        // The only run ends when the loop does: it may have been fed in parts.
        if (length == count)
        {
            kernel.Feed(ref x, ref other, pending, ref state);
            return;
        }

        ref byte y = ref memory.At(output);
        int index = start / length, place = start % length;
        while (pending > 0)
        {
            int some = Math.Min(length - place, pending), runs = 1;
            ref byte result = ref Unsafe.Add(ref y, (nint)index * size);
            if (some == length)
            {
                runs = pending / length;
                some = runs * length;
                kernel.Whole(ref x, length, ref result, runs);
            }
            else
            {
                if (place == 0) kernel.Begin(ref state);
                kernel.Feed(ref x, some, ref state);
                if (place + some == length) kernel.Finish(ref state, ref result);
            }

            x = ref Unsafe.Add(ref x, (nint)some * size);
            pending -= some;
            place = 0;
            index += runs;
        }
    }

    /// <inheritdoc/>
    public override void Merge(ref byte state, ref byte next) => kernel.Append(ref state, ref next);

    /// <inheritdoc/>
    public override void End(RunMemory memory, ref byte state)
    {
        if (length == count) kernel.Finish(ref state, ref memory.At(output));
    }

    /// <inheritdoc/>
    public override string Describe(LoopDescriber loop, in Operand x, in Operand other) => $"{loop.Write(output)} = {loop.Compute(op, x.Pace)} {Describe(loop, ofProducts, x, other)}";
}
