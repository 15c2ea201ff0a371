using Autograd.Graph;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.Verification;

/// <summary>The node that made the first NaN is named, forward or backward.</summary>
public sealed class NonFiniteTests
{
    [Fact]
    public void The_node_that_made_it_is_named_with_what_went_in()
    {
        Expr x = Expr.Variable(NDArray.Vector(4.0, 0, 1)).Named("x");
        Expr logs = Expr.Log(x);
        NonFiniteReport report = NonFinite.Find((logs * 2).Sum());
        NonFiniteOrigin first = report.First!;
        Assert.Same(logs, first.Node);
        Assert.Equal((1, double.NegativeInfinity, false, true), (first.Place, first.Element, first.IsBackward, first.Reaches));
        Assert.Equal("log : float64 [3] made -Infinity at [1], forward\n  of x = variable : float64 [3]: 0 at [1], all in [0, 4]", first.ToString());
        Assert.Equal(first.ToString(), report.ToString());
    }

    [Fact]
    public void A_gradient_that_is_not_finite_is_blamed_on_a_backward_node()
    {
        Expr x = Expr.Variable(NDArray.Scalar(0.0)), y = Expr.Sqrt(x);
        NonFiniteOrigin first;
        using (CallSites.Record()) first = NonFinite.FindInGradient(Expr.Sqrt(x)).First!;
        Assert.True(first.IsBackward);
        Assert.IsType<Op.Div>(first.Node.Op);
        Assert.Null(NonFinite.Find(y).First);
        Assert.IsType<Op.Sqrt>(first.Site!.BackwardOf!.Op);
        Assert.Contains("in the derivative of sqrt : float64 []", first.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_branch_that_is_not_taken_is_harmless()
    {
        Expr x = Expr.Constant(NDArray.Vector(-1.0, 4)), y = Expr.Where(x > 0, Expr.Log(x), Expr.ZerosLike(x));
        NonFiniteReport report = NonFinite.Find(y);
        Assert.Null(report.First);
        Assert.IsType<Op.Log>(Assert.Single(report.Origins).Node.Op);
        Assert.Equal("all outputs are finite (6 nodes)\n1 more that reach no output", report.ToString());
        Assert.IsType<Op.Log>(NonFinite.Find(Expr.Where(x < 0, Expr.Log(x), Expr.ZerosLike(x))).First!.Node.Op);
    }

    [Fact]
    public void A_source_that_holds_it_is_named_and_kinds_are_told_apart()
    {
        Expr x = Expr.Constant(NDArray.Vector(1f, float.PositiveInfinity)), y = x - x;
        Assert.Same(x, NonFinite.Find(y).First!.Node);
        // Infinity minus infinity makes the NaN.
        Assert.Same(y, NonFinite.Find(y, NonFiniteKinds.NaN).First!.Node);
        Assert.Null(NonFinite.Find(1 / x).First);
    }

    [Property(MaxTest = 50)]
    public void What_is_found_is_the_reason(int seed)
    {
        // A chain that breaks at one place only: before it everything is finite, behind it nothing needs to be.
        var sampler = new Sampler(seed);
        int breaks = sampler.Int(0, 9);
        Expr y = Expr.Variable(sampler.Uniform(new Shape(3), 0.5, 1)), made = y;
        for (int i = 0; i < 10; i++)
        {
            y = i == breaks ? made = Expr.Log(Expr.ZerosLike(y) * y) : sampler.Of(Expr.Tanh(y), y * 0.5, Expr.StopGradient(y) + 1, y.Reverse(0));
        }

        NonFiniteReport report = NonFinite.Find(y.Sum());
        if (report.First is { } first) Assert.Same(made, first.Node);
        else Assert.True(double.IsFinite(y.Sum().Evaluate().ToScalar<double>()));
        Assert.Contains(report.Origins, origin => ReferenceEquals(origin.Node, made));
    }

    [Fact]
    public void Sites_are_the_programs_and_recorded_only_while_asked_for()
    {
        Expr x = Expr.Variable(NDArray.Scalar(2f)), before = Expr.Exp(x), within;
        using (CallSites.Record()) within = Expr.Exp(x);
        Assert.Null(CallSites.Of(before));
        CallSite site = CallSites.Of(within)!;
        Assert.EndsWith("Sites_are_the_programs_and_recorded_only_while_asked_for", site.Member, StringComparison.Ordinal);
        Assert.Equal("NonFiniteTests.cs", Path.GetFileName(site.File));
        Assert.Null(CallSites.Of(Expr.Exp(x)));
        CallSite? elsewhere = site;
        var thread = new Thread(() => elsewhere = CallSites.Of(Expr.Exp(x)));
        using (CallSites.Record())
        {
            thread.Start();
            thread.Join();
        }

        Assert.Null(elsewhere);
    }
}
