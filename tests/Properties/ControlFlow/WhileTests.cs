using Autograd.Graph;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.ControlFlow;

/// <summary>A loop that ends by a condition.</summary>
public sealed class WhileTests
{
    private static Expr Newton(Expr a, int? maxTrips = null) =>
        Control.While(a, x => Expr.Abs(x * x - a) > 1e-12, x => (x + a / x) / 2, maxTrips);

    [Fact]
    public void It_runs_until_the_condition_fails()
    {
        Expr a = Expr.Variable(NDArray.Scalar(2.0)), root = Newton(a);
        double x = 2;
        while (Math.Abs(x * x - 2) > 1e-12) x = (x + 2 / x) / 2;
        Assert.Equal(x, root.Evaluate().ToScalar<double>());
        Assert.Equal(x, root.Evaluate(EvaluationOptions.Reference).ToScalar<double>());
    }

    [Fact]
    public void Forward_mode_needs_no_bound()
    {
        Expr a = Expr.Variable(NDArray.Scalar(2.0));
        Expr tangent = Gradient.Pushforward([Newton(a)], [a], [Expr.Literal(1.0)])[0]!;
        Assert.Equal(1 / (2 * Math.Sqrt(2)), tangent.Evaluate().ToScalar<double>(), 1e-9);
        GradientException error = Assert.Throws<GradientException>(() => Gradient.Of(Newton(a), a));
        Assert.Contains("give maxTrips", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reverse_mode_takes_a_bound()
    {
        Expr a = Expr.Variable(NDArray.Scalar(2.0)), first = Gradient.Of(Newton(a, 12), a)[a], second = Gradient.Of(first, a)[a];
        Assert.Equal(1 / (2 * Math.Sqrt(2)), first.Evaluate().ToScalar<double>(), 1e-9);
        Assert.Equal(-1 / (4 * Math.Pow(2, 1.5)), second.Evaluate().ToScalar<double>(), 1e-6);
        Assert.True(first.Evaluate(EvaluationOptions.Reference).BitsEqual(first.Evaluate()));
    }

    [Property(MaxTest = 30)]
    public void A_bounded_loop_and_its_derivatives_are_those_of_the_unrolled_one(int seed)
    {
        var s = new Sampler(seed);
        int most = s.Int(0, 5);
        Expr x = Expr.Variable(s.Uniform(new Shape(2))), w = Expr.Variable(s.Uniform(Shape.Scalar, 1.1, 1.6));
        (Expr x, Expr n) result = Control.While((x, Expr.Literal(0L)), v => Check.Total(v.Item1 * v.Item1) < 4.0, v => (v.Item1 * w + 0.25, v.Item2 + 1), Structure.Tuple(Structure.Leaf, Structure.Leaf), most);
        Expr plain = x;
        long trips = 0;
        while (trips < most && Check.Total(plain * plain).Evaluate().ToScalar<double>() < 4)
        {
            plain = plain * w + 0.25;
            trips++;
        }

        Assert.True(plain.Evaluate().BitsEqual(result.x.Evaluate()));
        Assert.True(plain.Evaluate().BitsEqual(result.x.Evaluate(EvaluationOptions.Reference)));
        Assert.Equal(trips, result.n.Evaluate().ToScalar<long>());
        Expr Loss(Expr of) => Check.Total(of * of);
        GradientMap expected = Gradient.Of(Loss(plain), x, w), actual = Gradient.Of(Loss(result.x), x, w);
        Check.Close(expected.GetOrZero(x).Evaluate().ToArray<double>(), actual.GetOrZero(x).Evaluate());
        Check.Close(expected.GetOrZero(w).Evaluate().ToArray<double>(), actual.GetOrZero(w).Evaluate());
        Expr second = Gradient.Of(Check.Total(expected.GetOrZero(x)), x, w).GetOrZero(w), ofLoop = Gradient.Of(Check.Total(actual.GetOrZero(x)), x, w).GetOrZero(w);
        Check.Close(second.Evaluate().ToArray<double>(), ofLoop.Evaluate());
        Expr tangent = Gradient.Pushforward([Loss(result.x)], [w], [Expr.Literal(1.0)])[0] ?? Expr.Literal(0.0);
        Check.Close(expected.GetOrZero(w).Evaluate().ToArray<double>(), tangent.Evaluate());
    }

    [Fact]
    public void It_may_not_run_at_all()
    {
        Expr x = Expr.Variable(NDArray.Vector(1.0, 2.0)), y = Control.While(x, v => Check.Total(v) < 0.0, v => v * 2, 3);
        Assert.Equal([1.0, 2.0], y.Evaluate().ToArray<double>());
        Assert.Equal([1.0, 1.0], Gradient.Of(Check.Total(y), x)[x].Evaluate().ToArray<double>());
        Assert.Throws<ArgumentOutOfRangeException>(() => Control.While(x, v => Check.Total(v) < 0.0, v => v * 2, -1));
        Assert.Throws<ShapeException>(() => Control.While(x, v => v < 0.0, v => v * 2));
    }
}
