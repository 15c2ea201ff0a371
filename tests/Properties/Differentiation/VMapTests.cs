using Autograd.Graph;
using FsCheck.Xunit;
using static Autograd.Graph.Transform;

namespace Autograd.Properties.Differentiation;

/// <summary>What mapping over examples promises beside equal values: axes, nesting, what is shared, what the graph becomes, and what is refused.</summary>
public sealed partial class VMapTests
{
    private static readonly Structure<(Expr, Expr)> Pair = Structure.Tuple(Structure.Leaf, Structure.Leaf);

    private static Expr Numbers(params int[] shape) => Expr.Variable(new Sampler(shape.Length * 31 + shape.Sum()).Uniform(new Shape(shape)));

    private static void Same(Expr expected, Expr actual)
    {
        Assert.Equal(expected.Type, actual.Type);
        Check.Close(expected.Evaluate().ToArray<double>(), actual.Evaluate());
    }

    private static List<Expr> NodesOf(params Expr[] outputs)
    {
        var seen = new HashSet<Expr>(ReferenceEqualityComparer.Instance);
        var nodes = new List<Expr>();
        var open = new Stack<Expr>(outputs);
        while (open.TryPop(out Expr? node))
        {
            if (!seen.Add(node)) continue;
            nodes.Add(node);
            foreach (Expr input in node.Inputs) open.Push(input);
        }

        return nodes;
    }

    private static int Count<TOp>(Expr output) where TOp : Op => NodesOf(output).Count(node => node.Op is TOp);

    [Property(MaxTest = 50)]
    public void Axes_in_and_out_may_be_any(int seed)
    {
        var sampler = new Sampler(seed);
        Shape shape = sampler.Shape(minRank: 1, maxRank: 4);
        int inAxis = sampler.Int(-shape.Rank, shape.Rank - 1), outAxis = sampler.Int(-shape.Rank, shape.Rank - 1);
        Expr x = Expr.Variable(sampler.Uniform(shape));
        Same(Expr.Exp(x).MoveAxis(inAxis, outAxis), VMap(Expr.Exp, inAxis, outAxis)(x));
        Assert.Same(x, VMap(e => e, inAxis, inAxis)(x).Op is Op.Transpose ? x : VMap(e => e, inAxis, inAxis)(x));
    }

    [Fact]
    public void A_function_of_two_is_mapped_over_one_both_or_each_after_the_other()
    {
        Expr a = Numbers(3, 4), b = Numbers(3, 4), row = Numbers(4);
        Func<(Expr, Expr), Expr> inner = p => p.Item1.Inner(p.Item2);
        Same((a * b).Sum(1), VMap(inner, Pair, Structure.Leaf)((a, b)));
        Same((a * row).Sum(1), VMap(inner, Pair, Structure.Leaf, [0, null])((a, row)));
        Same((a * row).Sum(1), VMap(inner, Pair, Structure.Leaf, [null, 0])((row, a)));
        Func<(Expr, Expr), Expr> ofRows = VMap(inner, Pair, Structure.Leaf, [null, 0]), table = VMap(ofRows, Pair, Structure.Leaf, [0, null]);
        Same(a.MatMul(b.Transpose()), table((a, b)));
    }

    [Fact]
    public void An_inner_map_sees_what_the_outer_one_maps()
    {
        Expr x = Numbers(3, 4), y = Numbers(5, 4);
        Expr distances = VMap(a => VMap(b => (a - b).Square().Sum())(y))(x);
        Same((x.Unsqueeze(1) - y.Unsqueeze(0)).Square().Sum(2), distances);
        Expr squares = VMap(a => VMap(b => a * b, outAxis: -1)(x.Section(0, 1)), outAxis: 1)(y.Section(0, 0, 2));
        Same(VMap(a => (x.Section(0, 1) * a).Transpose(), outAxis: 1)(y.Section(0, 0, 2)), squares);
    }

    [Fact]
    public void A_result_alike_for_all_examples_is_repeated()
    {
        Expr x = Numbers(3, 2), c = Numbers(2);
        Same(c.BroadcastTo(3, 2), VMap(_ => c)(x));
        Same(c.BroadcastTo(3, 2).Transpose(), VMap(_ => c, outAxis: 1)(x));
        (Expr mapped, Expr alike) = VMap(e => (e * 2, c), Structure.Leaf, Pair, outAxes: [1, 0])(x);
        Same((x * 2).Transpose(), mapped);
        Same(c.BroadcastTo(3, 2), alike);
    }

