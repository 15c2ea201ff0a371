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

    // In float lanes, but for large angles.
    internal readonly struct SinFloat : IUnaryKernel<float>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, float> => V.Any(~(V.Abs(x) <= Moderate)) ? Whole<SinModerate, SinSingle, V>(x) : SinModerate.Apply(x);
    }

    internal readonly struct CosFloat : IUnaryKernel<float>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, float> => V.Any(~(V.Abs(x) <= Moderate)) ? Whole<CosModerate, CosSingle, V>(x) : CosModerate.Apply(x);
    }

    private readonly struct SinModerate : IUnaryKernel<float>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, float>
        {
            SinCosFloat(x, out V sin, out V cos, out V quadrant);
            V y = V.Select(IsOddFloat(quadrant), cos, sin) ^ V.ShiftLeft(V.ShiftRight(quadrant, 1), 31);
            return V.Select(V.Abs(x) < 0.0002f, x, y);
        }
    }

    private readonly struct CosModerate : IUnaryKernel<float>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, float>
        {
            SinCosFloat(x, out V sin, out V cos, out V quadrant);
            return V.Select(IsOddFloat(quadrant), sin, cos) ^ V.ShiftLeft(V.ShiftRight(V.AddBits(quadrant, V.CreateBits(1)), 1), 31);
        }
    }

    /// <summary>Up to this angle the multiple of π/2 is taken away exactly enough by three products.</summary>
    private const float Moderate = 10000;

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

    /// <summary>Sine and cosine of x less its multiple of π/2, whose number stands in the low bits of the quadrant.</summary>
    // The first product and the first difference are exact: π/2 is cut into parts of 24 bits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SinCosFloat<V>(V x, out V sin, out V cos, out V quadrant)
        where V : struct, IVector<V, float>
    {
        quadrant = V.Fma(x, V.Create(0.636619747f), V.Create(12582912f));
        V n = quadrant - 12582912f;
        V r = V.Fma(n, V.Create(-5.39030253e-15f), V.Fma(n, V.Create(-7.54978942e-08f), V.Fma(n, V.Create(-1.57079625f), x)));
        V z = r * r;
        V s = V.Create(-0.000195151544f).Horner(z, 0.0083321603f).Horner(z, -0.166666552f);
        V c = V.Create(2.44383064e-05f).Horner(z, -0.00138873665f).Horner(z, 0.0416666456f).Horner(z, -0.5f);
        sin = V.Fma(r * z, s, r);
        cos = V.Fma(z, c, V.Create(1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V IsOddFloat<V>(V quadrant)
        where V : struct, IVector<V, float> => V.ShiftRight(V.ShiftLeft(quadrant, 31), 1) > 0;

    /// <summary>A register with a large angle: all its lanes in double lanes, from which the others are then taken as ever.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static V Whole<TModerate, TWide, V>(V x)
        where TModerate : struct, IUnaryKernel<float>
        where TWide : struct, IUnaryKernel<double>
        where V : struct, IVector<V, float>
    {
        Span<float> lanes = stackalloc float[V.Count];
        V.Store(x, ref lanes[0]);
        VectorLoop.MapWide<TWide>(lanes, lanes);
        return V.Select(V.Abs(x) <= Moderate, TModerate.Apply(x), V.Load(ref lanes[0]));
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
