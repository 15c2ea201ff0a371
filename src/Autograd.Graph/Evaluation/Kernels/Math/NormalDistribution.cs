using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>
/// The standard normal distribution function Φ, and the slope of x Φ(x), Φ(x) + x φ(x) with the density φ. With a = |x| and s = Φ(-a), or
/// s = Φ(-a) - a φ(a), both are s for negative x, else 1 - s. Polynomials by scripts/derive_polynomials.py.
/// </summary>
internal static class NormalDistribution
{
    private const double RootHalf = 0.70710678118654752;
    private const double DensityAt0 = 0.39894228040143268;

    internal readonly struct Cdf : IUnaryKernel<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, double>
        {
            V a = Reduce(x, out V e, out V k);
            V z = a * RootHalf;
            V far = Exponential.Scale(e * (ErrorFunction.Scaled(z) * 0.5), k);
            V near = V.Fma(ErrorFunction.Near(z), V.Create(-0.5), V.Create(0.5));
            return Mirrored(V.Select(z < 0.65, near, far), x);
        }
    }

    internal readonly struct GeluSlope : IUnaryKernel<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, double>
        {
            V a = Reduce(x, out V e, out V k);
            V z = a * RootHalf;
            V slope = a * DensityAt0;
            V far = Exponential.Scale(e * V.Fma(ErrorFunction.Scaled(z), V.Create(0.5), -slope), k);
            V near = V.Fma(ErrorFunction.Near(z), V.Create(-0.5), V.Create(0.5)) - Exponential.Scale(e * slope, k);
            return Mirrored(V.Select(z < 0.65, near, far), x);
        }
    }

    /// <summary>a = |x|, at most where both tails round to 0, and e^(-a²/2), still to be scaled by 2^k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Reduce<V>(V x, out V e, out V k)
        where V : struct, IVector<V, double>
    {
        V a = V.AtMost(V.Abs(x), 39.5);
        V square = a * a;
        e = ErrorFunction.Gaussian(square, V.Fma(a, a, -square), 0.5, out k);
        return a;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Mirrored<V>(V s, V x)
        where V : struct, IVector<V, double> => V.Select(x < 0, s, V.Create(1) - s);

    // In float lanes: a polynomial in each half up to 3.75, one of which has its middle where gelu's slope crosses 0; beyond by the ratio of Mills, Φ(-a) / φ(a).
    internal readonly struct CdfSingle : IUnaryKernel<float>
    {
        public static bool IsChain => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, float> => OfSingle<CdfTail, V>(x);
    }

    internal readonly struct GeluSlopeSingle : IUnaryKernel<float>
    {
        public static bool IsChain => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, float> => OfSingle<GeluSlopeTail, V>(x);
    }

    // 1 / √(2π) in two parts.
    private const float DensityHigh = 0.398942292f;
    private const float DensityLow = -1.13351701e-08f;

    private const float Far = 3.75f;

    // Adding 1.5·2^22 rounds to halves, whose number then stands in the low bits.
    private const float HalfShift = 6291456;

    /// <summary>s of floats.</summary>
    private interface ITail
    {
        /// <summary>Of the 8 polynomials that give s up to <see cref="Far"/> the coefficients of each power, from the lowest on.</summary>
        static abstract ReadOnlySpan<float> Coefficients { get; }

        /// <summary>s / φ(a)</summary>
        static abstract V OverDensity<V>(V a, V mills)
            where V : struct, IVector<V, float>;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V OfSingle<TTail, V>(V x)
        where TTail : struct, ITail
        where V : struct, IVector<V, float>
    {
        V a = V.Abs(x);
        return V.AllAtMost(a, Far) ? MirroredSingle(Near<TTail, V>(a), x) : V.Apart<Whole<TTail>>(x);
    }

    /// <summary>For every float.</summary>
    private readonly struct Whole<TTail> : IUnaryKernel<float>
        where TTail : struct, ITail
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, float>
        {
            V a = V.Abs(x), near = Near<TTail, V>(V.AtMost(a, Far));
            return MirroredSingle(V.AllAtMost(a, Far) ? near : V.Select(a <= Far, near, Beyond<TTail, V>(a)), x);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V MirroredSingle<V>(V s, V x)
        where V : struct, IVector<V, float> => V.Select(x < 0, s, V.Create(1) - s);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Near<TTail, V>(V a)
        where TTail : struct, ITail
        where V : struct, IVector<V, float>
    {
        // The three low bits of the place name the polynomial, in the distance d from its middle. Its higher terms are added in a tree, for a short chain.
        V fromFirst = a - 0.25f, place = fromFirst + HalfShift, d = fromFirst - (place - HalfShift), square = d * d;
        V low = V.Fma(Power<TTail, V>(3, place), d, Power<TTail, V>(2, place));
        V middle = V.Fma(Power<TTail, V>(5, place), d, Power<TTail, V>(4, place));
        V high = V.Fma(Power<TTail, V>(7, place), d, Power<TTail, V>(6, place));
        V q = V.Fma(V.Fma(high, square, middle), square, low);
        return V.Fma(V.Fma(q, d, Power<TTail, V>(1, place)), d, Power<TTail, V>(0, place));
    }

    /// <summary>The coefficients of a power.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Power<TTail, V>(int power, V place)
        where TTail : struct, ITail
        where V : struct, IVector<V, float> => V.Lookup(TTail.Coefficients.Slice(8 * power, 8), place);

    /// <summary>With e^(-a²/2) of the exact square, and Mills' ratio (1 - w q(w)) / a, w = 1 / a².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Beyond<TTail, V>(V a)
        where TTail : struct, ITail
        where V : struct, IVector<V, float>
    {
        // both tails of 15 round to 0
        a = V.AtMost(V.AtLeast(a, Far), 15);
        V square = a * a;
        V rest = V.Fma(a, a, -square);
        V r = ExponentialSingle.Reduce(square * -0.5f, out V shifted) - rest * 0.5f;
        V p = ExponentialSingle.ExpM1Reduced(r);
        V w = V.Create(1) / square;
        V q = V.Create(-1196.99377f)
            .Horner(w, 443.315796f)
            .Horner(w, -86.9856339f)
            .Horner(w, 14.6270208f)
            .Horner(w, -2.99619079f)
            .Horner(w, 0.999986291f);
        V mills = V.Fma(w, -q, V.Create(1)) / a;
        V over = TTail.OverDensity(a, mills);
        V most = V.Fma(over, V.Create(DensityHigh), over * DensityLow);
        return ExponentialSingle.Scaled(V.Fma(most, p, most), shifted - ExponentialSingle.IntegerShift);
    }

    /// <summary>Φ(-a)</summary>
    private readonly struct CdfTail : ITail
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V OverDensity<V>(V a, V mills)
            where V : struct, IVector<V, float> => mills;

        public static ReadOnlySpan<float> Coefficients =>
        [
            0.401293665f, 0.22662735f, 0.105649777f, 0.0400591567f, 0.0122244731f, 0.00297976309f, 0.000577025057f, 8.84172841e-05f,
            -0.386668116f, -0.301137418f, -0.182649091f, -0.086277321f, -0.0317396522f, -0.00909356214f, -0.00202904805f, -0.000352595671f,
            0.0483335257f, 0.112926543f, 0.11415568f, 0.0754926726f, 0.0357071012f, 0.0125036482f, 0.00329720182f, 0.000661117025f,
            0.0604168549f, 0.0219579041f, -0.0171233285f, -0.0296577737f, -0.0214903839f, -0.00994609855f, -0.0032338032f, -0.000767628313f,
            -0.0118305124f, -0.0229367986f, -0.013675197f, 0.000392347516f, 0.00613700552f, 0.00475420896f, 0.0020780405f, 0.000609496899f,
            -0.00846948475f, 0.000147876941f, 0.0059862691f, 0.00430989033f, 0.000461835443f, -0.00112226105f, -0.000865342561f, -0.000341709441f,
            0.00190135359f, 0.00300375582f, 0.00058387703f, -0.00128768955f, -0.000987478765f, -0.000125146005f, 0.000188653372f, 0.000133521549f,
            0.000919306418f, -0.00034627493f, -0.00080120645f, -0.000176397545f, 0.000261036301f, 0.000175482783f, 1.24166309e-05f, -2.82665424e-05f,
        ];
    }

    /// <summary>Φ(-a) - a φ(a)</summary>
    private readonly struct GeluSlopeTail : ITail
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V OverDensity<V>(V a, V mills)
            where V : struct, IVector<V, float> => mills - a;

        public static ReadOnlySpan<float> Coefficients =>
        [
            0.304626644f, 0.000774278189f, -0.122661583f, -0.110926151f, -0.0591897443f, -0.0220275335f, -0.00601738133f, -0.0012338165f,
            -0.749169469f, -0.432885051f, -0.0799089745f, 0.0916696489f, 0.0972026885f, 0.0505829416f, 0.0173737239f, 0.00425318535f,
            0.190313116f, 0.388184905f, 0.278254539f, 0.0707744509f, -0.0379388221f, -0.0445442759f, -0.0216378924f, -0.0066524907f,
            0.229835168f, 0.01901705f, -0.13686794f, -0.115878895f, -0.0307272598f, 0.0125094745f, 0.0140778506f, 0.0060714297f,
            -0.0697362795f, -0.11413154f, -0.0309610851f, 0.0396810509f, 0.0358832702f, 0.00833405368f, -0.00367606711f, -0.00336527103f,
            -0.0479029454f, 0.0145639442f, 0.0402425043f, 0.0121128159f, -0.0106098698f, -0.00870148465f, -0.00145389442f, 0.000920317718f,
            0.0148768034f, 0.019228911f, -0.00293303817f, -0.0112750055f, -0.00283439388f, 0.00257824524f, 0.0016608088f, 9.26516514e-05f,
            0.00673318887f, -0.00446779467f, -0.00581960101f, 0.00101957191f, 0.00263123214f, 0.000342061889f, -0.000559721375f, -0.000343831576f,
        ];
    }
}
