using Autograd.Graph;
using FsCheck;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.Computations;

/// <summary>Computations traced, substituted into, partially evaluated, pruned and differentiated compute what they should.</summary>
public sealed class RewritingTests
{
    private static readonly NamedType X = new("x", DType.Float64, 3), W = new("w", DType.Float64, 2, 3);

    private static readonly NDArray AtX = NDArray.Vector(0.5, -1.0, 2.0), AtW = NDArray.Create([1.0, 2, 3, 4, 5, 6], 2, 3);

    private static double[] Values(NDArray array) => array.ToArray<double>();

    private static void Throws<T>(string message, Action action) where T : Exception => Assert.StartsWith(message, Assert.Throws<T>(action).Message, StringComparison.Ordinal);

    [Fact]
    public void A_function_is_traced_with_named_parameters()
    {
        Computation one = Computation.Trace(X, x => (x * x).Named("square")), two = Computation.Trace(W, X, (w, x) => w.MatMul(x));
        Assert.Equal("(x: float64 [3]) -> (square: float64 [3])", one.ToString());
        Assert.Equal("(w: float64 [2, 3], x: float64 [3]) -> (float64 [2])", two.ToString());
        Assert.Equal([0.25, 1, 4], Values(one.Compile().Run(AtX)[0]));
        Computation three = Computation.Trace(W, X, new("b", DType.Float64, 2), (w, x, b) => w.MatMul(x) + b);
        Assert.True(three.StructurallyEquals(Computation.Trace([W, X, new("b", DType.Float64, 2)], p => [p[0].MatMul(p[1]) + p[2]])));
        Throws<ComputationException>("computation: parameter 1 (float64 [3]) has no name", () => Computation.Trace([X, new NamedType(null, X.Type)], p => [p[0]]));
        Throws<ComputationException>("computation: two parameters are named 'x'", () => Computation.Trace(X, X, (a, b) => a + b));
        Throws<ComputationException>("computation: the function gave null", () => Computation.Trace([X], _ => null!));
    }

    [Fact]
    public void Gradients_are_keyed_by_name()
    {
        Computation loss = Computation.Trace([W, X, new("n", DType.Int64), new("unused", DType.Float32, 2)], p => [(p[0].MatMul(p[1]) * p[2]).Sum().Named("loss")]);
        Computation gradient = loss.Gradient(["x", "w", "x"]);
        Assert.Equal("(w: float64 [2, 3], x: float64 [3], n: int64 [], unused: float32 [2]) -> (x: float64 [3], w: float64 [2, 3])", gradient.ToString());
        NDArray[] arguments = [AtW, AtX, NDArray.Scalar(2L), NDArray.Ones(2)];
        Assert.Equal([10, 14, 18], Values(gradient.Compile().Run(arguments)[0]));
        Computation both = loss.ValueAndGradient();
        Assert.Equal("(loss: float64 [], w.grad: float64 [2, 3], x.grad: float64 [3], unused.grad: float32 [2])", both.ToString()[(both.ToString().IndexOf("->", StringComparison.Ordinal) + 3)..]);
        Assert.Equal([0f, 0], both.Compile().Run(arguments)[3].ToArray<float>());
        Computation hessian = Computation.Trace(X, x => Expr.Pow(x, 3).Sum()).Gradient();
        Computation second = Computation.Of(hessian.Parameters, [hessian.Outputs[0].Sum()]).Gradient();
        Assert.Equal([3, -6, 12], Values(second.Compile().Run(AtX)[0]));
        Throws<ComputationException>("gradient: there are 2 outputs (loss: float64 [], x: float64 [3]); name the one to differentiate", () => Computation.Of(loss.Parameters, [loss.Outputs[0], loss.Parameters[1]]).Gradient());
        Throws<ComputationException>("computation: there is no parameter 'v'", () => loss.Gradient(["v"]));
        Throws<DTypeException>("gradient: a node to differentiate by", () => loss.Gradient(["n"]));
        Throws<GradientException>("gradient: the output", () => Computation.Trace(X, x => x * x).Gradient());
    }

    [Property(MaxTest = 60)]
    public void Substituting_arguments_gives_the_bits_of_a_run(DoNotSize<int> seed)
    {
        DrawnComputation drawn = DrawnComputation.Of(seed.Item, 40);
        Computation closed = drawn.Computation.Substitute([.. drawn.Computation.Parameters.Select((parameter, i) => (parameter, Expr.Constant(drawn.Arguments[i])))]);
        Assert.Empty(closed.Parameters);
        DrawnComputation.SameBits(drawn.Expected, closed.Compile().Run());
    }

    [Property(MaxTest = 60)]
    public void Partial_evaluation_gives_the_bits_of_a_run(DoNotSize<int> seed)
    {
        DrawnComputation drawn = DrawnComputation.Of(seed.Item, 40);
        var random = new System.Random(seed.Item);
        var bound = new List<(string, NDArray)>();
        var rest = new List<NDArray>();
        for (int i = 0; i < drawn.Arguments.Length; i++)
        {
            if (random.Next(2) == 0) rest.Add(drawn.Arguments[i]);
            else bound.Add((drawn.Computation.Signature.Parameters[i].Name!, drawn.Arguments[i]));
        }

        Computation partial = drawn.Computation.PartiallyEvaluate(bound, random.Next(3) switch { 0 => 0, 1 => 200, _ => 1 << 20 });
        Assert.Equal(rest.Count, partial.Parameters.Length);
        DrawnComputation.SameBits(drawn.Expected, partial.Compile().Run([.. rest]));
    }

