using Autograd.Graph;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.Differentiation;

/// <summary>What the gradient of a whole expression obeys, and what it is asked by.</summary>
public partial class GradientTests
{
    private static readonly Func<Expr, Expr>[] Functions = [Expr.Sin, Expr.Exp, Expr.Tanh, x => x * x, x => 1 / (2 + x), x => Expr.Where(x > 0.5, x, Expr.Cos(x))];

    private static double[] Of(Expr output, Expr x) => Gradient.Of(Check.Total(output), x)[x].Evaluate(EvaluationOptions.Reference).ToArray<double>();

    private static double[] Value(Expr x) => x.Evaluate(EvaluationOptions.Reference).ToArray<double>();

    [Property]
    public void Gradient_of_a_sum_is_the_sum_of_gradients(int seed)
    {
        var s = new Sampler(seed);
        Expr x = Expr.Variable(s.Uniform(s.Shape())), u = s.Of(Functions)(x), v = s.Of(Functions)(x);
        double[] du = Of(u, x), dv = Of(v, x);
        Check.Close([.. du.Zip(dv, (a, b) => a + b)], Gradient.Of(Check.Total(u + v), x)[x].Evaluate());
    }

    [Property]
    public void Gradient_of_a_product_obeys_the_product_rule(int seed)
    {
        var s = new Sampler(seed);
        Expr x = Expr.Variable(s.Uniform(s.Shape())), u = s.Of(Functions)(x), v = s.Of(Functions)(x);
        Expr rule = Gradient.Of(Check.Total(u), x)[x] * v + u * Gradient.Of(Check.Total(v), x)[x];
        Check.Close(Value(rule), Gradient.Of(Check.Total(u * v), x)[x].Evaluate());
    }

    [Property]
    public void Gradient_of_a_composition_obeys_the_chain_rule(int seed)
    {
        var s = new Sampler(seed);
        Func<Expr, Expr> f = s.Of(Functions), g = s.Of(Functions);
        Expr x = Expr.Variable(s.Uniform(s.Shape())), inner = g(x), outer = f(inner);
        GradientMap map = Gradient.Of(Check.Total(outer), x, inner);
        Expr rule = map[inner] * Gradient.Of(Check.Total(inner), x)[x];
        Check.Close(Value(rule), map[x].Evaluate());
    }

    [Property]
    public void A_seed_is_a_weight_of_the_outputs_elements(int seed)
    {
        var s = new Sampler(seed);
        Expr x = Expr.Variable(s.Uniform(s.Shape())), y = s.Of(Functions)(x), weights = Expr.Constant(s.Uniform(x.Shape));
        Check.Close(Of(y * weights, x), Gradient.Of(y, [x], weights)[x].Evaluate());
        Check.Close(Of(y * weights, x), Gradient.Of(y, null, weights)[x].Evaluate());
    }

    [Fact]
    public void The_gradients_of_a_small_network_are_those_of_its_formula()
    {
        Expr x = Expr.Variable(NDArray.Ones(2, 2));
        Expr o = ((x + 2) * (x + 2) * 3).Reduce(ReduceKind.Sum, 0, 1) / 4;
        GradientMap g = Gradient.Of(o);
        Assert.Equal([4.5f, 4.5f, 4.5f, 4.5f], g[x].Evaluate().ToArray<float>());
    }

    [Fact]
    public void All_floating_variables_reached_are_asked_for_where_nothing_is_named()
    {
        Expr a = Expr.Variable(NDArray.Scalar(2.0)), b = Expr.Variable(NDArray.Scalar(3.0)), c = Expr.Constant(NDArray.Scalar(4.0)), n = Expr.Variable(NDArray.Scalar(5L));
        GradientMap map = Gradient.Of(a * b * c + n.Cast(DType.Float64) + Expr.StopGradient(Expr.Variable(NDArray.Scalar(1.0))));
        Assert.Equal([a, b], map.Wrt);
        Assert.Equal(6.0, Gradient.Of(a * b * c, c)[c].Evaluate().ToScalar<double>());
    }

    [Fact]
    public void An_output_of_one_element_needs_no_seed_whatever_its_rank()
    {
        Expr x = Expr.Variable(NDArray.Ones(new Shape(1, 1), DType.Float64));
        Assert.Equal([2.0], Value(Gradient.Of(x * x)[x]));
        Assert.Equal([1.0], Value(Gradient.Of(x, x)[x]));
    }

    [Fact]
    public void One_node_asked_for_may_lie_below_another()
    {
        Expr x = Expr.Variable(NDArray.Scalar(2.0)), y = x * x, z = Expr.Exp(y) + x;
        GradientMap map = Gradient.Of(z, y, x, z);
        Assert.Equal(Math.Exp(4), map[y].Evaluate().ToScalar<double>(), 1e-12);
        Assert.Equal(4 * Math.Exp(4) + 1, map[x].Evaluate().ToScalar<double>(), 1e-12);
        Assert.Equal(1.0, map[z].Evaluate().ToScalar<double>());
    }

    [Fact]
    public void An_identity_is_a_node_of_its_own()
    {
        Expr x = Expr.Variable(NDArray.Scalar(2.0)), own = Expr.Identity(x), y = own * x;
        GradientMap map = Gradient.Of(y, own, x);
        Assert.Equal(2.0, map[own].Evaluate().ToScalar<double>());
        Assert.Equal(4.0, map[x].Evaluate().ToScalar<double>());
    }

    [Fact]
    public void Nothing_passes_into_a_cell()
    {
        Expr x = Expr.Variable(NDArray.Scalar(2.0)), y = Expr.Cell(new SourceCell(x * x)) * x;
        Assert.Equal(4.0, Gradient.Of(y, x)[x].Evaluate().ToScalar<double>());
    }

    [Fact]
    public void Errors_name_the_node_and_what_would_be_right()
    {
        Expr w = Expr.Variable(NDArray.Ones(2, 3)).Named("w"), n = Expr.Variable(NDArray.Vector(1L)).Named("n");
        string vector = Assert.Throws<GradientException>(() => Gradient.Of(w)).Message;
        Assert.Contains("w = variable : float32 [2, 3]", vector);
        Assert.Contains("seed of shape [2, 3]", vector);
        string shape = Assert.Throws<ShapeException>(() => Gradient.Of(w, [w], Expr.Literal(1f))).Message;
        Assert.Contains("shape []", shape);
        Assert.Contains("[2, 3]", shape);
        string type = Assert.Throws<DTypeException>(() => Gradient.Of(w, [w], Expr.Literal(1.0, shape: w.Shape))).Message;
        Assert.Contains("float64", type);
        Assert.Contains("float32", type);
        Assert.Contains("the output (n", Assert.Throws<DTypeException>(() => Gradient.Of(n, w)).Message);
        Assert.Contains("n = variable : int64 [1]", Assert.Throws<DTypeException>(() => Gradient.Of(Check.Total(w), n)).Message);
        Assert.Throws<ArgumentNullException>(() => Gradient.Of(null!));
        Assert.Throws<ArgumentNullException>(() => Gradient.Of(Check.Total(w), w, null!));
        Assert.Contains("2 seeds for 1 outputs", Assert.Throws<ArgumentException>(() => Gradient.Pullback([w], [w], [null, null])).Message);
        Assert.Contains("1 tangents for 2 inputs", Assert.Throws<ArgumentException>(() => Gradient.Pushforward([w], [w, w], [null])).Message);
        Assert.Throws<ShapeException>(() => Gradient.Pullback([w], [w], [Expr.Literal(1f)]));
        Assert.Throws<DTypeException>(() => Gradient.Pushforward([w], [n], [n]));
    }
}
