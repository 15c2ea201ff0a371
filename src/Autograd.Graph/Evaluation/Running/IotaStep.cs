namespace Autograd.Graph;

/// <summary>The index along an axis.</summary>
internal sealed class IotaStep(Op.Iota op, int output) : TypedStep(op.Type.DType)
{
    /// <inheritdoc/>
    public override StepDescription Describe(Buffer[] buffers) => KernelDescription.Of(buffers, op, [], [output]);

    protected override void Run<T>(RunMemory memory)
    {
        Shape shape = op.Type.Shape;
        int n = shape[op.Axis], inner = 1;
        for (int axis = op.Axis + 1; axis < shape.Rank; axis++) inner *= shape[axis];
        Span<T> y = memory.Elements<T>(output);
        if (inner == 1)
        {
            for (int start = 0; start < y.Length; start += n)
                for (int index = 0; index < n; index++) y[start + index] = T.CreateTruncating(index);
            return;
        }

        for (int start = 0, index = 0; start < y.Length; start += inner, index = index + 1 == n ? 0 : index + 1) y.Slice(start, inner).Fill(T.CreateTruncating(index));
    }
}
