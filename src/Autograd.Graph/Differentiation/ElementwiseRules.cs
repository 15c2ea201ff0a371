using static Autograd.Graph.Op;

namespace Autograd.Graph;

/// <summary>Derivatives of elementwise operations: one arm serves both modes. Forms are chosen to round once and to stay exact where others cancel or overflow.</summary>
internal static class ElementwiseRules
{
    private const double Ln2 = 0.69314718055994530942, Ln10 = 2.30258509299404568402, TwoOverSqrtPi = 1.12837916709551257390, OneOverSqrtTwoPi = 0.39894228040143267794;

    /// <summary>The cotangent of input i of y = f(x), linear in g; none where f is flat. Asked only for inputs that need one.</summary>
    public static Cotangent Pull(Elementwise op, int i, Expr y, ExprInputs x, in Cotangent g) => op switch
    {
        Add => g,
        Sub => i == 0 ? g : -g,
        Mul => g * x[1 - i],
        Div => i == 0 ? g / x[1] : -(g * (y / x[1])),   // not a / b²: no overflow, right at every order
        Neg => -g,
        _ => PullFunction(op, i, y, x, g),
    };

    // Apart from arithmetic, which is most of any graph: a table clears the room of all its arms whenever it is asked.
    private static Cotangent PullFunction(Elementwise op, int i, Expr y, ExprInputs x, in Cotangent g) => op switch
    {
        Cast => g with { Value = g.Value.Cast(x[0].DType) },
        Select => i == 1 ? g.Where(x[0]) : g.Unless(x[0]),

        Exp => g * y,
        Expm1 => g * (y + 1),
        Exp2 => g * (y * Ln2),
        Log => g / x[0],
        Log1p => g / (1 + x[0]),
        Log2 => g / (x[0] * Ln2),
        Log10 => g / (x[0] * Ln10),
        Sqrt => g / (2 * y),
        Rsqrt => -(g * (y / (2 * x[0]))),
        Pow => i == 0 ? g * PowByBase(x[0], x[1]) : g * PowByExponent(y, x[0], x[1]),
        IntPow { Exponent: 0 } => Cotangent.None,
        IntPow { Exponent: 1 } => g * Expr.Pow(x[0], 0),   // 1 everywhere, but it depends on x, as the derivatives before it did
        IntPow p => g * (p.Exponent * Expr.Pow(x[0], p.Exponent - 1)),

        Tanh => g * ((1 - y) * (1 + y)),
        Sigmoid => g * (y * Expr.Sigmoid(-x[0])),   // not y * (1 - y): for large x that loses all digits
        Softplus => g * Expr.Sigmoid(x[0]),
        Erf => g * (TwoOverSqrtPi * Expr.Exp(-(x[0] * x[0]))),
        Erfc => -(g * (TwoOverSqrtPi * Expr.Exp(-(x[0] * x[0])))),
        NormalCdf => g * (OneOverSqrtTwoPi * Expr.Exp(x[0] * x[0] * -0.5)),
        GeluSlope => g * ((2 - x[0] * x[0]) * (OneOverSqrtTwoPi * Expr.Exp(x[0] * x[0] * -0.5))),

        Sin => g * Expr.Cos(x[0]),
        Cos => -(g * Expr.Sin(x[0])),
        Tan => g * (1 + y * y),
        Asin => g / Expr.Sqrt((1 - x[0]) * (1 + x[0])),
        Acos => -(g / Expr.Sqrt((1 - x[0]) * (1 + x[0]))),
        Atan => g / (1 + x[0] * x[0]),
        Sinh => g * Expr.Cosh(x[0]),
        Cosh => g * Expr.Sinh(x[0]),
        Atan2 => i == 0 ? g * PerSquaredRadius(x[1], x[0]) : -(g * PerSquaredRadius(x[0], x[1])),

        Abs => g * Expr.Sign(x[0]),
        Extremum e => AtExtremum(e.Kind, x[i], x[1 - i], g),
        Rem => i == 0 ? g : -(g * Expr.Round((x[0] - y) / x[1])),   // of the remainder itself: a / b may round up to the next integer

        Sign or Round or IntDiv or Compare or Logic or Not => Cotangent.None,
        _ => throw DerivativeRules.Missing(op),
    };

    /// <summary>The tangent of y = f(x) from those of its inputs, null where an input has none.</summary>
    public static Expr? Push(Elementwise op, Expr y, ExprInputs x, ReadOnlySpan<Expr?> tangents)
    {
        // A selection drops the tangent of the branch not taken last, so that nothing multiplies its zero.
        if (op is Select) return Cotangent.Select(x[0], tangents[1] ?? Expr.ZerosLike(y), tangents[2] ?? Expr.ZerosLike(y));
        Expr? sum = null;
        for (int i = 0; i < tangents.Length; i++)
        {
            if (tangents[i] is not { } tangent || Arm(op, i, y, x, tangent) is not { } term) continue;
            sum = sum is null ? term : sum + term;
        }

        return sum;
    }

    // The arm with i's tangent in place of the cotangent. Of a change of element type that is the change itself, not its transpose.
    private static Expr? Arm(Elementwise op, int i, Expr y, ExprInputs x, Expr tangent) =>
        op is Cast cast ? tangent.Cast(cast.To) : Pull(op, i, y, x, new Cotangent(tangent)) is { Exists: true } arm ? arm.Settle() : null;

    /// <summary>b * a^(b-1), and 0 at b = 0 whatever a is.</summary>
    private static Expr PowByBase(Expr a, Expr b) =>
        Cotangent.Select(Expr.EqualTo(b, Cotangent.NumberLike(b, 0)), Cotangent.NumberLike(b, 0), b * Expr.Pow(a, b - Cotangent.NumberLike(b, 1)));

    /// <summary>y * log a; at a = 0 its limit: 0, or -inf for negative b.</summary>
    private static Expr PowByExponent(Expr y, Expr a, Expr b)
    {
        Expr zero = Cotangent.NumberLike(b, 0);
        Expr limit = Cotangent.Select(b < zero, Cotangent.NumberLike(b, double.NegativeInfinity), zero);
        return Cotangent.Select(Expr.EqualTo(a, zero), limit, y * Expr.Log(a));
    }

    /// <summary>
    /// a / (a² + b²), and 0 at the origin. Scaled by the larger of both, so that no square overflows or vanishes;
    /// the quotient does not depend on the scale, which therefore carries no derivative.
    /// </summary>
    private static Expr PerSquaredRadius(Expr a, Expr b)
    {
        Expr scale = Expr.StopGradient(Expr.Maximum(Expr.Abs(a), Expr.Abs(b)));
        Expr u = a / scale, v = b / scale, zero = Cotangent.NumberLike(a, 0);
        return Cotangent.Select(Expr.EqualTo(scale, zero), zero, u / ((u * u + v * v) * scale));
    }

    /// <summary>All of g where this input wins, half of it at a tie, structurally nothing where the other wins.</summary>
    private static Cotangent AtExtremum(ExtremumKind kind, Expr own, Expr other, Cotangent g)
    {
        Expr shared = Cotangent.Select(Expr.EqualTo(own, other), (g * 0.5).Value, g.Value);
        return (g with { Value = shared }).Where(kind == ExtremumKind.Max ? own >= other : own <= other);
    }
}
