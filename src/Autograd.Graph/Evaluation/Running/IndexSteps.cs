namespace Autograd.Graph;

/// <summary>Parts picked by indices.</summary>
internal sealed class GatherStep(Op.Gather op, StepInput x, StepInput indices, int output) : TypedStep(x.DType)
{
    private readonly GatherGeometry _geometry = new(op.Name, x.Shape, indices.Shape, op.Axes, op.BatchRank, op.Mode);

    /// <inheritdoc/>
    public override StepDescription Describe(Buffer[] buffers) => KernelDescription.Of(buffers, op, [x, indices], [output]);

    protected override void Run<T>(RunMemory memory)
    {
        if (indices.DType == DType.Int64) IndexKernels.Gather(_geometry, x.Read<T>(memory), indices.Read<long>(memory), 0, memory.Elements<T>(output));
        else IndexKernels.Gather(_geometry, x.Read<T>(memory), indices.Read<int>(memory), 0, memory.Elements<T>(output));
    }
}

/// <summary>Updates combined into an array at indices.</summary>
internal sealed class ScatterStep(Op.Scatter op, StepInput x, StepInput indices, StepInput updates, int output) : TypedStep(x.DType)
{
    private readonly GatherGeometry _geometry = new(op.Name, x.Shape, indices.Shape, op.Axes, op.BatchRank, op.Mode);

    /// <inheritdoc/>
    public override StepDescription Describe(Buffer[] buffers) => KernelDescription.Of(buffers, op, [x, indices, updates], [output], updates.Shape.Count);

    protected override void Run<T>(RunMemory memory)
    {
        Span<T> y = memory.Elements<T>(output);
        x.CopyTo(memory, y);
        if (indices.DType == DType.Int64) IndexKernels.Scatter(op.Kind, _geometry, indices.Read<long>(memory), 0, updates.Read<T>(memory), y);
        else IndexKernels.Scatter(op.Kind, _geometry, indices.Read<int>(memory), 0, updates.Read<T>(memory), y);
    }
}
