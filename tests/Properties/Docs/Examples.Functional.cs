using Autograd.Graph;

namespace Autograd.Docs;

// Examples of docs/functional.md.
public sealed partial class Examples
{
    [Fact]
    public void The_gradient_of_a_function()
    {
        #region gradOfFunction
        Expr Loss(Expr w) => (Expr.Sin(w) * w).Sum();      // one number

        Expr w = Expr.Variable(NDArray.Vector(0.5, 1.5));
        Expr dw = Transform.Grad(Loss)(w);                 // sin w + w cos w
        var (value, gradient) = Transform.ValueAndGrad(Loss)(w);
        #endregion
        Same([Math.Sin(0.5) + 0.5 * Math.Cos(0.5), Math.Sin(1.5) + 1.5 * Math.Cos(1.5)], dw);
        Same(dw.Evaluate().ToArray<double>(), gradient);
        Same([0.5 * Math.Sin(0.5) + 1.5 * Math.Sin(1.5)], value);
    }

    [Fact]
    public void An_argument_is_not_the_node_that_is_passed()
    {
        #region identities
        Expr x = Expr.Variable(NDArray.Scalar(3.0));
        Expr one = Transform.Grad(y => x * y)(x);                              // x: 3, not 2x
        Expr nested = Transform.Grad(a => a * Transform.Grad(b => a + b)(a))(x); // 1
        #endregion
        Same([3], one);
        Same([1], nested);
    }

    [Fact]
    public void Auxiliary_results()
    {
        #region auxiliary
        (Expr Value, Expr Predictions) Fit(Expr w)
        {
            Expr predictions = w * 2 + 1;
            return (predictions.Square().Sum(), predictions);
        }

        Expr w = Expr.Variable(NDArray.Vector(1.0, 2.0));
        var (gradient, predictions) = Transform.GradWithAuxiliary<Expr>(Fit)(w);   // 12, 20 and 3, 5
        #endregion
        Same([12, 20], gradient);
        Same([3, 5], predictions);
    }

    [Fact]
    public void Products_with_Jacobians()
    {
        #region jacobianProducts
        Func<Expr, Expr> f = x => Expr.Sin(x) * x.Sum();
        Expr x = Expr.Variable(NDArray.Vector(0.0, 1.0)), v = Expr.Constant(NDArray.Vector(1.0, 0.0));
        Expr tangent = Transform.Jvp(f)(x, v);             // J v
        Expr cotangent = Transform.Vjp(f)(x, v);           // Jᵀ v
        #endregion
        Same([1, Math.Sin(1)], tangent);
        Same([1, 0], cotangent);
    }

    [Fact]
    public void Linear_maps()
    {
        #region linearMaps
        Func<Expr, Expr> f = x => Expr.Exp(x) * 2;
        Expr x = Expr.Variable(NDArray.Vector(0.0, 1.0)), g = Expr.Constant(NDArray.Vector(3.0, 5.0));
        (Expr value, Func<Expr, Expr> push) = Transform.Linearize(f, x);
        Expr transposed = Transform.TransposeLinear(push, x)(g);    // as Transform.Vjp(f)(x, g)
        #endregion
        Same(Transform.Vjp(f)(x, g).Evaluate().ToArray<double>(), transposed);
        Same([2, 2 * Math.E], value);
    }

    [Fact]
    public void Jacobians_of_functions()
    {
        #region jacobians
        Func<Expr, Expr> polar = p => Joining.Stack([p.At(0) * Expr.Cos(p.At(1)), p.At(0) * Expr.Sin(p.At(1))]);
        Expr p = Expr.Variable(NDArray.Vector(2.0, 0.0));
        Expr jacobian = Transform.JacobianForward(polar)(p);    // [[1, 0], [0, 2]]
        #endregion
        Same([1, 0, 0, 2], jacobian);
    }

    [Fact]
    public void Hessians_and_their_products()
    {
        #region hessians
        Expr Rosenbrock(Expr x)
        {
            Expr head = x.Slice(0, 0, x.Shape[0] - 1), tail = x.Slice(0, 1, x.Shape[0]);
            return (100 * (tail - head.Square()).Square() + (1 - head).Square()).Sum();
        }

        Expr x = Expr.Variable(NDArray.Vector(1.0, 1.0)), v = Expr.Constant(NDArray.Vector(1.0, 0.0));
        Expr hessian = Transform.Hessian(Rosenbrock)(x);        // [[802, -400], [-400, 200]]
        Expr product = Transform.Hvp(Rosenbrock)(x, v);         // its first column
        #endregion
        Same([802, -400, -400, 200], hessian);
        Same([802, -400], product);
    }

