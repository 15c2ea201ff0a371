using Autograd.Graph;

namespace Autograd.Accuracy;

internal delegate void UnarySpan<T>(ReadOnlySpan<T> x, Span<T> y);

internal delegate void BinarySpan<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y);

/// <summary>A kernel for both types and what it computes, in double and far more accurate than float.</summary>
internal sealed record UnaryFunction(string Name, UnarySpan<float> Single, UnarySpan<double> Double, Func<double, double> Reference)
{
    public override string ToString() => Name;
}

/// <summary>A kernel of two arguments for both types and what it computes, in double.</summary>
internal sealed record BinaryFunction(string Name, BinarySpan<float> Single, BinarySpan<double> Double, Func<double, double, double> Reference)
{
    public override string ToString() => Name;
}

/// <summary>All functions of <see cref="VectorMath"/>.</summary>
internal static class MathFunctions
{
    internal static IReadOnlyList<UnaryFunction> Unary { get; } =
    [
        new("exp", VectorMath.Exp, VectorMath.Exp, Math.Exp),
        new("exp2", VectorMath.Exp2, VectorMath.Exp2, x => Math.Pow(2, x)),
        new("expm1", VectorMath.Expm1, VectorMath.Expm1, References.Expm1),
        new("log", VectorMath.Log, VectorMath.Log, Math.Log),
        new("log2", VectorMath.Log2, VectorMath.Log2, Math.Log2),
        new("log10", VectorMath.Log10, VectorMath.Log10, Math.Log10),
        new("log1p", VectorMath.Log1p, VectorMath.Log1p, References.Log1p),
        new("sin", VectorMath.Sin, VectorMath.Sin, Math.Sin),
        new("cos", VectorMath.Cos, VectorMath.Cos, Math.Cos),
        new("tan", VectorMath.Tan, VectorMath.Tan, Math.Tan),
        new("tanh", VectorMath.Tanh, VectorMath.Tanh, Math.Tanh),
        new("sinh", VectorMath.Sinh, VectorMath.Sinh, Math.Sinh),
        new("cosh", VectorMath.Cosh, VectorMath.Cosh, Math.Cosh),
        new("sigmoid", VectorMath.Sigmoid, VectorMath.Sigmoid, References.Sigmoid),
        new("softplus", VectorMath.Softplus, VectorMath.Softplus, References.Softplus),
        new("erf", VectorMath.Erf, VectorMath.Erf, References.Erf),
        new("erfc", VectorMath.Erfc, VectorMath.Erfc, References.Erfc),
        new("atan", VectorMath.Atan, VectorMath.Atan, Math.Atan),
        new("asin", VectorMath.Asin, VectorMath.Asin, Math.Asin),
        new("acos", VectorMath.Acos, VectorMath.Acos, Math.Acos),
    ];

    /// <summary>Functions of the normal distribution, which have no recorded table; one crosses zero.</summary>
    internal static IReadOnlyList<UnaryFunction> Normal { get; } =
    [
        new("normal_cdf", VectorMath.NormalCdf, VectorMath.NormalCdf, References.NormalCdf),
        new("gelu_slope", VectorMath.GeluSlope, VectorMath.GeluSlope, References.GeluSlope),
    ];

    internal static IReadOnlyList<BinaryFunction> Binary { get; } =
    [
        new("pow", VectorMath.Pow, VectorMath.Pow, Math.Pow),
        new("atan2", VectorMath.Atan2, VectorMath.Atan2, Math.Atan2),
    ];
}
