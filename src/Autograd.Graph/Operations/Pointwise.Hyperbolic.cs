using static Autograd.Graph.Expr;

namespace Autograd.Graph;

// Inverse hyperbolic functions by log1p of forms that neither cancel nor overflow; their derivatives have short rules, those of the forms are long.
public static partial class Pointwise
{
    internal static readonly NamedRule AsinhRule = new FixedRule("asinh", static (_, arguments, g) => [g / Sqrt(Pow(arguments[0], 2) + 1)]);

    internal static readonly NamedRule AcoshRule = new FixedRule("acosh", static (_, arguments, g) => [g / (Sqrt(arguments[0] - 1) * Sqrt(arguments[0] + 1))]);

    internal static readonly NamedRule AtanhRule = new FixedRule("atanh", static (_, arguments, g) => [g / ((1 - arguments[0]) * (arguments[0] + 1))]);

    /// <summary>Inverse hyperbolic sine.</summary>
    public static Expr Asinh(this Expr x)
    {
        x = x.Floating();
        // a + a²/(1 + √(1+a²)), the fraction divided by a²: right at 0, where 1/a is infinite, and without overflow.
        Expr a = Abs(x), inverse = 1.0 / a;
        Expr value = Sign(x) * Log1p(a + a / (inverse + Sqrt(Pow(inverse, 2) + 1)));
        return WithRule(AsinhRule, value, [x]);
    }

    /// <summary>Inverse hyperbolic cosine, NaN below 1; its derivative at 1 is infinite.</summary>
    public static Expr Acosh(this Expr x)
    {
        x = x.Floating();
        Expr t = x - 1;
        return WithRule(AcoshRule, Log1p(t + Sqrt(t) * Sqrt(t + 2)), [x]);
    }

    /// <summary>Inverse hyperbolic tangent, NaN outside of [-1, 1]; infinite at ±1.</summary>
    public static Expr Atanh(this Expr x)
    {
        x = x.Floating();
        Expr a = Abs(x);
        return WithRule(AtanhRule, Sign(x) * 0.5 * Log1p(a * 2 / (1 - a)), [x]);
    }
}
