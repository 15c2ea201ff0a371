using static Autograd.Graph.Expr;
using static Autograd.Graph.Operands;

namespace Autograd.Graph;

/// <summary>Mean, variance and order statistics along all axes, one, or several, of floating types. Axes are as in <see cref="Reductions"/>.</summary>
public static class Statistics
{
    /// <summary>Σx / n along an axis; NaN of none.</summary>
    /// <exception cref="DTypeException">x is not floating</exception>
    public static Expr Mean(this Expr x, int axis, bool keepAxes = false) => Mean(x, [axis], keepAxes);

    /// <summary>Σx / n along axes, all when omitted; NaN of none.</summary>
    /// <exception cref="DTypeException">x is not floating</exception>
    public static Expr Mean(this Expr x, int[]? axes = null, bool keepAxes = false)
    {
        RequireFloating(x, "mean");
        int[] sorted = AxesOf(x, axes, "mean");
        return Reductions.AlongSorted(x, ReduceKind.Sum, sorted, keepAxes) / (double)CountAlong(x.Shape, sorted);
    }

    /// <summary>Σ(x - mean)² / (n - correction) along an axis; NaN where n does not exceed the correction.</summary>
    /// <exception cref="DTypeException">x is not floating</exception>
    public static Expr Var(this Expr x, int axis, double correction = 1, bool keepAxes = false) => Var(x, [axis], correction, keepAxes);

    /// <summary>Σ(x - mean)² / (n - correction) along axes, all when omitted; NaN where n does not exceed the correction.</summary>
    /// <exception cref="DTypeException">x is not floating</exception>
    public static Expr Var(this Expr x, int[]? axes = null, double correction = 1, bool keepAxes = false)
    {
        RequireFloating(x, "var");
        int[] sorted = AxesOf(x, axes, "var");
        double freedom = CountAlong(x.Shape, sorted) - correction;
        Expr deviation = x - Alongside(x.Mean(sorted), x.Shape, sorted);
        return Pow(deviation, 2).Sum(sorted, keepAxes) / (freedom > 0 ? freedom : double.NaN);
    }

    /// <summary>√ of the variance along an axis; the derivative of constant data is 0.</summary>
    /// <exception cref="DTypeException">x is not floating</exception>
    public static Expr Std(this Expr x, int axis, double correction = 1, bool keepAxes = false) => Std(x, [axis], correction, keepAxes);

    /// <summary>√ of the variance along axes, all when omitted; the derivative of constant data is 0.</summary>
    /// <exception cref="DTypeException">x is not floating</exception>
    public static Expr Std(this Expr x, int[]? axes = null, double correction = 1, bool keepAxes = false)
    {
        RequireFloating(x, "std");
        Expr variance = x.Var(axes, correction, keepAxes), zero = ZerosLike(variance), flat = EqualTo(variance, zero);
        // The root is kept from 0 too: the sum in the variance would turn the zero that the selection sends back into 0 · ∞ at second order.
        return Where(flat, zero, Sqrt(Where(flat, OnesLike(variance), variance)));
    }

    /// <summary>The lower of the middle elements of all, in order; NaN if any is.</summary>
    /// <exception cref="ShapeException">there are no elements</exception>
    public static Expr Median(this Expr x) => Median(x.Reshape(x.Shape.Count), 0);

    /// <summary>The lower of the middle elements along an axis, in order; NaN if any is.</summary>
    /// <exception cref="ShapeException">the axis has no elements</exception>
    public static Expr Median(this Expr x, int axis, bool keepAxes = false)
    {
        (Expr sorted, axis) = SortedAlong(x, axis, "median");
        return Settled(sorted, axis, At(sorted, axis, (x.Shape[axis] - 1) / 2), keepAxes);
    }

    /// <summary>The q-quantile of all elements: the element at q (n - 1) in order, linearly interpolated; NaN if any is.</summary>
    /// <exception cref="ArgumentOutOfRangeException">q is not in [0, 1]</exception>
    /// <exception cref="DTypeException">x is not floating</exception>
    /// <exception cref="ShapeException">there are no elements</exception>
    public static Expr Quantile(this Expr x, double q) => Quantile(x.Reshape(x.Shape.Count), q, 0);

    /// <summary>The q-quantile along an axis: the element at q (n - 1) in order, linearly interpolated; NaN if any is.</summary>
    /// <exception cref="ArgumentOutOfRangeException">q is not in [0, 1]</exception>
    /// <exception cref="DTypeException">x is not floating</exception>
    /// <exception cref="ShapeException">the axis has no elements</exception>
    public static Expr Quantile(this Expr x, double q, int axis, bool keepAxes = false)
    {
        RequireFloating(x, "quantile");
        if (!(q is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(q), q, $"quantile: q is {q}; it must be in [0, 1]");
        (Expr sorted, axis) = SortedAlong(x, axis, "quantile");
        double place = q * (x.Shape[axis] - 1);
        int below = (int)place;
        Expr value = At(sorted, axis, below);
        if (place > below) value = value.Lerp(At(sorted, axis, below + 1), place - below);
        return Settled(sorted, axis, value, keepAxes);
    }

    private static (Expr Sorted, int Axis) SortedAlong(Expr x, int axis, string operation)
    {
        axis = x.Shape.NormalizeAxis(axis, operation);
        if (x.Shape[axis] == 0) throw new ShapeException($"{operation}: axis {axis} of shape {x.Shape} has no elements, and nothing has no {operation}");
        return (x.Sort(axis).Values, axis);
    }

    /// <summary>NaN stands last in order: where the last element is NaN, it is the result.</summary>
    private static Expr Settled(Expr sorted, int axis, Expr value, bool keepAxes)
    {
        if (sorted.DType.IsFloating())
        {
            Expr last = At(sorted, axis, sorted.Shape[axis] - 1);
            value = Where(last.IsNaN(), last, value);
        }

        return keepAxes ? value : value.Reshape(sorted.Shape.Without([axis]));
    }

    private static Expr At(Expr sorted, int axis, int index) => sorted.Slice(axis, index, index + 1);
}
