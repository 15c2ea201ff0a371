using System.Numerics;

namespace Autograd.Graph;

/// <summary>A reduction that no loop takes: its axes are not the last, or its rows come in another order.</summary>
internal sealed class ReduceStep(Op.Reduce op, StepInput x, int output) : TypedStep(x.DType)
{
    /// <inheritdoc/>
    public override StepDescription Describe(Buffer[] buffers) => KernelDescription.Of(buffers, op, [x], [output], x.Shape.Count);

    protected override void Run<T>(RunMemory memory)
    {
        (int outer, int n, int inner) = x.Shape.Around(op.Axes.Count == 0 ? x.Shape.Rank : op.Axes[0], op.Axes.Count);
        ReduceKernels.Run(op.Kind, x.Read<T>(memory), memory.Elements<T>(output), outer, n, inner);
    }
}

/// <summary>The place of an extremum along an axis.</summary>
internal sealed class ArgReduceStep(Op.ArgReduce op, StepInput x, int output) : TypedStep(x.DType)
{
    /// <inheritdoc/>
    public override StepDescription Describe(Buffer[] buffers) => KernelDescription.Of(buffers, op, [x], [output], x.Shape.Count);

    protected override void Run<T>(RunMemory memory)
    {
        (int outer, int n, int inner) = x.Shape.Around(op.Axis);
        ReduceKernels.Arg(op.Kind, x.Read<T>(memory), memory.Elements<long>(output), outer, n, inner);
    }
}

/// <summary>Running values along an axis.</summary>
internal sealed class CumulativeStep(Op.Cumulative op, StepInput[] inputs, int output) : TypedStep(inputs[0].DType)
{
    /// <inheritdoc/>
    public override StepDescription Describe(Buffer[] buffers) => KernelDescription.Of(buffers, op, inputs, [output], inputs[0].Shape.Count);

    protected override void Run<T>(RunMemory memory)
    {
        (int outer, int n, int inner) = inputs[0].Shape.Around(op.Axis);
        ReadOnlySpan<T> x = inputs[0].Read<T>(memory);
        Span<T> y = memory.Elements<T>(output);
        if (op.Kind == CumulativeKind.LinearRecurrence) ScanKernels.Recurrence(x, inputs[1].Read<T>(memory), y, outer, n, inner, op.Reversed);
        else ScanKernels.Run(op.Kind, x, y, outer, n, inner, op.Reversed, op.Exclusive);
    }
}

/// <summary>Elements in order along an axis, and the places they came from.</summary>
internal sealed class SortStep(Op.Sort op, StepInput x, int values, int places) : TypedStep(x.DType)
{
    /// <inheritdoc/>
    public override StepDescription Describe(Buffer[] buffers) => KernelDescription.Of(buffers, op, [x], [values, places], x.Shape.Count * (1L + BitOperations.Log2((uint)Math.Max(x.Shape.Count == 0 ? 1 : x.Shape[op.Axis], 1))));

    protected override void Run<T>(RunMemory memory)
    {
        (int outer, int n, int inner) = x.Shape.Around(op.Axis);
        SortKernels.Run(x.Read<T>(memory), values < 0 ? [] : memory.Elements<T>(values), places < 0 ? [] : memory.Elements<long>(places), outer, n, inner, op.Descending);
    }
}
