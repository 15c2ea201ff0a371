using Autograd.Graph;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.ControlFlow;

/// <summary>A choice computes one case, and differentiates the same.</summary>
public sealed class CondTests
{
    [Property(MaxTest = 30)]
    public void Both_modes_agree_with_central_differences(int seed)
    {
        var s = new Sampler(seed);
        Shape shape = s.Shape();
        Expr condition = Expr.Constant(NDArray.Scalar(s.Bool()));
        Check.Derivatives(v => Control.Cond(condition, a => Expr.Sin(a * v[1]), a => Expr.Tanh(a) * a, v[0]), [s.Uniform(shape), s.Uniform(shape)], s);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Only_the_case_chosen_is_computed(bool chosen)
    {
        // The other case picks what is outside.
        Expr x = Expr.Variable(NDArray.Vector(1.0, 2.0)), place = Expr.Constant(NDArray.Create<long>([chosen ? 7L : 0L], new Shape(1, 1)));
        Expr other = Expr.Constant(NDArray.Create<long>([chosen ? 0L : 7L], new Shape(1, 1)));
        Expr y = Control.Cond(Expr.Constant(NDArray.Scalar(chosen)), a => a[0].Gather(a[2], [0]), a => a[0].Gather(a[1], [0]), [x, place, other], Structure.Leaves, Structure.Leaf);
        Assert.Equal([1.0], y.Evaluate().ToArray<double>());
        Assert.Equal([1.0], y.Evaluate(EvaluationOptions.Reference).ToArray<double>());
        Assert.Equal([1.0, 0.0], Gradient.Of(Check.Total(y), x)[x].Evaluate().ToArray<double>());
    }

    [Fact]
    public void Inputs_of_one_case_alone_get_zeros_in_the_other()
    {
        Expr a = Expr.Variable(NDArray.Scalar(2.0)), b = Expr.Variable(NDArray.Scalar(3.0)), p = Expr.Variable(NDArray.Scalar(-1.0));
        Expr y = Control.Cond(p > 0.0, v => v * a, v => v * b, p);
        GradientMap g = Gradient.Of(y, a, b, p);
        Assert.Equal([0.0, -1.0, 3.0], ((Expr[])[g[a], g[b], g[p]]).Select(v => v.Evaluate().ToScalar<double>()));
    }

    [Fact]
    public void An_infinite_derivative_of_the_case_not_taken_does_not_leak()
    {
        Expr x = Expr.Variable(NDArray.Scalar(0.0));
        Expr y = Control.Cond(x > 0.0, Expr.Sqrt, v => v * 2, x);
        Assert.Equal(2.0, Gradient.Of(y, x)[x].Evaluate().ToScalar<double>());
    }

    [Fact]
    public void Results_may_be_arguments_and_repeat()
    {
        Expr x = Expr.Variable(NDArray.Vector(1.0, 2.0)), y = Expr.Variable(NDArray.Vector(3.0, 4.0));
        foreach (bool chosen in new[] { true, false })
        {
            Expr[] r = Control.Cond(Expr.Constant(NDArray.Scalar(chosen)), a => new[] { a[1], a[0], a[0] }, a => new[] { -a[0], a[1], -a[0] }, new[] { x, y }, Structure.Leaves, Structure.Leaves);
            NDArray[] values = Graph.Evaluation.Evaluate(r);
            Assert.Equal(chosen ? [3, 4, 1, 2, 1, 2] : [-1, -2, 3, 4, -1, -2], values.SelectMany(v => v.ToArray<double>()));
            Assert.Equal(values.SelectMany(v => v.ToArray<double>()), Graph.Evaluation.Evaluate(r, EvaluationOptions.Reference).SelectMany(v => v.ToArray<double>()));
        }
    }

    [Property(MaxTest = 20)]
    public void A_scan_in_a_choice_in_a_scan_is_the_loop_with_an_if(int seed)
    {
        var s = new Sampler(seed);
        NDArray data = s.Uniform(new Shape(4, 3));
        bool[] conditions = [.. Enumerable.Range(0, 4).Select(_ => s.Bool())];
        Expr x = Expr.Variable(data), w = Expr.Variable(s.Uniform(Shape.Scalar)), flags = Expr.Constant(NDArray.Create<bool>(conditions, new Shape(4)));
        Expr inGraph = Control.Fold(w, (flags, x), (carry, item) => Control.Cond(item.Item1,
            a => Control.Fold(a.Item1, a.Item2, (inner, e) => Expr.Sin(inner * w + e)),
            a => a.Item1 * 0.5 + Check.Total(a.Item2), (carry, item.Item2), Structure.Tuple(Structure.Leaf, Structure.Leaf), Structure.Leaf), Structure.Leaf, Structure.Tuple(Structure.Leaf, Structure.Leaf));
        Expr plain = w;
        for (int i = 0; i < 4; i++)
        {
            Expr row = Loops.At(x, i);
            if (conditions[i])
                for (int k = 0; k < 3; k++) plain = Expr.Sin(plain * w + Loops.At(row, k));
            else plain = plain * 0.5 + Check.Total(row);
        }

        Assert.True(plain.Evaluate().BitsEqual(inGraph.Evaluate()));
        Assert.True(plain.Evaluate().BitsEqual(inGraph.Evaluate(EvaluationOptions.Reference)));
        foreach (Expr by in (Expr[])[x, w])
        {
            Expr expected = Gradient.Of(plain, by).GetOrZero(by), actual = Gradient.Of(inGraph, by).GetOrZero(by);
            Check.Close(expected.Evaluate().ToArray<double>(), actual.Evaluate());
            Check.Close(Gradient.Of(Check.Total(expected), w).GetOrZero(w).Evaluate().ToArray<double>(), Gradient.Of(Check.Total(actual), w).GetOrZero(w).Evaluate());
        }
    }

    [Fact]
    public void Both_cases_have_one_type()
    {
        Expr x = Expr.Variable(NDArray.Vector(1f, 2f)), yes = Expr.Constant(NDArray.Scalar(true));
        Assert.Contains("the result is float32 [2] where the condition holds and float32 [] where it does not", Assert.Throws<ShapeException>(() => Control.Cond(yes, a => a, a => a.Sum(), x)).Message, StringComparison.Ordinal);
        Assert.Throws<DTypeException>(() => Control.Cond(yes, a => a, a => a.Cast(DType.Float64), x));
        Assert.Contains("one truth value", Assert.Throws<DTypeException>(() => Control.Cond(x.Sum(), a => a, a => -a, x)).Message, StringComparison.Ordinal);
        Assert.Contains("a single one", Assert.Throws<ShapeException>(() => Control.Cond(x > 1f, a => a, a => -a, x)).Message, StringComparison.Ordinal);
        Assert.Throws<StructureException>(() => Control.Cond(yes, a => new[] { a }, a => new[] { a, a }, x, Structure.Leaf, Structure.Leaves));
    }
}
