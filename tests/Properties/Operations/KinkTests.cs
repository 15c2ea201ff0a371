using Autograd.Graph;
using Xunit;
using static System.Double;

namespace Autograd.Properties.Operations;

/// <summary>The derivatives of composites where they are not defined by the limit: one row of the conventions a test.</summary>
public class KinkTests
{
    /// <summary>The gradient of the sum, and the gradient of the sum of that.</summary>
    private static (double[] First, double[] Second) Derivatives(Func<Expr, Expr> f, params double[] at)
    {
        Expr x = Expr.Variable(NDArray.Vector(at));
        Expr first = Gradient.Of(f(x).Sum(), [x])[x];
        Expr second = Gradient.Of(first.Sum(), [x]).GetOrZero(x);
        return (first.Evaluate().ToArray<double>(), second.Evaluate().ToArray<double>());
    }

    private static double[] First(Func<Expr, Expr> f, params double[] at) => Derivatives(f, at).First;

    private static (double A, double B) Partials(Func<Expr, Expr, Expr> f, double a, double b)
    {
        Expr x = Expr.Variable(NDArray.Scalar(a)), y = Expr.Variable(NDArray.Scalar(b));
        GradientMap g = Gradient.Of(f(x, y), [x, y]);
        return (g[x].Evaluate().ToScalar<double>(), g[y].Evaluate().ToScalar<double>());
    }

    private static void AllZero((double[] First, double[] Second) derivatives)
    {
        Assert.All(derivatives.First, d => Assert.Equal(0, d));
        Assert.All(derivatives.Second, d => Assert.Equal(0, d));
    }

    [Fact]
    public void Relu_at_0_is_0() => Assert.Equal([0, 0, 1], First(x => x.Relu(), -1, 0, 1));

    [Fact]
    public void Relu_passes_NaN_on() => Assert.True(IsNaN(Expr.Constant(NDArray.Vector(NaN)).Relu().Evaluate().ToArray<double>()[0]));

    [Fact]
    public void Clamp_is_1_at_its_bounds() => Assert.Equal([0, 1, 1, 1, 0], First(x => x.Clamp(-1, 1), -2, -1, 0, 1, 2));

    [Fact]
    public void Hardtanh_is_0_at_its_bounds() => Assert.Equal([0, 0, 1, 0, 0], First(x => x.Hardtanh(), -2, -1, 0, 1, 2));

    [Theory]
    [InlineData(-2), InlineData(-1), InlineData(0.5), InlineData(1), InlineData(3)]
    public void Clamp_shares_a_whole_derivative_among_operand_and_bounds(double at)
    {
        Expr x = Expr.Variable(NDArray.Scalar(at)), lo = Expr.Variable(NDArray.Scalar(-1.0)), hi = Expr.Variable(NDArray.Scalar(1.0));
        GradientMap g = Gradient.Of(x.Clamp(lo, hi), [x, lo, hi]);
        double[] parts = [g[x].Evaluate().ToScalar<double>(), g[lo].Evaluate().ToScalar<double>(), g[hi].Evaluate().ToScalar<double>()];
        Assert.Equal(1, parts.Sum());
        Assert.Equal(at < -1 ? [0, 1, 0] : at > 1 ? [0, 0, 1] : [1.0, 0, 0], parts);
    }

    [Fact]
    public void Clamp_with_crossed_bounds_is_the_upper_one() =>
        Assert.Equal([1, 1, 1], Expr.Constant(NDArray.Vector(0.0, 2, 5)).Clamp(3, 1).Evaluate().ToArray<double>());

    [Fact]
    public void Norm_of_0_is_flat_to_second_order()
    {
        foreach (double p in (double[])[1, 2, 3, 1.5, PositiveInfinity]) AllZero(Derivatives(x => x.Norm(p), 0, 0, 0));
    }

    [Fact]
    public void Norm_of_a_vector_with_zeros_is_flat_in_them()
    {
        Assert.Equal([0.6, 0, 0.8], First(x => x.Norm(), 3, 0, 4));
        Assert.Equal([1, 0, -1], First(x => x.Norm(1), 3, 0, -4));
        Assert.Equal(0, First(x => x.Norm(0.5), 3, 0, 4)[1]);
    }

    [Fact]
    public void Ties_of_the_largest_share() => Assert.Equal([0.5, 0.5, 0], First(x => x.Max(), 3, 3, 1));

    [Fact]
    public void Ties_of_the_infinity_norm_share_with_their_signs() => Assert.Equal([0.5, -0.5, 0], First(x => x.Norm(PositiveInfinity), 3, -3, 1));

    [Fact]
    public void Std_of_constant_data_is_flat() => AllZero(Derivatives(x => x.Std(), 2, 2, 2));

    [Fact]
    public void Variance_without_degrees_of_freedom_is_NaN_and_so_is_its_derivative()
    {
        Assert.All(First(x => x.Var(), 2), d => Assert.True(IsNaN(d)));
        Assert.All(First(x => x.Std(correction: 2), 2, 3), d => Assert.True(IsNaN(d)));
    }

    [Fact]
    public void Hypot_at_the_origin_is_flat()
    {
        Assert.Equal((0, 0), Partials((a, b) => a.Hypot(b), 0, 0));
        AllZero(Derivatives(x => x.Hypot(x * 2), 0));
        Assert.Equal((0, 1), Partials((a, b) => a.Hypot(b), 0, 5));
    }

    [Fact]
    public void Prod_with_zeros_is_exact()
    {
        Assert.Equal([6, 0, 0], First(x => x.Prod(), 0, 2, 3));
        (double[] first, double[] second) = Derivatives(x => x.Prod(), 0, 0, 3);
        Assert.Equal([0, 0, 0], first);
        Assert.Equal([3, 3, 0], second);
    }

