using Autograd.Graph;
using FsCheck.Xunit;
using Xunit;
using static Autograd.Properties.Differentiation.Derivative;

namespace Autograd.Properties.Differentiation;

/// <summary>The zero of a branch not taken is structure: it meets no infinite derivative, in either mode, at any order.</summary>
public class MaskTests
{
    /// <summary>Programs whose naive gradient is NaN at 0, with their derivatives there.</summary>
    public static TheoryData<string, Func<Expr, Expr>, double[]> Traps => new()
    {
        { "logarithm", x => Expr.Where(x > 0, Expr.Log(x), Expr.ZerosLike(x)), [0, 0, 0] },
        { "square root", x => Expr.Where(x > 0, Expr.Sqrt(x), Expr.ZerosLike(x)), [0, 0, 0] },
        { "reciprocal", x => Expr.Where(Expr.EqualTo(x, Expr.ZerosLike(x)), x, 1 / x), [1, 0, 0] },
        { "sine over x", x => Expr.Where(Expr.EqualTo(x, Expr.ZerosLike(x)), Expr.OnesLike(x) - x * x / 6, Expr.Sin(x) / x), [0, -1 / 3.0, 0] },
        { "power of a negative base", x => Expr.Where(x > 1, Expr.Pow(x - 1, 0.3), x * x * x), [0, 0, 6] },
        { "overflow", x => Expr.Where(x < -1, Expr.Exp(1000 * (x + 1)) * Expr.Exp(1000 - x), 2 * x), [2, 0, 0] },
        { "nested", x => Expr.Where(x > -1, Expr.Where(x > 0, Expr.Log(x), x * x), Expr.Sqrt(x)), [0, 2, 0] },
        { "nested on one condition", x => Dead(x, y => Dead(y, Expr.Log)), [0, 0, 0] },
        { "shared subexpression", x => Shared(x), [2, 0, 0] },
        { "selection of a selection", x => Expr.Sqrt(Expr.Where(x > 0, Expr.Log(x), Expr.OnesLike(x) + x)), [0.5, -0.25, 0.375] },
        { "selection by a rule", x => Positive(Expr.Log(x)) + Positive(Expr.Sqrt(x)) + x, [1, 0, 0] },
        { "larger of two", x => Expr.Maximum(Expr.Log(x), x - 1), [1, 0, 0] },
        { "through a shape", x => Expr.Where(x > 0, Expr.Log(x).Reshape(1, -1).Transpose().Reverse(0).Reshape(x.Shape), x), [1, 0, 0] },
        { "through joining", x => Rows(2, Expr.Where(Expr.Concat([x > 0, x > 0]), Expr.Concat([Expr.Log(x), Expr.Sqrt(x)]), Expr.Concat([x, x * x]))), [1, 2, 0] },
        { "through broadcasting", x => Rows(3, Expr.Where((x > 0).BroadcastTo(3, x.Shape[0]), Expr.Log(x).BroadcastTo(3, x.Shape[0]), Expr.Literal(0.0, shape: new(3, x.Shape[0])))) + x, [1, 0, 0] },
        { "through a sum", x => Expr.Where(x > 0, Rows(2, Expr.Concat([Expr.Log(x), x])), x), [1, 0, 0] },
        { "through a largest", x => Expr.Concat([Expr.Log(x), x]).Reshape(2, -1).Reduce(ReduceKind.Max, 0), [1, 0, 0] },
        { "through a part replaced", x => Expr.Where(x > 0, Expr.Log(x).Update(Nothing, x.Slice(Nothing)), x), [1, 0, 0] },
        { "through padding", x => Expr.Where(x > 0, Expr.Log(x).Pad(Expr.Literal(0.0), [0], [0]), x), [1, 0, 0] },
        { "through another type", x => Expr.Where(x > 0, Expr.Log(x.Cast(DType.Float32)).Cast(DType.Float64), x), [1, 0, 0] },
    };

    private static Region Nothing => new([0], [0], [1]);

    private static Expr Rows(int count, Expr x) => x.Reshape(count, -1).Reduce(ReduceKind.Sum, 0);

    // The positive part of y, its derivative 0 at 0 and below.
    private static Expr Positive(Expr y) => Expr.WithRule("positive", Expr.Where(y > 0, y, Expr.ZerosLike(y)), [y], static (_, v, g) =>
        [Expr.Where(v[0] > 0, g, Expr.ZerosLike(g))]);

    private static Expr Dead(Expr x, Func<Expr, Expr> f) => Expr.Where(x > 0, f(x), Expr.ZerosLike(x));

    // One infinite derivative below both branches: neither takes the other's mask.
    private static Expr Shared(Expr x)
    {
        Expr root = Expr.Sqrt(x);
        return Expr.Where(x > 0, root * root, 2 * x) + Expr.Where(x > 1, root, Expr.ZerosLike(x)) + Expr.Where(x > 0, root, x) - Expr.Where(!(x > 0), x, root);
    }

    [Theory]
    [MemberData(nameof(Traps))]
    public void Both_modes_give_the_derivative_of_the_branch_taken(string name, Func<Expr, Expr> f, double[] expected)
    {
        for (int order = 1; order <= expected.Length; order++)
        {
            Assert.True(Math.Abs(expected[order - 1] - Reverse(f, order, 0)[0]) < 1e-12, $"{name}, reverse mode, order {order}: {Reverse(f, order, 0)[0]}");
            Assert.True(Math.Abs(expected[order - 1] - Forward(f, order, 0)[0]) < 1e-12, $"{name}, forward mode, order {order}: {Forward(f, order, 0)[0]}");
        }
    }

