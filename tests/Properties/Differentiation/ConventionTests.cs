using Autograd.Graph;
using Xunit;
using static Autograd.Properties.Differentiation.Derivative;

namespace Autograd.Properties.Differentiation;

/// <summary>The derivative at points where none is defined, row by row.</summary>
public class ConventionTests
{
    private const double Inf = double.PositiveInfinity, NaN = double.NaN;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Abs_has_derivative_0_at_0_at_every_order(int order)
    {
        Assert.Equal(order == 1 ? [-1, 0, 1] : [0.0, 0, 0], Reverse(Expr.Abs, order, -2, 0, 2));
        Assert.Equal(order == 1 ? [-1, 0, 1] : [0.0, 0, 0], Forward(Expr.Abs, order, -2, 0, 2));
    }

    [Fact]
    public void Sign_and_rounding_have_derivative_0_everywhere()
    {
        Func<Expr, Expr>[] flat = [Expr.Sign, Expr.Floor, Expr.Ceiling, Expr.Round, Expr.Truncate];
        Assert.All(flat, f => Assert.Equal([0.0, 0, 0], Reverse(f, 1, -1, 0, 0.5)));
    }

    [Fact]
    public void A_tie_of_maximum_or_minimum_is_shared_evenly()
    {
        NDArray a = NDArray.Vector(1.0, 2, 3), b = NDArray.Vector(2.0, 2, 2);
        double[][] larger = Of(x => Expr.Maximum(x[0], x[1]), a, b), smaller = Of(x => Expr.Minimum(x[0], x[1]), a, b);
        Assert.Equal([0, 0.5, 1], larger[0]);
        Assert.Equal([1, 0.5, 0], larger[1]);
        Assert.Equal([1, 0.5, 0], smaller[0]);
        Assert.Equal([0, 0.5, 1], smaller[1]);
        Assert.Equal([1.0, 1, 1], Of(x => Expr.Maximum(x[0], x[0]), a)[0]);
    }

    [Fact]
    public void Ties_of_a_reduction_share_evenly()
    {
        NDArray x = NDArray.Create([3.0, 1, 3, 3, 2, 2], 2, 3);
        Assert.Equal([1 / 3.0, 0, 1 / 3.0, 1 / 3.0, 0, 0], Of(v => v[0].Reduce(ReduceKind.Max, 0, 1), x)[0]);
        Assert.Equal([0.5, 0, 0.5, 1, 0, 0], Of(v => v[0].Reduce(ReduceKind.Max, 1), x)[0]);
        Assert.Equal([0, 1, 0, 0, 0.5, 0.5], Of(v => v[0].Reduce(ReduceKind.Min, 1), x)[0]);
        NDArray cube = NDArray.Create([5.0, 0, 0, 5, 5, 1, 1, 1], 2, 2, 2);
        Assert.Equal([0.5, 0, 0, 1, 0.5, 0, 0, 0], Of(v => v[0].Reduce(ReduceKind.Max, 0, 2), cube)[0]);
    }

    [Fact]
    public void A_count_of_ties_is_constant_at_the_second_order()
    {
        // max(x)² with two ties: gradient 2 max / 2 at each, and its sum's gradient 2 / 2 at each.
        Func<Expr, Expr> f = x => Expr.Pow(x.Reduce(ReduceKind.Max, 0), 2);
        Assert.Equal([3.0, 3, 0], Reverse(f, 1, 3, 3, 1));
        Assert.Equal([1.0, 1, 0], Reverse(f, 2, 3, 3, 1));
    }

    [Fact]
    public void Square_root_at_0_has_its_limit()
    {
        Assert.Equal([Inf], Reverse(Expr.Sqrt, 1, 0));
        Assert.Equal([Inf], Forward(Expr.Sqrt, 1, 0));
        Assert.Equal([NaN], Reverse(x => 0 * Expr.Sqrt(x), 1, 0));
    }

    [Fact]
    public void Reciprocal_square_root_logarithm_and_quotient_at_0_have_their_limits()
    {
        Assert.Equal([-Inf], Reverse(Expr.Rsqrt, 1, 0));
        Assert.Equal([Inf], Reverse(Expr.Log, 1, 0));
        Assert.Equal([-Inf], Reverse(x => 1 / x, 1, 0));
    }

