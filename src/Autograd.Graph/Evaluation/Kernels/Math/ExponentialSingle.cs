using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>
/// exp, exp2, expm1, softplus and the logistic function of floats in float lanes. The usual case is a register without overflow or
/// subnormal results; a register with an exceptional lane takes steps that give its other lanes the same bits.
/// Polynomials by scripts/derive_polynomials.py.
/// </summary>
internal static class ExponentialSingle
{
    /// <summary>Up to this size of x both e^x and e^-x are normal.</summary>
    internal const float Largest = 87;

    /// <summary>Up to this size of x, with e^x = 2^k e^r, 1 + 2^k is exact.</summary>
    private const float Exact = 16;

    internal const float Log2E = 1.44269502f;

    // Adding 1.5·2^23 rounds to an integer, which then stands in the low bits.
    internal const float IntegerShift = 12582912;

    private const float Ln2High = 0.693147182f;
    private const float Ln2Low = -1.90465421e-09f;
    private const float Lowest = -103.972084f;
    private const float Highest = 88.7228394f;
    private const float BiasedShift = IntegerShift + 127;

    internal readonly struct Exp : IUnaryKernel<float>
    {
        public static bool IsChain => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, float>
        {
            if (!V.AllAtMost(V.Abs(x), Largest))
            {
                return ExpWhole(x);
            }

            V r = Reduce(x, out V shifted);
            return V.AddBits(ExpM1Reduced(r) + 1, V.ShiftLeft(shifted, 23));
        }
    }

