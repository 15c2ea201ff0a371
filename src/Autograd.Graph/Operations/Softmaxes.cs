using static Autograd.Graph.Expr;
using static Autograd.Graph.Operands;

namespace Autograd.Graph;

/// <summary>Softmax and its kin along all axes, one, or several, of floating types. Axes are as in <see cref="Reductions"/>.</summary>
public static partial class Softmaxes
{
    /// <summary>log Σ e^x along an axis.</summary>
    /// <exception cref="DTypeException">x is not floating</exception>
    public static Expr LogSumExp(this Expr x, int axis, bool keepAxes = false) => LogSumExp(x, [axis], keepAxes);

    /// <summary>
    /// log Σ e^x along axes, all when omitted, without overflow. The derivative is the softmax; it is 0 where all elements are -∞, and where some are +∞ these share it.
    /// </summary>
    /// <exception cref="DTypeException">x is not floating</exception>
    public static Expr LogSumExp(this Expr x, int[]? axes = null, bool keepAxes = false)
    {
        RequireFloating(x, "logSumExp");
        int[] sorted = AxesOf(x, axes, "logSumExp");
        if (CountAlong(x.Shape, sorted) == 0) return Log(Exp(x).Sum(sorted, keepAxes));
        Expr max = x.Max(sorted), shift = Where(max.IsFinite(), max, ZerosLike(max));
        Expr value = Log(Exp(x - Alongside(shift, x.Shape, sorted)).Sum(sorted)) + shift;
        Expr result = WithRule(new LogSumExpRule(IntList.Create(sorted)), value, [x]);
        return keepAxes ? Keep(result, x.Shape, sorted) : result;
    }

    /// <summary>e^x / Σ e^x, where +∞ counts as the largest number of the type, so that infinities share; 0 where all elements are -∞.</summary>
    private static Expr Weights(Expr x, int[] axes)
    {
        double largest = x.DType == DType.Float32 ? float.MaxValue : double.MaxValue;
        Expr bounded = x.ClampMax(largest);
        Expr max = StopGradient(bounded.Max(axes).ClampMin(-largest));
        Expr e = Exp(bounded - Alongside(max, x.Shape, axes)), sum = e.Sum(axes);
        return e / Alongside(Where(EqualTo(sum, ZerosLike(sum)), OnesLike(sum), sum), x.Shape, axes);
    }

    /// <summary>e^x / Σ e^x along an axis, without overflow; NaN where all elements are -∞, or one is +∞.</summary>
    /// <returns>the shape of x; along the axis the elements sum to 1</returns>
    /// <exception cref="DTypeException">x is not floating</exception>
    /// <exception cref="ArgumentOutOfRangeException">the axis is not in [-rank, rank)</exception>
    public static Expr Softmax(this Expr x, int axis = -1)
    {
        RequireFloating(x, "softmax");
        int[] axes = Along(x, axis, "softmax");
        if (x.Shape.Count == 0) return x;
        Expr e = Exp(Shifted(x, axes));
        return WithRule(new SoftmaxRule(IntList.Create(axes)), e / Alongside(e.Sum(axes), x.Shape, axes), [x]);
    }

    /// <summary>Softmax among the elements where the mask is true; the others get 0 and no derivative, and so does a row without any.</summary>
    /// <param name="x">any shape, floating</param>
    /// <param name="where">truth values of a shape that broadcasts to x's</param>
    /// <param name="axis">along which the elements sum to 1</param>
    /// <exception cref="DTypeException">x is not floating, or the mask not of truth values</exception>
    /// <exception cref="ShapeException">the mask does not broadcast to x's shape</exception>
    /// <exception cref="ArgumentOutOfRangeException">the axis is not in [-rank, rank)</exception>
    public static Expr Softmax(this Expr x, Expr where, int axis = -1)
    {
        RequireFloating(x, "softmax");
        if (where.DType != DType.Bool) throw new DTypeException($"softmax: the mask's element type is {where.DType.Name()}, not bool (a comparison gives one)");
        if (!where.Shape.BroadcastsTo(x.Shape)) throw new ShapeException($"softmax: the mask's shape {where.Shape} does not broadcast to {x.Shape}");
        int[] axes = Along(x, axis, "softmax");
        if (x.Shape.Count == 0) return x;
        Expr mask = where.BroadcastTo(x.Shape);
        Expr masked = Where(mask, x, Like(x, double.NegativeInfinity)), max = masked.Max(axes);
        Expr shift = Where(EqualTo(max, Like(max, double.NegativeInfinity)), ZerosLike(max), max);
        Expr e = Exp(masked - Alongside(shift, x.Shape, axes)), sum = e.Sum(axes);
        Expr value = e / Alongside(Where(EqualTo(sum, ZerosLike(sum)), OnesLike(sum), sum), x.Shape, axes);
        return WithRule(new MaskedSoftmaxRule(IntList.Create(axes)), value, [x, mask]);
    }

    /// <summary>x - log Σ e^x along an axis, without overflow; NaN where all elements are -∞, or one is +∞.</summary>
    /// <returns>the shape of x</returns>
    /// <exception cref="DTypeException">x is not floating</exception>
    /// <exception cref="ArgumentOutOfRangeException">the axis is not in [-rank, rank)</exception>
    public static Expr LogSoftmax(this Expr x, int axis = -1)
    {
        RequireFloating(x, "logSoftmax");
        int[] axes = Along(x, axis, "logSoftmax");
        if (x.Shape.Count == 0) return x;
        Expr shifted = Shifted(x, axes);
        return WithRule(new LogSoftmaxRule(IntList.Create(axes)), shifted - Alongside(Log(Exp(shifted).Sum(axes)), x.Shape, axes), [x]);
    }

    /// <summary>Softmax of -x along an axis.</summary>
    /// <exception cref="DTypeException">x is not floating</exception>
    /// <exception cref="ArgumentOutOfRangeException">the axis is not in [-rank, rank)</exception>
    public static Expr Softmin(this Expr x, int axis = -1) => Softmax(-x, axis);

    /// <summary>The axis to reduce along; none of a scalar, whose only element is its own row.</summary>
    private static int[] Along(Expr x, int axis, string operation) => x.Rank == 0 && axis is 0 or -1 ? [] : [x.Shape.NormalizeAxis(axis, operation)];

    private static Expr Shifted(Expr x, int[] axes) => x - Alongside(x.Max(axes), x.Shape, axes);
}
