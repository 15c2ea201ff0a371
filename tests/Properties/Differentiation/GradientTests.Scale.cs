using Autograd.Graph;
using Xunit;

namespace Autograd.Properties.Differentiation;

// Depth, sharing, threads.
public partial class GradientTests
{
    [Fact]
    public void A_chain_of_a_million_nodes_differentiates_on_the_default_stack()
    {
        Expr x = Expr.Variable(NDArray.Scalar(0.5)), y = x;
        for (int k = 0; k < 1_000_000; k++) y = k % 2 == 0 ? y + x : -y;
        Assert.Equal(1.0, Gradient.Of(y, x)[x].Evaluate(EvaluationOptions.Reference).ToScalar<double>());
        Assert.NotNull(Gradient.Pushforward([y], [x], [x])[0]);
    }

    [Fact]
    public void A_diamond_of_sixty_levels_differentiates_each_node_once()
    {
        Expr x = Expr.Variable(NDArray.Scalar(1.0)), y = x;
        for (int k = 0; k < 60; k++) y += y;
        Assert.Equal(Math.Pow(2, 60), Gradient.Of(y)[x].Evaluate().ToScalar<double>());
        Expr product = x;
        for (int k = 0; k < 60; k++) product *= Expr.Sin(product) + product;
        Assert.NotNull(Gradient.Of(Gradient.Of(product, x)[x], x)[x]);
    }

    [Fact]
    public void Gradients_have_the_same_bits_on_every_run_nested_or_not()
    {
        Expr[] Bits()
        {
            var s = new Sampler(5);
            Expr x = Expr.Variable(s.Uniform(new(4, 4))), y = x;
            for (int k = 0; k < 20; k++) y = Expr.Tanh(Expr.Dot(y, x, [1], [0]) + y * Expr.Sin(x));
            return [Gradient.Of(Check.Total(y), x)[x]];
        }

        NDArray first = Bits()[0].Evaluate(EvaluationOptions.Reference);
        Assert.True(first.BitsEqual(Bits()[0].Evaluate(EvaluationOptions.Reference)));
        using NodeMap lease = NodeMap.Create();
        Expr withoutLease = Bits()[0];
        lease.Dispose();
        Assert.True(first.BitsEqual(withoutLease.Evaluate(EvaluationOptions.Reference)));
    }

    [Fact]
    public void Many_threads_differentiate_one_graph_while_others_build_on_it()
    {
        var s = new Sampler(6);
        Expr x = Expr.Variable(s.Uniform(new(3))), y = x;
        for (int k = 0; k < 200; k++) y = Expr.Where(y > 0, Expr.Sin(y) + x, y * 0.5);
        Expr output = Check.Total(y);
        double[] expected = Value(Gradient.Of(output, x)[x]);
        string before = string.Join(", ", y.Inputs.Select(input => input.ToString()));
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, thread =>
        {
            for (int round = 0; round < 20; round++)
            {
                Expr built = thread % 2 == 0 ? output : Check.Total(y + (y - y));
                Assert.Equal(expected, Value(Gradient.Of(built, x)[x]));
            }
        });
        Assert.Equal(before, string.Join(", ", y.Inputs.Select(input => input.ToString())));
    }

    [Fact]
    public void Differentiating_changes_no_node_and_no_map()
    {
        Expr x = Expr.Variable(NDArray.Vector(1.0, 2)), y = Expr.Sin(x) * x;
        (Op op, Expr[] inputs, ExprType type) = (y.Op, y.Inputs.ToArray(), y.Type);
        GradientMap map = Gradient.Of(Check.Total(y), x);
        Expr gradient = map[x];
        _ = (map + map) * 2;
        _ = Gradient.Of(Check.Total(gradient), x);
        Assert.Same(gradient, map[x]);
        Assert.Same(op, y.Op);
        Assert.Equal(inputs, y.Inputs.ToArray());
        Assert.Equal(type, y.Type);
        Assert.Null(y.Value);
    }
}
