using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>sinh, cosh and tanh: an odd polynomial near 0, e^|x| beyond. Polynomials by scripts/derive_polynomials.py.</summary>
internal static class Hyperbolic
{
    internal readonly struct Sinh : IUnaryKernel<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, double>
        {
            V a = V.Abs(x);
            V z = a * a;
            V p = V.Create(7.758749663978037e-13)
                .Horner(z, 1.6057259737477513e-10)
                .Horner(z, 2.5052123137161502e-08)
                .Horner(z, 2.7557319157068905e-06)
                .Horner(z, 0.00019841269841431883)
                .Horner(z, 0.008333333333333148)
                .Horner(z, 0.16666666666666669);
            V near = V.Fma(a * z, p, a);
            V e = HalfExp(a);
            V far = e - V.Create(0.25) / e;
            return Exponential.WithSignOf(V.Select(a < 1, near, far), x);
        }
    }

    internal readonly struct Cosh : IUnaryKernel<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, double>
        {
            V e = HalfExp(V.Abs(x));
            return e + V.Create(0.25) / e;
        }
    }

    internal readonly struct Tanh : IUnaryKernel<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, double>
        {
            V a = V.Abs(x);
            a = V.AtMost(a, 20);
            V z = a * a;
            V p = V.Create(5.1010836869034406e-05)
                .Horner(z, -0.00021028723662869684)
                .Horner(z, 0.0005791278770145628)
                .Horner(z, -0.0014532137244886096)
                .Horner(z, 0.003591719093672426)
                .Horner(z, -0.008863194430319058)
                .Horner(z, 0.021869485969381968)
                .Horner(z, -0.05396825387585507)
                .Horner(z, 0.13333333333168257)
                .Horner(z, -0.3333333333333231);
            V near = V.Fma(a * z, p, a);
            V r = Exponential.Reduce(a * 2, out V k);
            V e = V.AddBits(Exponential.ExpM1Reduced(r) + 1, V.ShiftLeft(k + Exponential.IntegerShift, 52));
            V far = V.Create(1) - V.Create(2) / (e + 1);
            return Exponential.WithSignOf(V.Select(a < 0.55, near, far), x);
        }
    }

    // With x = k·log 2 + r: sinh x = (2^k - 2^-k)/2 · cosh r + (2^k + 2^-k)/2 · sinh r, and cosh x likewise. No cancellation at k = 0.
    internal readonly struct SinhSingle : IUnaryKernel<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, double>
        {
            Split(x, out V sinh, out V cosh, out V up, out V down);
            return Exponential.WithSignOf(V.Fma(cosh, up - down, sinh * (up + down)), x);
        }
    }

    internal readonly struct CoshSingle : IUnaryKernel<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, double>
        {
            Split(x, out V sinh, out V cosh, out V up, out V down);
            return V.Fma(cosh, up + down, sinh * (up - down));
        }
    }

    // In float lanes; beyond 0.3 it is e / (e + 2) with e = e^2|x| - 1.
    internal readonly struct TanhSingle : IUnaryKernel<float>
    {
        public static bool IsChain => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, float>
        {
            V a = V.AtMost(V.Abs(x), 10);
            V r = ExponentialSingle.Reduce(a * 2, out V shifted);
            V scale = ExponentialSingle.PowerOfTwo(shifted);
            V e = V.Fma(scale, ExponentialSingle.ExpM1Reduced(r), scale - 1);
            V z = a * a;
            V p = V.Create(-0.0503474623f)
                .Horner(z, 0.133146361f)
                .Horner(z, -0.333330572f);
            return V.Select(a < 0.3f, V.Fma(a * z, p, a), e / (e + 2)) | (x & V.Create(-0f));
        }
    }

    /// <summary>e^a / 2 for a ≥ 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V HalfExp<V>(V a)
        where V : struct, IVector<V, double>
    {
        V r = Exponential.Reduce(a, out V k);
        V e = Exponential.Scale(Exponential.ExpM1Reduced(r) + 1, k - 1);
        return V.Select(a > 711, V.Create(double.PositiveInfinity), e);
    }

    /// <summary>With x = k·log 2 + r: sinh r, cosh r to 2^-34, 2^(k-1) and 2^(-k-1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Split<V>(V x, out V sinh, out V cosh, out V up, out V down)
        where V : struct, IVector<V, double>
    {
        x = V.AtMost(V.AtLeast(x, -100), 100);
        V shifted = V.Fma(x, V.Create(Exponential.Log2E), V.Create(Exponential.IntegerShift));
        V r = V.Fma(shifted - Exponential.IntegerShift, V.Create(-Exponential.Ln2High), x);
        V z = r * r;
        V s = V.Create(0.0001990493171570055)
            .Horner(z, 0.008333289018392346)
            .Horner(z, 0.1666666675425685);
        V c = V.Create(0.00139462712119574)
            .Horner(z, 0.041666266520975846)
            .Horner(z, 0.500000007929566);
        sinh = V.Fma(r * z, s, r);
        cosh = V.Fma(z, c, V.Create(1));
        V k = V.ShiftLeft(shifted, 52);
        up = V.AddBits(V.Create(0.5), k);
        down = V.SubtractBits(V.Create(0.5), k);
    }
}