    [Fact]
    public void Powers_at_0_and_of_negative_numbers()
    {
        static (double, double) At(double a, double b)
        {
            double[][] g = Of(x => Expr.Pow(x[0], x[1]), NDArray.Scalar(a), NDArray.Scalar(b));
            return (g[0][0], g[1][0]);
        }

        Assert.Equal(0, At(2, 0).Item1);
        Assert.Equal((0, 0), At(0, 0));
        Assert.Equal(Inf, At(0, 0.5).Item1);
        Assert.Equal(0, At(0, 0.5).Item2);
        Assert.Equal((1, 0), At(0, 1));
        Assert.Equal((0, 0), At(0, 2));
        Assert.Equal(-Inf, At(0, -1).Item2);
        Assert.Equal(-Inf, At(0, -1).Item1);
        Assert.Equal((3 * 4, NaN), At(-2, 3));
    }

    [Fact]
    public void The_exponents_derivative_is_not_built_where_it_is_not_needed()
    {
        Expr a = Expr.Variable(NDArray.Vector(-2.0)), b = Expr.Constant(NDArray.Vector(3.0));
        Assert.Equal([12.0], Gradient.Of(Check.Total(Expr.Pow(a, b)))[a].Evaluate(EvaluationOptions.Reference).ToArray<double>());
    }

    [Theory]
    [InlineData(2, 1, new[] { -4.0, 0, 4 })]
    [InlineData(2, 2, new[] { 2.0, 2, 2 })]
    [InlineData(2, 3, new[] { 0.0, 0, 0 })]
    [InlineData(3, 1, new[] { 12.0, 0, 12 })]
    [InlineData(3, 2, new[] { -12.0, 0, 12 })]
    [InlineData(3, 3, new[] { 6.0, 6, 6 })]
    [InlineData(1, 1, new[] { 1.0, 1, 1 })]
    [InlineData(0, 1, new[] { 0.0, 0, 0 })]
    public void A_power_with_an_integral_exponent_is_exact_at_0_and_for_negative_numbers(int exponent, int order, double[] expected)
    {
        Assert.Equal(expected, Reverse(x => Expr.Pow(x, (double)exponent), order, -2, 0, 2));
        Assert.Equal(expected, Forward(x => Expr.Pow(x, (double)exponent), order, -2, 0, 2));
        Assert.Equal(expected[1..], Reverse(x => Expr.Pow(x, Expr.Constant(NDArray.Vector((double)exponent, exponent))), order, 0, 2));
    }

    [Fact]
    public void A_product_with_zeros_is_exact_to_the_second_order()
    {
        Func<Expr[], Expr> product = x => x[0].Reduce(ReduceKind.Product, 0);
        Assert.Equal([6, 0.0, 0], Of(product, NDArray.Vector(0.0, 2, 3))[0]);
        Assert.Equal([0, 0.0, 0], Of(product, NDArray.Vector(0.0, 0, 3))[0]);
        // Hessian of abc at (0, 0, 3): d²/da db = 3, all others 0; here times (1, 10, 100).
        Expr x = Expr.Variable(NDArray.Vector(0.0, 0, 3)), v = Expr.Constant(NDArray.Vector(1.0, 10, 100));
        Expr gradient = Gradient.Of(x.Reduce(ReduceKind.Product, 0))[x];
        Assert.Equal([30, 3.0, 0], Gradient.Of(Check.Total(gradient * v))[x].Evaluate(EvaluationOptions.Reference).ToArray<double>());
        Assert.Equal([30, 3.0, 0], Gradient.Pushforward([gradient], [x], [v])[0]!.Evaluate(EvaluationOptions.Reference).ToArray<double>());
    }

