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

    internal readonly struct ErfcSingle : IUnaryKernel<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, double>
        {
            // erfc 11 rounds to 0; the square is exact
            V a = V.AtMost(V.Abs(x), 11);
            V e = Exponential.ExpOfSingle(-(a * a));
            V sum = a + 3;
            V twice = V.Fma(a, V.Create(2), V.Create(1));
            V inverse = V.Create(1) / (sum * twice);
            V t = (a - 3) * twice * inverse;
            V g = V.Create(3.6400697809070506e-05)
                .Horner(t, -0.00018022582670108162)
                .Horner(t, -0.0007403758622967904)
                .Horner(t, 0.0019489380520225253)
                .Horner(t, 0.002528750980997115)
                .Horner(t, -0.023787506250328567)
                .Horner(t, 0.06830618452150487)
                .Horner(t, -0.11927163873688766)
                .Horner(t, 0.12964539558322338)
                .Horner(t, -0.047562383334544725)
                .Horner(t, -0.13562111232014581)
                .Horner(t, 1.2530080589328645);
            V tail = e * g * (sum * inverse);
            return V.Select(x < 0, V.Create(2) - tail, tail);
        }
    }

    /// <summary>erf x for |x| ≤ 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Near<V>(V x)
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

    /// <summary>erfc a for a ≥ 1/2; the exponential takes a² exactly, as a sum of two doubles, and is scaled last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Complement<V>(V a)
        where V : struct, IVector<V, double>
    {
        a = V.AtMost(a, 28);
        V square = a * a;
        V rest = V.Fma(a, a, -square);
        V r = Exponential.Reduce(-square, out V k) - rest;
        V e = Exponential.ExpM1Reduced(r) + 1;
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
        return Exponential.Scale(e * (g / V.Fma(a, V.Create(2), V.Create(1))), k);
    }
}
