using Autograd.Graph;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.Differentiation;

// Local steps: cotangents of inputs that are cuts.
public partial class GradientTests
{
    private static readonly Expr Two = Expr.Literal(2.0);

    [Fact]
    public void A_pullback_does_not_look_below_its_inputs()
    {
        Expr x = Expr.Variable(NDArray.Scalar(3.0)), y = x * x, z = y * x;
        Expr?[] cotangents = Gradient.Pullback([z], [x, y], [Two]);
        Assert.Equal(18.0, cotangents[0]!.Evaluate().ToScalar<double>());
        Assert.Equal(6.0, cotangents[1]!.Evaluate().ToScalar<double>());
    }

    [Fact]
    public void Of_a_repeated_input_the_first_gets_the_whole()
    {
        Expr x = Expr.Variable(NDArray.Scalar(3.0));
        foreach (Expr y in new[] { x * x, Expr.Sin(x) * 0 + x * x })
        {
            Expr?[] cotangents = Gradient.Pullback([y], [x, x], [Two]);
            Assert.Equal(12.0, cotangents[0]!.Evaluate().ToScalar<double>());
            Assert.Null(cotangents[1]);
        }
    }

    [Fact]
    public void An_output_that_is_an_input_gets_its_seed()
    {
        Expr x = Expr.Variable(NDArray.Scalar(3.0)), y = x * x;
        Expr?[] cotangents = Gradient.Pullback([y, x], [y, x], [Two, Two]);
        Assert.Same(Two, cotangents[0]);
        Assert.Same(Two, cotangents[1]);
    }

    [Fact]
    public void Inputs_without_cotangent_get_null()
    {
        Expr x = Expr.Variable(NDArray.Scalar(3.0)), n = Expr.Variable(NDArray.Scalar(2L)), other = Expr.Variable(NDArray.Scalar(1.0));
        Assert.Equal([null, null], Gradient.Pullback([x * n.Cast(DType.Float64)], [n, other], [Two]));
        Assert.Equal([null], Gradient.Pullback([x * x], [x], [null]));
        Assert.Equal([null], Gradient.Pullback([Expr.Floor(x)], [x], [Two]));
        Assert.Equal([], Gradient.Pullback([x * x], [], [Two]));
        Assert.Equal([null], Gradient.Pullback([], [x], []));
    }

    [Property]
    public void One_step_gives_what_the_walk_gives(int seed)
    {
        // The second output makes the walk general; without seed it changes nothing.
        foreach (Func<Sampler, PrimitiveSample> sample in PrimitiveSamples.Differentiable.Values)
        {
            var s = new Sampler(seed);
            PrimitiveSample drawn = sample(s);
            Expr[] x = Array.ConvertAll(drawn.At, Expr.Variable);
            Expr y = drawn.Function(x);
            Expr[] cuts = [.. y.Inputs.Where(input => input.OutputCount == 1)];
            Expr weights = Expr.Constant(s.Uniform(y.Shape));
            Expr?[] one = Gradient.Pullback([y], cuts, [weights]), walked = Gradient.Pullback([y, Expr.Zero], cuts, [weights, null]);
            for (int i = 0; i < cuts.Length; i++)
            {
                Assert.Equal(walked[i] is null, one[i] is null);
                if (one[i] is { } cotangent) Assert.True(cotangent.Evaluate(EvaluationOptions.Reference).BitsEqual(walked[i]!.Evaluate(EvaluationOptions.Reference)));
            }
        }
    }

    [Fact]
    public void A_step_costs_its_own_size_however_large_the_graph_below()
    {
        Expr x = Expr.Variable(NDArray.Scalar(3.0)), ground = x;
        for (int k = 0; k < 100; k++) x = Expr.Identity(x);
        Expr other = Expr.Identity(x), y = Expr.Exp(x * other) + x;
        // A walk that has the lease leaves its stamp on the nodes it visits; one that has not is tried again.
        for (var wait = new SpinWait(); y.Stamp == 0; wait.SpinOnce()) Gradient.Pullback([y], [x], [Two], cuts: [other]);
        for (Expr node = x; node != ground; node = node.Inputs[0]) Assert.Equal(0, node.Inputs[0].Stamp);
    }

    [Fact]
    public void Cotangents_of_several_outputs_add_up()
    {
        Expr x = Expr.Variable(NDArray.Vector(3.0, 1, 2));
        (Expr values, Expr permutation) = x.Sort();
        Expr a = Expr.Literal(1.0, shape: x.Shape), b = Expr.Constant(NDArray.Vector(10.0, 20, 30));
        Assert.Equal([31.0, 11, 21], Value(Gradient.Pullback([values, values], [x], [a, b])[0]!));
        Assert.Equal([30.0, 10, 20], Value(Gradient.Pullback([permutation, values], [x], [null, b])[0]!));
        Assert.Equal([30.0, 10, 20], Value(Gradient.Of(Check.Total(values * b), x)[x]));
        Assert.Null(Gradient.Pullback([values], [x], [null])[0]);
    }

    [Fact]
    public void Many_slices_of_one_array_add_into_one()
    {
        const int count = 1000;
        Expr x = Expr.Variable(NDArray.Ones(new Shape(count), DType.Float64)), sum = x.Slice(0, 0, 1);
        for (int k = 1; k < count; k++) sum += k * x.Slice(0, k, k + 1);
        Expr gradient = Gradient.Of(sum, x)[x];
        int whole = 0;
        for (Expr node = gradient; node.Op is Op.UpdateAdd; node = node.Inputs[0]) whole++;
        Assert.Equal(count, whole);
        Assert.Equal(1 + (count - 1) * count / 2, Value(gradient).Sum());
    }

    [Fact]
    public void Many_lookups_in_one_table_add_into_one()
    {
        Expr table = Expr.Variable(NDArray.Ones(new Shape(3, 2), DType.Float64)), sum = Expr.Literal(0.0);
        for (int k = 0; k < 5; k++) sum += Check.Total(table.Gather(Expr.Constant(NDArray.Create([(long)(k % 3)], 1, 1)), [0]));
        Expr gradient = Gradient.Of(sum, table)[table];
        Assert.Equal([2.0, 2, 2, 2, 1, 1], Value(gradient));
        Assert.IsType<Op.Scatter>(gradient.Inputs[0].Op);
    }
}