    [Fact]
    public void A_running_product_with_zeros_is_exact()
    {
        // y = (a, ab, abc) at (2, 0, 3).
        Assert.Equal([1, 2 + 2 * 3.0, 0], Of(x => x[0].Cumulative(CumulativeKind.Product, 0), NDArray.Vector(2.0, 0, 3))[0]);
        Assert.Equal([1, 2.0, 0], Of(x => x[0].Cumulative(CumulativeKind.Product, 0, exclusive: true), NDArray.Vector(2.0, 0, 3))[0]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_angle_of_the_origin_has_derivative_0(int order)
    {
        Expr y = Expr.Variable(NDArray.Scalar(0.0)), x = Expr.Variable(NDArray.Scalar(0.0)), f = Expr.Atan2(y, x);
        for (int n = 1; n < order; n++) f = Gradient.Of(f, y, x)[y];
        GradientMap map = Gradient.Of(f, y, x);
        Assert.Equal((0, 0), (map[y].Evaluate(EvaluationOptions.Reference).ToScalar<double>(), map[x].Evaluate(EvaluationOptions.Reference).ToScalar<double>()));
    }

    [Theory]
    [InlineData(3e200, 4e200)]
    [InlineData(3e-200, 4e-200)]
    [InlineData(3e-200, -4e200)]
    public void The_angle_of_huge_and_tiny_points_does_not_overflow(double y, double x)
    {
        double[][] g = Of(v => Expr.Atan2(v[0], v[1]), NDArray.Scalar(y), NDArray.Scalar(x));
        double scale = Math.Max(Math.Abs(x), Math.Abs(y)), u = x / scale, w = y / scale, squares = u * u + w * w;
        Assert.Equal(u / squares / scale, g[0][0], 1e-13 * Math.Abs(g[0][0]));
        Assert.Equal(-w / squares / scale, g[1][0], 1e-13 * Math.Abs(g[1][0]));
    }

    [Fact]
    public void Ties_of_a_sort_keep_their_places()
    {
        NDArray x = NDArray.Vector(2.0, 1, 2, 1);
        Expr weights = Expr.Constant(NDArray.Vector(1.0, 10, 100, 1000));
        Assert.Equal([100, 1, 1000, 10], Of(v => v[0].Sort(0).Values * weights, x)[0]);
        Assert.Equal([1, 100, 10, 1000], Of(v => v[0].Sort(0, descending: true).Values * weights, x)[0]);
    }

    [Fact]
    public void Integers_have_no_derivative_and_asking_for_one_says_to_cast()
    {
        Expr n = Expr.Variable(NDArray.Vector(1L, 2)), x = Expr.Variable(NDArray.Vector(1.0, 2));
        Expr y = Check.Total(n.Cast(DType.Float64) * x);
        Assert.Equal([x], Gradient.Of(y).Wrt);
        Assert.Contains("Cast", Assert.Throws<DTypeException>(() => Gradient.Of(y, n)).Message);
        Assert.Null(Gradient.Pullback([y], [n], [Expr.OnesLike(y)])[0]);
    }

    [Fact]
    public void A_derivative_stops_at_a_cast_through_integers()
    {
        Assert.Equal([0.0, 0], Reverse(x => x.Cast(DType.Int64).Cast(DType.Float64), 1, 1.5, 2.5));
        Assert.Equal([3.0], Reverse(x => (3 * x.Cast(DType.Float32)).Cast(DType.Float64), 1, 1.5));
    }

    [Fact]
    public void Of_colliding_updates_the_last_one_written_gets_the_cotangent()
    {
        NDArray x = NDArray.Vector(1.0, 2, 3), updates = NDArray.Vector(5.0, 6, 7);
        Expr places = Expr.Constant(NDArray.Create([1L, 1, 2], 3, 1));
        double[][] g = Of(v => v[0].Scatter(ScatterKind.Set, places, v[1], [0]), x, updates);
        Assert.Equal([1.0, 0, 0], g[0]);
        Assert.Equal([0.0, 1, 1], g[1]);
    }

    [Fact]
    public void Ties_of_a_scattered_maximum_share_evenly()
    {
        NDArray x = NDArray.Vector(5.0, 2, 3), updates = NDArray.Vector(5.0, 5, 1, 3);
        Expr places = Expr.Constant(NDArray.Create([0L, 0, 1, 2], 4, 1));
        double[][] g = Of(v => v[0].Scatter(ScatterKind.Max, places, v[1], [0]), x, updates);
        Assert.Equal([1 / 3.0, 1, 0.5], g[0]);
        Assert.Equal([1 / 3.0, 1 / 3.0, 0, 0.5], g[1]);
        g = Of(v => v[0].Scatter(ScatterKind.Min, places, v[1], [0]), x, updates);
        Assert.Equal([1 / 3.0, 0, 0.5], g[0]);
        Assert.Equal([1 / 3.0, 1 / 3.0, 1, 0.5], g[1]);
    }

    [Fact]
    public void A_scattered_product_is_differentiated_only_where_places_are_unique()
    {
        Expr x = Expr.Variable(NDArray.Vector(1.0, 2)), places = Expr.Constant(NDArray.Create([0L], 1, 1)), u = Expr.Variable(NDArray.Vector(3.0));
        Expr y = x.Scatter(ScatterKind.Multiply, places, u, [0]);
        Assert.Contains("unique", Assert.Throws<GradientException>(() => Gradient.Of(Check.Total(y))).Message);
        Assert.Contains("unique", Assert.Throws<GradientException>(() => Gradient.Pushforward([y], [x], [Expr.OnesLike(x)])).Message);
    }
}
