using static Autograd.Graph.Expr;
using static Autograd.Graph.Operands;

namespace Autograd.Graph;

/// <summary>Vector norms along all axes, one, or several, of floating types. Axes are as in <see cref="Reductions"/>.</summary>
public static class Norms
{
    /// <summary>The p-norm along an axis, (Σ|x|^p)^(1/p).</summary>
    /// <exception cref="DTypeException">x is not floating</exception>
    public static Expr Norm(this Expr x, double p, int axis, bool keepAxes = false) => Norm(x, p, [axis], keepAxes);

    /// <summary>
    /// (Σ|x|^p)^(1/p) along axes, all when omitted; p = ∞ and -∞ are the largest and smallest |x|, p = 0 the number of elements that are not 0.
    /// It neither overflows nor underflows on the way. At 0 the derivative is 0, and so are those of higher order;
    /// ties of the largest and smallest share it.
    /// </summary>
    /// <exception cref="DTypeException">x is not floating</exception>
    /// <exception cref="ArgumentOutOfRangeException">p is NaN</exception>
    public static Expr Norm(this Expr x, double p = 2, int[]? axes = null, bool keepAxes = false)
    {
        RequireFloating(x, "norm");
        if (double.IsNaN(p)) throw new ArgumentOutOfRangeException(nameof(p), p, "norm: p is NaN");
        return p switch
        {
            0 => NotEqualTo(x, ZerosLike(x)).Sum(axes, keepAxes).Cast(x.DType),
            1 => Abs(x).Sum(axes, keepAxes),
            double.PositiveInfinity => Abs(x).Max(axes, keepAxes),
            double.NegativeInfinity => Abs(x).Min(axes, keepAxes),
            _ => Power(x, p, AxesOf(x, axes, "norm"), keepAxes),
        };
    }

    private static Expr Power(Expr x, double p, int[] axes, bool keepAxes)
    {
        Expr value = p == 2 && x.DType == DType.Float32
            ? Sqrt(Pow(x.Cast(DType.Float64), 2).Sum(axes)).Cast(DType.Float32) // squares of float32 neither overflow nor underflow in float64
            : Scaled(x, p, axes);
        Expr norm = WithRule(new NormRule(p, IntList.Create(axes)), value, [x]);
        return keepAxes ? Keep(norm, x.Shape, axes) : norm;
    }

    /// <summary>m (Σ(|x|/m)^p)^(1/p), m the largest |x|; 1 where that is 0 or infinite.</summary>
    private static Expr Scaled(Expr x, double p, int[] axes)
    {
        Expr size = Abs(x);
        if (CountAlong(x.Shape, axes) == 0) return Root(Pow(size, p).Sum(axes), p);
        Expr largest = size.Max(axes), one = OnesLike(largest);
        Expr scale = Where(largest.IsFinite() & NotEqualTo(largest, ZerosLike(largest)), largest, one);
        return scale * Root(Pow(size / Alongside(scale, x.Shape, axes), p).Sum(axes), p);

        static Expr Root(Expr sum, double p) => p == 2 ? Sqrt(sum) : Pow(sum, 1 / p);
    }

    /// <summary>The derivative of a p-norm along ascending axes.</summary>
    internal sealed record NormRule(double P, IntList Axes) : NamedRule("norm")
    {
        public override IReadOnlyList<Expr?> Pull(Expr value, IReadOnlyList<Expr> arguments, Expr cotangent) =>
            [P == 2 ? Direction(value, arguments[0], cotangent, [.. Axes.Span]) : Gradient(value, arguments[0], cotangent, P, [.. Axes.Span])];

        public override NamedRule Exchange(Attributes attributes) => new NormRule(attributes.Real("p", P), attributes.Ints("axes", Axes));
    }

    /// <summary>g x/‖x‖</summary>
    private static Expr Direction(Expr norm, Expr x, Expr g, int[] axes)
    {
        Expr beside = Alongside(norm, x.Shape, axes), zero = ZerosLike(x);
        return Where(EqualTo(beside, ZerosLike(beside)), zero, Alongside(g, x.Shape, axes) * (x / beside));
    }

    /// <summary>g sign(x) (|x|/‖x‖)^(p-1), and 0 at every x = 0.</summary>
    private static Expr Gradient(Expr norm, Expr x, Expr g, double p, int[] axes)
    {
        Expr beside = Alongside(norm, x.Shape, axes), zero = ZerosLike(x);
        Expr gradient = Alongside(g, x.Shape, axes) * Sign(x) * Pow(Abs(x) / beside, p - 1);
        return Where(EqualTo(x, zero) | EqualTo(beside, ZerosLike(beside)), zero, gradient);
    }
}
