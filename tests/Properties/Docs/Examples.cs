using Autograd.CSharp;
using Autograd.Graph;
using static Autograd.CSharp.torch;

namespace Autograd.Docs;

/// <summary>The examples of the readme and the docs, as code that runs. Each region stands in a document word for word; see <see cref="Properties.Docs.DocsTests"/>.</summary>
public sealed partial class Examples
{
    [Fact]
    public void A_line_fitted_by_pure_functions()
    {
        #region functional
        Expr x = Expr.Constant(NDArray.Vector(0f, 1f, 2f, 3f)), y = Expr.Constant(NDArray.Vector(1f, 3f, 5f, 7f));

        Expr Loss(Expr w, Expr b) => (w * x + b - y).Square().Mean();

        NDArray[] Step(NDArray[] at)
        {
            Expr w = Expr.Variable(at[0]), b = Expr.Variable(at[1]);
            GradientMap g = Gradient.Of(Loss(w, b));
            return Evaluation.Evaluate([w - 0.1 * g[w], b - 0.1 * g[b]]);
        }

        NDArray[] line = [NDArray.Scalar(0f), NDArray.Scalar(0f)];
        for (int i = 0; i < 200; i++) line = Step(line);          // 2 and 1
        #endregion
        Assert.Equal(2, line[0].ToScalar<float>(), 0.01);
        Assert.Equal(1, line[1].ToScalar<float>(), 0.01);
    }

    [Fact]
    public void A_line_fitted_as_in_PyTorch()
    {
        #region imperative
        var x = tensor([0.0, 1.0, 2.0, 3.0]);
        var y = tensor([1.0, 3.0, 5.0, 7.0]);
        var w = zeros(1, requires_grad: true);
        var b = zeros(1, requires_grad: true);
        for (int i = 0; i < 200; i++)
        {
            var loss = (w * x + b - y).pow(2).mean();
            loss.backward();
            using (no_grad())
            {
                w -= 0.1 * w.grad!;
                b -= 0.1 * b.grad!;
            }
            w.grad!.zero_();
            b.grad!.zero_();
        }
        print(w, b);   // tensor([2.0000], requires_grad=True) tensor([1.0000], requires_grad=True)
        #endregion
        Assert.Equal("tensor([2.0000], requires_grad=True)", w.ToString());
        Assert.Equal("tensor([1.0000], requires_grad=True)", b.ToString());
    }

    [Fact]
    public void A_gradient_is_a_function_from_graphs_to_graphs()
    {
        #region gradient
        Expr x = Expr.Variable(NDArray.Ones(2, 2));
        Expr o = ((x + 2) * (x + 2) * 3).Mean();
        GradientMap g = Gradient.Of(o);            // pure: o and x are untouched
        Expr dx = g[x];                            // an expression: differentiate it again
        NDArray v = dx.Evaluate();                 // 4.5 everywhere
        Expr dxx = Gradient.Of(dx.Sum(), x)[x];    // 1.5 everywhere
        #endregion
        Assert.All(v.ToArray<float>(), element => Assert.Equal(4.5f, element));
        Assert.All(dxx.Evaluate().ToArray<float>(), element => Assert.Equal(1.5f, element));
    }

    [Fact]
    public void A_map_knows_what_it_was_asked_for()
    {
        Expr x = Expr.Variable(NDArray.Ones(3)), w = Expr.Variable(NDArray.Ones(3)), unused = Expr.Variable(NDArray.Ones(3));
        #region map
        GradientMap g = Gradient.Of((w * x).Sum(), w, unused);
        Expr dw = g[w];                                  // present
        bool reached = g.TryGetValue(unused, out _);     // false: absent, which is more than zero
        Expr zeros = g.GetOrZero(unused);                // zeros of its shape
        // g[x] is an error: it was not asked for.
        GradientMap mean = (g + Gradient.Of((w * 2).Sum(), w)) / 2;   // a vector space: maps add and scale
        #endregion
        Assert.Equal([1.5f, 1.5f, 1.5f], mean[w].Evaluate().ToArray<float>());
        Assert.Equal([1f, 1f, 1f], dw.Evaluate().ToArray<float>());
        Assert.False(reached);
        Assert.Equal([0f, 0f, 0f], zeros.Evaluate().ToArray<float>());
        Assert.Throws<GradientException>(() => g[x]);
    }