    [Fact]
    public void A_true_zero_times_infinity_stays_NaN()
    {
        Assert.Equal([double.NaN], Reverse(x => 0 * Expr.Sqrt(x), 1, 0));
        Assert.Equal([double.NaN], Forward(x => 0 * Expr.Sqrt(x), 1, 0));
    }

    [Fact]
    public void The_zeros_of_a_seed_are_ordinary_values()
    {
        Expr x = Expr.Variable(NDArray.Vector(0.0, 4)), y = Expr.Sqrt(x);
        Expr seed = Expr.Where(x > 1, Expr.OnesLike(x), Expr.ZerosLike(x));
        Assert.Equal([double.NaN, 0.25], Gradient.Of(y, [x], seed)[x].Evaluate(EvaluationOptions.Reference).ToArray<double>());
    }

    [Fact]
    public void A_branch_of_its_own_rule_gets_zeros_written_out()
    {
        Expr? seen = null;
        DerivativeRule rule = (_, _, g) => [seen = g];
        Expr x = Expr.Variable(NDArray.Vector(-1.0, 1)), own = Expr.WithRule("own", x, [x], rule);
        Gradient.Of(Check.Total(Expr.Where(x > 0, 3 * own, x)), x);
        Assert.Equal([0, 3.0], seen!.Evaluate(EvaluationOptions.Reference).ToArray<double>());
    }

    [Property(MaxTest = 100)]
    public void Both_modes_agree_on_random_programs_of_selections_at_their_traps(int seed)
    {
        // Values sit on the traps themselves: 0 is where logarithm, root and reciprocal have infinite derivatives or no value.
        var s = new Sampler(seed);
        Func<Expr, Expr> f = x => Expr.Where(x > 0, Expr.OnesLike(x), x);
        for (int depth = s.Int(1, 4); depth > 0; depth--)
        {
            Func<Expr, Expr> inner = f, singular = s.Of<Func<Expr, Expr>>(Expr.Log, Expr.Sqrt, x => 1 / x, x => Expr.Pow(x, 0.5));
            bool turned = s.Bool();
            f = s.Of<Func<Expr, Expr>>(
                x => turned ? Expr.Where(x > 0, singular(x) * x, inner(x)) : Expr.Where(!(x > 0), inner(x), singular(x)),
                x => Expr.Where(x > 0, singular(inner(x)), Expr.Sin(x)) + inner(x),
                x => Expr.Where(x > 0, inner(singular(x)), Expr.Exp(x)));
        }

        for (int order = 1; order <= 3; order++)
        {
            double[] reverse = Reverse(f, order, -1, 0, 1.5), forward = Forward(f, order, -1, 0, 1.5);
            for (int i = 0; i < reverse.Length; i++) Check.Close(forward[i], reverse[i], $"forward and reverse mode, order {order}, place {i},");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_chain_of_selections_costs_little_more_than_without_masks(int order)
    {
        // Without masks: the rule of a selection as a rule of its own, which writes its zeros out at once.
        static Expr Unmasked(Expr p, Expr a, Expr b) => Expr.WithRule("where", Expr.Where(p, a, b), [a, b],
            (_, _, g) => [Unmasked(p, g, Expr.ZerosLike(g)), Unmasked(p, Expr.ZerosLike(g), g)]);
        Func<Func<Expr, Expr, Expr, Expr>, Expr, Expr>[] chains =
        [
            (where, x) => where(x > 0.1, Expr.Sin(x), x * 0.9),
            (where, x) => where(x > 0.1, Expr.Sin(x), Expr.OnesLike(x)),
            (where, x) => where(x > 0.1, Expr.Exp(x) * x, x),
            (where, x) => where(x > 0.1, Expr.Exp(x) * x, x) + where(x < 0.3, x, Expr.Tanh(x)),
        ];
        foreach (var step in chains)
        {
            int masked = Size(Expr.Where), plain = Size(Unmasked);
            Assert.True(masked <= 1.5 * plain, $"order {order}: {masked} nodes with masks, {plain} without");

            int Size(Func<Expr, Expr, Expr, Expr> where)
            {
                Expr x = Expr.Variable(NDArray.Vector(0.2, 0.7)), y = x;
                for (int k = 0; k < 20; k++) y = step(where, y);
                for (int n = 0; n < order; n++) y = Gradient.Of(Check.Total(y), x)[x];
                return Nodes(y);
            }
        }
    }

    /// <summary>How many nodes an evaluation computes: of a node with a rule only its value.</summary>
    private static int Nodes(Expr output)
    {
        var seen = new HashSet<Expr>(ReferenceEqualityComparer.Instance) { output };
        var pending = new Stack<Expr>(seen);
        int count = 0;
        while (pending.TryPop(out Expr? node))
        {
            if (node.Op is not (Op.WithRule or Op.Literal)) count++;
            IEnumerable<Expr> inputs = node.Op is Op.WithRule ? [node.Inputs[0]] : node.Inputs;
            foreach (Expr input in inputs)
                if (seen.Add(input)) pending.Push(input);
        }

        return count;
    }
}
