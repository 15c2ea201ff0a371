namespace Autograd.Graph;

/// <summary>What follows from <see cref="Expr.Sort"/>: equal elements keep their order, NaN counts as largest.</summary>
public static class Ordering
{
    /// <summary>The int64 places that the elements come from when put in order along an axis.</summary>
    /// <exception cref="ArgumentOutOfRangeException">the axis is not in [-rank, rank)</exception>
    public static Expr ArgSort(this Expr x, int axis = -1, bool descending = false) => x.Sort(axis, descending).Permutation;

    /// <summary>The count largest (or smallest) elements along an axis, in order, and the int64 places they come from.</summary>
    /// <exception cref="ArgumentOutOfRangeException">the axis is not in [-rank, rank), or the count not in [0, size]</exception>
    public static (Expr Values, Expr Indices) TopK(this Expr x, int count, int axis = -1, bool largest = true)
    {
        axis = x.Shape.NormalizeAxis(axis, "topK");
        if (count < 0 || count > x.Shape[axis])
            throw new ArgumentOutOfRangeException(nameof(count), count, $"topK: count {count} is not in [0, {x.Shape[axis]}] of axis {axis} of shape {x.Shape}");
        (Expr values, Expr permutation) = x.Sort(axis, descending: largest);
        return (values.Slice(axis, 0, count), permutation.Slice(axis, 0, count));
    }
}