    [Fact]
    public void Both_modes_take_inputs_as_cuts()
    {
        #region modes
        Expr x = Expr.Variable(NDArray.Vector(1.0, 2.0)), y = Expr.Exp(x) * x;
        Expr cotangent = Gradient.Pullback([y], [x], [Expr.OnesLike(y)])[0]!;     // Jᵀ·1, in reverse mode
        Expr tangent = Gradient.Pushforward([y], [x], [Expr.OnesLike(x)])[0]!;    // J·1, in forward mode
        #endregion
        Assert.Equal(tangent.Evaluate().ToArray<double>(), cotangent.Evaluate().ToArray<double>());
    }

    [Fact]
    public void An_expression_may_have_a_rule_of_its_own()
    {
        #region rule
        Expr x = Expr.Variable(NDArray.Vector(-2.0, 0.5, 3.0));
        Expr rounded = Expr.WithRule("straightThrough", Expr.Round(x), [x], (value, arguments, g) => [g]);
        Expr dx = Gradient.Of(rounded.Sum())[x];   // 1 everywhere, though rounding is flat
        #endregion
        Assert.Equal([1, 1, 1], dx.Evaluate().ToArray<double>());
    }

    [Fact]
    public void Nothing_is_computed_before_somebody_looks()
    {
        #region lazy
        Expr x = Expr.Variable(NDArray.Vector(1f, 2f, 3f));
        Expr y = Expr.Exp(x) * 2;           // a node; its shape is known, its elements are not
        Shape shape = y.Shape;              // [3], still nothing computed
        NDArray value = y.Evaluate();       // now: one loop over three elements
        NDArray again = y.Evaluate();       // the same array: what was asked for is remembered
        #endregion
        Assert.Equal(new Shape(3), shape);
        Assert.Same(value, again);
    }

    [Fact]
    public void A_plan_is_found_again_for_other_values()
    {
        #region plans
        var statistics = new EvaluationStatistics();
        var options = new EvaluationOptions { Statistics = statistics };
        for (int step = 0; step < 10; step++)
        {
            Expr w = Expr.Variable(NDArray.Vector(1f, 2f, step));
            (w * (0.1f / (step + 2)) + Expr.Tanh(w)).Sum().Evaluate(options);
        }

        Console.WriteLine($"{statistics.PlanMisses} plan made, {statistics.PlanHits} times found");
        #endregion
        Assert.Equal(10, statistics.PlanMisses + statistics.PlanHits);
        Assert.InRange(statistics.PlanMisses, 0, 1);
    }

    [Fact]
    public void The_reference_gives_the_same_bits()
    {
        #region reference
        Expr x = Expr.Variable(NDArray.Vector(0.1f, 0.2f, 0.3f));
        Expr y = Expr.Log(Expr.Exp(x).Sum());
        bool same = y.Evaluate().BitsEqual(y.Evaluate(EvaluationOptions.Reference));   // true
        #endregion
        Assert.True(same);
    }

    [Fact]
    public void An_in_place_update_spoils_no_gradient()
    {
        #region inplace
        var a = tensor([1.0, 2.0], requires_grad: true);
        var b = a * 1;
        var c = (b * b).sum();
        b.mul_(10);            // b is another value now; c still knows the old one
        c.backward();
        print(a.grad);         // tensor([2., 4.])
        #endregion
        Assert.Equal("tensor([2., 4.])", a.grad!.ToString());
    }

    [Fact]
    public void A_mask_lets_nothing_through()
    {
        #region mask
        var x = tensor([0.0, 1.0], requires_grad: true);
        where(x > 0, log(x), zeros_like(x)).sum().backward();
        print(x.grad);         // tensor([0., 1.]), not nan
        #endregion
        Assert.Equal("tensor([0., 1.])", x.grad!.ToString());
    }

    [Fact]
    public void A_history_is_what_PyTorch_names_it()
    {
        #region history
        var x = ones(2, 2, requires_grad: true);
        var y = (x + 2).mean();
        print(y);                                       // tensor(3., grad_fn=<MeanBackward0>)
        print(y.grad_fn!.next_functions[0].Item1);      // the node of the addition
        y.backward();
        print(x.grad);
        #endregion
        Assert.Equal("tensor(3., grad_fn=<MeanBackward0>)", y.ToString());
        Assert.Equal("AddBackward0", y.grad_fn.next_functions[0].Item1!.name());
    }

