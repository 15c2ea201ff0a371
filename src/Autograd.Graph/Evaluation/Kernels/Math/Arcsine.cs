using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>
/// asin and acos: a polynomial for |x| ≤ 1/2; beyond, asin |x| = π/2 - 2 asin √((1 - |x|)/2), where 1 - |x| is exact.
/// Polynomials by scripts/derive_polynomials.py.
/// </summary>
internal static class Arcsine
{
    private const double HalfPi = 1.5707963267948966;
    private const double HalfPiLow = 6.123233995736766e-17;

    internal readonly struct Asin : IUnaryKernel<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, double>
        {
            V a = V.Abs(x);
            V near = a <= 0.5;
            V root = Argument(a, near, out V z);
            V p = Excess(root, z);
            V far = V.Create(HalfPi) - ((root + p) * 2 - HalfPiLow);
            return Exponential.WithSignOf(V.Select(near, root + p, far), x);
        }
    }

    internal readonly struct Acos : IUnaryKernel<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, double>
        {
            V a = V.Abs(x);
            V near = a <= 0.5;
            V root = Argument(a, near, out V z);
            V p = Excess(root, z);
            V twice = (root + p) * 2;
            V signed = Exponential.WithSignOf(p, x);
            V middle = V.Create(HalfPi) - (x - (V.Create(HalfPiLow) - signed));
            V far = V.Select(x < 0, V.Create(2 * HalfPi) - (twice - 2 * HalfPiLow), twice);
            return V.Select(near, middle, far);
        }
    }

    internal readonly struct AsinSingle : IUnaryKernel<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, double>
        {
            V a = V.Abs(x);
            V near = a <= 0.5;
            V root = Argument(a, near, out V z);
            V angle = root + ExcessSingle(root, z);
            return Exponential.WithSignOf(V.Select(near, angle, V.Fma(angle, V.Create(-2), V.Create(HalfPi))), x);
        }
    }

    internal readonly struct AcosSingle : IUnaryKernel<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, double>
        {
            V a = V.Abs(x);
            V near = a <= 0.5;
            V root = Argument(a, near, out V z);
            V angle = root + ExcessSingle(root, z);
            V middle = V.Create(HalfPi) - Exponential.WithSignOf(angle, x);
            V far = V.Select(x < 0, V.Fma(angle, V.Create(-2), V.Create(2 * HalfPi)), angle * 2);
            return V.Select(near, middle, far);
        }
    }

    /// <summary>|x| and its square, or √((1 - |x|)/2) and its square; NaN for |x| > 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Argument<V>(V a, V near, out V z)
        where V : struct, IVector<V, double>
    {
        z = V.Select(near, a * a, (V.Create(1) - a) * 0.5);
        return V.Select(near, a, V.Sqrt(z));
    }

    /// <summary>asin t - t for t = √z in [0, 1/2].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Excess<V>(V t, V z)
        where V : struct, IVector<V, double>
    {
        V p = V.Create(0.032628011474421896)
            .Horner(z, -0.0209979742162106)
            .Horner(z, 0.02170659779445357)
            .Horner(z, 0.0037067918337008446)
            .Horner(z, 0.010780142183832957)
            .Horner(z, 0.011398933598489576)
            .Horner(z, 0.013980817737156563)
            .Horner(z, 0.017351612264558215)
            .Horner(z, 0.022372214972712086)
            .Horner(z, 0.03038194270835395)
            .Horner(z, 0.04464285717459883)
            .Horner(z, 0.07499999999970815)
            .Horner(z, 0.1666666666666676);
        return t * z * p;
    }

    /// <summary>asin t - t to 2^-31 for t = √z in [0, 1/2].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ExcessSingle<V>(V t, V z)
        where V : struct, IVector<V, double>
    {
        V p = V.Create(0.03751618515594074)
            .Horner(z, 0.01443881663630891)
            .Horner(z, 0.031807655868222914)
            .Horner(z, 0.04451696351314247)
            .Horner(z, 0.07500504136219585)
            .Horner(z, 0.16666659992191174);
        return t * z * p;
    }
}
