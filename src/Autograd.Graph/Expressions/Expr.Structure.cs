namespace Autograd.Graph;

// Structural operations: elements move, none changes.
public sealed partial class Expr
{
    /// <summary>The same elements in row-major order under another shape; one size may be -1 and is then what is left.</summary>
    /// <exception cref="ShapeException">the shape has more or fewer elements</exception>
    public Expr Reshape(params int[] sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        int open = Array.IndexOf(sizes, -1);
        if (open < 0) return Reshape(new Shape(sizes));
        long others = 1;
        for (int i = 0; i < sizes.Length; i++)
        {
            if (i == open) continue;
            if (sizes[i] < 0) throw new ShapeException($"reshape: sizes [{string.Join(", ", sizes)}]: only one may be left open by -1, and none be negative");
            others *= sizes[i];
        }

        if (others == 0 || Shape.Count % others != 0)
            throw new ShapeException($"reshape: shape {Shape} of {Shape.Count} elements does not divide into [{string.Join(", ", sizes)}]");
        var filled = (int[])sizes.Clone();
        filled[open] = (int)(Shape.Count / others);
        return Reshape(Shape.Wrap(filled));
    }

    /// <summary>The same elements in row-major order under another shape.</summary>
    /// <exception cref="ShapeException">the shape has more or fewer elements</exception>
    public Expr Reshape(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Equals(Shape)) return this;
        return Op is Op.Literal && shape.Count == Shape.Count ? Filled(shape) : Apply(new Op.Reshape(shape), this);
    }

    /// <summary>Output axis i is axis permutation[i]; all axes in reverse when omitted.</summary>
    /// <exception cref="ShapeException">there are more or fewer axes</exception>
    /// <exception cref="ArgumentOutOfRangeException">an axis is not in [-rank, rank)</exception>
    /// <exception cref="ArgumentException">an axis is named twice</exception>
    public Expr Transpose(params int[] permutation)
    {
        ArgumentNullException.ThrowIfNull(permutation);
        var axes = new int[permutation.Length == 0 ? Rank : permutation.Length];
        bool same = true;
        for (int i = 0; i < axes.Length; i++)
        {
            axes[i] = permutation.Length == 0 ? Rank - 1 - i : Shape.NormalizeAxis(permutation[i], "transpose");
            same &= axes[i] == i;
        }

        return same && axes.Length == Rank ? this : Apply(new Op.Transpose(IntList.Wrap(axes)), this);
    }

    /// <summary>Two axes exchanged.</summary>
    /// <exception cref="ArgumentOutOfRangeException">an axis is not in [-rank, rank)</exception>
    public Expr SwapAxes(int a, int b)
    {
        (a, b) = (Shape.NormalizeAxis(a, "swapAxes"), Shape.NormalizeAxis(b, "swapAxes"));
        var axes = new int[Rank];
        for (int i = 0; i < axes.Length; i++) axes[i] = i == a ? b : i == b ? a : i;
        return a == b ? this : Apply(new Op.Transpose(IntList.Wrap(axes)), this);
    }

    /// <summary>Stretches axes of size 1 and adds leading axes, aligned at the last axis.</summary>
    /// <exception cref="ShapeException">the shape does not broadcast so</exception>
    public Expr BroadcastTo(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (ReferenceEquals(shape, Shape) || shape.Equals(Shape)) return this;
        return Op is Op.Literal && Shape.BroadcastsTo(shape) ? Filled(shape) : Apply(Op.Broadcast.Of(shape), this);
    }

    /// <summary>Stretches axes of size 1 and adds leading axes, aligned at the last axis.</summary>
    /// <exception cref="ShapeException">the shape does not broadcast so</exception>
    public Expr BroadcastTo(params int[] sizes) => BroadcastTo(new Shape(sizes));

    /// <summary>A regular part.</summary>
    /// <exception cref="ArgumentOutOfRangeException">it reaches outside</exception>
    public Expr Slice(Region region)
    {
        if (Op is Op.Literal)
        {
            region.CheckWithin(Shape, "slice");
            return Filled(region.Shape);
        }

        return region.Sizes.Span.SequenceEqual(Shape.Sizes) && region == WholeOf(Shape) ? this : Apply(new Op.Slice(region), this);
    }

    /// <summary>Every stride-th place from start (inclusive) to stop (exclusive) of one axis.</summary>
    /// <exception cref="ArgumentOutOfRangeException">the axis is not in [-rank, rank), or 0 ≤ start ≤ stop ≤ size does not hold, or stride is below 1</exception>
    public Expr Slice(int axis, int start, int stop, int stride = 1)
    {
        axis = Shape.NormalizeAxis(axis, "slice");
        if (start < 0 || stop < start || stop > Shape[axis])
            throw new ArgumentOutOfRangeException(nameof(start), $"slice: [{start}, {stop}) is not within [0, {Shape[axis]}) of axis {axis} of shape {Shape}");
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        Region whole = WholeOf(Shape);
        int[] starts = whole.Starts.Span.ToArray(), sizes = whole.Sizes.Span.ToArray(), strides = whole.Strides.Span.ToArray();
        (starts[axis], sizes[axis], strides[axis]) = (start, (stop - start + stride - 1) / stride, stride);
        return Slice(new Region(IntList.Wrap(starts), IntList.Wrap(sizes), IntList.Wrap(strides)));
    }

    /// <summary>The elements with a value around and between them; negative amounts crop.</summary>
    /// <param name="value">a scalar</param>
    /// <param name="low">places before each axis</param>
    /// <param name="high">places behind each axis</param>
    /// <param name="interior">places between neighbours of each axis; none when omitted</param>
    /// <exception cref="ShapeException">the amounts do not fit the shape</exception>
    public Expr Pad(Expr value, ReadOnlySpan<int> low, ReadOnlySpan<int> high, ReadOnlySpan<int> interior = default) =>
        Apply(new Op.Pad(IntList.Create(low), IntList.Create(high), interior.IsEmpty ? IntList.Repeat(0, Rank) : IntList.Create(interior)), this, value.Cast(DType));

    /// <summary>Expressions of one element type one after the other along an axis.</summary>
    /// <exception cref="ShapeException">the shapes differ beside the axis</exception>
    public static Expr Concat(IReadOnlyList<Expr> parts, int axis = 0)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Count == 0) throw new ArgumentException("concat: there is nothing to join", nameof(parts));
        Expr[] inputs = [.. parts];
        DType dtype = Promotion.Of(inputs);
        for (int i = 0; i < inputs.Length; i++) inputs[i] = inputs[i].Cast(dtype);
        return inputs.Length == 1 ? inputs[0] : Apply(new Op.Concat(inputs[0].Shape.NormalizeAxis(axis, "concat")), inputs);
    }

    /// <summary>Axes turned around; all when omitted.</summary>
    /// <exception cref="ArgumentOutOfRangeException">an axis is not in [-rank, rank)</exception>
    public Expr Reverse(params int[] axes)
    {
        ArgumentNullException.ThrowIfNull(axes);
        int[] normalized = axes.Length == 0 ? IntList.Range(Rank).Span.ToArray() : Shape.NormalizeAxes(axes, "reverse");
        return normalized.Length == 0 || Op is Op.Literal ? this : Apply(new Op.Reverse(IntList.Wrap(normalized)), this);
    }

    /// <summary>This with a part replaced.</summary>
    /// <exception cref="ShapeException">the value's shape is not the part's</exception>
    public Expr Update(Region region, Expr value) => Apply(new Op.Update(region), this, value);

    /// <summary>This with a value added to a part.</summary>
    /// <exception cref="ShapeException">the value's shape is not the part's</exception>
    public Expr UpdateAdd(Region region, Expr value) => Apply(new Op.UpdateAdd(region), this, value);

    /// <summary>The region that is all of a shape.</summary>
    internal static Region WholeOf(Shape shape) => new(IntList.Repeat(0, shape.Rank), IntList.Create(shape.Sizes), IntList.Repeat(1, shape.Rank));

    /// <summary>A literal's number under another shape.</summary>
    private Expr Filled(Shape shape) => OfBits(Op.Literal.Strong, Bits!.Bits, _dtype, shape);
}
