using System.Numerics;
using Autograd.Graph;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.Evaluation;

/// <summary>Elementwise operations on every element type, against formulas on single numbers.</summary>
[Properties(Arbitrary = [typeof(Arbitraries)], QuietOnSuccess = true)]
public class ElementwiseTests
{
    private static readonly EvaluationOptions Reference = EvaluationOptions.Reference;

    private static void Holds(Expr y, Func<int, Number> element)
    {
        NDArray value = y.Evaluate(Reference);
        for (int i = 0; i < value.Count; i++)
        {
            Number expected = element(i).As(value.DType), actual = value.At(i);
            Assert.True(expected == actual || (double.IsNaN(expected.ToDouble()) && double.IsNaN(actual.ToDouble())), $"{y}: element {i} is {actual}, not {expected}");
        }
    }

    private static NDArray Beside(NDArray x, int seed) => Draw.Array(new Random(seed), x.DType, x.Shape);

    [Property]
    public void Arithmetic_is_IEEE_or_wraps(NDArray x, int seed)
    {
        if (x.DType == DType.Bool) return;
        NDArray z = Beside(x, seed);
        Expr a = Expr.Constant(x), b = Expr.Constant(z);
        Both(a + b, (u, v) => u + v, (u, v) => u + v);
        Both(a - b, (u, v) => u - v, (u, v) => u - v);
        Both(a * b, (u, v) => u * v, (u, v) => u * v);
        Both(Expr.Maximum(a, b), Math.Max, BigInteger.Max);
        Both(Expr.Minimum(a, b), Math.Min, BigInteger.Min);
        Both(-a, (u, _) => -u, (u, _) => -u);
        Both(Expr.Abs(a), (u, _) => Math.Abs(u), (u, _) => BigInteger.Abs(u));
        Both(Expr.Sign(a), (u, _) => double.IsNaN(u) ? u : Math.Sign(u), (u, _) => u.Sign);
        if (x.DType.IsFloating()) Both(a / b, (u, v) => u / v, (_, _) => 0);
        if (x.DType.IsFloating()) Both(Expr.Sqrt(a), (u, _) => Math.Sqrt(u), (_, _) => 0);
        if (x.DType == DType.Float64) Both(Expr.Rsqrt(a), (u, _) => 1 / Math.Sqrt(u), (_, _) => 0);

        // Double arithmetic rounded to float is float arithmetic: a double has more than twice the digits.
        void Both(Expr y, Func<double, double, double> floating, Func<BigInteger, BigInteger, BigInteger> integer) => Holds(y, i => x.DType.IsFloating()
            ? floating(x.At(i).ToDouble(), z.At(i).ToDouble())
            : Wrapped(integer(x.At(i).ToInt64(), z.At(i).ToInt64()), x.DType));
    }

    private static Number Wrapped(BigInteger value, DType dtype)
    {
        BigInteger low = value & ((BigInteger.One << (8 * dtype.Size())) - 1);
        return dtype == DType.Int32 ? (int)(uint)low : (long)(ulong)low;
    }

    [Property]
    public void Rounding_goes_where_its_name_says_and_leaves_integers(NDArray x)
    {
        if (x.DType == DType.Bool) return;
        Expr a = Expr.Constant(x);
        Check(Expr.Floor(a), Math.Floor);
        Check(Expr.Ceiling(a), Math.Ceiling);
        Check(Expr.Truncate(a), Math.Truncate);
        Check(Expr.Round(a), v => Math.Round(v, MidpointRounding.ToEven));

        void Check(Expr y, Func<double, double> f) => Holds(y, i => x.DType.IsFloating() ? f(x.At(i).ToDouble()) : x.At(i));
    }

    [Property]
    public void Remainders_and_quotients_of_integers_belong_together(NDArray x, int seed)
    {
        if (!x.DType.IsInteger()) return;
        NDArray z = Draw.Array(x.DType, x.Shape, () => 0);
        var random = new Random(seed);
        for (int i = 0; i < z.Count; i++)
        {
            Number divisor = Draw.Array(random, x.DType, Shape.Scalar).At(0);
            z.Set(i, divisor.ToInt64() == 0 ? -1 : divisor);
        }

        Expr a = Expr.Constant(x), b = Expr.Constant(z);
        Check(Expr.TruncatedDivide(a, b), BigInteger.Divide);
        Check(Expr.TruncatedRemainder(a, b), BigInteger.Remainder);
        Check(Expr.FloorDivide(a, b), Floor);
        Check(a % b, (u, v) => u - v * Floor(u, v));

        static BigInteger Floor(BigInteger u, BigInteger v)
        {
            BigInteger q = BigInteger.DivRem(u, v, out BigInteger r);
            return !r.IsZero && r.Sign != v.Sign ? q - 1 : q;
        }

        void Check(Expr y, Func<BigInteger, BigInteger, BigInteger> f) => Holds(y, i => Wrapped(f(x.At(i).ToInt64(), z.At(i).ToInt64()), x.DType));
    }

