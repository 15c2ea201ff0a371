using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>
/// erf and erfc. Near 0 a polynomial in x²; beyond, erfc(x) = e^(-x²) g(t) / (1 + 2x) with a polynomial g in t = (x - c)/(x + c)
/// (Shepherd and Laframboise, Mathematics of Computation 36, 1981). Polynomials by scripts/derive_polynomials.py.
/// </summary>
internal static class ErrorFunction
{
    internal readonly struct Erf : IUnaryKernel<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, double>
        {
            V a = V.Abs(x);
            V far = V.Create(1) - Complement(a);
            return Exponential.WithSignOf(V.Select(a < 1, Near(a), far), x);
        }
    }

    internal readonly struct Erfc : IUnaryKernel<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, double>
        {
            V a = V.Abs(x);
            V tail = Complement(a);
            V far = V.Select(x < 0, V.Create(2) - tail, tail);
            return V.Select(a < 0.65, V.Create(1) - Near(x), far);
        }
    }

    // In float lanes: x (c0 + d q(d)) with a polynomial for each quarter of [0, 4), d the distance from its middle.
    internal readonly struct ErfSingle : IUnaryKernel<float>
    {
        // Adding 1.5·2^21 rounds to quarters, whose number then stands in the low bits.
        private const float QuarterShift = 3145728;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, float>
        {
            // erf 3.99 rounds to 1
            V a = V.AtMost(V.Abs(x), 3.99f);
            V fromMiddle = a - 0.125f;
            V quarter = fromMiddle + QuarterShift;
            V d = fromMiddle - (quarter - QuarterShift);
            V q = V.Lookup(C5, quarter);
            q = V.Fma(q, d, V.Lookup(C4, quarter));
            q = V.Fma(q, d, V.Lookup(C3, quarter));
            q = V.Fma(q, d, V.Lookup(C2, quarter));
            q = V.Fma(q, d, V.Lookup(C1, quarter));
            V y = V.Fma(a, V.Lookup(C0, quarter), a * d * q);
            return V.AtMost(y, 1) | (x & V.Create(-0f));
        }

        private static ReadOnlySpan<float> C5 =>
        [
            -0.019444203f, -0.0462021455f, -0.0464203246f, -0.0255043339f, -0.000650152972f, 0.0143846134f, 0.0168993808f, 0.0120439483f,
            0.00591294188f, 0.00167795573f, -0.000305613503f, -0.000863715191f, -0.000814758183f, -0.000612894481f, -0.000427390274f, -0.000293173856f,
        ];

        private static ReadOnlySpan<float> C4 =>
        [
            0.106054433f, 0.0626983717f, 0.00198036106f, -0.0444001071f, -0.0603374839f, -0.0504389517f, -0.0297867041f, -0.0112714032f,
            -0.000127364066f, 0.00437602447f, 0.00504130637f, 0.00421293033f, 0.00313142175f, 0.00223550061f, 0.00158987381f, 0.00114451093f,
        ];

        private static ReadOnlySpan<float> C3 =>
        [
            0.0553772375f, 0.142984897f, 0.17534402f, 0.151600838f, 0.0962298885f, 0.0390333906f, -0.00137376611f, -0.0213114228f,
            -0.0262708496f, -0.0236383229f, -0.018693205f, -0.0140004568f, -0.0103348251f, -0.00767579395f, -0.00578537956f, -0.00443425542f,
        ];

        private static ReadOnlySpan<float> C2 =>
        [
            -0.365642309f, -0.288495272f, -0.16526486f, -0.0397309475f, 0.0541918091f, 0.104267411f, 0.117074728f, 0.107401393f,
            0.0888634846f, 0.069871515f, 0.0539598949f, 0.0417536981f, 0.0326962695f, 0.0259983577f, 0.020990666f, 0.0171860252f,
        ];

        private static ReadOnlySpan<float> C1 =>
        [
            -0.0931549445f, -0.259446084f, -0.373897403f, -0.424389422f, -0.419026196f, -0.377613425f, -0.32101351f, -0.264274955f,
            -0.215058103f, -0.175459579f, -0.144657627f, -0.120876245f, -0.102378264f, -0.0877875611f, -0.0760992467f, -0.0665972009f,
        ];

        private static ReadOnlySpan<float> C0 =>
        [
            1.12252963f, 1.07764506f, 0.997185409f, 0.896085799f, 0.789678454f, 0.689578235f, 0.602119207f, 0.529061377f,
            0.469339281f, 0.420722961f, 0.380874157f, 0.347809434f, 0.319996834f, 0.296295762f, 0.275861979f, 0.258064508f,
        ];
    }

    // In float lanes: erfc a = e^(-a²) erfcx(a), a = |x|, and 2 - erfc a for negative x. erfcx is a float at the middle of one of 16
    // intervals, on each of which (a + 0.7072)^4 doubles, plus d times a polynomial in the distance d from there. The scaling by 2^-k
    // comes last, and 2^64 too large until the result is rounded, so that it underflows gradually.
    internal readonly struct ErfcSingle : IUnaryKernel<float>
    {
        private const float TooLarge = 18446744073709551616f;
        private const float BiasedShift = ExponentialSingle.IntegerShift + 127 + 64;

        // log 2 in two parts, the first of 16 bits: its products with k are exact.
        private const float Ln2High = 0.693145752f;
        private const float Ln2Low = 1.42860677e-06f;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, float>
        {
            // erfc 10.06 rounds to 0
            V a = V.AtMost(V.Abs(x), 10.06f);
            V square = a + 0.7072f;
            square *= square;
            V interval = V.ShiftRight(square * square, 23);
            V d = a - V.Lookup(Middle, interval);
            V q = V.Lookup(C5, interval);
            q = V.Fma(q, d, V.Lookup(C4, interval));
            q = V.Fma(q, d, V.Lookup(C3, interval));
            q = V.Fma(q, d, V.Lookup(C2, interval));
            q = V.Fma(q, d, V.Lookup(C1, interval));
            V most = V.Lookup(C0, interval);
            V rest = d * q;

            // a² = k log 2 + r, where a² enters exactly
            V shifted = V.Fma(a, a * -ExponentialSingle.Log2E, V.Create(BiasedShift));
            V minusK = shifted - BiasedShift;
            V r = V.Fma(minusK, V.Create(Ln2Low), V.Fma(a, a, minusK * Ln2High));

            // e^-r = 1 + r s
            V s = V.Create(0.00139505242f)
                .Horner(r, -0.00836884975f)
                .Horner(r, 0.041666206f)
                .Horner(r, -0.166665196f)
                .Horner(r, 0.5f)
                .Horner(r, -1);
            V y = (V.Fma(s, r * (most + rest), rest) + most) * V.ShiftLeft(shifted, 23);
            V sign = x & V.Create(-0f);
            return V.Fma(y, sign | V.Create(1 / TooLarge), V.ShiftRight(sign, 1));
        }

        // The four low bits of the exponent of 1/4, where the intervals begin, are 13.
        private static ReadOnlySpan<float> Middle =>
        [
            0.594515085f, 0.84081012f, 1.13369429f, 1.48199952f, 1.89621508f, 2.38882303f, 2.97460747f, 3.67120171f,
            4.49964237f, 5.48486328f, 6.65637493f, 8.0495491f, 9.70639896f, 0.0668488294f, 0.213246331f, 0.387400568f,
        ];

        private static ReadOnlySpan<float> C5 =>
        [
            -0.0490149036f, -0.0251487885f, -0.0120347487f, -0.00538271014f, -0.00226057158f, -0.00089767063f, -0.000340016646f, -0.000124041573f,
            -4.4003642e-05f, -1.53121346e-05f, -5.26434678e-06f, -1.79816641e-06f, -6.12668373e-07f, -0.241700679f, -0.151513413f, -0.0891216174f,
        ];

        private static ReadOnlySpan<float> C4 =>
        [
            0.09808065f, 0.0542003959f, 0.0282636788f, 0.0139482366f, 0.00654732855f, 0.0029432585f, 0.00127738016f, 0.000539708475f,
            0.000223734489f, 9.16223944e-05f, 3.72700633e-05f, 1.51178729e-05f, 6.13138673e-06f, 0.410568774f, 0.269483656f, 0.167345226f,
        ];

        private static ReadOnlySpan<float> C3 =>
        [
            -0.180298865f, -0.108005024f, -0.0618077479f, -0.033910878f, -0.0179305151f, -0.00919538643f, -0.00460570585f, -0.00226823986f,
            -0.00110486918f, -0.000534903142f, -0.000258344691f, -0.000124778162f, -6.03632434e-05f, -0.631063402f, -0.435594767f, -0.287009388f,
        ];

        private static ReadOnlySpan<float> C2 =>
        [
            0.302544266f, 0.198665023f, 0.126256004f, 0.0779545829f, 0.0469888523f, 0.027799733f, 0.016230002f, 0.00939540565f,
            0.00541416137f, 0.00311509031f, 0.00179334369f, 0.00103430252f, 0.000598034065f, 0.86169225f, 0.630467296f, 0.444778055f,
        ];

        private static ReadOnlySpan<float> C1 =>
        [
            -0.450316161f, -0.329048365f, -0.235848963f, -0.166396752f, -0.115998484f, -0.0802032575f, -0.0551876947f, -0.0378957503f,
            -0.0260198005f, -0.0178887062f, -0.0123250391f, -0.00851308089f, -0.00589547027f, -1.00419772f, -0.78783673f, -0.602821529f,
        ];

        private static ReadOnlySpan<float> C0 =>
        [
            0.570265591f, 0.47533372f, 0.393637955f, 0.324555576f, 0.266947746f, 0.219391704f, 0.180392116f, 0.148518592f,
            0.122494109f, 0.101232283f, 0.0838334784f, 0.069560796f, 0.05782184f, 0.928822815f, 0.798471928f, 0.678312957f,
        ];
    }

    /// <summary>erf x for |x| ≤ 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Near<V>(V x)
        where V : struct, IVector<V, double>
    {
        V z = x * x;
        V q = V.Create(5.873505687846498e-11)
            .Horner(z, -1.132412612419987e-09)
            .Horner(z, 1.4647386314516387e-08)
            .Horner(z, -1.6348506893176035e-07)
            .Horner(z, 1.6460833959768965e-06)
            .Horner(z, -1.4925585150863262e-05)
            .Horner(z, 0.00012055330702916378)
            .Horner(z, -0.0008548326969999015)
            .Horner(z, 0.005223977624636621)
            .Horner(z, -0.026866170645058952)
            .Horner(z, 0.11283791670954789)
            .Horner(z, -0.3761263890318375)
            .Horner(z, 0.1283791670955126);
        return V.Fma(x, q, x);
    }

    /// <summary>erfc a for a ≥ 1/2; scaled last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Complement<V>(V a)
        where V : struct, IVector<V, double>
    {
        a = V.AtMost(a, 28);
        V square = a * a;
        V e = Gaussian(square, V.Fma(a, a, -square), 1, out V k);
        return Exponential.Scale(e * Scaled(a), k);
    }

    /// <summary>e^(-scale (square + rest)), still to be scaled by 2^k; the scale is a power of two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Gaussian<V>(V square, V rest, double scale, out V k)
        where V : struct, IVector<V, double>
    {
        V r = Exponential.Reduce(square * -scale, out k) - rest * scale;
        return Exponential.ExpM1Reduced(r) + 1;
    }

    /// <summary>e^(a²) erfc a for a ≥ 1/2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Scaled<V>(V a)
        where V : struct, IVector<V, double>
    {
        V t = (a - 4) / (a + 4);
        V g = V.Create(1.4851080299743764e-09)
            .Horner(t, 2.4049823729811876e-09)
            .Horner(t, -1.4576080190321747e-08)
            .Horner(t, -1.9722229800389043e-08)
            .Horner(t, 1.1036439909397522e-07)
            .Horner(t, 7.712595671268809e-08)
            .Horner(t, -8.253652231045062e-07)
            .Horner(t, 2.9186239151706773e-07)
            .Horner(t, 5.709529318825518e-06)
            .Horner(t, -1.1221089275039252e-05)
            .Horner(t, -2.4399084012297707e-05)
            .Horner(t, 0.0001506213864377513)
            .Horner(t, -0.00019925673750400085)
            .Horner(t, -0.0007577732318037235)
            .Horner(t, 0.005031969985985708)
            .Horner(t, -0.016197734064737797)
            .Horner(t, 0.03716751553664298)
            .Horner(t, -0.06633036581172018)
            .Horner(t, 0.09373283499839576)
            .Horner(t, -0.1010390660363228)
            .Horner(t, 0.06809705425469156)
            .Horner(t, 0.015379652102620014)
            .Horner(t, -0.1396211168405625)
            .Horner(t, 1.2329951186255526);
        return g / V.Fma(a, V.Create(2), V.Create(1));
    }
}
