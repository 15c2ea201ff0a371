using Autograd.Graph;
using Autograd.Properties.Differentiation;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.ControlFlow;

/// <summary>Control flow mapped over examples that go different ways; that every sample is mapped rightly is a test of all primitives.</summary>
public sealed class BatchedControlTests
{
    [Property(MaxTest = 15)]
    public void A_choice_that_differs_between_examples(int seed)
    {
        var s = new Sampler(seed);
        Shape shape = s.Shape(maxRank: 2);
        NDArray[] at = [NDArray.Scalar(0.0), s.Uniform(shape), s.Uniform(shape)];
        new StackedExamples(at, s, s.Int(1, 3)).Agree(x => Control.Cond(x[0] > 0.0, a => Expr.Sin(a * x[2]) + x[0], a => Expr.Exp(a) * 2, x[1]), order: 2);
    }

    [Property(MaxTest = 15)]
    public void A_loop_whose_end_differs_between_examples(int seed)
    {
        var s = new Sampler(seed);
        double limit = s.Real(1, 20);
        NDArray[] at = [s.Uniform(new Shape(2), 0.5, 1), NDArray.Scalar(s.Real(1.1, 1.6))];
        int? most = 6;
        new StackedExamples(at, s, s.Int(1, 3)).Agree(x => Control.While(x[0], v => Check.Total(v) < limit, v => v * x[1] + 0.1, most), order: 2);
    }

    [Property(MaxTest = 10)]
    public void A_scan_of_choices_and_loops(int seed)
    {
        var s = new Sampler(seed);
        NDArray[] at = [s.Uniform(Shape.Scalar), s.Uniform(new Shape(3)), s.Uniform(Shape.Scalar)];
        new StackedExamples(at, s, 3).Agree(x => Control.Fold(x[0], x[1], (carry, item) => Control.Cond(carry > item, c => Expr.Sin(c * x[2]), c => c * 0.5 + item, carry)), order: 2);
    }

    [Fact]
    public void An_example_adds_nothing_to_a_case_that_it_does_not_take()
    {
        Expr x = Expr.Variable(NDArray.Vector(0.0, 4.0, 9.0));
        Expr y = Transform.VMap(v => Control.Cond(v > 0.0, Expr.Sqrt, a => a * 3, v))(x);
        Check.Close([3, 0.25, 1 / 6.0], Gradient.Of(y.Sum(), x)[x].Evaluate());
        Check.Close([3, 0.25, 1 / 6.0], Gradient.Pushforward([y], [x], [Expr.OnesLike(x)])[0]!.Evaluate());
    }

    [Theory]
    [InlineData("repeat")]
    [InlineData("while")]
    [InlineData("cond")]
    [InlineData("both")]
    [InlineData("nested")]
    public void A_rule_in_a_body_may_take_what_was_made_outside(string kind)
    {
        // The rule multiplies by s = sin(x), which only it reads: a trip by each example's own.
        double[] at = [0.3, 0.6, -0.9], of = [1.0, -2.0, 0.5];
        Expr x = Expr.Variable(NDArray.Vector(at)), seed = Expr.Constant(NDArray.Vector(of));
        Expr F(Expr e)
        {
            Expr s = Expr.Sin(e);
            Expr Odd(Expr c) => Expr.WithRule("odd", c * 1.5, [c], (_, _, g) => [g * s]);
            return kind switch
            {
                "repeat" => Control.Repeat(2, e, (c, _) => Odd(c)),
                "while" => Control.While(e, c => Expr.Abs(c) < 1.0, Odd, maxTrips: 5),
                "cond" => Control.Cond(Expr.Literal(1) > 0.0, Odd, c => c, e),
                "both" => Control.Cond(e > 0.0, Odd, c => c, e),
                _ => Control.Repeat(2, e, (c, _) => Control.Repeat(1, c, (d, _) => Odd(d))),
            };
        }

        Expr Pulled(Expr e, Expr g) => Gradient.Pullback([F(e)], [e], [g])[0]!;
        double[] each = [.. at.Zip(of, (a, g) => Pulled(Expr.Variable(NDArray.Scalar(a)), Expr.Literal(g, DType.Float64, Shape.Scalar)).Evaluate().ToScalar<double>())];
        if (kind is "repeat" or "nested") Check.Close([.. at.Zip(of, (a, g) => g * Math.Pow(Math.Sin(a), 2))], NDArray.Vector(each));
        Check.Close(each, Transform.VMap(((Expr E, Expr G) p) => Pulled(p.E, p.G), Structure.Tuple(Structure.Leaf, Structure.Leaf), Structure.Leaf)((x, seed)).Evaluate());
        Check.Close(each, Gradient.Pullback([Transform.VMap(F)(x)], [x], [seed])[0]!.Evaluate());
    }

    [Fact]
    public void Examples_that_are_done_keep_their_values()
    {
        Expr start = Expr.Variable(NDArray.Vector(1.0, 50.0, 7.0));
        Expr y = Transform.VMap(v => Control.While(v, a => a < 40.0, a => a * 2))(start);
        Assert.Equal([64.0, 50.0, 56.0], y.Evaluate().ToArray<double>());
        Assert.Equal([64.0, 50.0, 56.0], y.Evaluate(EvaluationOptions.Reference).ToArray<double>());
        Check.Close([64, 1, 8], Gradient.Pushforward([y], [start], [Expr.OnesLike(start)])[0]!.Evaluate());
    }

    [Fact]
    public void Jacobians_and_Hessians_go_through_scans()
    {
        Expr x = Expr.Variable(NDArray.Vector(0.3, 0.6));
        Expr Of(Expr v) => Check.Total(Control.Repeat(3, v, (c, _) => Expr.Sin(c) * v));
        Expr Unrolled(Expr v)
        {
            Expr c = v;
            for (int i = 0; i < 3; i++) c = Expr.Sin(c) * v;
            return Check.Total(c);
        }

        Expr[] Rows(Func<Expr, Expr> f) => [.. Enumerable.Range(0, 2).Select(i => Gradient.Of(Loops.At(Gradient.Of(f(x), x)[x], i), x).GetOrZero(x))];
        Expr[] expected = Rows(Unrolled), actual = Rows(Of);
        for (int i = 0; i < 2; i++) Check.Close(expected[i].Evaluate().ToArray<double>(), actual[i].Evaluate());
        Expr mapped = Transform.VMap(v => Gradient.Of(Of(v), v)[v])(Expr.Constant(NDArray.Create<double>([0.3, 0.6, 0.1, 0.2], new Shape(2, 2))));
        Check.Close(Gradient.Of(Unrolled(x), x)[x].Evaluate().ToArray<double>(), Loops.At(mapped, 0).Evaluate());
    }
}