    [Property]
    public void Remainders_of_floating_numbers_are_exact(double a, double b)
    {
        Expr x = Expr.Literal(a), y = Expr.Literal(b);
        double rest = a % b, floored = (x % y).Evaluate(Reference).ToScalar<double>();
        Assert.Equal(rest, Expr.TruncatedRemainder(x, y).Evaluate(Reference).ToScalar<double>());
        Assert.Equal(rest != 0 && rest < 0 != b < 0 ? rest + b : rest, floored);
        Assert.True(double.IsNaN(floored) || floored == 0 || floored < 0 == b < 0);
    }

    [Theory]
    [InlineData(false, "rem: an integer divisor is 0")]
    [InlineData(true, "intDiv: an integer divisor is 0")]
    public void An_integer_divided_by_0_is_an_error(bool quotient, string message)
    {
        Expr x = Expr.Constant(NDArray.Vector(1, 2)), zero = Expr.Constant(NDArray.Vector(1, 0));
        foreach (Expr y in quotient ? new[] { Expr.FloorDivide(x, zero), Expr.TruncatedDivide(x, zero) } : [x % zero, Expr.TruncatedRemainder(x, zero)])
            Assert.Equal(message, Assert.Throws<DivideByZeroException>(() => y.Evaluate(Reference)).Message);
    }

    [Property]
    public void Comparisons_are_IEEEs(NDArray x, int seed)
    {
        NDArray z = Beside(x, seed);
        Expr a = Expr.Constant(x), b = Expr.Constant(z);
        Check(Expr.EqualTo(a, b), (u, v) => u == v, c => c == 0);
        Check(Expr.NotEqualTo(a, b), (u, v) => u != v, c => c != 0);
        Check(a < b, (u, v) => u < v, c => c < 0);
        Check(a <= b, (u, v) => u <= v, c => c <= 0);
        Check(a > b, (u, v) => u > v, c => c > 0);
        Check(a >= b, (u, v) => u >= v, c => c >= 0);

        void Check(Expr y, Func<double, double, bool> floating, Func<int, bool> integer) =>
            Holds(y, i => x.DType.IsFloating() ? floating(x.At(i).ToDouble(), z.At(i).ToDouble()) : integer(x.At(i).ToInt64().CompareTo(z.At(i).ToInt64())));
    }

    [Property]
    public void Logic_works_on_bits(NDArray x, int seed)
    {
        if (x.DType.IsFloating()) return;
        NDArray z = Beside(x, seed);
        Expr a = Expr.Constant(x), b = Expr.Constant(z);
        Check(a & b, (u, v) => u & v);
        Check(a | b, (u, v) => u | v);
        Check(a ^ b, (u, v) => u ^ v);
        Check(~a, (u, _) => x.DType == DType.Bool ? 1 - u : ~u);
        if (x.DType == DType.Bool) return;
        int width = 8 * x.DType.Size();
        Check(Expr.ShiftLeft(a, b), (u, n) => n < 0 || n >= width ? 0 : u << (int)n);
        Check(Expr.ShiftRight(a, b), (u, n) => n < 0 || n >= width ? (u < 0 ? -1 : 0) : u >> (int)n);

        void Check(Expr y, Func<long, long, long> f) => Holds(y, i => Number.FromBits(DType.Int64, f(x.At(i).ToInt64(), z.At(i).ToInt64())));
    }

    [Property]
    public void Select_takes_a_branch_whole(NDArray x, int seed)
    {
        NDArray z = Beside(x, seed), p = Draw.Array(new Random(seed), DType.Bool, x.Shape);
        Holds(Expr.Where(Expr.Constant(p), Expr.Constant(x), Expr.Constant(z)), i => p.At(i).ToInt64() != 0 ? x.At(i) : z.At(i));
    }

    [Property]
    public void Casts_are_those_of_a_number(NDArray x)
    {
        foreach (DType to in DTypes.All) Holds(Expr.Constant(x).Cast(to), i => x.At(i).As(to));
    }

