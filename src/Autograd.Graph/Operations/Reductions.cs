using static Autograd.Graph.Operands;

namespace Autograd.Graph;

/// <summary>
/// Reductions along all axes, one, or several. The reduced axes fall away, or stay with size 1 where keepAxes says so.
/// Axes are in [-rank, rank); one outside is an <see cref="ArgumentOutOfRangeException"/>, one named twice an <see cref="ArgumentException"/>.
/// </summary>
public static class Reductions
{
    /// <summary>Sum along an axis; of integers and truth values in int64; 0 of none.</summary>
    public static Expr Sum(this Expr x, int axis, bool keepAxes = false) => Sum(x, [axis], keepAxes);

    /// <summary>Sum along axes, all when omitted; of integers and truth values in int64; 0 of none.</summary>
    public static Expr Sum(this Expr x, int[]? axes = null, bool keepAxes = false) => Along(Counting(x), ReduceKind.Sum, axes, keepAxes, "sum");

    /// <summary>Product along an axis; of integers and truth values in int64; 1 of none. Its derivative is right with zeros too.</summary>
    public static Expr Prod(this Expr x, int axis, bool keepAxes = false) => Prod(x, [axis], keepAxes);

    /// <summary>Product along axes, all when omitted; of integers and truth values in int64; 1 of none. Its derivative is right with zeros too.</summary>
    public static Expr Prod(this Expr x, int[]? axes = null, bool keepAxes = false) => Along(Counting(x), ReduceKind.Product, axes, keepAxes, "prod");

    /// <summary>The largest along an axis, NaN if any is. Ties share the derivative evenly.</summary>
    /// <exception cref="ShapeException">the axis has no elements</exception>
    public static Expr Max(this Expr x, int axis, bool keepAxes = false) => Max(x, [axis], keepAxes);

    /// <summary>The largest along axes, all when omitted, NaN if any is. Ties share the derivative evenly.</summary>
    /// <exception cref="ShapeException">an axis has no elements</exception>
    public static Expr Max(this Expr x, int[]? axes = null, bool keepAxes = false) => Along(x, ReduceKind.Max, axes, keepAxes, "max");

    /// <summary>The smallest along an axis, NaN if any is. Ties share the derivative evenly.</summary>
    /// <exception cref="ShapeException">the axis has no elements</exception>
    public static Expr Min(this Expr x, int axis, bool keepAxes = false) => Min(x, [axis], keepAxes);

    /// <summary>The smallest along axes, all when omitted, NaN if any is. Ties share the derivative evenly.</summary>
    /// <exception cref="ShapeException">an axis has no elements</exception>
    public static Expr Min(this Expr x, int[]? axes = null, bool keepAxes = false) => Along(x, ReduceKind.Min, axes, keepAxes, "min");

    /// <summary>Whether any element along an axis is true, or not 0; false of none.</summary>
    public static Expr Any(this Expr x, int axis, bool keepAxes = false) => Any(x, [axis], keepAxes);

    /// <summary>Whether any element along axes, all when omitted, is true, or not 0; false of none.</summary>
    public static Expr Any(this Expr x, int[]? axes = null, bool keepAxes = false) => Along(Truth(x), ReduceKind.Max, axes, keepAxes, "any");

    /// <summary>Whether all elements along an axis are true, or not 0; true of none.</summary>
    public static Expr All(this Expr x, int axis, bool keepAxes = false) => All(x, [axis], keepAxes);

    /// <summary>Whether all elements along axes, all when omitted, are true, or not 0; true of none.</summary>
    public static Expr All(this Expr x, int[]? axes = null, bool keepAxes = false) => Along(Truth(x), ReduceKind.Min, axes, keepAxes, "all");

    /// <summary>How many elements along an axis are not 0, or true, in int64.</summary>
    public static Expr CountNonZero(this Expr x, int axis, bool keepAxes = false) => Sum(Truth(x), [axis], keepAxes);

    /// <summary>How many elements along axes, all when omitted, are not 0, or true, in int64.</summary>
    public static Expr CountNonZero(this Expr x, int[]? axes = null, bool keepAxes = false) => Sum(Truth(x), axes, keepAxes);

    /// <summary>The int64 index of the largest of all elements in row-major order: the lowest at ties, NaN before all.</summary>
    /// <exception cref="ShapeException">there are no elements</exception>
    public static Expr ArgMax(this Expr x) => x.Reshape(-1).ArgReduce(ExtremumKind.Max, 0);

    /// <summary>The int64 index of the largest along an axis: the lowest at ties, NaN before all.</summary>
    /// <exception cref="ShapeException">the axis has no elements</exception>
    public static Expr ArgMax(this Expr x, int axis, bool keepAxes = false) => ArgExtremum(x, ExtremumKind.Max, axis, keepAxes);

    /// <summary>The int64 index of the smallest of all elements in row-major order: the lowest at ties, NaN before all.</summary>
    /// <exception cref="ShapeException">there are no elements</exception>
    public static Expr ArgMin(this Expr x) => x.Reshape(-1).ArgReduce(ExtremumKind.Min, 0);

    /// <summary>The int64 index of the smallest along an axis: the lowest at ties, NaN before all.</summary>
    /// <exception cref="ShapeException">the axis has no elements</exception>
    public static Expr ArgMin(this Expr x, int axis, bool keepAxes = false) => ArgExtremum(x, ExtremumKind.Min, axis, keepAxes);

    private static Expr ArgExtremum(Expr x, ExtremumKind kind, int axis, bool keepAxes)
    {
        Expr index = x.ArgReduce(kind, axis);
        return keepAxes ? Keep(index, x.Shape, [x.Shape.NormalizeAxis(axis, "argReduce")]) : index;
    }

    /// <summary>Sums and products of integers and truth values are int64, so that they do not wrap around early.</summary>
    internal static Expr Counting(Expr x) => x.DType.IsFloating() ? x : x.Cast(DType.Int64);

    private static Expr Along(Expr x, ReduceKind kind, int[]? axes, bool keepAxes, string operation)
    {
        return AlongSorted(x, kind, AxesOf(x, axes, operation), keepAxes);
    }

    /// <summary>A reduction along axes that are counted from the start and ascending.</summary>
    internal static Expr AlongSorted(Expr x, ReduceKind kind, int[] sorted, bool keepAxes)
    {
        Expr reduced = x.ReduceSorted(kind, sorted);
        return keepAxes ? Keep(reduced, x.Shape, sorted) : reduced;
    }
}
