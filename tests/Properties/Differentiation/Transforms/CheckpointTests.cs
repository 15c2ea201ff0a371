using Autograd.Graph;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.Differentiation.Transforms;

/// <summary>A checkpointed function is the function, and its derivative takes less memory.</summary>
public sealed class CheckpointTests
{
    private const int Layers = 12, Width = 64, Rows = 256;

    private static Expr Loss(Expr x, Expr[] weights, Func<Func<Expr, Expr>, Func<Expr, Expr>> wrap)
    {
        foreach (Expr weight in weights) x = wrap(y => Layer(y, weight))(x);
        return x.Sum();
    }

    // Three products a layer.
    private static Expr Layer(Expr x, Expr weight)
    {
        for (int i = 0; i < 3; i++) x = Expr.Sin(x.MatMul(weight).Named($"product{i}"));
        return x;
    }

    private static PlanDescription Plan(Func<Func<Expr, Expr>, Func<Expr, Expr>> wrap)
    {
        Expr x = Expr.Constant(NDArray.Ones(Rows, Width));
        Expr[] weights = [.. Enumerable.Range(0, Layers).Select(_ => Expr.Variable(NDArray.Ones(Width, Width)))];
        Expr loss = Loss(x, weights, wrap);
        GradientMap gradients = Gradient.Of(loss, weights);
        return Graph.Evaluation.Explain([loss, .. weights.Select(weight => gradients[weight])]);
    }

    [Fact]
    public void What_is_not_kept_takes_no_memory_and_what_is_kept_is_not_computed_again()
    {
        PlanDescription plain = Plan(f => f), nothing = Plan(f => Transform.Checkpoint(f)), contractions = Plan(f => Transform.Checkpoint(f, CheckpointPolicy.KeepContractions)),
            named = Plan(f => Transform.Checkpoint(f, CheckpointPolicy.KeepNamed("product1")));
        long layer = Rows * Width * sizeof(float);

        // Plain: the products of all layers (or their sines, or both) wait for the way back. Checkpointed: one array a layer, and one layer's own.
        Assert.True(plain.ArenaBytes > 3 * Layers * layer, $"{plain.ArenaBytes}");
        Assert.True(nothing.ArenaBytes < (Layers + 14) * layer, $"{nothing.ArenaBytes} in units of {layer}: {nothing.ArenaBytes / layer}");
        Assert.True(nothing.ArenaBytes < named.ArenaBytes && named.ArenaBytes < plain.ArenaBytes, $"{nothing.ArenaBytes} {named.ArenaBytes} {plain.ArenaBytes}");
        Assert.Equal(Products(plain), Products(contractions));
        Assert.Equal(9 * Layers - 1, Products(plain));
        Assert.True(Products(nothing) is > (9 + 2) * Layers - 2 and <= (9 + 3) * Layers, $"{Products(nothing)}");
        Assert.InRange(Products(named), Products(plain) + 1, Products(nothing) - 1);

        static int Products(PlanDescription plan) => plan.Steps.Count(step => step is ContractionDescription);
    }

    [Property(MaxTest = 15)]
    public void Derivatives_are_those_of_the_function_by_argument_and_by_what_it_captures(int seed)
    {
        var s = new Sampler(seed);
        NDArray[] at = [s.Uniform(new Shape(3)), s.Uniform(new Shape(3, 3)), s.Uniform(new Shape(3))];
        CheckpointPolicy policy = s.Of(CheckpointPolicy.KeepNothing, CheckpointPolicy.KeepContractions, CheckpointPolicy.KeepNamed("h"), CheckpointPolicy.KeepWhere(node => node.Op is Op.Sin));
        Expr Inner(Expr x, Expr w, Expr b) => Expr.Sin(Expr.Tanh(w).MatMul(x) + Expr.Exp(b)).Named("h") * x;
        Expr Checkpointed(Expr[] v)
        {
            // Both what is captured and what it was made of.
            Expr squared = v[2] * v[2];
            return Transform.Checkpoint(x => Transform.Checkpoint(y => Inner(y, v[1], squared), policy)(x) + v[2], policy)(v[0]);
        }

        Expr Plain(Expr[] v) => Inner(v[0], v[1], v[2] * v[2]) + v[2];
        Expr[] inputs = Array.ConvertAll(at, Expr.Variable);
        Check.Close(Plain(inputs).Evaluate().ToArray<double>(), Checkpointed(inputs).Evaluate());
        Check.Derivatives(Checkpointed, at, s, order: 2);
        Assert.True(Gradient.Of(Checkpointed(inputs).Sum())[inputs[1]].Evaluate().BitsEqual(Gradient.Of(Plain(inputs).Sum())[inputs[1]].Evaluate()));
    }

    [Fact]
    public void Structures_are_computed_again_once_for_all_results()
    {
        Structure<(Expr, Expr)> pair = Structure.Tuple(Structure.Leaf, Structure.Leaf);
        Expr x = Expr.Variable(NDArray.Vector(0.3, 0.7)), n = Expr.Literal(2L);
        Func<(Expr, Expr), (Expr, Expr)> f = p => (Expr.Sin(Expr.Exp(p.Item1)) * p.Item2.Cast(DType.Float64), Expr.Cos(Expr.Exp(p.Item1)).Sum());
        Expr Loss((Expr, Expr) r) => r.Item1.Sum() * r.Item2;
        (Expr, Expr) plain = Transform.Grad<(Expr, Expr)>(p => Loss(f(p)), pair)((x, n)), again = Transform.Grad<(Expr, Expr)>(p => Loss(Transform.Checkpoint(f, pair, pair)(p)), pair)((x, n));
        Check.Close(plain.Item1.Evaluate().ToArray<double>(), again.Item1.Evaluate());
        Assert.True(again.Item2.IsAbsent);
    }

    [Property(MaxTest = 30)]
    public void A_barrier_gives_the_bits_of_what_it_holds(int seed)
    {
        var s = new Sampler(seed);
        Shape shape = s.Shape();
        Expr x = Expr.Variable(s.Uniform(shape)), after = Expr.Sin(x).Sum();
        Expr sorted = Expr.Apply(new Op.Sort(0), [Expr.Exp(x.Reshape(-1))]);
        Expr held = Expr.Barrier(s.Of<Func<Expr, Expr>>(y => y, y => y.Reverse(), y => y.Transpose(), Expr.Exp, _ => Expr.Literal(2.0, shape: shape))(x), after, x, sorted);
        foreach (Expr y in (Expr[])[held, Expr.Exp(held) * held, held.Sum(), held.Reshape(-1), held * after, held.Reshape(-1) + sorted.Output(0)])
            Assert.True(y.Evaluate(EvaluationOptions.Reference).BitsEqual(y.Evaluate()));
    }

    [Fact]
    public void What_follows_from_a_barrier_is_computed_anew()
    {
        Expr x = Expr.Variable(NDArray.Ones(40, 40)), y = x.MatMul(x);
        Assert.Equal(1, Products(y, Expr.Identity(x).MatMul(x)));
        Assert.Equal(2, Products(y, Expr.Barrier(x).MatMul(x)));

        static int Products(Expr a, Expr b) => Graph.Evaluation.Explain([a + b]).Steps.Count(step => step is ContractionDescription);
    }
}
