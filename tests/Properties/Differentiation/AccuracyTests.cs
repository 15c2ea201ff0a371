using Autograd.Graph;
using Xunit;
using static Autograd.Properties.Differentiation.Derivative;

namespace Autograd.Properties.Differentiation;

/// <summary>Derivatives keep their digits where the textbook form cancels, overflows or rounds twice.</summary>
public class AccuracyTests
{
    private static void Close(double expected, Func<Expr, Expr> f, double at, int order = 1)
    {
        Assert.Equal(expected, Reverse(f, order, at)[0], 4e-15 * Math.Abs(expected));
        Assert.Equal(expected, Forward(f, order, at)[0], 4e-15 * Math.Abs(expected));
    }

    [Fact]
    public void The_derivative_of_sigmoid_keeps_its_digits_far_out()
    {
        // σ' = e^-x / (1 + e^-x)²
        foreach (double x in new[] { 30.0, 40, 300 }) Close(Math.Exp(-x) / Math.Pow(1 + Math.Exp(-x), 2), Expr.Sigmoid, x);
        foreach (double x in new[] { -30.0, -300 }) Close(Math.Exp(x) / Math.Pow(1 + Math.Exp(x), 2), Expr.Sigmoid, x);
    }

    [Fact]
    public void The_derivative_of_softplus_does_not_overflow()
    {
        Close(1, Expr.Softplus, 800);
        Close(Math.Exp(-300), Expr.Softplus, -300);
    }

    [Fact]
    public void The_derivative_of_a_quotient_does_not_overflow_by_a_square()
    {
        Close(-1e300, x => 1e-100 / x, 1e-200);
        Close(-1e-300, x => 1e100 / x, 1e200);
        Close(2e260, x => 1e-100 / x, 1e-120, order: 2);
    }

    [Fact]
    public void The_derivative_of_a_logarithm_near_one_is_exact()
    {
        Close(1 / (1 + 1e-20), Expr.Log1p, 1e-20);
        Close(1.0, Expr.Expm1, 1e-20);
    }

    [Fact]
    public void A_quotient_rounds_once()
    {
        // g / x, not g * (1 / x).
        for (int k = 1; k < 200; k++)
        {
            Expr x = Expr.Variable(NDArray.Scalar((double)k)), g = Expr.Constant(NDArray.Scalar(k / 7.0));
            Assert.Equal(k / 7.0 / k, Gradient.Of(Expr.Log(x), [x], g)[x].Evaluate(EvaluationOptions.Reference).ToScalar<double>());
        }
    }

    [Fact]
    public void The_quotient_of_a_remainder_is_that_of_the_remainder()
    {
        // 1 / 0.1 rounds to 10, yet the remainder is nearly 0.1: the quotient was 9.
        double[][] g = Of(v => Expr.Remainder(v[0], v[1]), NDArray.Scalar(1.0), NDArray.Scalar(0.1));
        Assert.Equal(1.0, g[0][0]);
        Assert.Equal(-9.0, g[1][0]);
    }

    [Fact]
    public void The_sum_of_padding_does_not_cancel()
    {
        Expr x = Expr.Variable(NDArray.Vector(1.0)), value = Expr.Variable(NDArray.Scalar(0.0)), y = x.Pad(value, [0], [1]);
        Expr weights = Expr.Constant(NDArray.Vector(1e20, 1.0));
        Assert.Equal(1.0, Gradient.Of(y, [value], weights)[value].Evaluate(EvaluationOptions.Reference).ToScalar<double>());
    }

    [Fact]
    public void Many_ties_are_counted_exactly_in_single_precision()
    {
        Expr x = Expr.Variable(NDArray.Ones(1 << 20));
        Expr gradient = Gradient.Of(x.Reduce(ReduceKind.Max, 0), x)[x];
        Assert.Equal(1f / (1 << 20), gradient.Slice(0, 5, 6).Evaluate(EvaluationOptions.Reference).ToScalar<float>());
    }
}