    [Fact]
    public void Casts_truncate_saturate_wrap_and_round()
    {
        NDArray x = NDArray.Vector(2.9, -2.9, 3e9, -1e300, double.NaN, 1e-300);
        Assert.Equal([2, -2, int.MaxValue, int.MinValue, 0, 0], Expr.Constant(x).Cast(DType.Int32).Evaluate(Reference).ToArray<int>());
        Assert.Equal([2, -2, 3_000_000_000, long.MinValue, 0, 0], Expr.Constant(x).Cast(DType.Int64).Evaluate(Reference).ToArray<long>());
        Assert.Equal([2.9f, -2.9f, 3e9f, float.NegativeInfinity, float.NaN, 0], Expr.Constant(x).Cast(DType.Float32).Evaluate(Reference).ToArray<float>());
        Assert.Equal([true, true, true, true, true, true], Expr.Constant(x).Cast(DType.Bool).Evaluate(Reference).ToArray<bool>());
        NDArray n = NDArray.Vector(1L << 32 | 5, -1L, (1L << 24) + 1, (1L << 60) + (1L << 36) + 1);
        Assert.Equal([5, -1, (1 << 24) + 1, 1], Expr.Constant(n).Cast(DType.Int32).Evaluate(Reference).ToArray<int>());
        // Straight to float: by way of double the last one would be a tie and round down.
        Assert.Equal([4294967296f, -1f, 16777216f, 1.1529216e18f], Expr.Constant(n).Cast(DType.Float32).Evaluate(Reference).ToArray<float>());
    }

    [Property]
    public void Integral_powers_of_integers_wrap_and_of_small_floats_are_exact(int x, byte exponent)
    {
        int n = exponent % 40;
        int expected = (int)(uint)(BigInteger.Pow(x, n) & uint.MaxValue);
        Assert.Equal(expected, Expr.Pow(Expr.Literal(x), n).Evaluate(Reference).ToScalar<int>());
        double small = x % 4, power = Expr.Pow(Expr.Literal(small), n % 16).Evaluate(Reference).ToScalar<double>();
        Assert.Equal((double)BigInteger.Pow(x % 4, n % 16), power);
        Assert.Equal(1 / power, Expr.Pow(Expr.Literal(small), -(n % 16)).Evaluate(Reference).ToScalar<double>());
    }

    [Fact]
    public void The_smallest_integers_wrap()
    {
        Expr least = Expr.Literal(int.MinValue), minusOne = Expr.Literal(-1);
        foreach (Expr y in new[] { -least, Expr.Abs(least), Expr.FloorDivide(least, minusOne), Expr.TruncatedDivide(least, minusOne) })
            Assert.Equal(int.MinValue, y.Evaluate(Reference).ToScalar<int>());
        Assert.Equal(0, (least % minusOne).Evaluate(Reference).ToScalar<int>());
    }

    [Fact]
    public void A_transcendental_is_that_of_VectorMath()
    {
        NDArray x = NDArray.Vector(0.25f, -0.5f, 0.75f);
        var y = new float[3];
        VectorMath.Exp(x.AsSpan<float>(), y);
        Assert.Equal(y, Expr.Exp(Expr.Constant(x)).Evaluate(Reference).ToArray<float>());
        foreach ((Func<Expr, Expr> op, Func<double, double> f) in new (Func<Expr, Expr>, Func<double, double>)[]
        {
            (Expr.Exp, Math.Exp), (Expr.Expm1, v => Math.Exp(v) - 1), (Expr.Exp2, v => Math.Pow(2, v)), (v => Expr.Log(v + 2), v => Math.Log(v + 2)), (Expr.Log1p, v => Math.Log(1 + v)),
            (v => Expr.Log2(v + 2), v => Math.Log2(v + 2)), (v => Expr.Log10(v + 2), v => Math.Log10(v + 2)), (Expr.Sin, Math.Sin), (Expr.Cos, Math.Cos), (Expr.Tan, Math.Tan),
            (Expr.Asin, Math.Asin), (Expr.Acos, Math.Acos), (Expr.Atan, Math.Atan), (Expr.Sinh, Math.Sinh), (Expr.Cosh, Math.Cosh), (Expr.Tanh, Math.Tanh),
            (Expr.Sigmoid, v => 1 / (1 + Math.Exp(-v))), (Expr.Softplus, v => Math.Log(1 + Math.Exp(v))), (v => Expr.Erf(v) + Expr.Erfc(v), _ => 1),
            (v => Expr.Pow(v + 2, v), v => Math.Pow(v + 2, v)), (v => Expr.Atan2(v, v + 1), v => Math.Atan2(v, v + 1)),
        })
        {
            foreach (DType dtype in new[] { DType.Float32, DType.Float64 })
            {
                Expr z = op(Expr.Constant(x).Cast(dtype));
                Assert.Equal(dtype, z.DType);
                NDArray value = z.Evaluate(Reference);
                for (int i = 0; i < 3; i++) Assert.Equal(f(x.At(i).ToDouble()), value.At(i).ToDouble(), dtype == DType.Float32 ? 1e-6 : 1e-14);
            }
        }
    }
}