    [Fact]
    public void Records_are_differentiated()
    {
        #region structures
        Expr inputs = Expr.Constant(NDArray.Ones(4, 3));
        Structure<DenseLayer[]> network = Structure.Array(DenseLayer.Layout);

        Expr Loss(DenseLayer[] layers)
        {
            Expr x = inputs;
            foreach (DenseLayer layer in layers) x = Expr.Tanh(x.MatMul(layer.Weight) + layer.Bias);
            return x.Square().Mean();
        }

        DenseLayer NewLayer(int from, int to) => new(Expr.Variable(NDArray.Full(0.1f, new(from, to))), Expr.Variable(NDArray.Zeros(to)));
        DenseLayer[] layers = [NewLayer(3, 5), NewLayer(5, 2)];
        DenseLayer[] gradients = Transform.Grad(Loss, network)(layers);
        DenseLayer[] next = network.Zip(layers, gradients, (p, g) => p - 0.1 * g);
        #endregion
        Assert.Equal(new Shape(5, 2), gradients[1].Weight.Shape);
        Assert.True(Loss(next).Evaluate().ToScalar<float>() < Loss(layers).Evaluate().ToScalar<float>());
    }

    [Fact]
    public void Rules_of_ones_own()
    {
        #region ownRules
        Func<Expr, Expr> log1pExp = Transform.WithJvp("log1pExp", x => Expr.Log(1 + Expr.Exp(x)), (y, x, v) => v * Expr.Sigmoid(x));
        Func<Expr, Expr> clipped = Transform.WithVjp("clipGradient", x => x, (y, x, g) => g.Clamp(-1.0, 1.0));   // not linear: reverse mode only

        Expr x = Expr.Variable(NDArray.Vector(-2.0, 0.0, 900.0));
        Expr slope = Transform.Grad(x => log1pExp(x).Sum())(x);             // finite where the formula overflows
        Expr curvature = Transform.Hessian(x => log1pExp(x).Sum())(x);
        Expr limited = Transform.Grad(x => (5 * clipped(x)).Sum())(x);      // 1 everywhere
        #endregion
        Same([1 / (1 + Math.Exp(2)), 0.5, 1], slope);
        Assert.Equal(0.25, curvature.Evaluate().ToArray<double>()[4], 1e-12);
        Same([1, 1, 1], limited);
    }

    [Fact]
    public void Checkpoints_take_less_memory()
    {
        #region checkpoints
        Expr Block(Expr x, Expr w) => Expr.Tanh(Expr.Tanh(x.MatMul(w)).MatMul(w));

        Expr[] weights = [.. Enumerable.Range(0, 8).Select(_ => Expr.Variable(NDArray.Full(0.01f, new(64, 64))))];
        Expr Loss(Func<Func<Expr, Expr>, Func<Expr, Expr>> wrap) =>
            weights.Aggregate(Expr.Constant(NDArray.Ones(256, 64)), (x, w) => wrap(y => Block(y, w))(x)).Square().Mean();

        long Memory(Expr loss) => Evaluation.Explain([.. weights.Select(w => Gradient.Of(loss)[w])]).ArenaBytes;
        long plain = Memory(Loss(f => f));
        long again = Memory(Loss(f => Transform.Checkpoint(f)));                                          // fewer bytes
        long costly = Memory(Loss(f => Transform.Checkpoint(f, CheckpointPolicy.KeepContractions)));      // products are kept
        #endregion
        Assert.True(again < costly && costly < plain, $"{plain} {costly} {again}");
    }

    [Fact]
    public void A_wrong_rule_is_found()
    {
        #region gradientChecks
        Func<Expr, Expr> cube = Transform.WithVjp("cube", x => x * x * x, (y, x, g) => g * 2 * x * x);    // wrong
        GradientReport report = GradientCheck.Of(x => Expr.Sin(cube(x)), Expr.Variable(NDArray.Vector(0.5, 1.0)));
        string text = report.ToString();
        #endregion
        Assert.Equal(Quoted("functional.md", "gradient check:"), text);
    }

    private static void Same(double[] expected, Expr actual)
    {
        double[] values = actual.Evaluate().ToArray<double>();
        Assert.Equal(expected.Length, values.Length);
        for (int i = 0; i < values.Length; i++) Assert.Equal(expected[i], values[i], 1e-9);
    }

    /// <summary>The text that a page shows, from its first words on.</summary>
    private static string Quoted(string page, string begin)
    {
        string text = File.ReadAllText(Properties.House.Repository.At("docs", page)).ReplaceLineEndings("\n");
        int from = text.IndexOf("```text\n" + begin, StringComparison.Ordinal) + "```text\n".Length;
        return text[from..text.IndexOf("\n```", from, StringComparison.Ordinal)];
    }
}
