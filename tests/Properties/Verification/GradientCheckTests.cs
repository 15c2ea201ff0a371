using Autograd.Graph;
using Autograd.Properties.Differentiation.Transforms;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.Verification;

/// <summary>Right derivatives pass, wrong ones are found where they are.</summary>
public sealed class GradientCheckTests
{
    private static readonly Expr X = Expr.Variable(NDArray.Vector(0.3, 0.7, 1.1));

    [Property(MaxTest = 20)]
    public void Right_derivatives_pass(int seed)
    {
        var s = new Sampler(seed);
        var smooth = new Smooth(s);
        (Func<Expr, Expr> f, _) = smooth.Transformed(smooth.Function(), smooth.Function());
        GradientReport report = GradientCheck.Of(f, Expr.Variable(smooth.Vector()));
        Assert.True(report.Passed, report.ToString());
        Assert.Equal(18, report.Entries);
    }

    [Fact]
    public void A_wrong_rule_is_found_and_named()
    {
        Func<Expr, Expr> wrong = Transform.WithVjp("cube", x => x * x * x, (_, x, g) => g * 2 * x * x);
        GradientReport report = GradientCheck.Of(x => Expr.Sin(wrong(Expr.Exp(x)).Named("cubed")), X);
        Assert.False(report.Passed);
        Assert.Equal(3, report.Mismatches.Length);
        Assert.All(report.Mismatches, mismatch => Assert.Equal(1, mismatch.Order));
        Assert.StartsWith("'cubed' = cube(float64 [3]): ", Assert.Single(report.Blamed), StringComparison.Ordinal);
        Assert.Contains("∂y[2] / ∂x[2]: ", report.ToString(), StringComparison.Ordinal);
        Assert.Contains("to blame:\n  'cubed' = cube(float64 [3]): ", Assert.Throws<GradientException>(() => GradientCheck.Assert(x => wrong(x).Named("cubed"), X)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Modes_that_differ_are_found()
    {
        // Right in reverse mode, wrong in forward mode.
        var rule = new TangentFirstRule("half", (_, _, v) => v[0]! * 2, (_, x, g) => [g * Expr.Cos(x[0])]);
        GradientReport report = GradientCheck.Of(x => Expr.WithRule("half", Expr.Sin(x), [x], rule.Pull), X);
        Assert.All(report.Mismatches, mismatch => Assert.NotEqual(mismatch.Forward, mismatch.Reverse, 1e-3));
        Assert.StartsWith("half(float64 [3]): ", Assert.Single(report.Blamed), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_that_is_wrong_at_the_second_order_alone_is_found()
    {
        Func<Expr, Expr> wrong = Transform.WithVjp("sine", Expr.Sin, (_, x, g) => g * Expr.StopGradient(Expr.Cos(x)));
        GradientReport report = GradientCheck.Of(x => (wrong(x) * x).Sum(), X);
        Assert.NotEmpty(report.Mismatches);
        Assert.All(report.Mismatches, mismatch => Assert.Equal(2, mismatch.Order));
        Assert.StartsWith("sine(float64 [3]): ", Assert.Single(report.Blamed), StringComparison.Ordinal);
        Assert.True(GradientCheck.Of(x => (wrong(x) * x).Sum(), X, new() { Order = 1 }).Passed);
    }

    [Fact]
    public void Structures_are_checked_leaf_by_leaf_in_float64()
    {
        var layer = new Layer(Expr.Variable(NDArray.Ones(2, 3)), Expr.Variable(NDArray.Ones(2)));
        Expr x = Expr.Constant(NDArray.Vector(0.1f, -0.2f, 0.4f));
        Assert.True(GradientCheck.Of(l => l.Apply(x), layer, Layer.Layout, Structure.Leaf).Passed);
        Func<Expr, Expr> wrong = Transform.WithVjp("shift", y => y + 1, (_, _, g) => g * 2);
        GradientReport report = GradientCheck.Of<Layer, Expr>(l => new Layer(l.Weight, wrong(l.Bias)).Apply(x), layer, Layer.Layout, Structure.Leaf);
        Assert.Contains(report.Mismatches, mismatch => mismatch.Entry == "∂y[1] / ∂x.bias[1]");
        Assert.DoesNotContain(report.Mismatches, mismatch => mismatch.Entry.Contains("weight", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_many_elements_some_are_compared()
    {
        Expr x = Expr.Variable(NDArray.Zeros(new Shape(50, 50), DType.Float64));
        GradientReport report = GradientCheck.Of(Expr.Sin, x, new() { MostElements = 5 });
        Assert.True(report.Passed, report.ToString());
        Assert.Equal(50, report.Entries);
    }

    [Fact]
    public void A_kink_is_to_blame_where_differences_step_over_it()
    {
        GradientReport report = GradientCheck.Of(x => Expr.Abs(x).Sum(), Expr.Variable(NDArray.Vector(0.0005, 1.0)));
        Assert.Equal("∂y / ∂x[0]", Assert.Single(report.Mismatches).Entry);
        Assert.StartsWith("abs(float64 [2]): ", Assert.Single(report.Blamed), StringComparison.Ordinal);
    }
}
