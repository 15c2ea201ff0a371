using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>
/// exp, exp2, expm1 and the logistic function: x = k·log 2 + r with |r| ≤ log(2)/2, a polynomial in r, an exact scaling by 2^k.
/// Polynomials by scripts/derive_polynomials.py. What is named Single is for floats in double lanes.
/// </summary>
internal static class Exponential
{
    internal const double Log2E = 1.4426950408889634;
    internal const double Ln2High = 0.6931471805599453;
    internal const double Ln2Low = 2.3190468138462996e-17;

    /// <summary>e^x overflows above.</summary>
    internal const double Highest = 709.782712893384;

    /// <summary>e^x rounds to 0 below.</summary>
    internal const double Lowest = -745.1332191019412;

    // Adding 1.5·2^52 rounds to an integer, which then stands in the low bits (two's complement).
    internal const double IntegerShift = 6755399441055744.0;
    private const double BiasedShift = IntegerShift + 1023;

    internal readonly struct Exp : IUnaryKernel<double>
    {
        public static bool IsChain => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, double> => ExpDouble(x);
    }

    internal readonly struct Exp2 : IUnaryKernel<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, double>
        {
            V k = x + IntegerShift - IntegerShift;
            V r = (x - k) * Ln2High;
            V y = Scale(ExpM1Reduced(r) + 1, k);
            return V.Select(x >= 1024, V.Create(double.PositiveInfinity), V.Select(x <= -1075, V.Create(0), y));
        }
    }

    internal readonly struct Expm1 : IUnaryKernel<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, double>
        {
            V r = Reduce(x, out V k);
            V p = ExpM1Reduced(r);

            // 2^k (1 + p) - 1, halved on the way so that 2^k cannot overflow
            V half = V.ShiftLeft(k + (BiasedShift - 1), 52);
            V y = V.Fma(half, p, half - 0.5) * 2;
            y = V.Select(V.Equal(k, V.Create(0)), p, y);
            y = V.Select(x > Highest, V.Create(double.PositiveInfinity), V.Select(x < -40, V.Create(-1), y));
            return WithSignOf(y, x);
        }
    }

    internal readonly struct Sigmoid : IUnaryKernel<double>
    {
        public static bool IsChain => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, double>
        {
            V e = ExpDouble(-V.Abs(x));
            return V.Select(x < 0, e, V.Create(1)) / (e + 1);
        }
    }

    /// <summary>e^x for every double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V ExpDouble<V>(V x)
        where V : struct, IVector<V, double>
    {
        V r = Reduce(x, out V k);
        V y = Scale(ExpM1Reduced(r) + 1, k);
        return V.Select(x > Highest, V.Create(double.PositiveInfinity), V.Select(x < Lowest, V.Create(0), y));
    }

    /// <summary>r and integral k with x = k·log 2 + r; k is anything where e^x is out of range.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Reduce<V>(V x, out V k)
        where V : struct, IVector<V, double>
    {
        k = V.Fma(x, V.Create(Log2E), V.Create(IntegerShift)) - IntegerShift;
        V r = V.Fma(k, V.Create(-Ln2High), x);
        return V.Fma(k, V.Create(-Ln2Low), r);
    }

    /// <summary>e^r - 1 for |r| ≤ log(2)/2, accurate relative to r.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V ExpM1Reduced<V>(V r)
        where V : struct, IVector<V, double>
    {
        V q = V.Create(2.092424246972663e-09)
            .Horner(r, 2.5108693341780777e-08)
            .Horner(r, 2.7557243536949866e-07)
            .Horner(r, 2.75572452811139e-06)
            .Horner(r, 2.4801587359436667e-05)
            .Horner(r, 0.00019841269884954683)
            .Horner(r, 0.001388888888886757)
            .Horner(r, 0.00833333333332215)
            .Horner(r, 0.0416666666666667)
            .Horner(r, 0.16666666666666677)
            .Horner(r, 0.5);
        return V.Fma(r * r, q, r);
    }

    /// <summary>y·2^k rounded once, for y near 1 and |k| ≤ 2044: in two steps, the first of them exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Scale<V>(V y, V k)
        where V : struct, IVector<V, double>
    {
        V half = V.Fma(k, V.Create(0.5), V.Create(BiasedShift));
        V rest = k - (half - BiasedShift) + BiasedShift;
        return y * V.ShiftLeft(half, 52) * V.ShiftLeft(rest, 52);
    }

    /// <summary>(2^r - 1) / r to 2^-32 for |r| ≤ 1/2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Exp2SlopeSingle<V>(V r)
        where V : struct, IVector<V, double> => V.Create(1.5252687897480444e-05)
            .Horner(r, 0.00015461333031877838)
            .Horner(r, 0.001333366963456742)
            .Horner(r, 0.009618057026322043)
            .Horner(r, 0.05550410727287984)
            .Horner(r, 0.24022650920131022)
            .Horner(r, 0.6931471805817038);

    /// <summary>The sign bit of x added to that of y, which is clear or equal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V WithSignOf<V>(V y, V x)
        where V : struct, IVector<V, double> => y | (x & V.Create(-0.0));
}
