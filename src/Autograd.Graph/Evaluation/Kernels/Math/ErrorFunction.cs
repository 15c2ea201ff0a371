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

    internal readonly struct ErfSingle : IUnaryKernel<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, double>
        {
            // erf 4 rounds to 1
            V a = V.AtMost(V.Abs(x), 4);
            V v = V.Fma(a, a, V.Create(-8));
            V p = V.Create(4.8871464681376705e-21)
                .Horner(v, -1.0827924688246162e-19)
                .Horner(v, 7.084463978844293e-19)
                .Horner(v, -9.559298589502206e-18)
                .Horner(v, 3.0985108616112727e-16)
                .Horner(v, -5.259098835580175e-15)
                .Horner(v, 7.015516012452712e-14)
                .Horner(v, -9.77977478645173e-13)
                .Horner(v, 1.3369222408539192e-11)
                .Horner(v, -1.6804028293186522e-10)
                .Horner(v, 1.9706374476117167e-09)
                .Horner(v, -2.1813771392386328e-08)
                .Horner(v, 2.284480020199419e-07)
                .Horner(v, -2.2805819162290045e-06)
                .Horner(v, 2.2023701693981012e-05)
                .Horner(v, -0.00021037171603406805)
                .Horner(v, 0.0020574236398130338)
                .Horner(v, -0.02207202941198263)
                .Horner(v, 0.3535309956700921);
            return Exponential.WithSignOf(a * p, x);
        }
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
