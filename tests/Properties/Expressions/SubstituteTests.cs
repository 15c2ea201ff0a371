using Autograd.Graph;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties;

/// <summary>Expressions with nodes replaced are those that would have been written with the replacements, to derivatives too.</summary>
public sealed class SubstituteTests
{
    /// <summary>Functions of x, each with a rule that captured w or what was made of it, in all ways.</summary>
    private static readonly (string What, Func<Expr, Expr, Expr> Program)[] s_programs =
    [
        ("a rule alone captured it", (x, w) => Transform.WithVjp("scaled", y => y * y, (_, y, g) => g * w * y)(x)),
        ("a rule for tangents alone captured it", (x, w) => Transform.WithJvp("scaled", y => y * y, (_, y, v) => v * w * y)(x)),
        ("value and rule captured what was made of it", (x, w) => Expr.Sin(w) is var s ? Transform.WithVjp("own", y => y * y * s, (_, y, g) => g * 2 * y * s)(x * s) : w),
        ("a rule captured the argument", (x, w) => x * w is var y ? Expr.WithRule("square", y * y, [y], (_, _, g) => [g * 2 * y]) : w),
        ("a rule's rule captured it", (x, w) => Transform.WithVjp("outer", y => y * y, (_, y, g) => g * Transform.WithVjp("inner", Expr.Sin, (_, z, h) => h * w * z)(y))(x)),
        ("a checkpoint captured it", (x, w) => Transform.Checkpoint(y => Expr.Sin(y * w) * y)(x)),
        ("a checkpoint captured a condition on it", (x, w) => Transform.Checkpoint(y => Expr.Where(w > 0, y * y * y, Expr.Sin(y)))(x)),
        ("a checkpoint has a rule that captured it", (x, w) => Transform.Checkpoint(y => Transform.WithVjp("scaled", z => z * z, (_, z, g) => g * w * z)(Expr.Sin(y)))(x)),
        ("a map has a rule that captured it", (x, w) => Transform.VMap(Transform.WithVjp("scaled", y => y * y, (_, y, g) => g * w.Sum() * y))(x)),
        ("a loop has a rule that captured it", (x, w) => Control.Repeat(2, x, (y, _) => Transform.WithVjp("scaled", z => Expr.Sin(z), (_, z, g) => g * w * z)(y))),
        ("a choice has a rule that captured it", (x, w) => Control.Cond(x.Sum() > -100, y => Transform.WithJvp("scaled", z => z * z, (_, z, g) => g * w * z)(y), y => y * w, x)),
        ("a choice in a loop captured it", (x, w) => Control.Repeat(2, x, (y, _) => Control.Cond(y.Sum() > -100, z => Transform.WithVjp("scaled", u => u * w, (_, u, g) => g * w * u)(z), z => z, y))),
        ("a cell holds it", (x, w) => x * x * Expr.Cell(new SourceCell(w * x))),
    ];

    public static TheoryData<int> Programs => [.. Enumerable.Range(0, s_programs.Length)];

