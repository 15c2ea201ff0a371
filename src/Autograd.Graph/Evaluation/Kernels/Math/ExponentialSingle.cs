using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>
/// exp and the logistic function of floats in float lanes, where speed is asked most. The usual case is a register without
/// overflow or subnormal results; a register with an exceptional lane takes steps that give its other lanes the same bits.
/// Polynomials by scripts/derive_polynomials.py.
/// </summary>
internal static class ExponentialSingle
{
    /// <summary>Up to this size of x both e^x and e^-x are normal.</summary>
    internal const float Largest = 87;

    private const float Log2E = 1.44269502f;

    // Adding 1.5·2^23 rounds to an integer, which then stands in the low bits.
    private const float IntegerShift = 12582912;

    private const float Ln2High = 0.693147182f;
    private const float Ln2Low = -1.90465421e-09f;
    private const float Lowest = -103.972084f;
    private const float Highest = 88.7228394f;
    private const float BiasedShift = IntegerShift + 127;

    internal readonly struct Exp : IUnaryKernel<float>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, float>
        {
            if (V.Any(~(V.Abs(x) <= Largest)))
            {
                return ExpWhole(x);
            }

            V r = Reduce(x, out V shifted);
            return V.AddBits(ExpM1Reduced(r) + 1, V.ShiftLeft(shifted, 23));
        }
    }

    internal readonly struct Sigmoid : IUnaryKernel<float>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, float> => V.Any(~(V.Abs(x) <= Largest)) ? SigmoidWhole(x) : OfModerate(x);
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
        V q = V.Create(0.000199136965f)
            .Horner(r, 0.00139403285f)
            .Horner(r, 0.00833327416f)
            .Horner(r, 0.0416663662f)
            .Horner(r, 0.166666672f)
            .Horner(r, 0.5f);
        return V.Fma(r * r, q, r);
    }

    /// <summary>2^k for k in the low bits of shifted, k in [-126, 127].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V PowerOfTwo<V>(V shifted)
        where V : struct, IVector<V, float> => V.AddBits(V.Create(1), V.ShiftLeft(shifted, 23));

    /// <summary>e^x for every float: scaled in two steps, the first of them exact.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static V ExpWhole<V>(V x)
        where V : struct, IVector<V, float>
    {
        V r = Reduce(x, out V shifted);
        V k = shifted - IntegerShift;
        V half = V.Fma(k, V.Create(0.5f), V.Create(BiasedShift));
        V rest = k - (half - BiasedShift) + BiasedShift;
        V y = (ExpM1Reduced(r) + 1) * V.ShiftLeft(half, 23) * V.ShiftLeft(rest, 23);
        return V.Select(x > Highest, V.Create(float.PositiveInfinity), V.Select(x < Lowest, V.Create(0), y));
    }

    /// <summary>1 / (1 + e^-x), where 1 + 2^k is kept in two parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V OfModerate<V>(V x)
        where V : struct, IVector<V, float>
    {
        V r = Reduce(-x, out V shifted);
        V scale = PowerOfTwo(shifted);
        V most = V.AtLeast(scale, 1);
        V least = V.AtMost(scale, 1);
        V sum = most + least;
        V rest = least - (sum - most);
        return V.Create(1) / (V.Fma(scale, ExpM1Reduced(r), rest) + sum);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static V SigmoidWhole<V>(V x)
        where V : struct, IVector<V, float> =>
        V.Select(x < -Largest, ExpWhole(x), OfModerate(V.AtMost(V.AtLeast(x, -Largest), Largest)));
}
