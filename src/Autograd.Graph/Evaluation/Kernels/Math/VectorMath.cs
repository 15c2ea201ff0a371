namespace Autograd.Graph;

/// <summary>
/// The transcendental functions on spans: within 2 units in the last place for float and 4 for double, special values as in C99
/// annex F, the same bits for an element wherever it stands and whatever the vector width. Arguments and results have one length;
/// the results may be written over an argument.
/// </summary>
internal static class VectorMath
{
    /// <summary>e^x.</summary>
    internal static void Exp(ReadOnlySpan<float> x, Span<float> y) => VectorLoop.Map<ExponentialSingle.Exp, float>(x, y);

    /// <summary>e^x.</summary>
    internal static void Exp(ReadOnlySpan<double> x, Span<double> y) => VectorLoop.Map<Exponential.Exp, double>(x, y);

    /// <summary>2^x.</summary>
    internal static void Exp2(ReadOnlySpan<float> x, Span<float> y) => VectorLoop.Map<ExponentialSingle.Exp2, float>(x, y);

    /// <summary>2^x.</summary>
    internal static void Exp2(ReadOnlySpan<double> x, Span<double> y) => VectorLoop.Map<Exponential.Exp2, double>(x, y);

    /// <summary>e^x - 1, accurate near 0.</summary>
    internal static void Expm1(ReadOnlySpan<float> x, Span<float> y) => VectorLoop.Map<ExponentialSingle.Expm1, float>(x, y);

    /// <summary>e^x - 1, accurate near 0.</summary>
    internal static void Expm1(ReadOnlySpan<double> x, Span<double> y) => VectorLoop.Map<Exponential.Expm1, double>(x, y);

    /// <summary>The natural logarithm.</summary>
    internal static void Log(ReadOnlySpan<float> x, Span<float> y) => VectorLoop.Map<Logarithm.LogSingle, float>(x, y);

    /// <summary>The natural logarithm.</summary>
    internal static void Log(ReadOnlySpan<double> x, Span<double> y) => VectorLoop.Map<Logarithm.Log, double>(x, y);

    /// <summary>The logarithm to base 2.</summary>
    internal static void Log2(ReadOnlySpan<float> x, Span<float> y) => VectorLoop.MapWide<Logarithm.Log2Single>(x, y);

    /// <summary>The logarithm to base 2.</summary>
    internal static void Log2(ReadOnlySpan<double> x, Span<double> y) => VectorLoop.Map<Logarithm.Log2, double>(x, y);

    /// <summary>The logarithm to base 10.</summary>
    internal static void Log10(ReadOnlySpan<float> x, Span<float> y) => VectorLoop.MapWide<Logarithm.Log10Single>(x, y);

    /// <summary>The logarithm to base 10.</summary>
    internal static void Log10(ReadOnlySpan<double> x, Span<double> y) => VectorLoop.Map<Logarithm.Log10, double>(x, y);

    /// <summary>log(1 + x), accurate near 0.</summary>
    internal static void Log1p(ReadOnlySpan<float> x, Span<float> y) => VectorLoop.Map<Logarithm.Log1pSingle, float>(x, y);

    /// <summary>log(1 + x), accurate near 0.</summary>
    internal static void Log1p(ReadOnlySpan<double> x, Span<double> y) => VectorLoop.Map<Logarithm.Log1p, double>(x, y);

    /// <summary>The sine of an angle in radians, however large.</summary>
    internal static void Sin(ReadOnlySpan<float> x, Span<float> y) => VectorLoop.Map<Trigonometric.SinFloat, float>(x, y);

    /// <summary>The sine of an angle in radians, however large.</summary>
    internal static void Sin(ReadOnlySpan<double> x, Span<double> y) => VectorLoop.Map<Trigonometric.Sin, double>(x, y);

    /// <summary>The cosine of an angle in radians, however large.</summary>
    internal static void Cos(ReadOnlySpan<float> x, Span<float> y) => VectorLoop.Map<Trigonometric.CosFloat, float>(x, y);

    /// <summary>The cosine of an angle in radians, however large.</summary>
    internal static void Cos(ReadOnlySpan<double> x, Span<double> y) => VectorLoop.Map<Trigonometric.Cos, double>(x, y);

    /// <summary>The tangent of an angle in radians, however large.</summary>
    internal static void Tan(ReadOnlySpan<float> x, Span<float> y) => VectorLoop.MapWide<Trigonometric.TanSingle>(x, y);

    /// <summary>The tangent of an angle in radians, however large.</summary>
    internal static void Tan(ReadOnlySpan<double> x, Span<double> y) => VectorLoop.Map<Trigonometric.Tan, double>(x, y);

    /// <summary>The hyperbolic tangent.</summary>
    internal static void Tanh(ReadOnlySpan<float> x, Span<float> y) => VectorLoop.Map<Hyperbolic.TanhSingle, float>(x, y);

    /// <summary>The hyperbolic tangent.</summary>
    internal static void Tanh(ReadOnlySpan<double> x, Span<double> y) => VectorLoop.Map<Hyperbolic.Tanh, double>(x, y);

    /// <summary>The hyperbolic sine.</summary>
    internal static void Sinh(ReadOnlySpan<float> x, Span<float> y) => VectorLoop.MapWide<Hyperbolic.SinhSingle>(x, y);

