using static Autograd.Graph.Op;

namespace Autograd.Graph;

/// <summary>Transposes of the structural operations. They are linear: forward mode is the operation itself on the tangents.</summary>
internal static class StructureRules
{
    /// <summary>The cotangent of input i; value and mask move alike. (A slice adds into what has arrived: <see cref="AddInto"/>.)</summary>
    public static Cotangent Pull(Structural op, int i, ExprInputs x, in Cotangent g) => op switch
    {
        Reshape => g.Move(static (e, to) => e.Reshape(to), x[0].Shape),
        Transpose t => g.Move(static (e, inverse) => e.Transpose(inverse), Inverse(t.Permutation)),
        Broadcast => SumTo(x[0].Shape, g),
        Reverse r => g.Move(static (e, op) => Expr.Apply(op, e), r),
        Concat c => g.Move(static (e, part) => e.Slice(part), PartOf(x, c.Axis, i)),
        Pad p => i == 0 ? Unpad(p, x[0].Shape, g) : new(SumOfPadding(p, x[0].Shape, g)),
        Update u => i == 0 ? g with { Value = g.Value.Update(u.Region, Zeros(g.Value.DType, x[1].Shape)) } : Part(g, u.Region),
        UpdateAdd u => i == 0 ? g : Part(g, u.Region),
        _ => throw DerivativeRules.Missing(op),
    };

    /// <summary>The running cotangent with that of a slice added in place, so that a thousand slices of one array make no thousand arrays.</summary>
    public static Expr AddInto(Slice op, Expr running, Expr g) => running.UpdateAdd(op.Region, g);

    /// <summary>The transpose of broadcasting, the only one there is: the sum over axes that were added or stretched. It is masked where all that it sums is.</summary>
    public static Cotangent SumTo(Shape shape, Cotangent g)
    {
        Shape from = g.Value.Shape;
        int added = from.Rank - shape.Rank;
        Span<int> axes = stackalloc int[from.Rank];
        int count = 0;
        for (int axis = 0; axis < from.Rank; axis++)
            if (axis < added || shape[axis - added] != from[axis]) axes[count++] = axis;
        axes = axes[..count];
        Expr sum = g.Settle().Reduce(ReduceKind.Sum, axes).Reshape(shape);
        return g.Mask is null ? new(sum) : new(sum, g.Mask.Reduce(ReduceKind.Max, axes).Reshape(shape), Settled: true, g.Conditions);
    }

    private static Cotangent Part(Cotangent g, Region region) => g.Move(static (e, part) => e.Slice(part), region);

    private static Expr Zeros(DType dtype, Shape shape) => Expr.Literal(0, dtype, shape);

    private static int[] Inverse(IntList permutation)
    {
        var inverse = new int[permutation.Count];
        for (int i = 0; i < inverse.Length; i++) inverse[permutation[i]] = i;
        return inverse;
    }

    /// <summary>Where input i lies in the joined array.</summary>
    private static Region PartOf(ExprInputs parts, int axis, int i)
    {
        int start = 0;
        for (int k = 0; k < i; k++) start += parts[k].Shape[axis];
        Region whole = Expr.WholeOf(parts[i].Shape);
        int[] starts = whole.Starts.Span.ToArray();
        starts[axis] = start;
        return whole with { Starts = IntList.Wrap(starts) };
    }

    /// <summary>The elements that padding moved, taken back; those that it cropped get zero.</summary>
    private static Cotangent Unpad(Pad op, Shape shape, Cotangent g)
    {
        (Region moved, int[] before, int[] behind) = Moved(op, shape);
        Cotangent part = Part(g, moved);
        return !before.AsSpan().ContainsAnyExcept(0) && !behind.AsSpan().ContainsAnyExcept(0)
            ? part
            : part.Move(static (e, cropped) => e.Pad(Zeros(e.DType, Shape.Scalar), cropped.before, cropped.behind), (before, behind));
    }

    /// <summary>The sum of the places that hold the padding value; the others are zeroed rather than subtracted, which would cancel.</summary>
    private static Expr SumOfPadding(Pad op, Shape shape, Cotangent g)
    {
        Region moved = Moved(op, shape).Region;
        return g.Settle().Update(moved, Zeros(g.Value.DType, moved.Shape)).Reduce(ReduceKind.Sum, IntList.Range(shape.Rank).Span);
    }

    /// <summary>The places of the result that hold elements of the input, and how many elements of each axis were cropped before and behind them.</summary>
    private static (Region Region, int[] Before, int[] Behind) Moved(Pad op, Shape shape)
    {
        int rank = shape.Rank;
        int[] starts = new int[rank], sizes = new int[rank], strides = new int[rank], before = new int[rank], behind = new int[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            int size = shape[axis], low = op.Low[axis], stride = op.Interior[axis] + 1;
            long end = size == 0 ? 0 : low + (size - 1L) * stride + 1 + op.High[axis];
            int first = Math.Min(size, low >= 0 ? 0 : (-low + stride - 1) / stride);
            int stop = (int)Math.Clamp(end <= low ? 0 : (end - low - 1) / stride + 1, first, size);
            (starts[axis], sizes[axis], strides[axis]) = (stop == first ? 0 : low + first * stride, stop - first, stride);
            (before[axis], behind[axis]) = (first, size - stop);
        }

        return (new(IntList.Wrap(starts), IntList.Wrap(sizes), IntList.Wrap(strides)), before, behind);
    }
}