    [Fact]
    public void LogSumExp_of_nothing_but_minus_infinity_is_flat()
    {
        AllZero(Derivatives(x => x.LogSumExp(), NegativeInfinity, NegativeInfinity));
        Assert.Equal([0.5, 0, 0.5], First(x => x.LogSumExp(), 1, NegativeInfinity, 1));
    }

    [Fact]
    public void LogSumExp_gives_its_derivative_to_the_infinities() => Assert.Equal([0.5, 0, 0.5], First(x => x.LogSumExp(), PositiveInfinity, 7, PositiveInfinity));

    [Fact]
    public void LogAddExp_of_equal_infinities_shares()
    {
        Assert.Equal((0.5, 0.5), Partials((a, b) => a.LogAddExp(b), NegativeInfinity, NegativeInfinity));
        Assert.Equal((0.5, 0.5), Partials((a, b) => a.LogAddExp(b), PositiveInfinity, PositiveInfinity));
        Assert.Equal((1, 0), Partials((a, b) => a.LogAddExp(b), 3, NegativeInfinity));
    }

    [Fact]
    public void LogAddExp_at_ties_is_right_to_second_order()
    {
        Expr x = Expr.Variable(NDArray.Scalar(2.0));
        Expr first = Gradient.Of(x.LogAddExp(Expr.Literal(2.0)), [x])[x];
        Assert.Equal(0.5, first.Evaluate().ToScalar<double>());
        Assert.Equal(0.25, Gradient.Of(first, [x])[x].Evaluate().ToScalar<double>());
    }

    [Fact]
    public void Softmax_of_a_fully_masked_row_is_0_and_flat()
    {
        Expr mask = Expr.Constant(NDArray.Create([false, false, true, false], 2, 2));
        Expr x = Expr.Variable(NDArray.Create([1.0, NaN, 3, PositiveInfinity], 2, 2)), y = x.Softmax(mask);
        Assert.Equal([0, 0, 1, 0], y.Evaluate().ToArray<double>());
        Assert.Equal([0, 0, 0, 0], Gradient.Of(y, [x], Expr.Constant(NDArray.Create([1.0, 2, 3, NaN], 2, 2)))[x].Evaluate().ToArray<double>());
    }

    [Fact]
    public void Softmax_of_nothing_but_minus_infinity_is_NaN() =>
        Assert.All(Expr.Constant(NDArray.Vector(NegativeInfinity, NegativeInfinity)).Softmax().Evaluate().ToArray<double>(), y => Assert.True(IsNaN(y)));

    [Fact]
    public void Xlogy_of_0_is_flat_where_the_logarithm_is_not_defined()
    {
        Assert.Equal((0, 0), Partials((x, y) => x.Xlogy(y), 0, 0));
        Assert.Equal((0, 0), Partials((x, y) => x.Xlogy(y), 0, -1));
        Assert.Equal((Math.Log(2), 0), Partials((x, y) => x.Xlogy(y), 0, 2));
        Assert.Equal((0, 0), Partials((x, y) => x.Xlog1py(y), 0, -1));
    }

    [Fact]
    public void Xlogy_of_0_keeps_the_mixed_derivative()
    {
        Expr x = Expr.Variable(NDArray.Scalar(0.0)), y = Expr.Variable(NDArray.Scalar(4.0));
        Expr byY = Gradient.Of(x.Xlogy(y), [y])[y];
        Assert.Equal(0.25, Gradient.Of(byY, [x])[x].Evaluate().ToScalar<double>());
    }

    [Fact]
    public void Fmax_at_ties_gives_the_derivative_to_the_first() => Assert.Equal((1, 0), Partials((a, b) => a.FMax(b), 2, 2));

    [Fact]
    public void Replaced_numbers_are_flat() => Assert.Equal([0, 0, 0, 1], First(x => x.NanToNum(), NaN, PositiveInfinity, NegativeInfinity, 3));

    [Fact]
    public void Dead_branches_of_activations_do_not_leak()
    {
        Assert.Equal([1, 1], First(x => x.Elu(), 1, 1000));
        Assert.Equal([1, 1], First(x => x.Celu(0.5), 1, 1000));
        Assert.All(First(x => x.Selu(), 1, 1000), d => Assert.True(IsFinite(d)));
    }

    [Fact]
    public void Acosh_at_1_rises_infinitely() => Assert.Equal([PositiveInfinity], First(x => x.Acosh(), 1));

    [Fact]
    public void Median_and_quantile_of_data_with_NaN_are_NaN()
    {
        Expr x = Expr.Constant(NDArray.Vector(1, NaN, 3));
        Assert.True(IsNaN(x.Median().Evaluate().ToScalar<double>()));
        Assert.True(IsNaN(x.Quantile(0.1).Evaluate().ToScalar<double>()));
    }

    [Fact]
    public void Cross_entropy_gives_ignored_places_no_derivative()
    {
        Expr x = Expr.Variable(NDArray.Create([1.0, 2, NaN, 4], 2, 2));
        Expr loss = x.CrossEntropy(Expr.Constant(NDArray.Vector(0L, -100L)), ignoreIndex: -100, reduction: Reduction.Sum);
        double[] g = Gradient.Of(loss, [x])[x].Evaluate().ToArray<double>();
        Assert.Equal(0, g[0] + g[1], 12);
        Assert.True(IsFinite(loss.Evaluate().ToScalar<double>()));
    }

    [Fact]
    public void Cross_entropy_with_all_places_ignored_has_a_mean_of_NaN() =>
        Assert.True(IsNaN(Expr.Constant(NDArray.Create([1.0, 2], 1, 2)).CrossEntropy(Expr.Constant(NDArray.Vector(-1L)), ignoreIndex: -1).Evaluate().ToScalar<double>()));
}
