namespace Autograd.Graph;

/// <summary>Running sums and products.</summary>
public static class Scans
{
    /// <summary>Running sums along an axis; of integers and truth values in int64.</summary>
    /// <param name="x">any shape</param>
    /// <param name="axis">in [-rank, rank)</param>
    /// <param name="reversed">from the last place to the first</param>
    /// <param name="exclusive">each place without its own element</param>
    /// <exception cref="ArgumentOutOfRangeException">the axis is not in [-rank, rank)</exception>
    public static Expr CumSum(this Expr x, int axis, bool reversed = false, bool exclusive = false) =>
        Reductions.Counting(x).Cumulative(CumulativeKind.Sum, axis, reversed, exclusive);

    /// <summary>Running products along an axis; of integers and truth values in int64. The derivative is right with zeros too.</summary>
    /// <param name="x">any shape</param>
    /// <param name="axis">in [-rank, rank)</param>
    /// <param name="reversed">from the last place to the first</param>
    /// <param name="exclusive">each place without its own element</param>
    /// <exception cref="ArgumentOutOfRangeException">the axis is not in [-rank, rank)</exception>
    public static Expr CumProd(this Expr x, int axis, bool reversed = false, bool exclusive = false) =>
        Reductions.Counting(x).Cumulative(CumulativeKind.Product, axis, reversed, exclusive);
}
