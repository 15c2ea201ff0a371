using Autograd.Graph;
using Xunit;

namespace Autograd.Properties.Differentiation;

// Nodes with rules of their own.
public partial class GradientTests
{
    private static Expr Own(DerivativeRule rule, params Expr[] arguments) => Expr.WithRule("own", arguments[0] * 1, arguments, rule);

    [Fact]
    public void A_rule_stands_for_the_derivative_of_its_value()
    {
        Expr x = Expr.Variable(NDArray.Scalar(2.0)), y = Own((_, _, g) => [7 * g], x);
        Assert.Equal(7.0, Gradient.Of(y * 3, x)[x].Evaluate().ToScalar<double>() / 3);
        Assert.Equal(7.0, Gradient.Pushforward([y], [x], [Expr.OnesLike(x)])[0]!.Evaluate().ToScalar<double>());
    }

    [Fact]
    public void A_rule_is_differentiated_again_through_its_own_value()
    {
        // y' = y: every derivative is y, each by the rule.
        static Expr Exponential(Expr x) => Expr.WithRule("exponential", Expr.Exp(x), [x], static (y, _, g) => [g * y]);
        for (int order = 1; order <= 4; order++)
        {
            Assert.Equal(Math.Exp(0.5), Derivative.Reverse(Exponential, order, 0.5)[0], 1e-15);
            Assert.Equal(Math.Exp(0.5), Derivative.Forward(Exponential, order, 0.5)[0], 1e-15);
        }
    }

    [Fact]
    public void The_forward_mode_of_a_rule_is_its_transpose()
    {
        var s = new Sampler(1);
        NDArray a = s.Uniform(new(2, 3)), b = s.Uniform(new(3, 4));
        // Linear in the cotangent by products, slices, sums, a nested rule; b twice among the arguments.
        DerivativeRule rule = static (_, v, g) =>
        [
            Expr.Dot(g, v[1], [1], [1]),
            Expr.WithRule("nested", Expr.Dot(v[0], g, [0], [0]), [g, v[0]], (_, w, h) => [Expr.Dot(w[1], h, [1], [0]), null]),
            null,
        ];
        Func<Expr[], Expr> f = x => Expr.WithRule("product", Expr.Dot(x[0], x[1], [1], [0]), [x[0], x[1], x[1]], rule);
        Check.Derivatives(f, [a, b], s, order: 1);
    }

    [Fact]
    public void A_rule_that_is_not_linear_is_found_out_where_its_transpose_is_evaluated()
    {
        Expr x = Expr.Variable(NDArray.Scalar(2.0)), y = Own((_, _, g) => [g * g], x);
        Expr tangent = Gradient.Pushforward([y], [x], [Expr.OnesLike(x)])[0]!;
        Assert.Contains("own, whose rule is not linear", Assert.Throws<UnboundParameterException>(() => tangent.Evaluate()).Message);
    }

    [Fact]
    public void A_rule_may_differentiate_within_the_walk()
    {
        // The rule of a checkpoint: it builds its value again and pulls back through that.
        static Expr Checkpoint(Func<Expr, Expr> f, Expr x) => Expr.WithRule("checkpoint", f(x), [x], (_, v, g) =>
        {
            Expr again = Expr.Identity(v[0]);
            return [Gradient.Pullback([f(again)], [again], [g])[0]];
        });
        var s = new Sampler(2);
        Check.Derivatives(x => Checkpoint(y => Checkpoint(Expr.Sin, y * y) * y, x[0]), [s.Uniform(new(3))], s, order: 3);
    }

    [Fact]
    public void What_a_rule_gives_is_checked_and_the_rule_named()
    {
        Expr x = Expr.Variable(NDArray.Ones(2, 3)), n = Expr.Variable(NDArray.Vector(1L));
        GradientMap By(DerivativeRule rule, params Expr[] arguments) => Gradient.Of(Check.Total(Own(rule, arguments)), x);
        Assert.Contains("own: the rule gave 2 cotangents for 1 arguments", Assert.Throws<GradientException>(() => By((_, _, g) => [g, g], x)).Message);
        Assert.Contains("own: the rule gave null", Assert.Throws<GradientException>(() => By((_, _, _) => null!, x)).Message);
        string shape = Assert.Throws<ShapeException>(() => By((_, _, g) => [g.Reduce(ReduceKind.Sum, 0)], x)).Message;
        Assert.Contains("own", shape);
        Assert.Contains("float32 [3]", shape);
        Assert.Contains("float32 [2, 3]", shape);
        Assert.Contains("float64", Assert.Throws<DTypeException>(() => By((_, _, g) => [g.Cast(DType.Float64)], x)).Message);
        Assert.Contains("argument 1", Assert.Throws<GradientException>(() => By((_, _, g) => [g, g], x, n)).Message);
        Assert.False(By((_, _, _) => [null], x).TryGetValue(x, out _));
    }
}
