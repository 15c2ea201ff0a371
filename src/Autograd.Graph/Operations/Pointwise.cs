using static Autograd.Graph.Expr;

namespace Autograd.Graph;

/// <summary>Functions of each element. Two operands are promoted and broadcast; integers are taken as float32 where the result is no integer.</summary>
public static partial class Pointwise
{
    internal static readonly NamedRule HypotRule = new FixedRule("hypot", static (value, arguments, g) =>
    {
        Expr zero = ZerosLike(value), origin = EqualTo(value, zero);
        return [Where(origin, zero, g * (arguments[0] / value)), Where(origin, zero, g * (arguments[1] / value))];
    });

    internal static readonly NamedRule XlogyRule = new FixedRule("xlogy", static (_, arguments, g) =>
    {
        Expr x = arguments[0], y = arguments[1], zero = ZerosLike(x), isZero = EqualTo(x, zero);
        return [Where(isZero & (y <= zero), zero, g * Log(y)), Where(isZero & EqualTo(y, zero), zero, g * (x / y))];
    });

    internal static readonly NamedRule Xlog1pyRule = new FixedRule("xlog1py", static (_, arguments, g) =>
    {
        Expr x = arguments[0], y = arguments[1], zero = ZerosLike(x), isZero = EqualTo(x, zero), minusOne = Operands.Like(x, -1);
        return [Where(isZero & (y <= minusOne), zero, g * Log1p(y)), Where(isZero & EqualTo(y, minusOne), zero, g * (x / (y + 1)))];
    });

    internal static readonly NamedRule LogAddExpRule = new FixedRule("logAddExp", static (_, arguments, g) =>
    {
        Expr difference = Difference(arguments[0], arguments[1]);
        return [g * Sigmoid(difference), g * Sigmoid(-difference)];
    });

    /// <summary>x²</summary>
    public static Expr Square(this Expr x) => Pow(x, 2);

    /// <summary>1 / x</summary>
    public static Expr Reciprocal(this Expr x) => 1.0 / x.Floating();

    /// <summary>x within [lo, hi], the bounds outside (hi where lo exceeds it). The derivative is 1 at the bounds too.</summary>
    public static Expr Clamp(this Expr x, Number lo, Number hi) => ClampMax(ClampMin(x, lo), hi);

    /// <summary>x, or lo where x is below it. The derivative at lo is 1.</summary>
    public static Expr ClampMin(this Expr x, Number lo) => ClampMin(x, Operands.Beside(x, lo));

    /// <summary>x, or hi where x is above it. The derivative at hi is 1.</summary>
    public static Expr ClampMax(this Expr x, Number hi) => ClampMax(x, Operands.Beside(x, hi));

    /// <summary>x within [lo, hi], the bounds outside (hi where lo exceeds it). A bound gets x's derivative only where strictly exceeded.</summary>
    /// <exception cref="ShapeException">the shapes do not broadcast</exception>
    public static Expr Clamp(this Expr x, Expr lo, Expr hi) => ClampMax(ClampMin(x, lo), hi);

    /// <summary>x, or lo where x is below it, and there lo gets the derivative.</summary>
    /// <exception cref="ShapeException">the shapes do not broadcast</exception>
    public static Expr ClampMin(this Expr x, Expr lo)
    {
        Match(ref x, ref lo, "clamp");
        return Where(x < lo, lo, x);
    }

    /// <summary>x, or hi where x is above it, and there hi gets the derivative.</summary>
    /// <exception cref="ShapeException">the shapes do not broadcast</exception>
    public static Expr ClampMax(this Expr x, Expr hi)
    {
        Match(ref x, ref hi, "clamp");
        return Where(x > hi, hi, x);
    }

    /// <summary>√(a² + b²) without overflow; the derivative at the origin is 0.</summary>
    /// <exception cref="ShapeException">the shapes do not broadcast</exception>
    public static Expr Hypot(this Expr a, Expr b)
    {
        Match(ref a, ref b, "hypot", floating: true);
        Expr x = Abs(a), y = Abs(b), larger = Maximum(x, y), smaller = Minimum(x, y);
        // Where both are equal their ratio is 1, also at 0/0 and ∞/∞.
        Expr ratio = Where(EqualTo(x, y), OnesLike(a), smaller / larger);
        return WithRule(HypotRule, larger * Sqrt(Pow(ratio, 2) + 1), [a, b]);
    }

    /// <summary>x · log(y), and 0 where x is 0 whatever y is, but NaN. The derivative by x is log(y), and 0 where x = 0 and y ≤ 0.</summary>
    /// <exception cref="ShapeException">the shapes do not broadcast</exception>
    public static Expr Xlogy(this Expr x, Expr y)
    {
        Match(ref x, ref y, "xlogy", floating: true);
        return WithRule(XlogyRule, ZeroFirst(x, y, x * Log(y)), [x, y]);
    }

    /// <summary>x · log(1 + y), and 0 where x is 0 whatever y is, but NaN. The derivative by x is log(1 + y), and 0 where x = 0 and y ≤ -1.</summary>
    /// <exception cref="ShapeException">the shapes do not broadcast</exception>
    public static Expr Xlog1py(this Expr x, Expr y)
    {
        Match(ref x, ref y, "xlog1py", floating: true);
        return WithRule(Xlog1pyRule, ZeroFirst(x, y, x * Log1p(y)), [x, y]);
    }

    private static Expr ZeroFirst(Expr x, Expr y, Expr product)
    {
        Expr zero = ZerosLike(x);
        return Where(EqualTo(x, zero) & EqualTo(y, y), zero, product);
    }

