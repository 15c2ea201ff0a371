using Autograd.Graph;
using Xunit;

namespace Autograd.Properties.Interchange;

/// <summary>Rules are stored by name: the library's own, and those that a user registers.</summary>
public sealed class RuleRegistryTests
{
    private static readonly NDArray At = NDArray.Vector(0.5, -1.5, 2.0);

    private sealed record Scaled(double Factor, IntList Axes) : NamedRule("scaled")
    {
        public override IReadOnlyList<Expr?> Pull(Expr value, IReadOnlyList<Expr> arguments, Expr cotangent) => [cotangent * Factor];

        public override NamedRule Exchange(Attributes attributes) => new Scaled(attributes.Real("factor", Factor), attributes.Ints("axes", Axes));
    }

    private sealed record Forgetful(double Factor) : NamedRule("forgetful")
    {
        public override IReadOnlyList<Expr?> Pull(Expr value, IReadOnlyList<Expr> arguments, Expr cotangent) => [cotangent * Factor];
    }

    private sealed record OneWay(bool Flag) : NamedRule("oneWay")
    {
        private static int s_calls;

        public override IReadOnlyList<Expr?> Pull(Expr value, IReadOnlyList<Expr> arguments, Expr cotangent) => [cotangent];

        public override NamedRule Exchange(Attributes attributes) => new OneWay(attributes.Flag($"flag{s_calls++}", Flag));
    }

    private static IReadOnlyList<Expr?> Through(Expr value, IReadOnlyList<Expr> arguments, Expr cotangent) => [cotangent];

    private static Computation Rounded(Func<Expr, Expr, Expr> rule) => Computation.Trace(new NamedType("x", DType.Float64, 3), x => rule(Expr.Round(x), x).Named("rounded").Sum());

    private static void Refused(string message, Computation computation, RuleRegistry rules) =>
        Assert.StartsWith(message, Assert.Throws<ComputationException>(() => computation.ToJson(rules)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_rule_that_is_registered_is_stored_with_its_attributes()
    {
        RuleRegistry rules = RuleRegistry.Default.With("through", Through).With(new Scaled(1, []));
        Computation computation = Rounded((value, x) => Expr.WithRule(new Scaled(0.1, [2, 1]), Expr.WithRule("through", value, [x], Through), [x]));
        Computation read = ComputationJson.Read(computation.ToJson(rules), rules);
        Assert.True(computation.StructurallyEquals(read));
        NDArray gradient = read.Gradient().Compile().Run(At)[0];
        Assert.Equal([0.1, 0.1, 0.1], gradient.ToArray<double>());
        Assert.Contains("rule scaled(%2, %0) {factor: 0.1, axes: [2, 1]} : float64 [3]", read.Listing(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_that_is_not_registered_is_refused_with_the_nodes_name()
    {
        Refused("json: node 2 (rounded = through : float64 [3]): its rule 'through' is not registered", Rounded((value, x) => Expr.WithRule("through", value, [x], Through)), RuleRegistry.Default);
        Refused("json: node 2 (rounded = scaled : float64 [3]): its rule 'scaled' is not registered", Rounded((value, x) => Expr.WithRule(new Scaled(2, []), value, [x])), RuleRegistry.Default);
    }

    [Fact]
    public void A_rule_is_refused_where_what_is_read_would_be_another()
    {
        double factor = 2;
        RuleRegistry rules = RuleRegistry.Default.With("through", Through).With(new Scaled(1, [])).With(new Forgetful(1)).With(new OneWay(true));
        Refused("json: node 2 (rounded = through : float64 [3]): its rule 'through' is another", Rounded((value, x) => Expr.WithRule("through", value, [x], (_, _, g) => [g * factor])), rules);
        Refused("json: node 2 (rounded = softmax : float64 [3]): its rule 'softmax' is a mere delegate", Rounded((value, x) => Expr.WithRule("softmax", value, [x], Through)), rules);
        Refused("json: node 2 (rounded = forgetful : float64 [3]): its rule 'forgetful' is another than the one registered under its name, or does not name all its attributes", Rounded((value, x) => Expr.WithRule(new Forgetful(2), value, [x])), rules);
        Refused("json: node 2 (rounded = oneWay : float64 [3]): its rule 'oneWay' does not exchange its attributes alike", Rounded((value, x) => Expr.WithRule(new OneWay(true), value, [x])), rules);
        Assert.NotNull(Rounded((value, x) => Expr.WithRule(new Forgetful(1), value, [x])).ToJson(rules));
    }

    [Fact]
    public void A_name_stands_for_one_rule()
    {
        Assert.Throws<ArgumentException>(() => RuleRegistry.Default.With("softmax", Through));
        Assert.Throws<ArgumentException>(() => RuleRegistry.Default.With(new Scaled(1, [])).With(new Scaled(2, [])));
        Assert.DoesNotContain("through", RuleRegistry.Default.With("through", Through).With(new Scaled(1, [])).Names.Except(["through"]));
        Assert.DoesNotContain("through", RuleRegistry.Default.Names);
    }

    [Fact]
    public void Named_rules_compare_by_their_attributes()
    {
        Expr x = Expr.Variable(At);
        Op a = Expr.WithRule(new Scaled(1, [1]), x, [x]).Op, b = Expr.WithRule(new Scaled(1, IntList.Create([1])), x, [x]).Op;
        Assert.Equal(a, b);
        Assert.Equal(a.GetHashCode(), b.GetHashCode());
        Assert.NotEqual(a, Expr.WithRule(new Scaled(1, [2]), x, [x]).Op);
        Assert.NotEqual(a, Expr.WithRule("scaled", x, [x], Through).Op);
        Assert.Equal(2, Gradient.Of(Expr.WithRule(new Scaled(1, [1]) with { Factor = 2 }, x, [x]).Sum(), x)[x].Evaluate()[0].ToDouble());
    }
}