    [Theory, InlineData(0), InlineData(1)]
    public void There_may_be_no_example_or_one(int size)
    {
        Expr x = Numbers(size, 3, 2), w = Numbers(3, 2);
        Expr Loss(Expr e) => (e.MatMul(w.Transpose()).Softmax() * e.Sum()).Max();
        Expr gradients = VMap(e => Gradient.Of(Loss(e), e)[e])(x), byWeight = VMap(e => Gradient.Of(Loss(e), w)[w])(x);
        Assert.Equal(x.Shape, gradients.Shape);
        Assert.Equal(new Shape(size, 3, 2), byWeight.Shape);
        Assert.Equal(size * 6, byWeight.Evaluate().Count);
        Same(Gradient.Of(VMap(Loss)(x).Sum(), x)[x], gradients);
    }

    [Fact]
    public void Transforms_compose_in_any_order()
    {
        // f(x) = Σ x³: gradient 3x², Hessian diag(6x), and 6 as the only third derivatives.
        static Expr F(Expr x) => (x * x * x).Sum();
        static Expr Grad(Expr x) => Gradient.Of(F(x), x)[x];
        Expr x = Numbers(4, 3);
        Expr perExample = VMap(Grad)(x);
        Same(3 * x.Square(), perExample);
        Expr total = (perExample * perExample).Sum();
        Same(36 * x * x * x, Gradient.Of(total, x)[x]);
        Expr hessians = VMap(e => VMap(v => Gradient.Pushforward([Grad(e)], [e], [v])[0]!)(Creation.Eye(3, dtype: DType.Float64)))(x);
        Same((6 * x).DiagonalMatrix(), hessians);
        Expr third = Gradient.Of((hessians * hessians).Sum(), x)[x];
        Same(72 * x, third);
    }

    [Fact]
    public void A_rule_may_take_what_the_mapped_function_made()
    {
        // y = x² whose rule reads s = sin(x), which it captured: mapped, the rule finds every example's own.
        Expr x = Numbers(4, 3), w = Numbers(3);
        Expr F(Expr e)
        {
            Expr s = Expr.Sin(e), unused = Expr.Cos(e);
            return Expr.WithRule("odd", e * e * w, [e, w], (y, a, g) => [g * s * a[0] + Expr.Tanh(unused) * g, g * y * s]);
        }

        Expr Direct(Expr e, Expr g) => g * Expr.Sin(e) * e + Expr.Tanh(Expr.Cos(e)) * g;
        Expr seed = Numbers(4, 3), y = VMap(F)(x);
        Same(x * x * w, y);
        Expr?[] gradients = Gradient.Pullback([y], [x, w], [seed]);
        Same(Direct(x, seed), gradients[0]!);
        Same((seed * x * x * w * Expr.Sin(x)).Sum(0), gradients[1]!);

        // The captured sine is a function of x, so that it counts at the second order; of the mapped rule as of the rule.
        Expr second = Gradient.Of((gradients[0]! * gradients[0]!).Sum(), x)[x];
        Expr direct = Direct(x, seed);
        Same(Gradient.Of((direct * direct).Sum(), x)[x], second);
        Expr tangent = Gradient.Pushforward([y], [x], [seed])[0]!;
        Same(Direct(x, seed), tangent);
    }

    [Fact]
    public void A_rule_mapped_twice_takes_what_either_function_made()
    {
        Expr x = Numbers(2, 3), z = Numbers(4, 3), seed = Numbers(2, 4, 3);
        Expr y = VMap(a =>
        {
            Expr s = Expr.Sin(a);
            return VMap(b =>
            {
                Expr t = Expr.Exp(b) * a;
                return Expr.WithRule("odd", a * b, [a, b], (_, args, g) => [g * s * t, g * t * args[0]]);
            })(z);
        })(x);
        Expr?[] gradients = Gradient.Pullback([y], [x, z], [seed]);
        Expr outer = x.Unsqueeze(1), s = Expr.Sin(outer), t = Expr.Exp(z) * outer;
        Same((seed * s * t).Sum(1), gradients[0]!);
        Same((seed * t * outer).Sum(0), gradients[1]!);
        Expr byOuter = Gradient.Of((gradients[1]! * gradients[1]!).Sum(), x)[x];
        Expr direct = (seed * t * outer).Sum(0);
        Same(Gradient.Of((direct * direct).Sum(), x)[x], byOuter);
    }

