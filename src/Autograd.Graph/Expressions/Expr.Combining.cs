namespace Autograd.Graph;

// Operations that mix elements: reductions, scans, contractions, indexing, order.
public sealed partial class Expr
{
    /// <summary>Combines elements along axes, which fall away; see <see cref="Op.Reduce"/>.</summary>
    /// <param name="kind">how</param>
    /// <param name="axes">which, in [-rank, rank)</param>
    /// <exception cref="ArgumentOutOfRangeException">an axis is not in [-rank, rank)</exception>
    /// <exception cref="ShapeException">a largest or smallest of no elements</exception>
    public Expr Reduce(ReduceKind kind, params ReadOnlySpan<int> axes)
    {
        return ReduceSorted(kind, Shape.NormalizeAxes(axes, kind.ToString()));
    }

    /// <summary>Combines elements along axes that are counted from the start and ascending.</summary>
    internal Expr ReduceSorted(ReduceKind kind, int[] sorted)
    {
        if (sorted.Length == 0) return this;
        if (sorted[^1] - sorted[0] == sorted.Length - 1) return Apply(Op.Reduce.Of(kind, sorted[0], sorted.Length), this);
        if (kind is ReduceKind.Max or ReduceKind.Min) return ReducedTogether(kind, sorted);

        // Sums and products of axes with gaps between them: the groups of neighbours one after the other, the last first.
        Expr result = this;
        for (int end = sorted.Length; end > 0;)
        {
            int start = end - 1;
            while (start > 0 && sorted[start - 1] == sorted[start] - 1) start--;
            result = Apply(Op.Reduce.Of(kind, sorted[start], end - start), result);
            end = start;
        }

        return result;
    }

    // Ties share their derivative evenly among all elements reduced, so these must fall away in one step: they are brought to the end first.
    private Expr ReducedTogether(ReduceKind kind, int[] axes)
    {
        var permutation = new int[Rank];
        int kept = 0;
        for (int axis = 0; axis < Rank; axis++)
            if (Array.IndexOf(axes, axis) < 0) permutation[kept++] = axis;
        axes.CopyTo(permutation, kept);
        return Apply(Op.Reduce.Of(kind, kept, axes.Length), Transpose(permutation));
    }

    /// <summary>The int64 index of the largest or smallest element along an axis, which falls away: the lowest at ties, NaN before all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">the axis is not in [-rank, rank)</exception>
    /// <exception cref="ShapeException">the axis has no elements</exception>
    public Expr ArgReduce(ExtremumKind kind, int axis) => Apply(new Op.ArgReduce(kind, Shape.NormalizeAxis(axis, "argReduce")), this);

    /// <summary>Running sums or products along an axis.</summary>
    /// <exception cref="ArgumentOutOfRangeException">the axis is not in [-rank, rank)</exception>
    public Expr Cumulative(CumulativeKind kind, int axis, bool reversed = false, bool exclusive = false) =>
        Apply(new Op.Cumulative(kind, Shape.NormalizeAxis(axis, "cumulative"), reversed, exclusive), this);

    /// <summary>y[i] = a[i] * y[i-1] + b[i] along an axis, y[-1] = 0; a and b of one type.</summary>
    /// <exception cref="ArgumentOutOfRangeException">the axis is not in [-rank, rank)</exception>
    public static Expr LinearRecurrence(Expr a, Expr b, int axis, bool reversed = false) =>
        Apply(new Op.Cumulative(CumulativeKind.LinearRecurrence, a.Shape.NormalizeAxis(axis, "linearRecurrence"), reversed), a, b);

    /// <summary>Sum of products over paired axes; the output's axes are batch, the first's free, the second's free.</summary>
    /// <exception cref="ShapeException">paired axes differ in size</exception>
    /// <exception cref="DTypeException">the element types differ after promotion, or are bool</exception>
    public static Expr Dot(Expr a, Expr b, IntList leftContract, IntList rightContract, IntList leftBatch = default, IntList rightBatch = default) =>
        Contract(new Op.Dot(leftContract, rightContract, leftBatch, rightBatch), a, b);

    internal static Expr Contract(Op.Dot op, Expr a, Expr b)
    {
        DType dtype = Promotion.Of(a, b);
        return Apply(op, a.Cast(dtype), b.Cast(dtype));
    }

    /// <summary>Parts at indices; the geometry is <see cref="Op.Gather"/>'s.</summary>
    /// <exception cref="ShapeException">the indices' shape does not fit</exception>
    /// <exception cref="DTypeException">the indices are not integers</exception>
    public Expr Gather(Expr indices, IntList axes, int batchRank = 0, IndexMode mode = IndexMode.Assert) => Apply(new Op.Gather(axes, batchRank, mode), this, indices);

    /// <summary>This with updates combined into it at indices; the geometry is <see cref="Op.Scatter"/>'s.</summary>
    /// <exception cref="ShapeException">the indices' or updates' shape does not fit</exception>
    /// <exception cref="DTypeException">the indices are not integers, or the updates of another type</exception>
    public Expr Scatter(ScatterKind kind, Expr indices, Expr updates, IntList axes, int batchRank = 0, IndexMode mode = IndexMode.Assert, bool unique = false) =>
        Apply(new Op.Scatter(kind, axes, batchRank, mode, unique), [this, indices, updates]);

    /// <summary>The elements in order along an axis and the int64 places they came from; stable, NaN counts as largest.</summary>
    /// <exception cref="ArgumentOutOfRangeException">the axis is not in [-rank, rank)</exception>
    public (Expr Values, Expr Permutation) Sort(int axis = -1, bool descending = false)
    {
        Expr sorted = Apply(new Op.Sort(Shape.NormalizeAxis(axis, "sort"), descending), this);
        return (sorted.Output(0), sorted.Output(1));
    }
}
