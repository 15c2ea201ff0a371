using Autograd.Graph;
using static Autograd.Graph.Transform;

namespace Autograd.Properties.Differentiation;

// Mapping among the other transforms, in any order and depth.
public sealed partial class VMapTests
{
    private static Expr Bowl(Expr x) => (Expr.Exp(x) * x.Section(0, 0, 1)).Sum() + x.Softmax().Square().Sum();

    private static Expr Stacked(Func<Expr, Expr> f, Expr x) => Joining.Stack([.. Enumerable.Range(0, x.Shape[0]).Select(i => f(x.At(i)))]);

    public static TheoryData<string, Func<Expr, Expr>> Compositions() => new()
    {
        { "Grad", Grad(Bowl) },
        { "Hessian", Hessian(Bowl) },
        { "JacobianForward of Grad", JacobianForward(Grad(Bowl)) },
        { "JacobianReverse of Grad", JacobianReverse(Grad(Bowl)) },
        { "Hvp", x => Hvp(Bowl)(x, Expr.Sin(x)) },
        { "Jvp of VMap", x => Jvp(VMap(e => e * e.Sum()))(x.Reshape(3, 1), x.Reshape(3, 1)) },
        { "Hessian of VMap of Grad", Hessian(x => VMap(Grad(e => (e * e * e).Sum()))(x.Reshape(3, 1)).Square().Sum()) },
        { "Grad of VMap of Hessian", Grad(x => VMap(Hessian(e => (e * e * e * e).Sum()))(x.Reshape(3, 1)).Square().Sum()) },
        { "Checkpoint", Grad(Checkpoint(Bowl)) },
        { "Grad of Checkpoint in VMap", Grad(x => VMap(Checkpoint(Bowl))(Joining.Stack([x, x * x])).Square().Sum()) },
        { "JacobianForward of Checkpoint in VMap", JacobianForward(x => VMap(Checkpoint(Bowl))(Joining.Stack([x, x * x]))) },
        { "WithVjp", Grad(x => WithVjp("cube", e => e * e * e, (y, e, g) => g * 3 * e * e)(x).Sum()) },
        { "JacobianForward of WithVjp in VMap", JacobianForward(x => VMap(WithVjp("cube", e => e * e * e, (y, e, g) => g * 3 * e * e))(Joining.Stack([x, x * x]))) },
        { "JacobianForward of WithJvp in VMap", JacobianForward(x => VMap(WithJvp("cube", e => e * e * e, (y, e, v) => 3 * e * e * v))(Joining.Stack([x, x * x]))) },
        { "JacobianReverse of WithJvp in VMap", JacobianReverse(x => VMap(WithJvp("cube", e => e * e * e, (y, e, v) => 3 * e * e * v))(Joining.Stack([x, x * x]))) },
        { "Linearize", x => Linearize(Bowl, x).Pushforward(Expr.Cos(x)) },
    };

    [Theory, MemberData(nameof(Compositions))]
    public void Any_transform_mapped_is_stacked_and_can_be_differentiated(string name, Func<Expr, Expr> f)
    {
        Assert.NotEmpty(name);
        Expr x = Numbers(4, 3), seed = Numbers(4, 3);
        Expr mapped = VMap(f)(x), stacked = Stacked(f, x);
        Same(stacked, mapped);
        Expr weights = Expr.Constant(new Sampler(5).Uniform(mapped.Shape));
        Same(Gradient.Of((stacked * weights).Sum(), x)[x], Gradient.Of((mapped * weights).Sum(), x)[x]);
        Same(Gradient.Pushforward([stacked], [x], [seed])[0]!, Gradient.Pushforward([mapped], [x], [seed])[0]!);
    }

    [Fact]
    public void A_rule_for_tangents_says_them_still()
    {
        // The rule for tangents is none that can be turned around: only forward mode, which asks it, gets through.
        Expr x = Numbers(4, 3), v = Numbers(4, 3);
        Func<Expr, Expr> f = WithJvp("doubled", e => e * e, (_, e, t) => Expr.Abs(t) * e);
        Same(Expr.Abs(v) * x, Jvp(VMap(f))(x, v));
    }

    [Fact]
    public void What_is_absent_stays_absent()
    {
        Expr x = Numbers(4, 3), n = Expr.Constant(NDArray.Vector(0L, 2L, 1L, 0L));
        Func<(Expr X, Expr N), (Expr, Expr)> gradients = Grad<(Expr X, Expr N)>(p => p.X.Take(p.N) * p.X.Sum(), Pair);
        (Expr byX, Expr byN) = VMap(gradients, Pair, Pair)((x, n));
        Assert.True(byN.IsAbsent);
        Same(x.Sum(1).Unsqueeze(1) * n.OneHot(3, DType.Float64) + x.TakeAlong(n.Unsqueeze(1), 1), byX);
        (Expr doubled, Expr still) = VMap<(Expr, Expr), (Expr, Expr)>(p => (p.Item1 * 2, p.Item2), Pair, Pair)((x, byN));
        Same(x * 2, doubled);
        Assert.Same(byN, still);
    }
}