    [Fact]
    public void Values_are_not_known_inside()
    {
        Expr x = Numbers(2, 3);
        UnboundParameterException error = Assert.Throws<UnboundParameterException>(() => VMap(e => (e * 2).Evaluate().ToScalar<double>() > 0 ? e : -e)(x));
        Assert.Equal("argument 0 of vmap (float64 [3]) has no value: inside VMap, values are not known (return what depends on it, and evaluate that)", error.Message);
        Assert.Throws<UnboundParameterException>(() => VMap(e => Expr.Constant(e.Evaluate(EvaluationOptions.Reference)))(x));
        Assert.Throws<UnboundParameterException>(() =>
        {
            Expr y = VMap(e => Expr.WithRule("looks", e, [e], (_, a, g) => [a[0].Evaluate().Count > 0 ? g : null]))(x);
            return Gradient.Of(y.Sum(), x)[x];
        });
    }

    [Fact]
    public void Names_stay_and_a_named_argument_is_the_argument()
    {
        Expr x = Numbers(2, 3);
        Expr y = VMap(e => (e.Named("example") * 2).Named("twice"))(x);
        Same(x * 2, y);
        Assert.Equal("twice", y.Name);
    }

    [Fact]
    public void What_no_example_reaches_is_shared()
    {
        Expr x = Numbers(5, 3), w = Numbers(3), heavy = Expr.Exp(w);
        Expr y = VMap(e => e * heavy)(x);
        Assert.Contains(heavy, NodesOf(y));
        Assert.Equal(1, Count<Op.Exp>(y));
        _ = heavy.Evaluate();
        Same(x * heavy, VMap(e => e * heavy)(x));
    }

    [Fact]
    public void A_cell_waits_for_all_examples()
    {
        Expr x = Numbers(4, 3);
        Expr y = VMap(e => e * Expr.Cell(new SourceCell(Expr.Sin(e))))(x);
        Same(x * Expr.Sin(x), y);
        Same(Expr.Sin(x), Gradient.Of(y.Sum(), x)[x]);
    }

    [Fact]
    public void Random_numbers_are_drawn_with_each_key()
    {
        Expr keys = RandomKey.Of(7).SplitBits(5), x = Numbers(5, 3);
        Expr Draw(Expr bits) => new RandomKey(bits).Normal(new Shape(3), DType.Float64);
        Same(Draw(keys), VMap(Draw)(keys));
        Same(x * Draw(keys), VMap<(Expr X, Expr Key), Expr>(p => p.X * Draw(p.Key), Pair, Structure.Leaf)((x, keys)));
        Expr one = RandomKey.Of(7).Bits;
        Same(x * Draw(one), VMap(e => e * Draw(one))(x));
    }

    [Fact]
    public void Walks_are_linear_in_chains_and_diamonds()
    {
        Expr x = Numbers(2, 1);
        Expr chain = VMap(e =>
        {
            for (int i = 0; i < 100_000; i++) e = e * 1.0 + 0.0;
            return e;
        })(x);
        Assert.Equal(x.Shape, chain.Shape);
        Expr diamond = VMap(e =>
        {
            for (int i = 0; i < 60; i++) e = e * 0.5 + e * 0.5;
            return e;
        })(x);
        Same(x * 1, diamond);
    }

    [Fact]
    public void One_mapped_function_may_be_differentiated_on_several_threads()
    {
        Expr x = Numbers(8, 5);
        Expr y = VMap(e => e.Softmax() * e.LogSumExp())(x).Sum();
        NDArray expected = Gradient.Of(y, x)[x].Evaluate();
        Parallel.For(0, 16, _ => Assert.True(expected.BitsEqual(Gradient.Of(y, x)[x].Evaluate())));
    }
}