    /// <summary>exp without a call, so that what a loop holds in registers stays there.</summary>
    internal readonly struct ExpInline : IUnaryKernel<float>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, float>
        {
            V r = Reduce(x, out V shifted);
            V y = ExpM1Reduced(r) + 1;
            return V.AllAtMost(V.Abs(x), Largest) ? V.AddBits(y, V.ShiftLeft(shifted, 23)) : ExpScaled(x, y, shifted);
        }
    }

    internal readonly struct Exp2 : IUnaryKernel<float>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, float>
        {
            if (!V.AllAtMost(V.Abs(x), 125))
            {
                return Exp2Whole(x);
            }

            V shifted = x + IntegerShift;
            return V.AddBits(PowerReduced(x - (shifted - IntegerShift)), V.ShiftLeft(shifted, 23));
        }
    }

    internal readonly struct Expm1 : IUnaryKernel<float>
    {
        public static bool IsChain => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, float> => !V.AllAtMost(V.Abs(x), Largest) ? Expm1Whole(x) : Expm1OfModerate(x);
    }

    internal readonly struct Softplus : IUnaryKernel<float>
    {
        public static bool IsChain => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, float> => !V.AllAtMost(V.Abs(x), Largest) ? SoftplusWhole(x) : SoftplusOfModerate(x);
    }

    internal readonly struct Sigmoid : IUnaryKernel<float>
    {
        public static bool IsChain => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, float> => !V.AllAtMost(V.Abs(x), Exact) ? SigmoidWhole(x) : OfModerate(x);
    }

    /// <summary>r with x = k·log 2 + r, and k in the low bits of shifted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Reduce<V>(V x, out V shifted)
        where V : struct, IVector<V, float>
    {
        shifted = V.Fma(x, V.Create(Log2E), V.Create(IntegerShift));
        V k = shifted - IntegerShift;
        return V.Fma(k, V.Create(-Ln2Low), V.Fma(k, V.Create(-Ln2High), x));
    }

    /// <summary>e^r - 1 for |r| ≤ log(2)/2, accurate relative to r.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V ExpM1Reduced<V>(V r)
        where V : struct, IVector<V, float>
    {
        // Short chains, for a register waits longer for its own results than for the arithmetic of all.
        V square = r * r;
        V low = V.Create(0.16666545f).Horner(r, 0.5f);
        V high = V.Fma(square, V.Create(0.00139461376f), V.Create(0.0083663743f).Horner(r, 0.0416662879f));
        return V.Fma(square, V.Fma(square, high, low), r);
    }

    /// <summary>2^k for k in the low bits of shifted, k in [-126, 127].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V PowerOfTwo<V>(V shifted)
        where V : struct, IVector<V, float> => V.AddBits(V.Create(1), V.ShiftLeft(shifted, 23));

    /// <summary>e^x for every float: scaled in two steps, the first of them exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static V ExpWhole<V>(V x)
        where V : struct, IVector<V, float>
    {
        V r = Reduce(x, out V shifted);
        return ExpScaled(x, ExpM1Reduced(r) + 1, shifted);
    }

    /// <summary>e^x from e^r</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ExpScaled<V>(V x, V y, V shifted)
        where V : struct, IVector<V, float> =>
        V.Select(x > Highest, V.Create(float.PositiveInfinity), V.Select(x < Lowest, V.Create(0), Scaled(y, shifted - IntegerShift)));

    /// <summary>2^r for |r| ≤ 1/2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V PowerReduced<V>(V r)
        where V : struct, IVector<V, float> => V.Create(0.000154759822f)
        .Horner(r, 0.00133996119f)
        .Horner(r, 0.00961800572f)
        .Horner(r, 0.0555033013f)
        .Horner(r, 0.240226507f)
        .Horner(r, 0.693147182f)
        .Horner(r, 1);

    /// <summary>2^x for every float: scaled in two steps, the first of them exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static V Exp2Whole<V>(V x)
        where V : struct, IVector<V, float>
    {
        x = V.AtMost(V.AtLeast(x, -160), 130);
        V k = x + IntegerShift - IntegerShift;
        return Scaled(PowerReduced(x - k), k);
    }

    /// <summary>y·2^k for k in [-250, 250].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Scaled<V>(V y, V k)
        where V : struct, IVector<V, float>
    {
        V half = V.Fma(k, V.Create(0.5f), V.Create(BiasedShift));
        V rest = k - (half - BiasedShift) + BiasedShift;
        return y * V.ShiftLeft(half, 23) * V.ShiftLeft(rest, 23);
    }

    /// <summary>2^k (1 + p) - 1, which is p itself for k = 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Expm1OfModerate<V>(V x)
        where V : struct, IVector<V, float>
    {
        V r = Reduce(x, out V shifted);
        V scale = PowerOfTwo(shifted);
        return V.Fma(scale, ExpM1Reduced(r), scale - 1) | (x & V.Create(-0f));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static V Expm1Whole<V>(V x)
        where V : struct, IVector<V, float>
    {
        V moderate = Expm1OfModerate(V.AtMost(V.AtLeast(x, -Largest), Largest));
        return V.Select(x > Largest, ExpWhole(x), moderate);
    }

    /// <summary>max(x, 0) + log(1 + e), e = e^-|x|, where log(1 + e) = e + e² q(e).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V SoftplusOfModerate<V>(V x)
        where V : struct, IVector<V, float>
    {
        V r = Reduce(-V.Abs(x), out V shifted);
        V e = V.AddBits(ExpM1Reduced(r) + 1, V.ShiftLeft(shifted, 23));
        V q = V.Create(0.00207289145f)
            .Horner(e, -0.0136312032f)
            .Horner(e, 0.0419807807f)
            .Horner(e, -0.0830733925f)
            .Horner(e, 0.124670736f)
            .Horner(e, -0.161293134f)
            .Horner(e, 0.198979259f)
            .Horner(e, -0.249885783f)
            .Horner(e, 0.333326906f)
            .Horner(e, -0.499999881f);
        return V.Fma(e * q, e, e) + V.Select(x > 0, x, V.Create(0));
    }

    // Beyond 87 softplus x rounds to x, and below -87 to e^x.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static V SoftplusWhole<V>(V x)
        where V : struct, IVector<V, float>
    {
        V moderate = SoftplusOfModerate(V.AtMost(V.AtLeast(x, -Largest), Largest));
        return V.Select(V.Abs(x) <= Largest, moderate, V.Select(x < -Largest, ExpWhole(x), x));
    }

    /// <summary>1 / (1 + e^-x) for x ≥ -16: where e^-x is 2^24 and more, 1 + 2^k is no float.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V OfModerate<V>(V x)
        where V : struct, IVector<V, float>
    {
        V r = Reduce(-x, out V shifted);
        V scale = PowerOfTwo(shifted);
        return V.Create(1) / V.Fma(scale, ExpM1Reduced(r), scale + 1);
    }

    // There the logistic function is e^x - e^2x.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static V SigmoidWhole<V>(V x)
        where V : struct, IVector<V, float>
    {
        V e = ExpWhole(x);
        return V.Select(x < -Exact, V.Fma(-e, e, e), OfModerate(V.AtMost(V.AtLeast(x, -Exact), Largest)));
    }
}