    /// <summary>The hyperbolic sine.</summary>
    internal static void Sinh(ReadOnlySpan<double> x, Span<double> y) => VectorLoop.Map<Hyperbolic.Sinh, double>(x, y);

    /// <summary>The hyperbolic cosine.</summary>
    internal static void Cosh(ReadOnlySpan<float> x, Span<float> y) => VectorLoop.MapWide<Hyperbolic.CoshSingle>(x, y);

    /// <summary>The hyperbolic cosine.</summary>
    internal static void Cosh(ReadOnlySpan<double> x, Span<double> y) => VectorLoop.Map<Hyperbolic.Cosh, double>(x, y);

    /// <summary>1 / (1 + e^-x).</summary>
    internal static void Sigmoid(ReadOnlySpan<float> x, Span<float> y) => VectorLoop.Map<ExponentialSingle.Sigmoid, float>(x, y);

    /// <summary>1 / (1 + e^-x).</summary>
    internal static void Sigmoid(ReadOnlySpan<double> x, Span<double> y) => VectorLoop.Map<Exponential.Sigmoid, double>(x, y);

    /// <summary>log(1 + e^x).</summary>
    internal static void Softplus(ReadOnlySpan<float> x, Span<float> y) => VectorLoop.Map<ExponentialSingle.Softplus, float>(x, y);

    /// <summary>log(1 + e^x).</summary>
    internal static void Softplus(ReadOnlySpan<double> x, Span<double> y) => VectorLoop.Map<Logarithm.Softplus, double>(x, y);

    /// <summary>The error function.</summary>
    internal static void Erf(ReadOnlySpan<float> x, Span<float> y) => VectorLoop.Map<ErrorFunction.ErfSingle, float>(x, y);

    /// <summary>The error function.</summary>
    internal static void Erf(ReadOnlySpan<double> x, Span<double> y) => VectorLoop.Map<ErrorFunction.Erf, double>(x, y);

    /// <summary>1 - erf(x), accurate for large x.</summary>
    internal static void Erfc(ReadOnlySpan<float> x, Span<float> y) => VectorLoop.Map<ErrorFunction.ErfcSingle, float>(x, y);

    /// <summary>1 - erf(x), accurate for large x.</summary>
    internal static void Erfc(ReadOnlySpan<double> x, Span<double> y) => VectorLoop.Map<ErrorFunction.Erfc, double>(x, y);

    /// <summary>Φ(x), the standard normal distribution function.</summary>
    internal static void NormalCdf(ReadOnlySpan<float> x, Span<float> y) => VectorLoop.Map<NormalDistribution.CdfSingle, float>(x, y);

    /// <summary>Φ(x), the standard normal distribution function.</summary>
    internal static void NormalCdf(ReadOnlySpan<double> x, Span<double> y) => VectorLoop.Map<NormalDistribution.Cdf, double>(x, y);

    /// <summary>Φ(x) + x φ(x), the slope of gelu.</summary>
    internal static void GeluSlope(ReadOnlySpan<float> x, Span<float> y) => VectorLoop.Map<NormalDistribution.GeluSlopeSingle, float>(x, y);

    /// <summary>Φ(x) + x φ(x), the slope of gelu.</summary>
    internal static void GeluSlope(ReadOnlySpan<double> x, Span<double> y) => VectorLoop.Map<NormalDistribution.GeluSlope, double>(x, y);

    /// <summary>The arctangent in [-π/2, π/2].</summary>
    internal static void Atan(ReadOnlySpan<float> x, Span<float> y) => VectorLoop.MapWide<Arctangent.AtanSingle>(x, y);

    /// <summary>The arctangent in [-π/2, π/2].</summary>
    internal static void Atan(ReadOnlySpan<double> x, Span<double> y) => VectorLoop.Map<Arctangent.Atan, double>(x, y);

    /// <summary>The arcsine in [-π/2, π/2]; NaN outside [-1, 1].</summary>
    internal static void Asin(ReadOnlySpan<float> x, Span<float> y) => VectorLoop.MapWide<Arcsine.AsinSingle>(x, y);

    /// <summary>The arcsine in [-π/2, π/2]; NaN outside [-1, 1].</summary>
    internal static void Asin(ReadOnlySpan<double> x, Span<double> y) => VectorLoop.Map<Arcsine.Asin, double>(x, y);

    /// <summary>The arccosine in [0, π]; NaN outside [-1, 1].</summary>
    internal static void Acos(ReadOnlySpan<float> x, Span<float> y) => VectorLoop.MapWide<Arcsine.AcosSingle>(x, y);

    /// <summary>The arccosine in [0, π]; NaN outside [-1, 1].</summary>
    internal static void Acos(ReadOnlySpan<double> x, Span<double> y) => VectorLoop.Map<Arcsine.Acos, double>(x, y);

    /// <summary>a^b.</summary>
    internal static void Pow(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => VectorLoop.ZipWide<Power.PowSingle>(a, b, y);

    /// <summary>a^b.</summary>
    internal static void Pow(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> y) => VectorLoop.Zip<Power.Pow, double>(a, b, y);

    /// <summary>The angle in [-π, π] of the point with ordinate a and abscissa b.</summary>
    internal static void Atan2(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => VectorLoop.ZipWide<Arctangent.Atan2Single>(a, b, y);

    /// <summary>The angle in [-π, π] of the point with ordinate a and abscissa b.</summary>
    internal static void Atan2(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> y) => VectorLoop.Zip<Arctangent.Atan2, double>(a, b, y);
}
