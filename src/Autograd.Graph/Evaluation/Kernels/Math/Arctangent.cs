using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>
/// atan and atan2: the argument is brought to a quotient in [0, 1], for double further to |q| ≤ tan(π/8) by
/// atan t = π/4 + atan((t - 1) / (t + 1)). Polynomials by scripts/derive_polynomials.py.
/// </summary>
internal static class Arctangent
{
    private const double TangentOfEighth = 0.41421356237309503;
    private const double Pi = 3.141592653589793;
    private const double PiLow = 1.2246467991473532e-16;

    internal readonly struct Atan : IUnaryKernel<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, double>
        {
            V a = V.Abs(x);
            V steep = a > 1;

            // 1/x underflows to what is lost beside π/2 anyway
            V angle = OfRatio(V.Select(steep, V.Create(1), a), V.Select(steep, a, V.Create(1)));
            angle = V.Select(steep, V.Create(Pi / 2) - (angle - PiLow / 2), angle);
            return Exponential.WithSignOf(angle, x);
        }
    }

    internal readonly struct AtanSingle : IUnaryKernel<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, double>
        {
            V a = V.Abs(x);
            V steep = a > 1;
            V angle = OfRatioSingle(V.Select(steep, V.Create(1) / a, a));
            return Exponential.WithSignOf(V.Select(steep, V.Create(Pi / 2) - angle, angle), x);
        }
    }

    internal readonly struct Atan2 : IBinaryKernel<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V y, V x)
            where V : struct, IVector<V, double>
        {
            Order(y, x, out V least, out V most, out V steep);

            // away from overflow of the sum and from subnormal operands; the quotient stays what it is
            V scale = V.Select(most > 1e300, V.Create(1e-30), V.Select(most < 1e-270, V.Create(1e30), V.Create(1)));
            V angle = OfRatio(least * scale, most * scale);
            angle = V.Select(steep, V.Create(Pi / 2) - (angle - PiLow / 2), angle);
            angle = V.Select(IsNegative(x), V.Create(Pi) - (angle - PiLow), angle);
            return Finish(angle, y, x);
        }
    }

    internal readonly struct Atan2Single : IBinaryKernel<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V y, V x)
            where V : struct, IVector<V, double>
        {
            Order(y, x, out V least, out V most, out V steep);
            V angle = OfRatioSingle(least / most);
            angle = V.Select(steep, V.Create(Pi / 2) - angle, angle);
            angle = V.Select(IsNegative(x), V.Create(Pi) - angle, angle);
            return Finish(angle, y, x);
        }
    }

    /// <summary>atan(least / most) for 0 ≤ least ≤ most, most positive.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V OfRatio<V>(V least, V most)
        where V : struct, IVector<V, double>
    {
        V shift = least > most * TangentOfEighth;
        V q = V.Select(shift, least - most, least) / V.Select(shift, least + most, most);
        V z = q * q;
        V p = V.Create(0.015184393349702261)
            .Horner(z, -0.033463281226959574)
            .Horner(z, 0.045030419769815276)
            .Horner(z, -0.05218272158154678)
            .Horner(z, 0.05876999977732602)
            .Horner(z, -0.06666224383891016)
            .Horner(z, 0.07692282586957468)
            .Horner(z, -0.09090908136390792)
            .Horner(z, 0.1111111108793529)
            .Horner(z, -0.1428571428538381)
            .Horner(z, 0.19999999999997634)
            .Horner(z, -0.33333333333333326);
        V small = q * z * p + (shift & V.Create(PiLow / 4));
        return (shift & V.Create(Pi / 4)) + (q + small);
    }

    /// <summary>atan t to 2^-31 for t in [0, 1].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V OfRatioSingle<V>(V t)
        where V : struct, IVector<V, double>
    {
        V z = t * t;
        V p = V.Create(0.001113798934951859)
            .Horner(z, -0.007317996484438355)
            .Horner(z, 0.022539921210373966)
            .Horner(z, -0.04468995808092285)
            .Horner(z, 0.06741593951257803)
            .Horner(z, -0.08811087562323365)
            .Horner(z, 0.11058221884169127)
            .Horner(z, -0.14279832644212473)
            .Horner(z, 0.19999671082789672)
            .Horner(z, -0.3333332689846038);
        return V.Fma(t * z, p, t);
    }

    /// <summary>|y| and |x| by size, and where |y| is the greater; 0/1 for 0/0, 1/1 for ∞/∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Order<V>(V y, V x, out V least, out V most, out V steep)
        where V : struct, IVector<V, double>
    {
        V ordinate = V.Abs(y);
        V abscissa = V.Abs(x);
        steep = ordinate > abscissa;
        least = V.Select(steep, abscissa, ordinate);
        most = V.Select(steep, ordinate, abscissa);
        V infinite = V.Equal(least, V.Create(double.PositiveInfinity));
        least = V.Select(infinite, V.Create(1), least);
        most = V.Select(infinite | V.Equal(most, V.Create(0)), V.Create(1), most);
    }

    /// <summary>Where the sign bit is set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V IsNegative<V>(V x)
        where V : struct, IVector<V, double> => ((x & V.Create(-0.0)) | V.Create(1)) < 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Finish<V>(V angle, V y, V x)
        where V : struct, IVector<V, double>
    {
        V ordered = V.Equal(y, y) & V.Equal(x, x);
        return V.Select(ordered, Exponential.WithSignOf(angle, y), V.Create(double.NaN));
    }
}