    /// <summary>log(e^a + e^b) without overflow. The derivatives are sigmoid(a - b) and sigmoid(b - a), ½ each where both are the same infinity.</summary>
    /// <exception cref="ShapeException">the shapes do not broadcast</exception>
    public static Expr LogAddExp(this Expr a, Expr b)
    {
        Match(ref a, ref b, "logAddExp", floating: true);
        return WithRule(LogAddExpRule, Maximum(a, b) + Softplus(-Abs(Difference(a, b))), [a, b]);
    }

    private static Expr Difference(Expr a, Expr b) => Where(EqualTo(a, b) & IsInfinity(a), ZerosLike(a), a - b);

    /// <summary>a + weight · (b - a)</summary>
    /// <exception cref="ShapeException">the shapes do not broadcast</exception>
    public static Expr Lerp(this Expr a, Expr b, Expr weight) => a + weight * (b - a);

    /// <summary>a + weight · (b - a), exactly b at weight 1.</summary>
    /// <exception cref="ShapeException">the shapes do not broadcast</exception>
    public static Expr Lerp(this Expr a, Expr b, double weight) => weight < 0.5 ? a + (b - a) * weight : b - (b - a) * (1 - weight);

    /// <summary>The larger, or the other where one is NaN; at ties the first, which gets the derivative.</summary>
    /// <exception cref="ShapeException">the shapes do not broadcast</exception>
    public static Expr FMax(this Expr a, Expr b)
    {
        Match(ref a, ref b, "fmax");
        return Where((a >= b) | NotEqualTo(b, b), a, b);
    }

    /// <summary>The smaller, or the other where one is NaN; at ties the first, which gets the derivative.</summary>
    /// <exception cref="ShapeException">the shapes do not broadcast</exception>
    public static Expr FMin(this Expr a, Expr b)
    {
        Match(ref a, ref b, "fmin");
        return Where((a <= b) | NotEqualTo(b, b), a, b);
    }

    /// <summary>The size of a with the sign of b (-0 counts as negative); the derivative by a at 0 is 0.</summary>
    /// <exception cref="ShapeException">the shapes do not broadcast</exception>
    public static Expr CopySign(this Expr a, Expr b)
    {
        Match(ref a, ref b, "copySign", floating: true);
        Expr size = Abs(a);
        return Where(SignBit(b), -size, size);
    }

    /// <summary>Where the sign is negative, that of -0 too.</summary>
    public static Expr SignBit(this Expr x)
    {
        Expr zero = ZerosLike(x), negative = x < zero;
        return x.DType.IsFloating() ? negative | (EqualTo(x, zero) & (1.0 / x < zero)) : negative;
    }

    /// <summary>0 below 0, 1 above, and at 0 the value, which gets the derivative.</summary>
    /// <exception cref="ShapeException">the shapes do not broadcast</exception>
    public static Expr Heaviside(this Expr x, Expr value)
    {
        Match(ref x, ref value, "heaviside");
        Expr zero = ZerosLike(x);
        return Where(EqualTo(x, zero), value, (x > zero).Cast(x.DType));
    }

    /// <summary>log(x / (1 - x)), the inverse of the sigmoid.</summary>
    public static Expr Logit(this Expr x)
    {
        x = x.Floating();
        return Log(x) - Log1p(-x);
    }

    /// <summary>log(x / (1 - x)) of x brought within [eps, 1 - eps]; the derivative outside is 0.</summary>
    public static Expr Logit(this Expr x, double eps) => Logit(x.Floating().Clamp(eps, 1 - eps));

    /// <summary>x - truncate(x): the fractional part, of x's sign.</summary>
    public static Expr Frac(this Expr x) => x - Truncate(x);

    /// <summary>x · π/180</summary>
    public static Expr Deg2Rad(this Expr x) => x.Floating() * (Math.PI / 180);

    /// <summary>x · 180/π</summary>
    public static Expr Rad2Deg(this Expr x) => x.Floating() * (180 / Math.PI);

    /// <summary>Where x is not a number.</summary>
    public static Expr IsNaN(this Expr x) => NotEqualTo(x, x);

    /// <summary>Where x is infinite, of either sign.</summary>
    public static Expr IsInfinity(this Expr x) => x.DType.IsFloating() ? EqualTo(Abs(x), Operands.Like(x, double.PositiveInfinity)) : Literal(false, DType.Bool, x.Shape);

    /// <summary>Where x is neither infinite nor NaN.</summary>
    public static Expr IsFinite(this Expr x) => x.DType.IsFloating() ? Abs(x) < Operands.Like(x, double.PositiveInfinity) : Literal(true, DType.Bool, x.Shape);

    /// <summary>x with NaN and the infinities replaced, where the derivative is 0. The infinities become the largest and smallest number of the type when omitted.</summary>
    public static Expr NanToNum(this Expr x, double nan = 0, double? positiveInfinity = null, double? negativeInfinity = null)
    {
        if (!x.DType.IsFloating()) return x;
        double largest = x.DType == DType.Float32 ? float.MaxValue : double.MaxValue;
        Expr bounded = Replace(x, double.PositiveInfinity, positiveInfinity ?? largest);
        bounded = Replace(bounded, double.NegativeInfinity, negativeInfinity ?? -largest);
        return Where(IsNaN(x), Operands.Like(x, nan), bounded);

        Expr Replace(Expr rest, double value, double by) => Where(EqualTo(x, Operands.Like(x, value)), Operands.Like(x, by), rest);
    }
}