    [Fact]
    public void A_tensor_decides()
    {
        #region truth
        var y = tensor([1.0, 2.0]);
        while (y.norm() < 1000) y = y * 2;     // a condition of one element is true or false
        double norm = (double)y.norm();        // and a number by a cast
        #endregion
        Assert.InRange(norm, 1000, 2000);
    }

    [Fact]
    public void A_training_step_is_compiled_and_run_in_place()
    {
        #region compiled
        Expr w = Expr.Parameter("w", DType.Float32, new(3)), b = Expr.Parameter("b", DType.Float32, Shape.Scalar);
        Expr x = Expr.Parameter("x", DType.Float32, new(8, 3)), y = Expr.Parameter("y", DType.Float32, new(8));
        Expr loss = (x.MatMul(w) + b - y).Square().Mean();
        GradientMap g = Gradient.Of(loss, w, b);
        Computation step = Computation.Of([w, b, x, y], [("w", w - 0.1 * g[w]), ("b", b - 0.1 * g[b]), ("loss", loss)]);
        CompiledComputation compiled = step.Compile();
        #endregion

        #region run
        NDArray batch = NDArray.Ones(8, 3), targets = NDArray.Ones(8);
        NDArray[] outputs = compiled.Run(NDArray.Zeros(3), NDArray.Scalar(0f), batch, targets);
        NDArray newWeights = outputs[compiled.Signature.IndexOfOutput("w")];
        #endregion
        Assert.Equal(0.2f, newWeights[0].ToDouble(), 1e-6);

        #region into
        float[] weights = [0, 0, 0], bias = [0], error = [0];
        for (int i = 0; i < 100; i++)
            compiled.Run([weights, bias, batch, targets], into: [weights, bias, error]);
        #endregion
        Assert.Equal(0, error[0], 1e-6);

        #region call
        ComputationCall call = compiled.NewCall().Bind("x", batch).Bind("y", targets);
        call.Bind<float>("w", weights).Bind<float>("b", bias);     // copied
        NDArray[] again = call.Run();
        #endregion
        Assert.Equal(weights[0], again[0][0].ToDouble(), 1e-3);
    }

    [Fact]
    public void A_plan_says_what_it_does()
    {
        #region explain
        Expr x = Expr.Variable(NDArray.Ones(512, 1000));
        PlanDescription plan = x.Softmax(-1).Explain();
        Console.WriteLine(plan);
        Console.WriteLine(plan.ToString(new MachinePeaks(BytesPerSecond: 50e9, OperationsPerSecond: 150e9)));
        bool oneStep = plan.Steps.Length == 1;
        long bytes = plan.BytesMoved, most = plan.HighWaterBytes;
        #endregion
        Assert.True(oneStep);
        Assert.True(bytes >= 2 * 4 * 512_000 && most >= 4 * 512_000);
    }

    [Fact]
    public void A_profile_shows_where_time_goes()
    {
        #region profile
        var profile = new RunProfile();
        var statistics = new EvaluationStatistics();
        var options = new EvaluationOptions { Profile = profile, Statistics = statistics };
        for (int i = 0; i < 10; i++)
        {
            Expr x = Expr.Variable(NDArray.Ones(256, 300 + i % 2));
            Expr.Tanh(x.MatMul(x.Transpose(1, 0))).Sum().Evaluate(options);
        }

        Console.WriteLine(profile);                     // a table of steps, the slowest first
        Console.WriteLine(statistics.LastPlanMiss);     // OtherShapes: an array is float32 [256, 301], planned for float32 [256, 300]
        Console.WriteLine(Evaluation.Caches);           // of the whole process
        #endregion
        Assert.Equal(10, profile.Runs);
        Assert.True(statistics.PlanMisses <= 2);
    }
}

/// <summary>An example that lets go of all plans: no test that counts them runs beside it.</summary>
[Collection("Memory")]
public sealed class TrimmingExamples
{
    [Fact]
    public void An_evaluation_is_cancelled_and_memory_let_go()
    {
        #region cancel
        Expr y = Expr.Exp(Expr.Variable(NDArray.Ones(1000)));
        using var source = new CancellationTokenSource();
        source.Cancel();
        try
        {
            y.Evaluate(cancellationToken: source.Token);
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("nothing was kept");
        }

        Evaluation.Trim();
        #endregion
        Assert.Null(y.Value);
    }
}
