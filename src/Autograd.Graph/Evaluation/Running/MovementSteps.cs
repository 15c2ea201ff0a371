namespace Autograd.Graph;

/// <summary>Arrays one after the other along an axis.</summary>
internal sealed class ConcatStep(Op.Concat op, StepInput[] inputs, int output) : TypedStep(inputs[0].DType)
{
    /// <inheritdoc/>
    public override StepDescription Describe(Buffer[] buffers) => KernelDescription.Of(buffers, op, inputs, [output]);

    protected override void Run<T>(RunMemory memory)
    {
        Span<T> y = memory.Elements<T>(output);
        if (y.IsEmpty) return;
        int pitch = 0, start = 0;
        foreach (StepInput input in inputs) pitch += RunOf(input);
        foreach (StepInput input in inputs)
        {
            int run = RunOf(input);
            if (run == 0) continue;
            ReadOnlySpan<T> x = input.Read<T>(memory);
            for (int from = 0, to = start; from < x.Length; from += run, to += pitch) x.Slice(from, run).CopyTo(y[to..]);
            start += run;
        }
    }

    /// <summary>Elements of an input that follow each other in the output.</summary>
    private int RunOf(StepInput input)
    {
        (_, int n, int inner) = input.Shape.Around(op.Axis);
        return n * inner;
    }
}

/// <summary>An array with a part of it written over, or added to.</summary>
internal sealed class UpdateStep(Op op, Region region, bool adds, StepInput x, StepInput value, int output) : TypedStep(x.DType)
{
    /// <inheritdoc/>
    public override StepDescription Describe(Buffer[] buffers) => KernelDescription.Of(buffers, op, [x, value], [output], adds ? value.Shape.Count : 0);

    protected override void Run<T>(RunMemory memory)
    {
        Span<T> y = memory.Elements<T>(output);
        x.CopyTo(memory, y);
        RegionKernels.Write(value.Read<T>(memory), y, x.Shape, region, adds);
    }
}

/// <summary>An array with a number around and between its elements; negative amounts crop.</summary>
internal sealed class PadStep : TypedStep
{
    private readonly Op.Pad _op;
    private readonly StepInput _x, _value;
    private readonly int _output;
    private readonly Region _region;
    private readonly Shape _shape;

    public PadStep(Op.Pad op, StepInput x, StepInput value, Shape shape, int output) : base(x.DType)
    {
        (_op, _value, _output, _shape) = (op, value, output, shape);
        int rank = x.Shape.Rank;
        int[] sources = new int[rank], starts = new int[rank], sizes = new int[rank], strides = new int[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            // Element s lands at low + s * stride; those that land outside are cropped.
            int stride = op.Interior[axis] + 1, low = op.Low[axis];
            int first = low >= 0 ? 0 : (-low + stride - 1) / stride;
            int end = Math.Min(x.Shape[axis], shape[axis] - low <= 0 ? 0 : (shape[axis] - low - 1) / stride + 1);
            (sources[axis], sizes[axis], strides[axis]) = (first, Math.Max(0, end - first), stride);
            starts[axis] = sizes[axis] == 0 ? 0 : low + first * stride;
        }

        _region = new([.. starts], [.. sizes], [.. strides]);
        Region source = new([.. sources], [.. sizes], IntList.Repeat(1, rank));
        _x = x.Through(x.View.Through(new Op.Slice(source))!);
    }

    /// <inheritdoc/>
    public override StepDescription Describe(Buffer[] buffers) => KernelDescription.Of(buffers, _op, [_x, _value], [_output]);

    protected override void Run<T>(RunMemory memory)
    {
        Span<T> y = memory.Elements<T>(_output);
        y.Fill(_value.Read<T>(memory)[0]);
        if (_x.Shape.Count > 0) RegionKernels.Write(_x.Read<T>(memory), y, _shape, _region, adds: false);
    }
}
