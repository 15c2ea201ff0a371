using static Autograd.Graph.Expr;

namespace Autograd.Graph;

/// <summary>Activation functions of neural networks, element by element: the result has the argument's shape. NaN stays NaN. Integers are taken as float32, but by <see cref="Relu"/>.</summary>
public static class Activations
{
    internal static readonly NamedRule GeluRule = new FixedRule("gelu", static (_, arguments, g) => [g * GeluSlope(arguments[0])]);

    // That of the quotient cancels where |x| is large.
    internal static readonly NamedRule SoftsignRule = new FixedRule("softsign", static (_, arguments, g) =>
    {
        Expr scale = Abs(arguments[0]) + 1;
        return [g / scale / scale];
    });

    /// <summary>max(x, 0); its derivative at 0 is 0.</summary>
    public static Expr Relu(this Expr x)
    {
        Expr zero = ZerosLike(x);
        return Where(x <= zero, zero, x);
    }

    /// <summary>min(max(x, 0), 6); its derivative at 0 and 6 is 0.</summary>
    public static Expr Relu6(this Expr x) => Hardtanh(x, 0, 6);

    /// <summary>x where positive, else slope · x; its derivative at 0 is the slope.</summary>
    public static Expr LeakyRelu(this Expr x, double slope = 0.01)
    {
        x = x.Floating();
        return Where(x > ZerosLike(x), x, x * slope);
    }

    /// <summary>x where positive, else alpha · (e^x - 1).</summary>
    public static Expr Elu(this Expr x, double alpha = 1)
    {
        x = x.Floating();
        return Where(x > ZerosLike(x), x, Expm1(x) * alpha);
    }

    /// <summary>x where positive, else alpha · (e^(x / alpha) - 1): its derivative is continuous for every alpha.</summary>
    public static Expr Celu(this Expr x, double alpha = 1)
    {
        x = x.Floating();
        return Where(x > ZerosLike(x), x, Expm1(x / alpha) * alpha);
    }

    /// <summary>The self-normalising exponential unit of Klambauer et al. 2017: scale · (x where positive, else alpha · (e^x - 1)).</summary>
    public static Expr Selu(this Expr x)
    {
        const double alpha = 1.6732632423543772848170429916717, scale = 1.0507009873554804934193349852946;
        x = x.Floating();
        return Where(x > ZerosLike(x), x * scale, Expm1(x) * (scale * alpha));
    }

    /// <summary>x · Φ(x), Φ the standard normal distribution function. The derivative is <see cref="GeluSlope"/>.</summary>
    public static Expr Gelu(this Expr x)
    {
        x = x.Floating();
        return WithRule(GeluRule, x * NormalCdf(x), [x]);
    }

    /// <summary>The tanh form of <see cref="Gelu"/>: x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³))), where (1 + tanh u)/2 = sigmoid(2u) keeps its digits.</summary>
    public static Expr GeluTanh(this Expr x)
    {
        double scale = Math.Sqrt(8 / Math.PI);
        x = x.Floating();
        return x * Sigmoid(x * (Pow(x, 2) * (0.044715 * scale) + scale));
    }

    /// <summary>x · sigmoid(x), also called swish.</summary>
    public static Expr Silu(this Expr x)
    {
        x = x.Floating();
        return x * Sigmoid(x);
    }

    /// <summary>x · tanh(softplus(x))</summary>
    public static Expr Mish(this Expr x)
    {
        x = x.Floating();
        return x * Tanh(Softplus(x));
    }

    /// <summary>x / (1 + |x|); the derivative is 1 / (1 + |x|)².</summary>
    public static Expr Softsign(this Expr x)
    {
        x = x.Floating();
        return WithRule(SoftsignRule, x / (Abs(x) + 1), [x]);
    }

    /// <summary>x within [lo, hi], the bounds outside; its derivative is 1 strictly within, else 0 (<see cref="Pointwise.Clamp(Expr, Number, Number)"/> has 1 at the bounds).</summary>
    public static Expr Hardtanh(this Expr x, double lo = -1, double hi = 1)
    {
        x = x.Floating();
        Expr low = Operands.Like(x, lo), high = Operands.Like(x, hi);
        return Where(x <= low, low, Where(x >= high, high, x));
    }

    /// <summary>x/6 + 1/2 within (-3, 3), 0 below, 1 above.</summary>
    public static Expr Hardsigmoid(this Expr x) => Hardtanh(x.Floating() + 3.0, 0, 6) / 6.0;

    /// <summary>x · hardsigmoid(x)</summary>
    public static Expr Hardswish(this Expr x)
    {
        x = x.Floating();
        return x * Hardsigmoid(x);
    }

    /// <summary>0 where |x| ≤ threshold, else x.</summary>
    public static Expr Hardshrink(this Expr x, double threshold = 0.5)
    {
        x = x.Floating();
        return Where(Abs(x) <= Operands.Like(x, threshold), ZerosLike(x), x);
    }

    /// <summary>x drawn towards 0 by threshold: 0 where |x| ≤ threshold.</summary>
    public static Expr Softshrink(this Expr x, double threshold = 0.5)
    {
        x = x.Floating();
        return x - x.Clamp(-threshold, threshold);
    }

    /// <summary>x - tanh(x)</summary>
    public static Expr Tanhshrink(this Expr x)
    {
        x = x.Floating();
        return x - Tanh(x);
    }

    /// <summary>x where it exceeds the threshold, else the value.</summary>
    public static Expr Threshold(this Expr x, double threshold, double value)
    {
        x = x.Floating();
        return Where(x <= Operands.Like(x, threshold), Operands.Like(x, value), x);
    }

    /// <summary>log(sigmoid(x)) = -softplus(-x)</summary>
    public static Expr LogSigmoid(this Expr x) => -Softplus(-x.Floating());

    /// <summary>a · sigmoid(b), where a and b are the halves of x along an axis.</summary>
    /// <exception cref="ArgumentOutOfRangeException">the axis is not in [-rank, rank)</exception>
    /// <exception cref="ShapeException">the axis does not divide into halves</exception>
    public static Expr Glu(this Expr x, int axis = -1)
    {
        Expr[] halves = x.Split(2, axis);
        return halves[0] * Sigmoid(halves[1]);
    }
}
