using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>
/// a^b = e^(b log |a|) with the table of special values of C99 (annex F.9.4.4). For double the logarithm is a sum of two doubles
/// good to 2^-64, since an error of it is multiplied by up to 745. Polynomials by scripts/derive_polynomials.py.
/// </summary>
internal static class Power
{
    private const double TwoThirdsLow = 3.700743415417188e-17;

    internal readonly struct Pow : IBinaryKernel<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V a, V b)
            where V : struct, IVector<V, double>
        {
            if (V.Any(~(IsUsual(a, b) & (a >= 2.2250738585072014e-308))))
            {
                return PowWhole(a, b);
            }

            V f = Logarithm.SplitNormal(a, out V k);
            V log = LogTwoParts(f, k, out V low);
            return ExpOfProduct(b, log, low);
        }
    }

    internal readonly struct PowSingle : IBinaryKernel<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V a, V b)
            where V : struct, IVector<V, double> =>
            V.Any(~IsUsual(a, b)) ? PowSingleWhole(a, b) : Exp2OfSingle(b * Log2OfSingle(a));
    }

    /// <summary>Where a is positive and both are finite, so that a^b = e^(b log a) without exception.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V IsUsual<V>(V a, V b)
        where V : struct, IVector<V, double> => (a > 0) & (a < double.PositiveInfinity) & (V.Abs(b) < double.PositiveInfinity);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static V PowWhole<V>(V a, V b)
        where V : struct, IVector<V, double>
    {
        V magnitude = V.Abs(a);
        V f = Logarithm.Split(magnitude, out V k);
        V log = AtEnds(LogTwoParts(f, k, out V low), magnitude);
        return WithSpecials(ExpOfProduct(b, log, low), a, b);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static V PowSingleWhole<V>(V a, V b)
        where V : struct, IVector<V, double>
    {
        V magnitude = V.Abs(a);
        return WithSpecials(Exp2OfSingle(b * AtEnds(Log2OfSingle(magnitude), magnitude)), a, b);
    }

    /// <summary>log2 x to 2^-38 for positive normal x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Log2OfSingle<V>(V x)
        where V : struct, IVector<V, double>
    {
        V f = Logarithm.SplitNormal(x, out V k);
        V slope = V.Create(-0.04970747011321102)
            .Horner(f, 0.09292854085751466)
            .Horner(f, -0.0931544109661374)
            .Horner(f, 0.09001676006976594)
            .Horner(f, -0.09876023200912273)
            .Horner(f, 0.11108211602274873)
            .Horner(f, -0.1250718402283544)
            .Horner(f, 0.14286122975279758)
            .Horner(f, -0.16666463772197024)
            .Horner(f, 0.19999988234203261)
            .Horner(f, -0.25000002509736485)
            .Horner(f, 0.3333333343599455)
            .Horner(f, -0.49999999990850674)
            .Horner(f, 0.9999999999986975);
        return V.Fma(f * slope, V.Create(Exponential.Log2E), k);
    }

    /// <summary>2^x for a float result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Exp2OfSingle<V>(V x)
        where V : struct, IVector<V, double>
    {
        x = V.AtMost(V.AtLeast(x, -160), 130);
        V shifted = x + Exponential.IntegerShift;
        V r = x - (shifted - Exponential.IntegerShift);
        return V.AddBits(V.Fma(r, Exponential.Exp2SlopeSingle(r), V.Create(1)), V.ShiftLeft(shifted, 52));
    }

    /// <summary>e^(b (log + low)); low counts only where the result is neither 0 nor infinite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ExpOfProduct<V>(V b, V log, V low)
        where V : struct, IVector<V, double>
    {
        V product = b * log;
        V rest = V.Fma(b, log, -product) + b * low;
        rest = rest & (V.Abs(product) < 1e4);
        V r = Exponential.Reduce(product, out V k) + rest;
        V y = Exponential.Scale(Exponential.ExpM1Reduced(r) + 1, k);
        return V.Select(product > 710, V.Create(double.PositiveInfinity), V.Select(product < -746, V.Create(0), y));
    }

    /// <summary>k·log 2 + log(1 + f) = the result + low.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LogTwoParts<V>(V f, V k, out V low)
        where V : struct, IVector<V, double>
    {
        // s = f / (2 + f) in two parts; the division's remainder is exact
        V sum = f + 2;
        V sumLow = f - (sum - 2);
        V inverse = V.Create(1) / sum;
        V s = f * inverse;
        V sLow = V.Fma(-s, sumLow, V.Fma(-s, sum, f)) * inverse;

        // log(1 + f) = 2s + s³ (2/3 + z q(z)), z = s²
        V z = s * s;
        V zLow = V.Fma(s, s, -z) + s * sLow * 2;
        V q = V.Create(0.11989544318358117)
            .Horner(z, 0.11674754952367827)
            .Horner(z, 0.13336320537045498)
            .Horner(z, 0.15384556790352108)
            .Horner(z, 0.18181818871489672)
            .Horner(z, 0.2222222221752696)
            .Horner(z, 0.2857142857144515)
            .Horner(z, 0.3999999999999998);
        V w = z * q;
        V c = w + 2.0 / 3;
        V cLow = V.Create(2.0 / 3) - c + w + TwoThirdsLow;
        V cube = s * z;
        V cubeLow = V.Fma(s, z, -cube) + V.Fma(s, zLow, sLow * z);
        V term = cube * c;
        V termLow = V.Fma(cube, c, -term) + V.Fma(cube, cLow, cubeLow * c);
        V twice = s * 2;
        V log = twice + term;
        V logLow = twice - log + term + V.Fma(sLow, V.Create(2), termLow);

        // + k log 2, with the errors of product and sum
        V shift = k * Exponential.Ln2High;
        V shiftLow = V.Fma(k, V.Create(Exponential.Ln2High), -shift) + k * Exponential.Ln2Low;
        V high = shift + log;
        V back = high - shift;
        V error = (shift - (high - back)) + (log - back);
        low = error + (shiftLow + logLow);
        V total = high + low;
        low = high - total + low;
        return total;
    }

    /// <summary>The logarithm of 0 and of ∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V AtEnds<V>(V log, V x)
        where V : struct, IVector<V, double>
    {
        V infinity = V.Create(double.PositiveInfinity);
        return V.Select(V.Equal(x, infinity), infinity, V.Select(V.Equal(x, V.Create(0)), -infinity, log));
    }

    /// <summary>From y = |a|^b to a^b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V WithSpecials<V>(V y, V a, V b)
        where V : struct, IVector<V, double>
    {
        V one = V.Create(1);
        V integral = IsIntegral(b);
        V odd = integral & ~IsIntegral(b * 0.5);
        y = y | (a & odd & V.Create(-0.0));
        V undefined = (a < 0) & ~integral & (a > double.NegativeInfinity);
        undefined = undefined | V.NotEqual(a, a) | V.NotEqual(b, b);
        y = V.Select(undefined, V.Create(double.NaN), y);
        V unit = V.Equal(a, one) | V.Equal(b, V.Create(0));
        unit = unit | (V.Equal(a, -one) & V.Equal(V.Abs(b), V.Create(double.PositiveInfinity)));
        return V.Select(unit, one, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V IsIntegral<V>(V x)
        where V : struct, IVector<V, double>
    {
        V a = V.Abs(x);
        return (a >= 4503599627370496.0) | V.Equal(a + 4503599627370496.0 - 4503599627370496.0, a);
    }
}
