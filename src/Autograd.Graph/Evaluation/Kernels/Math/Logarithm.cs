using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>
/// log, log2, log10, log1p and softplus: x = 2^k (1 + f) with 1 + f in [√½, √2), then k log 2 + log(1 + f).
/// Polynomials by scripts/derive_polynomials.py; the form f - s(f - z q) is that of fdlibm's e_log.c.
/// </summary>
internal static class Logarithm
{
    internal const long RootHalfBits = 0x3FE6A09E667F3BCD;
    private const double Log10Of2 = 0.3010299956639812;
    private const double Log10E = 0.4342944819032518;

    /// <summary>From here on log(1 + x) rounds to log x.</summary>
    private const float LargestShifted = 1e30f;

    internal readonly struct Log : IUnaryKernel<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, double>
        {
            V f = Split(x, out V k);
            return WithSpecials(TimesLn2Plus(k, LogOnePlus(f)), x);
        }
    }

    internal readonly struct Log2 : IUnaryKernel<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, double>
        {
            V f = Split(x, out V k);
            return WithSpecials(V.Fma(LogOnePlus(f), V.Create(Exponential.Log2E), k), x);
        }
    }

    internal readonly struct Log10 : IUnaryKernel<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, double>
        {
            V f = Split(x, out V k);
            return WithSpecials(V.Fma(k, V.Create(Log10Of2), LogOnePlus(f) * Log10E), x);
        }
    }

    internal readonly struct Log1p : IUnaryKernel<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, double>
        {
            V u = x + 1;
            V y = Log1pFinite(x, u);
            return Exponential.WithSignOf(WithSpecials(y, u), x);
        }
    }

    internal readonly struct Softplus : IUnaryKernel<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, double>
        {
            V e = Exponential.ExpDouble(-V.Abs(x));
            return V.Select(x > 0, x, V.Create(0)) + Log1pFinite(e, e + 1);
        }
    }

    // In float lanes. A register with a lane that is not positive, finite and normal takes steps that give the others the same bits.
    internal readonly struct LogSingle : IUnaryKernel<float>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, float> =>
            V.Any(~((x >= 1.17549435e-38f) & (x < float.PositiveInfinity))) ? LogWhole(x) : LogNormal(x, V.Create(0));
    }

    internal readonly struct Log2Single : IUnaryKernel<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, double>
        {
            V f = SplitNormal(x, out V k);
            return WithSpecials(V.Fma(f * SlopeSingle(f), V.Create(Exponential.Log2E), k), x);
        }
    }

    internal readonly struct Log10Single : IUnaryKernel<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, double>
        {
            V f = SplitNormal(x, out V k);
            return WithSpecials(V.Fma(k, V.Create(Log10Of2), f * SlopeSingle(f) * Log10E), x);
        }
    }

    // In float lanes: f with 1 + x = 2^k (1 + f), rounded once from x itself.
    internal readonly struct Log1pSingle : IUnaryKernel<float>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, float> => V.Any(~((x > -1) & (x < LargestShifted))) ? Log1pWhole(x) : Log1pModerate(x);
    }

    /// <summary>log(1 + f) for 1 + f in [√½, √2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V LogOnePlus<V>(V f)
        where V : struct, IVector<V, double>
    {
        V s = f / (f + 2);
        V z = s * s;
        V q = V.Create(0.14796167376288852)
            .Horner(z, 0.15314033713542285)
            .Horner(z, 0.18183564781686448)
            .Horner(z, 0.22222198568539855)
            .Horner(z, 0.2857142874239028)
            .Horner(z, 0.3999999999941487)
            .Horner(z, 0.6666666666666734);
        return V.Fma(-s, V.Fma(-z, q, f), f);
    }

    /// <summary>f and integral k with x = 2^k (1 + f), for positive x; subnormal ones are scaled up first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Split<V>(V x, out V k)
        where V : struct, IVector<V, double>
    {
        V subnormal = x < 2.2250738585072014e-308;
        V f = SplitNormal(V.Select(subnormal, x * 18014398509481984.0, x), out k);
        k = k - (subnormal & V.Create(54));
        return f;
    }

    /// <summary>f and integral k with x = 2^k (1 + f), for positive normal x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V SplitNormal<V>(V x, out V k)
        where V : struct, IVector<V, double>
    {
        V offset = V.AddBits(x, V.CreateBits(0x3FF0000000000000 - RootHalfBits));

        // the biased exponent as the low bits of 2^52 + exponent
        k = (V.ShiftRight(offset, 52) | V.Create(4503599627370496.0)) - (4503599627370496.0 + 1023);
        return V.AddBits(offset & V.CreateBits(0x000FFFFFFFFFFFFF), V.CreateBits(RootHalfBits)) - 1;
    }

    /// <summary>log x + shift·log 2 for positive normal floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LogNormal<V>(V x, V shift)
        where V : struct, IVector<V, float>
    {
        V offset = V.AddBits(x, V.CreateBits(0x3F800000 - 0x3F3504F3));
        V k = (V.ShiftRight(offset, 23) | V.Create(8388608f)) - (8388608f + 127) + shift;
        return LogScaled(V.AddBits(offset & V.CreateBits(0x007FFFFF), V.CreateBits(0x3F3504F3)) - 1, k);
    }

    /// <summary>log(1 + f) + k·log 2 for 1 + f in [√½, √2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LogScaled<V>(V f, V k)
        where V : struct, IVector<V, float>
    {
        V q = V.Create(-0.0785960332f)
            .Horner(f, 0.12881723f)
            .Horner(f, -0.131287888f)
            .Horner(f, 0.141811803f)
            .Horner(f, -0.16624549f)
            .Horner(f, 0.200022876f)
            .Horner(f, -0.250008106f)
            .Horner(f, 0.333333164f);
        V y = V.Fma(f * f, q.Horner(f, -0.5f), f);
        return V.Fma(k, V.Create(0.693147182f), V.Fma(k, V.Create(-1.90465421e-09f), y));
    }

    /// <summary>log(1 + x) for x in (-1, <see cref="LargestShifted"/>).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Log1pModerate<V>(V x)
        where V : struct, IVector<V, float>
    {
        V offset = V.AddBits(x + 1, V.CreateBits(0x3F800000 - 0x3F3504F3));
        V k = (V.ShiftRight(offset, 23) | V.Create(8388608f)) - (8388608f + 127);
        V scale = V.ShiftLeft(V.Create(8388608f + 127) - k, 23);
        return LogScaled(V.Fma(x, scale, scale - 1), k) | (x & V.Create(-0f));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static V Log1pWhole<V>(V x)
        where V : struct, IVector<V, float>
    {
        V moderate = Log1pModerate(V.AtMost(V.AtLeast(x, -0.99999994f), LargestShifted));
        V y = V.Select(x < LargestShifted, moderate, V.Select(x < float.PositiveInfinity, LogNormal(x, V.Create(0)), x));
        return V.Select(x > -1, y, V.Select(V.Equal(x, V.Create(-1)), V.Create(float.NegativeInfinity), V.Create(float.NaN)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static V LogWhole<V>(V x)
        where V : struct, IVector<V, float>
    {
        V subnormal = x < 1.17549435e-38f;
        V y = LogNormal(V.Select(subnormal, x * 16777216f, x), subnormal & V.Create(-24f));
        V atZero = V.Select(V.Equal(x, V.Create(0)), V.Create(float.NegativeInfinity), x);
        V special = V.Select(x < 0, V.Create(float.NaN), atZero);
        return V.Select((x > 0) & (x < float.PositiveInfinity), y, special);
    }

    /// <summary>k·log 2 + y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V TimesLn2Plus<V>(V k, V y)
        where V : struct, IVector<V, double> =>
        V.Fma(k, V.Create(Exponential.Ln2High), V.Fma(k, V.Create(Exponential.Ln2Low), y));

    /// <summary>log(1 + x) for finite x > -1, u = 1 + x rounded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Log1pFinite<V>(V x, V u)
        where V : struct, IVector<V, double>
    {
        V rounded = SplitNormal(u, out V k);
        V f = V.Select(k > 60, rounded, Rescale(x, k));
        return TimesLn2Plus(k, LogOnePlus(f));
    }

    /// <summary>f with 1 + x = 2^k (1 + f), rounded once from x itself: exact for k = 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Rescale<V>(V x, V k)
        where V : struct, IVector<V, double>
    {
        V scale = V.ShiftLeft(V.Create(Exponential.IntegerShift + 1023) - k, 52);
        return V.Fma(x, scale, scale - 1);
    }

    /// <summary>log(1 + f) / f to 2^-30 for 1 + f in [√½, √2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V SlopeSingle<V>(V f)
        where V : struct, IVector<V, double> => V.Create(0.06912487729509216)
            .Horner(f, -0.11831781706095708)
            .Horner(f, 0.11898649519996508)
            .Horner(f, -0.12377702074499335)
            .Horner(f, 0.14213433463957015)
            .Horner(f, -0.1666954846127265)
            .Horner(f, 0.20002590010444166)
            .Horner(f, -0.24999983706963796)
            .Horner(f, 0.3333330098390509)
            .Horner(f, -0.4999999998466675)
            .Horner(f, 1.0000000006480485);

    /// <summary>y for positive finite x, else -∞ at 0, NaN below 0, x at ∞ and NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V WithSpecials<V>(V y, V x)
        where V : struct, IVector<V, double>
    {
        V atZero = V.Select(V.Equal(x, V.Create(0)), V.Create(double.NegativeInfinity), x);
        V special = V.Select(x < 0, V.Create(double.NaN), atZero);
        return V.Select((x > 0) & (x < double.PositiveInfinity), y, special);
    }
}
