using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>
/// x = n·π/2 + r with |r| ≤ π/4: Cody and Waite's subtraction of n·π/2 in parts for moderate angles; for large ones, which are rare,
/// Payne and Hanek's multiplication by the bits of 2/π that matter, lane by lane in integers. Which of the two depends on x alone.
/// </summary>
internal static class AngleReduction
{
    // π/2 as a sum of doubles
    private const double High = 1.5707963267948966;
    private const double Middle = 6.123233995736766e-17;
    private const double Low = -1.4973849048591833e-33;
    private const double TwoOverPi = 0.6366197723675814;

    // Up to here n·(π/2 - High - Middle - Low) is far below r even where r is least.
    private const double Largest = 1073741824;

    // The same for floats, of which none comes nearer to a multiple of π/2 than 2^-30, without the part Low.
    private const double LargestSingle = 1099511627776;

    /// <summary>The remainder as r + low, and n modulo 4 in the low bits of quadrant; NaN for NaN and infinities.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Reduce<V>(V x, out V low, out V quadrant)
        where V : struct, IVector<V, double>
    {
        quadrant = V.Fma(x, V.Create(TwoOverPi), V.Create(Exponential.IntegerShift));
        V n = quadrant - Exponential.IntegerShift;

        // the first step is exact; the second may cancel, so its product and its sum keep their errors
        V head = V.Fma(n, V.Create(-High), x);
        V product = n * Middle;
        V productLow = V.Fma(n, V.Create(Middle), -product);
        V r = head - product;
        V back = r - head;
        low = head - (r - back) - (product + back);
        low = V.Fma(n, V.Create(-Low), low - productLow);
        V large = V.Abs(x) >= Largest;
        return V.Any(large) ? ReduceLarge(x, Largest, r, ref low, ref quadrant) : r;
    }

    /// <summary>The remainder to 2^-33 for x that is a float, and n modulo 4 in the low bits of quadrant.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V ReduceSingle<V>(V x, out V quadrant)
        where V : struct, IVector<V, double>
    {
        quadrant = V.Fma(x, V.Create(TwoOverPi), V.Create(Exponential.IntegerShift));
        V n = quadrant - Exponential.IntegerShift;
        V r = V.Fma(n, V.Create(-Middle), V.Fma(n, V.Create(-High), x));
        if (V.Any(V.Abs(x) >= LargestSingle))
        {
            V low = r;
            return ReduceLarge(x, LargestSingle, r, ref low, ref quadrant);
        }

        return r;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static V ReduceLarge<V>(V x, double from, V r, ref V low, ref V quadrant)
        where V : struct, IVector<V, double>
    {
        Span<double> angles = stackalloc double[V.Count];
        Span<double> remainders = stackalloc double[V.Count];
        Span<double> lows = stackalloc double[V.Count];
        Span<double> quadrants = stackalloc double[V.Count];
        V.Store(x, ref angles[0]);
        V.Store(r, ref remainders[0]);
        V.Store(low, ref lows[0]);
        V.Store(quadrant, ref quadrants[0]);
        for (int i = 0; i < angles.Length; i++)
        {
            if (double.Abs(angles[i]) >= from)
            {
                remainders[i] = ReduceLarge(angles[i], out lows[i], out long n);
                quadrants[i] = Exponential.IntegerShift + n;
            }
        }

        low = V.Load(ref lows[0]);
        quadrant = V.Load(ref quadrants[0]);
        return V.Load(ref remainders[0]);
    }

    /// <summary>
    /// |x| = m·2^e with an integer m of 53 bits. Of the bits of 2/π those worth 4 or more after multiplication by 2^e change n by
    /// multiples of 4; the 192 bits after them give the product modulo 4 with an error below 2^-137.
    /// </summary>
    private static double ReduceLarge(double x, out double low, out long quadrant)
    {
        low = 0;
        quadrant = 0;
        if (!double.IsFinite(x))
        {
            return double.NaN;
        }

        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)((bits >> 52) & 0x7FF) - 1075;
        ulong m = ((ulong)bits & 0x000FFFFFFFFFFFFF) | 0x0010000000000000;

        // the product modulo 2^192 in units of 2^-190
        (ulong w2, ulong w1, ulong w0) = Window(exponent + 62);
        ulong p1 = Math.BigMul(m, w0, out ulong p0);
        ulong p2 = Math.BigMul(m, w1, out ulong middle) + m * w2;
        p1 += middle;
        p2 += p1 < middle ? 1UL : 0UL;

        // two integer bits above, then the fraction as a signed number in [-1/2, 1/2)
        quadrant = (long)(p2 >> 62);
        UInt128 fraction = new((p2 << 2) | (p1 >> 62), (p1 << 2) | (p0 >> 62));
        ulong tail = p0 << 2;
        bool negative = (fraction >> 127) != 0;
        if (negative)
        {
            quadrant++;
            tail = ~tail + 1;
            fraction = ~fraction + (tail == 0 ? UInt128.One : UInt128.Zero);
        }

        int zeros = (int)UInt128.LeadingZeroCount(fraction);
        if (zeros > 0)
        {
            fraction = (fraction << zeros) | (UInt128)(tail >> (64 - zeros));
        }

        double head = Math.ScaleB((double)(ulong)(fraction >> 75), -53 - zeros);
        double rest = Math.ScaleB((double)((ulong)(fraction >> 22) & 0x001FFFFFFFFFFFFF), -106 - zeros);
        double r = head * High;
        low = Math.FusedMultiplyAdd(head, High, -r) + Math.FusedMultiplyAdd(head, Middle, rest * High);
        if (x < 0)
        {
            quadrant = -quadrant;
        }

        if (negative != x < 0)
        {
            low = -low;
            return -r;
        }

        return r;
    }

    /// <summary>192 bits of 2/π, from the given place of <see cref="TwoOverPiBits"/>.</summary>
    private static (ulong High, ulong Middle, ulong Low) Window(int place)
    {
        int word = place >> 6;
        int shift = place & 63;
        ReadOnlySpan<ulong> bits = TwoOverPiBits;
        return shift == 0
            ? (bits[word], bits[word + 1], bits[word + 2])
            : (
                (bits[word] << shift) | (bits[word + 1] >> (64 - shift)),
                (bits[word + 1] << shift) | (bits[word + 2] >> (64 - shift)),
                (bits[word + 2] << shift) | (bits[word + 3] >> (64 - shift)));
    }

    /// <summary>64 zeros, then the fraction of 2/π.</summary>
    private static ReadOnlySpan<ulong> TwoOverPiBits =>
    [
        0x0000000000000000, 0xA2F9836E4E441529, 0xFC2757D1F534DDC0, 0xDB6295993C439041,
        0xFE5163ABDEBBC561, 0xB7246E3A424DD2E0, 0x06492EEA09D1921C, 0xFE1DEB1CB129A73E,
        0xE88235F52EBB4484, 0xE99C7026B45F7E41, 0x3991D639835339F4, 0x9C845F8BBDF9283B,
        0x1FF897FFDE05980F, 0xEF2F118B5A0A6D1F, 0x6D367ECF27CB09B7, 0x4F463F669E5FEA2D,
        0x7527BAC7EBE5F17B, 0x3D0739F78A5292EA, 0x6BFB5FB11F8D5D08, 0x56033046FC7B6BAB,
        0xF0CFBC209AF4361D, 0xA9E391615EE61B08,
    ];
}
