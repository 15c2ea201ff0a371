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

    // In float lanes: a polynomial around each multiple of 1/8, beyond 31.5 of them by the ratio of Mills, Φ(-a) / φ(a).
    internal readonly struct CdfSingle : IUnaryKernel<float>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, float> => OfSingle<CdfTail, V>(x);
    }

    internal readonly struct GeluSlopeSingle : IUnaryKernel<float>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, float> => OfSingle<GeluSlopeTail, V>(x);
    }

    // 1 / √(2π) in two parts.
    private const float DensityHigh = 0.398942292f;
    private const float DensityLow = -1.13351701e-08f;

    private const float Far = 3.9375f;

    // Adding 1.5·2^20 rounds to eighths, whose number then stands in the low bits.
    private const float EighthShift = 1572864;

    /// <summary>s of floats.</summary>
    private interface ITail
    {
        /// <summary>Of the 32 polynomials that give s up to <see cref="Far"/> the coefficients of each power: those of the highest.</summary>
        static abstract ReadOnlySpan<float> C5 { get; }

        static abstract ReadOnlySpan<float> C4 { get; }

        static abstract ReadOnlySpan<float> C3 { get; }

        static abstract ReadOnlySpan<float> C2 { get; }

        static abstract ReadOnlySpan<float> C1 { get; }

        static abstract ReadOnlySpan<float> C0 { get; }

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
        return V.AllAtMost(a, Far) ? MirroredSingle(Near<TTail, V>(a), x) : Whole<TTail, V>(x);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static V Whole<TTail, V>(V x)
        where TTail : struct, ITail
        where V : struct, IVector<V, float>
    {
        V a = V.Abs(x);
        return MirroredSingle(V.Select(a <= Far, Near<TTail, V>(V.AtMost(a, Far)), Beyond<TTail, V>(a)), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V MirroredSingle<V>(V s, V x)
        where V : struct, IVector<V, float> => V.Select(x < 0, s, V.Create(1) - s);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Near<TTail, V>(V a)
        where TTail : struct, ITail
        where V : struct, IVector<V, float>
    {
        // The five low bits of the place name the polynomial, in the distance d from there.
        V place = a + EighthShift, d = a - (place - EighthShift);
        V q = V.Lookup(TTail.C5, place);
        q = V.Fma(q, d, V.Lookup(TTail.C4, place));
        q = V.Fma(q, d, V.Lookup(TTail.C3, place));
        q = V.Fma(q, d, V.Lookup(TTail.C2, place));
        q = V.Fma(q, d, V.Lookup(TTail.C1, place));
        return V.Fma(q, d, V.Lookup(TTail.C0, place));
    }

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
        V q = V.Create(-1394.78271f)
            .Horner(w, 480.071686f)
            .Horner(w, -89.5060883f)
            .Horner(w, 14.7047405f)
            .Horner(w, -2.997226f)
            .Horner(w, 0.999990761f);
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

        public static ReadOnlySpan<float> C5 =>
        [
            -0.00994680822f, -0.00957698189f, -0.00845998526f, -0.00673247874f, -0.00457479712f, -0.00220437441f, 0.000152240551f, 0.00228689401f,
            0.00403284561f, 0.00528028235f, 0.00598280132f, 0.00615492044f, 0.00586192217f, 0.00520508271f, 0.00430410216f, 0.00328061124f,
            0.00224429369f, 0.00128322374f, 0.000458873634f, -0.000194533641f, -0.000667216489f, -0.000968770357f, -0.00112208282f, -0.00115730159f,
            -0.00110659259f, -0.00100026303f, -0.000864156405f, -0.000718448835f, -0.000577452185f, -0.000450151943f, -0.000341161358f, -0.000251828635f,
        ];

        public static ReadOnlySpan<float> C4 =>
        [
            -2.53212875e-06f, -0.00614678115f, -0.0118203415f, -0.0165982079f, -0.0201524273f, -0.0222805943f, -0.0229204036f, -0.0221466813f,
            -0.0201524198f, -0.0172176715f, -0.0136715239f, -0.00985282566f, -0.0060749799f, -0.00259859348f, 0.000385532592f, 0.00276276516f,
            0.00449135434f, 0.0055917562f, 0.00613136124f, 0.00620748196f, 0.00593105657f, 0.00541286729f, 0.00475329254f, 0.00403588964f,
            0.00332453148f, 0.00266340259f, 0.00207904354f, 0.00158355944f, 0.00117826578f, 0.000857214211f, 0.000610239629f, 0.00042535286f,
        ];

        public static ReadOnlySpan<float> C3 =>
        [
            0.0664904714f, 0.0649420917f, 0.0604168586f, 0.0532604568f, 0.0440081283f, 0.0333288126f, 0.021957906f, 0.0106271235f,
            -1.53794559e-08f, -0.0093799606f, -0.0171233471f, -0.0230096187f, -0.0269828103f, -0.0291315299f, -0.0296577979f, -0.0288400482f,
            -0.026995454f, -0.0244458653f, -0.021490369f, -0.018386066f, -0.0153372539f, -0.0124922264f, -0.00994608365f, -0.00774772651f,
            -0.00590913603f, -0.00441533653f, -0.00323380204f, -0.0023225171f, -0.00163628615f, -0.00113123131f, -0.000767634658f, -0.000511414255f,
        ];

        public static ReadOnlySpan<float> C2 =>
        [
            -1.4837791e-09f, 0.0247398466f, 0.0483334996f, 0.0697228089f, 0.0880163088f, 0.102550276f, 0.112926513f, 0.119024038f,
            0.120985344f, 0.119180605f, 0.114155672f, 0.106570937f, 0.0971382037f, 0.0865623504f, 0.0754926652f, 0.0644871444f,
            0.0539909787f, 0.0443285555f, 0.0357071161f, 0.0282291379f, 0.0219103806f, 0.0167004913f, 0.0125036491f, 0.00919729751f,
            0.00664777169f, 0.0047222767f, 0.00329720136f, 0.00226313644f, 0.00152719324f, 0.0010132977f, 0.000661115802f, 0.000424179161f,
        ];

        public static ReadOnlySpan<float> C1 =>
        [
            -0.398942292f, -0.395837694f, -0.386668116f, -0.37185508f, -0.352065325f, -0.328160971f, -0.301137418f, -0.272055f,
            -0.241970718f, -0.211876646f, -0.182649091f, -0.155012265f, -0.1295176f, -0.106538266f, -0.086277321f, -0.0687862784f,
            -0.0539909676f, -0.0417209864f, -0.0317396522f, -0.0237719007f, -0.0175283011f, -0.0127241816f, -0.00909356214f, -0.00639812043f,
            -0.00443184841f, -0.00302225794f, -0.00202904805f, -0.00134111883f, -0.000872682664f, -0.000559061533f, -0.000352595671f, -0.000218931629f,
        ];

        public static ReadOnlySpan<float> C0 =>
        [
            0.5f, 0.450261772f, 0.401293665f, 0.353830248f, 0.308537543f, 0.265985519f, 0.22662735f, 0.190786958f,
            0.158655256f, 0.130294517f, 0.105649777f, 0.0845657215f, 0.066807203f, 0.0520812795f, 0.0400591567f, 0.0303963609f,
            0.0227501318f, 0.0167933069f, 0.0122244731f, 0.00877447519f, 0.00620966544f, 0.00433244836f, 0.00297976332f, 0.00202013738f,
            0.00134989806f, 0.000889025279f, 0.000577025057f, 0.000369078451f, 0.000232629085f, 0.000144480728f, 8.84172841e-05f, 5.33123493e-05f,
        ];
    }

    /// <summary>Φ(-a) - a φ(a)</summary>
    private readonly struct GeluSlopeTail : ITail
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V OverDensity<V>(V a, V mills)
            where V : struct, IVector<V, float> => mills - a;

        public static ReadOnlySpan<float> C5 =>
        [
            -0.0596265234f, -0.0566595793f, -0.0478019156f, -0.0343640931f, -0.0180734117f, -0.000871223107f, 0.0145922648f, 0.0271990318f,
            0.0361892208f, 0.0404518023f, 0.0402013771f, 0.036123421f, 0.0292696599f, 0.0208631195f, 0.0121030211f, 0.00400583539f,
            -0.00269705965f, -0.00759909162f, -0.0106018633f, -0.0118570449f, -0.0116854561f, -0.0104918946f, -0.00868979283f, -0.006645218f,
            -0.00464341324f, -0.00287658814f, -0.00144848379f, -0.000389826833f, 0.000321151543f, 0.000737896538f, 0.000927620335f, 0.000957937213f,
        ];

        public static ReadOnlySpan<float> C4 =>
        [
            -2.03898635e-05f, -0.0367084481f, -0.0696582794f, -0.0955934748f, -0.112180524f, -0.118280277f, -0.114035971f, -0.10073112f,
            -0.0806057602f, -0.0563966185f, -0.0309724864f, -0.0069499677f, 0.013598796f, 0.0293191727f, 0.0396206751f, 0.0446108729f,
            0.044946786f, 0.0416416898f, 0.0358651206f, 0.0287669506f, 0.0213456396f, 0.0143692698f, 0.00834712572f, 0.00354273967f,
            1.48976496e-05f, -0.00232715928f, -0.00366636971f, -0.0042269933f, -0.00423522992f, -0.00389293511f, -0.00336355506f, -0.00276788953f,
        ];

        public static ReadOnlySpan<float> C3 =>
        [
            0.265962273f, 0.256691784f, 0.229835451f, 0.188120812f, 0.135690808f, 0.0775650963f, 0.0190169215f, -0.0350573212f,
            -0.0806565285f, -0.115033619f, -0.136867821f, -0.146225899f, -0.144358084f, -0.133376509f, -0.115878902f, -0.0945782661f,
            -0.0719879121f, -0.0501938425f, -0.0307271294f, -0.0145314923f, -0.00200849818f, 0.00688443938f, 0.0125095043f, 0.0154206669f,
            0.0162500553f, 0.0156190116f, 0.0140778068f, 0.0120727196f, 0.0099358419f, 0.00789130107f, 0.00607148651f, 0.00453771325f,
        ];

        public static ReadOnlySpan<float> C2 =>
        [
            -1.20396173e-08f, 0.0985727906f, 0.190313086f, 0.269086361f, 0.330061048f, 0.370142311f, 0.388184845f, 0.38496834f,
            0.362956017f, 0.325884461f, 0.278254479f, 0.224798128f, 0.16999194f, 0.117670782f, 0.0707744583f, 0.0312360413f,
            6.69161864e-08f, -0.0228568614f, -0.0379387774f, -0.0463134162f, -0.0492983535f, -0.0482748672f, -0.0445442684f, -0.0392322466f,
            -0.0332388841f, -0.0272269025f, -0.0216379091f, -0.0167260151f, -0.012599363f, -0.00926218927f, -0.00665248977f, -0.00467260787f,
        ];

        public static ReadOnlySpan<float> C1 =>
        [
            -0.797884583f, -0.785490394f, -0.749169469f, -0.691418052f, -0.616114318f, -0.528134048f, -0.432885051f, -0.335817903f,
            -0.241970718f, -0.155596912f, -0.0799089745f, -0.0169544667f, 0.0323794f, 0.0682510808f, 0.0916696489f, 0.104254201f,
            0.107981935f, 0.104954354f, 0.097202681f, 0.0865445733f, 0.0744952783f, 0.0622292012f, 0.0505829416f, 0.0400882214f,
            0.0310229398f, 0.0234697219f, 0.0173737239f, 0.0125939446f, 0.00894499756f, 0.00622829469f, 0.00425318535f, 0.00284953206f,
        ];

        public static ReadOnlySpan<float> C0 =>
        [
            0.5f, 0.400782079f, 0.304626644f, 0.214384571f, 0.13250488f, 0.0608849227f, 0.000774278305f, -0.047261171f,
            -0.0833154693f, -0.108066708f, -0.122661583f, -0.128576145f, -0.127469197f, -0.121043406f, -0.110926151f, -0.0985779017f,
            -0.0852318034f, -0.0718637854f, -0.0591897443f, -0.0476837903f, -0.0376110859f, -0.0290685277f, -0.0220275335f, -0.0163744576f,
            -0.0119456472f, -0.0085555315f, -0.00601738133f, -0.00415719766f, -0.00282176025f, -0.00188211724f, -0.0012338165f, -0.00079504773f,
        ];
    }
}