    [Fact]
    public void Functions_compose_by_substitution()
    {
        Computation outer = Computation.Trace(X, x => Expr.Exp(x).Sum().Named("y")), inner = Computation.Trace(W, new("v", DType.Float64, 2), (w, v) => v.MatMul(w));
        Computation both = outer.Substitute("x", inner.Outputs[0]);
        Assert.Equal("(v: float64 [2], w: float64 [2, 3]) -> (y: float64 [])", both.ToString());
        Assert.Equal(Math.Exp(0.5) + Math.Exp(0.7) + Math.Exp(0.9), both.Compile().Run(NDArray.Vector(0.1, 0.1), AtW)[0].ToScalar<double>(), 1e-12);
        // A parameter that its own replacement depends on stays.
        Computation doubled = outer.Substitute("x", outer.Parameters[0] * 2);
        Assert.Equal(outer.ToString(), doubled.ToString());
        Throws<ShapeException>("substitute: x = parameter : float64 [3] cannot be replaced by", () => outer.Substitute("x", Expr.Literal(1.0)));
        Throws<DTypeException>("substitute: x = parameter : float64 [3] cannot be replaced by", () => outer.Substitute("x", Expr.Literal(1f, shape: new(3))));
        Throws<ComputationException>("computation: there is no parameter 'z'", () => outer.Substitute("z", outer.Parameters[0]));
        Throws<ComputationException>("substitute: ", () => outer.Substitute([(outer.Parameters[0], outer.Parameters[0]), (outer.Parameters[0], outer.Parameters[0])]));
    }

    [Fact]
    public void What_does_not_change_stays_the_same_node()
    {
        Expr x = Expr.Parameter("x", DType.Float64, new(3)), y = Expr.Parameter("y", DType.Float64, new(3));
        Expr left = Expr.Exp(x).Named("left"), right = y.Sort().Values, sum = (left + right).Named("sum");
        Computation changed = Computation.Of([x, y], [sum, left]).Substitute("y", x * 2);
        Assert.Same(left, changed.Outputs[1]);
        Assert.Same(left, changed.Outputs[0].Inputs[0]);
        Assert.Equal("sum", changed.Outputs[0].Name);
        Assert.NotSame(right, changed.Outputs[0].Inputs[1]);
        Expr cell = Expr.Cell(new SourceCell(x * 3));
        Assert.Equal([1.5, -3, 6], Values(Computation.Of([x], [cell]).PartiallyEvaluate([("x", AtX)]).Compile().Run()[0]));
    }

    [Fact]
    public void Partial_evaluation_keeps_giants_as_they_are()
    {
        Computation computation = Computation.Trace(X, new("s", DType.Float64), (x, s) =>
        {
            Expr giant = s.BroadcastTo(new Shape(1000, 3));
            return (Expr.Exp(giant) + x).Sum() + Expr.Tanh(giant).Sum();
        });
        Computation partial = computation.PartiallyEvaluate([("s", NDArray.Scalar(0.5))], largestConstant: 1000);
        // The giant stays; the sum of its tanh, a number, does not.
        List<Expr> nodes = DrawnComputation.Nodes(partial.Outputs.AsSpan());
        Assert.Contains(nodes, node => node.Op is Op.Broadcast && node.Shape.Count == 3000);
        Assert.DoesNotContain(nodes, node => node.Op is Op.Tanh);
        Assert.All(nodes, node => Assert.True(node.Op is not Op.Constant || node.Shape.Count <= 3));
        Assert.True(computation.Compile().Run(AtX, NDArray.Scalar(0.5))[0].BitsEqual(partial.Compile().Run(AtX)[0]));

        // What is no larger than the arrays it is made of becomes a constant in any case.
        Computation product = Computation.Trace(W, X, (w, x) => w.MatrixTranspose().MatMul(w).MatMul(x)).PartiallyEvaluate([("w", AtW)], largestConstant: 0);
        Assert.Contains(DrawnComputation.Nodes(product.Outputs.AsSpan()), node => node.Op is Op.Constant && node.Shape.Equals(new Shape(3, 3)));
        Throws<ComputationException>("partially evaluate: parameter 'x' is bound twice", () => computation.PartiallyEvaluate([("x", AtX), ("x", AtX)]));
        Throws<ShapeException>("partially evaluate: parameter 'x' is float64 [3], the value is float64 [2, 3]", () => computation.PartiallyEvaluate([("x", AtW)]));
        Throws<DTypeException>("partially evaluate: parameter 'x' is float64 [3], the value is float32 [3]", () => computation.PartiallyEvaluate([("x", NDArray.Ones(3))]));
    }

    [Fact]
    public void What_no_output_needs_is_pruned()
    {
        Computation computation = Computation.Trace([X, W, new("unused", DType.Bool)], p => [p[0].Sum().Named("a"), p[1].Sum().Named("b")]);
        Assert.Equal("(x: float64 [3], w: float64 [2, 3]) -> (a: float64 [], b: float64 [])", computation.Prune().ToString());
        Assert.Equal("(w: float64 [2, 3]) -> (b: float64 [])", computation.Prune("b").ToString());
        Assert.Equal("(x: float64 [3], w: float64 [2, 3]) -> (b: float64 [], a: float64 [])", computation.Prune("b", "a").ToString());
        Throws<ComputationException>("computation: there is no output 'c'", () => computation.Prune("c"));
    }

    [Fact]
    public void A_long_chain_is_rewritten()
    {
        Expr x = Expr.Parameter("x", DType.Float64, new(3)), y = x;
        for (int i = 0; i < 100_000; i++) y = -y;
        Computation computation = Computation.Of([x], [y]);
        Assert.Equal(100_001, computation.Statistics.Nodes);
        Assert.Equal(100_001, computation.Substitute("x", Expr.Parameter("z", DType.Float64, new(3))).Statistics.Depth);
        Assert.Empty(computation.Prune().PartiallyEvaluate([("x", AtX)]).Parameters);
    }
}