    [Theory]
    [MemberData(nameof(Programs))]
    public void Derivatives_speak_of_the_replacement_to_the_second_order(int index)
    {
        (string what, Func<Expr, Expr, Expr> program) = s_programs[index];
        var s = new Sampler(index);
        Expr x = Expr.Variable(s.Uniform(new Shape(3))), w = Expr.Parameter("w", DType.Float64, new Shape(3)), v = Expr.Variable(s.Uniform(new Shape(3)));
        Expr by = Expr.Cos(v) * -1.5;
        Same(what, x, v, program(x, by), Expr.Substitute([program(x, w)], new Dictionary<Expr, Expr> { [w] = by })[0]);

        // Also what is replaced already.
        Expr other = Expr.Parameter("w", DType.Float64, new Shape(3));
        Expr once = Expr.Substitute([program(x, w)], new Dictionary<Expr, Expr> { [w] = Expr.Cos(other) })[0];
        Same(what, x, v, program(x, Expr.Cos(by)), Expr.Substitute([once], new Dictionary<Expr, Expr> { [other] = by })[0]);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Derivatives_speak_of_what_a_rewriting_made(int index)
    {
        (string what, Func<Expr, Expr, Expr> program) = s_programs[index];
        var s = new Sampler(index);
        Expr x = Expr.Variable(s.Uniform(new Shape(3))), w = Expr.Variable(s.Uniform(new Shape(3))), v = Expr.Variable(s.Uniform(new Shape(3)));

        // Met first, so that it is put through the rule: what a rule alone captured is no part of the graph.
        Expr rewritten = (Expr.StopGradient(w) + program(x, w)).Rewrite(node => ReferenceEquals(node, w) ? Expr.Sin(v) : node);
        Same(what, x, v, Expr.StopGradient(Expr.Sin(v)) + program(x, Expr.Sin(v)), rewritten);
    }

    /// <summary>Values and derivatives of both modes, by both variables, to the second order.</summary>
    private static void Same(string what, Expr x, Expr v, Expr expected, Expr actual)
    {
        foreach ((Expr one, Expr other) in Derivatives(expected, x, v).Zip(Derivatives(actual, x, v)))
        {
            double[] values = other.Evaluate().ToArray<double>(), wanted = one.Evaluate().ToArray<double>();
            Assert.Equal(wanted.Length, values.Length);
            for (int i = 0; i < values.Length; i++) Check.Close(wanted[i], values[i], what);
        }
    }

    private static List<Expr> Derivatives(Expr y, Expr x, Expr v)
    {
        Expr[] at = [x, v], tangents = [Expr.Constant(NDArray.Vector(0.5, -1.0, 2.0)), Expr.Constant(NDArray.Vector(1.0, 0.25, -0.5))];
        Expr First(Expr of) => Zeroed(Gradient.Pullback([of], at, [tangents[0] + 1]), 0) + Zeroed(Gradient.Pullback([of], at, [tangents[1]]), 1) * 3;
        Expr Zeroed(IReadOnlyList<Expr?> found, int k) => found[k] ?? Expr.ZerosLike(at[k]);
        Expr pushed = Gradient.Pushforward([y], at, tangents)[0]!, first = First(y);
        return [y, pushed, first, First(first), First(pushed), Gradient.Pushforward([first], at, tangents)[0] ?? Expr.ZerosLike(first)];
    }

    [Fact]
    public void A_node_within_a_checkpoint_is_replaced_there_too()
    {
        Expr x = Expr.Variable(NDArray.Vector(0.5, -1.0, 2.0)), inner = null!, point = null!;
        Expr y = Transform.Checkpoint(z => Expr.Exp(inner = Expr.Sin(point = z)) * z)(x);
        Expr replaced = Expr.Substitute([y], new Dictionary<Expr, Expr> { [inner] = Expr.Cos(point) * 2 })[0];
        Same("a checkpoint", x, x, Expr.Exp(Expr.Cos(x) * 2) * x, replaced);
        Assert.Contains(Nodes(Gradient.Of(replaced.Sum())[x]), node => node.Op is Op.Barrier);
    }

    [Fact]
    public void A_computation_is_differentiated_with_what_took_a_parameters_place()
    {
        NamedType x = new("x", DType.Float64, 3), strength = new("strength", DType.Float64);
        Computation loss = Computation.Trace(x, strength, (x, strength) => Transform.WithVjp("reversed", y => y, (_, _, g) => -g * strength)(x).Sum());
        NDArray at = NDArray.Vector(0.5, -1.0, 2.0);
        Assert.Equal([-2, -2, -2], loss.PartiallyEvaluate([("strength", NDArray.Scalar(2.0))]).Gradient().Compile().Run(at)[0].ToArray<double>());
        Computation doubled = loss.Substitute("strength", Expr.Parameter("half", DType.Float64, Shape.Scalar) * 2);
        Assert.Equal("(x: float64 [3], half: float64 []) -> (float64 [])", doubled.ToString());
        Assert.Equal([-6, -6, -6], doubled.Gradient(["x"]).Compile().Run(at, NDArray.Scalar(3.0))[0].ToArray<double>());
    }

    [Fact]
    public void Rules_that_can_be_stored_can_be_stored_afterwards()
    {
        DerivativeRule through = (_, _, g) => [g];
        RuleRegistry rules = RuleRegistry.Default.With("through", through);
        var x = new NamedType("x", DType.Float64, 3);
        Computation rounded = Computation.Trace(x, x => Expr.WithRule("through", Expr.Round(x), [x], through).Softmax(0));
        Computation doubled = rounded.Substitute("x", rounded.Parameters[0] * 2), read = ComputationJson.Read(doubled.ToJson(rules), rules);
        Assert.Contains(Nodes(doubled.Outputs[0]), node => node.Op is Op.WithRule { Named: not null });
        Assert.True(Computation.Trace(x, x => Expr.WithRule("through", Expr.Round(x * 2), [x * 2], through).Softmax(0)).StructurallyEquals(read));
    }

    [Fact]
    public void Names_and_call_sites_stay()
    {
        Expr x = Expr.Variable(NDArray.Vector(0.5, -1.0, 2.0)), y;
        using (CallSites.Record()) y = Expr.Identity((x * x).Named("square")).Named("same");
        Expr made = Expr.Substitute([y], new Dictionary<Expr, Expr> { [x] = Expr.Sin(x) })[0], square = made.Inputs[0].Inputs[0];
        Assert.NotSame(y, made);
        Assert.Equal("same, , square", $"{made.Name}, {made.Inputs[0].Name}, {square.Name}");
        Assert.Same(CallSites.Of(y), CallSites.Of(made));
        Assert.Same(CallSites.Of(y.Inputs[0].Inputs[0]), CallSites.Of(square));
        Assert.Null(CallSites.Of(square.Inputs[0]));
    }

    [Fact]
    public void What_stays_is_the_same_node_and_a_node_that_stands_for_itself_is_not_looked_below()
    {
        Expr x = Expr.Parameter("x", DType.Float64, new Shape(3)), kept = Expr.Sin(x), y = kept * Expr.Cos(x);
        Assert.Same(y, Expr.Substitute([y], new Dictionary<Expr, Expr> { [Expr.Exp(x)] = x })[0]);
        Assert.Same(y, Expr.Substitute([y], new Dictionary<Expr, Expr> { [x] = x })[0]);
        Expr made = Expr.Substitute([y], new Dictionary<Expr, Expr> { [x] = Expr.Exp(x), [kept] = kept })[0];
        Assert.Same(kept, made.Inputs[0]);
        Assert.IsType<Op.Exp>(made.Inputs[1].Inputs[0].Op);
        Expr[] both = Expr.Substitute([y, kept], new Dictionary<Expr, Expr> { [x] = Expr.Exp(x) });
        Assert.Same(both[0].Inputs[0], both[1]);
    }

    [Property(MaxTest = 60)]
    public void Substituting_back_gives_the_bits_again(FsCheck.DoNotSize<int> seed)
    {
        Expr[] outputs = Accuracy.RandomGraph.Outputs(seed.Item, 40);
        Dictionary<Expr, Expr> parameters = Nodes(outputs).Where(node => node.Op is Op.Variable).ToDictionary(node => node, node => Expr.Parameter("x", node.DType, node.Shape));
        Expr[] open = Expr.Substitute(outputs, parameters), back = Expr.Substitute(open, parameters.ToDictionary(pair => pair.Value, pair => pair.Key));
        Assert.DoesNotContain(Nodes(open), parameters.ContainsKey);
        Computations.DrawnComputation.SameBits(Graph.Evaluation.Evaluate(outputs), Graph.Evaluation.Evaluate(back));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Expr x = Expr.Parameter("x", DType.Float64, new Shape(3));
        Assert.Throws<ShapeException>(() => Expr.Substitute([x], new Dictionary<Expr, Expr> { [x] = Expr.Literal(1.0) }));
        Assert.Throws<DTypeException>(() => Expr.Substitute([x], new Dictionary<Expr, Expr> { [x] = x.Cast(DType.Float32) }));
        Assert.Throws<ArgumentNullException>(() => Expr.Substitute([x], new Dictionary<Expr, Expr> { [x] = null! }));
        Assert.Throws<ArgumentNullException>(() => Expr.Substitute([null!], new Dictionary<Expr, Expr>()));
        Assert.Throws<ArgumentNullException>(() => Expr.Substitute(null!, new Dictionary<Expr, Expr>()));
        Assert.Throws<ArgumentNullException>(() => Expr.Substitute([x], null!));
    }

    private static List<Expr> Nodes(params ReadOnlySpan<Expr> outputs) => Computations.DrawnComputation.Nodes(outputs);
}
