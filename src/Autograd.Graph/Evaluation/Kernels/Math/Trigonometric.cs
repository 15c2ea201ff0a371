using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>
/// sin, cos and tan: x = n·π/2 + r with |r| ≤ π/4 (<see cref="AngleReduction"/>), then polynomials in r².
/// Polynomials by scripts/derive_polynomials.py; the sums of leading and small terms are fdlibm's (k_sin.c, k_cos.c).
/// </summary>
internal static class Trigonometric
{
    internal readonly struct Sin : IUnaryKernel<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, double>
        {
            V r = AngleReduction.Reduce(x, out V low, out V quadrant);
            SinCos(r, low, out V sin, out V cos);
            V y = V.Select(IsOdd(quadrant), cos, sin) ^ SignOfHalf(quadrant);
            return V.Select(V.Abs(x) < Tiny, x, y);
        }
    }

    internal readonly struct Cos : IUnaryKernel<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, double>
        {
            V r = AngleReduction.Reduce(x, out V low, out V quadrant);
            SinCos(r, low, out V sin, out V cos);
            return V.Select(IsOdd(quadrant), sin, cos) ^ SignOfHalf(V.AddBits(quadrant, V.CreateBits(1)));
        }
    }

    internal readonly struct Tan : IUnaryKernel<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, double>
        {
            V r = AngleReduction.Reduce(x, out V low, out V quadrant);
            SinCos(r, low, out V sin, out V cos);
            V odd = IsOdd(quadrant);
            V y = V.Select(odd, -cos, sin) / V.Select(odd, sin, cos);
            return V.Select(V.Abs(x) < Tiny, x, y);
        }
    }

    internal readonly struct SinSingle : IUnaryKernel<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, double>
        {
            V r = AngleReduction.ReduceSingle(x, out V quadrant);
            SinCosSingle(r, out V sin, out V cos);
            V y = V.Select(IsOdd(quadrant), cos, sin) ^ SignOfHalf(quadrant);
            return V.Select(V.Abs(x) < Tiny, x, y);
        }
    }

    internal readonly struct CosSingle : IUnaryKernel<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, double>
        {
            V r = AngleReduction.ReduceSingle(x, out V quadrant);
            SinCosSingle(r, out V sin, out V cos);
            return V.Select(IsOdd(quadrant), sin, cos) ^ SignOfHalf(V.AddBits(quadrant, V.CreateBits(1)));
        }
    }

    internal readonly struct TanSingle : IUnaryKernel<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, double>
        {
            V r = AngleReduction.ReduceSingle(x, out V quadrant);
            SinCosSingle(r, out V sin, out V cos);
            V odd = IsOdd(quadrant);
            V y = V.Select(odd, -cos, sin) / V.Select(odd, sin, cos);
            return V.Select(V.Abs(x) < Tiny, x, y);
        }
    }

    /// <summary>sin x and tan x round to x below (and keep the sign of 0).</summary>
    private const double Tiny = 7.450580596923828e-09;

    /// <summary>Sine and cosine of r + low.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SinCos<V>(V r, V low, out V sin, out V cos)
        where V : struct, IVector<V, double>
    {
        V z = r * r;
        V s = V.Create(1.5896163372138992e-10)
            .Horner(z, -2.50507466509389e-08)
            .Horner(z, 2.75573136145824e-06)
            .Horner(z, -0.00019841269829570964)
            .Horner(z, 0.008333333333322097)
            .Horner(z, -0.1666666666666663);
        V c = V.Create(-1.1359628501586195e-11)
            .Horner(z, 2.087572291520171e-09)
            .Horner(z, -2.75573143498135e-07)
            .Horner(z, 2.4801587289473894e-05)
            .Horner(z, -0.0013888888888874112)
            .Horner(z, 0.0416666666666666);
        V half = z * 0.5;
        V head = V.Create(1) - half;
        sin = r + V.Fma(r * z, s, low * head);
        V tail = V.Create(1) - head - half;
        cos = head + (tail + V.Fma(z * z, c, -(r * low)));
    }

    /// <summary>Sine and cosine of r to 2^-33.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SinCosSingle<V>(V r, out V sin, out V cos)
        where V : struct, IVector<V, double>
    {
        V z = r * r;
        V s = V.Create(2.718106985601507e-06)
            .Horner(z, -0.00019839310762574992)
            .Horner(z, 0.008333329300273126)
            .Horner(z, -0.16666666640758487);
        V c = V.Create(2.4438306847793104e-05)
            .Horner(z, -0.0013887366293583226)
            .Horner(z, 0.04166664684218277);
        sin = V.Fma(r * z, s, r);
        cos = V.Fma(z, c.Horner(z, -0.5), V.Create(1));
    }

    // the lowest bit moved to where it makes the number 2
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V IsOdd<V>(V quadrant)
        where V : struct, IVector<V, double> => V.ShiftRight(V.ShiftLeft(quadrant, 63), 1) > 0;

    /// <summary>The second bit as a sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V SignOfHalf<V>(V quadrant)
        where V : struct, IVector<V, double> => V.ShiftLeft(V.ShiftRight(quadrant, 1), 63);
}
