using Autograd.Graph;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.Differentiation.Transforms;

/// <summary>Functions with rules of their own, in both modes and at higher orders.</summary>
public sealed class RuleTests
{
    private static readonly Func<Expr, Expr>
        ByVjp = Transform.WithVjp("cubeByVjp", x => x * x * x, (_, x, g) => g * 3 * x * x),
        ByJvp = Transform.WithJvp("cubeByJvp", x => x * x * x, (_, x, v) => v * 3 * x * x),
        ByValue = Transform.WithJvp("expByValue", Expr.Exp, (y, _, v) => v * y);

    [Property(MaxTest = 20)]
    public void A_rule_for_one_mode_serves_both_to_the_third_order(int seed)
    {
        var s = new Sampler(seed);
        NDArray at = s.Uniform(s.Shape());
        foreach (Func<Expr, Expr> f in (Func<Expr, Expr>[])[ByVjp, ByJvp, ByValue, x => ByVjp(ByJvp(x))]) Check.Derivatives(x => f(x[0]), [at], s, order: 3);
    }

    [Property(MaxTest = 10)]
    public void A_rule_of_structures_serves_both_modes_to_the_second_order(int seed)
    {
        var s = new Sampler(seed);
        Structure<(Expr, Expr)> pair = Structure.Tuple(Structure.Leaf, Structure.Leaf);
        NDArray[] at = [s.Uniform(new Shape(2, 2)), s.Uniform(new Shape(2))];
        Expr weight = Expr.Constant(s.Uniform(new Shape(2)));

        // (a b, sin b) of different shapes
        (Expr, Expr) F((Expr A, Expr B) x) => (x.A.MatMul(x.B) * weight, Expr.Sin(x.B).Sum());
        var byVjp = Transform.WithVjp<(Expr A, Expr B), (Expr Y, Expr Z)>("pairByVjp", F, (_, x, g) => Transform.Vjp<(Expr, Expr), (Expr, Expr)>(F, pair, pair)(x, g), pair, pair);
        var byJvp = Transform.WithJvp<(Expr A, Expr B), (Expr Y, Expr Z)>("pairByJvp", F, (_, x, v) => Transform.Jvp<(Expr, Expr), (Expr, Expr)>(F, pair, pair)(x, v), pair, pair);
        foreach (Func<(Expr, Expr), (Expr, Expr)> f in (Func<(Expr, Expr), (Expr, Expr)>[])[byVjp, byJvp])
        {
            Check.Derivatives(x => f((x[0], x[1])) is var (y, z) ? y * z : null!, at, s, order: 2);
            Check.Derivatives(x => f((x[0], x[1])).Item1, at, s, order: 1);
        }
    }

    [Fact]
    public void The_Jacobian_of_a_rule_is_what_the_rule_says()
    {
        Expr x = Expr.Variable(NDArray.Vector(-1.4, 0.2, 2.6));
        Func<Expr, Expr> straightThrough = Transform.WithVjp("straightThrough", Expr.Round, (_, _, g) => g);
        Check.Close([-1, 0, 3], straightThrough(x).Evaluate());
        Check.Close([1, 0, 0, 0, 1, 0, 0, 0, 1], Transform.JacobianForward(straightThrough)(x).Evaluate());
        Check.Close([1, 0, 0, 0, 1, 0, 0, 0, 1], Transform.JacobianReverse(straightThrough)(x).Evaluate());
    }

    [Fact]
    public void Integers_have_neither_tangent_nor_cotangent_in_a_rule()
    {
        Structure<(Expr, Expr)> pair = Structure.Tuple(Structure.Leaf, Structure.Leaf);
        (Expr, Expr) F((Expr X, Expr N) p) => (p.X * p.N.Cast(DType.Float64), p.N + 1);
        var byVjp = Transform.WithVjp<(Expr, Expr), (Expr, Expr)>("scaleByVjp", F, (_, p, g) => (g.Item1 * p.Item2.Cast(DType.Float64), p.Item2), pair, pair);
        var byJvp = Transform.WithJvp<(Expr, Expr), (Expr, Expr)>("scaleByJvp", F, (y, p, v) => (v.Item1 * p.Item2.Cast(DType.Float64), y.Item2), pair, pair);
        Expr x = Expr.Variable(NDArray.Vector(1.0, 2.0)), n = Expr.Literal(3L);
        foreach (Func<(Expr, Expr), (Expr, Expr)> f in (Func<(Expr, Expr), (Expr, Expr)>[])[byVjp, byJvp])
        {
            Check.Close([3, 3], Transform.Grad<(Expr, Expr)>(p => f(p).Item1.Sum(), pair)((x, n)).Item1.Evaluate());
            Check.Close([6, 9], Transform.Jvp(f, pair, pair)((x, n), (Expr.Constant(NDArray.Vector(2.0, 3.0)), n)).Item1.Evaluate());
            Assert.Equal(4L, f((x, n)).Item2.Evaluate().ToScalar<long>());
        }
    }

    [Fact]
    public void Rules_that_give_something_else_are_refused_with_what_was_expected()
    {
        Expr x = Expr.Variable(NDArray.Vector(1.0, 2.0));
        Func<Expr, Expr> shape = Transform.WithVjp("halves", y => y / 2, (_, _, g) => g.Sum()), type = Transform.WithJvp("thirds", y => y / 3, (_, _, v) => v.Cast(DType.Float32));
        Assert.Equal("halves: the cotangent that the rule gave is float64 [], the argument is float64 [2] (BroadcastTo stretches)", Assert.Throws<ShapeException>(() => Transform.Grad(y => shape(y).Sum())(x)).Message);
        Assert.Equal("thirds: the tangent that the rule gave is float32 [2], the result is float64 [2] (Cast converts)", Assert.Throws<DTypeException>(() => Transform.Jvp(type)(x, x)).Message);
    }

    [Fact]
    public void A_rule_that_is_not_linear_says_so_when_it_is_turned_around()
    {
        Expr x = Expr.Variable(NDArray.Vector(1.0, 2.0));
        Func<Expr, Expr> byJvp = Transform.WithJvp("bent", y => y, (_, _, v) => v * v), byVjp = Transform.WithVjp("bent", y => y, (_, _, g) => g * g);
        Assert.Contains("tangent of argument 0 of bent, whose rule is not linear in it", Assert.Throws<UnboundParameterException>(() => Transform.Grad(y => byJvp(y).Sum())(x).Evaluate()).Message);
        Assert.Contains("cotangent of bent, whose rule is not linear in it", Assert.Throws<UnboundParameterException>(() => Transform.Jvp(byVjp)(x, x).Evaluate()).Message);
    }
}
