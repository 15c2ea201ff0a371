using Autograd.Graph;
using Autograd.Properties.Operations;
using FsCheck.Xunit;

namespace Autograd.Properties.Differentiation;

/// <summary>Batching as a pass over every primitive: a function mapped over examples is its values stacked, and so are its derivatives.</summary>
public sealed class BatchingTests
{
    [Property(MaxTest = 15)]
    public void Every_primitive_and_its_gradients_mapped_are_stacked(int seed)
    {
        foreach ((Type op, Func<Sampler, PrimitiveSample> sample) in PrimitiveSamples.Differentiable)
        {
            var sampler = new Sampler(seed);
            PrimitiveSample drawn = sample(sampler);
            try
            {
                new StackedExamples(drawn.At, sampler, sampler.Of(0, 1, 2, 3)).Agree(drawn.Function, order: 2);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"{op.Name} of {string.Join(" and ", drawn.At.Select(a => a.ToString()))}: {error.Message}", error);
            }
        }
    }

    [Fact]
    public void Every_flat_primitive_mapped_is_stacked()
    {
        foreach ((Type op, Func<Expr, Expr> f) in PrimitiveSamples.Flat)
        {
            if (op == typeof(Op.Parameter)) continue;
            new StackedExamples([NDArray.Vector(0.5, 1.5, 2.5)], new Sampler(3), 2).Agree(x => f(x[0]), order: 0);
        }
    }

    [Property(MaxTest = 3)]
    public void Every_primitive_mapped_twice_has_right_derivatives(int seed)
    {
        foreach ((Type op, Func<Sampler, PrimitiveSample> sample) in PrimitiveSamples.Differentiable)
        {
            var sampler = new Sampler(seed);
            PrimitiveSample drawn = sample(sampler);
            var inner = new StackedExamples(drawn.At, sampler, 2);
            try
            {
                new StackedExamples(inner.All, sampler, 2).Agree(inner.Mapped(drawn.Function), order: 2);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"{op.Name} of {string.Join(" and ", drawn.At.Select(a => a.ToString()))}: {error.Message}", error);
            }
        }
    }

    [Property(MaxTest = 3)]
    public void Every_primitive_mapped_agrees_with_central_differences(int seed)
    {
        foreach (Func<Sampler, PrimitiveSample> sample in PrimitiveSamples.Differentiable.Values)
        {
            var sampler = new Sampler(seed);
            PrimitiveSample drawn = sample(sampler);
            var examples = new StackedExamples(drawn.At, sampler, 2);
            Check.Derivatives(examples.Mapped(drawn.Function), examples.All, sampler);
        }
    }

    public static TheoryData<Sample> Composites() => OperationSamples.Rows();

    [Theory, MemberData(nameof(Composites))]
    public void Every_composite_and_its_gradients_mapped_are_stacked(Sample sample) =>
        new StackedExamples(sample.Inputs, new Sampler(17), 3).Agree(sample.Function, order: 2);

    [Theory, MemberData(nameof(Composites))]
    public void Optimised_evaluation_of_a_mapped_composite_gives_the_bits_of_the_reference(Sample sample)
    {
        var examples = new StackedExamples(sample.Inputs, new Sampler(18), 3);
        Expr[] x = Array.ConvertAll(examples.All, Expr.Variable);
        Expr output = examples.Mapped(sample.Function)(x);
        Expr[] all = [output, .. Gradient.Pullback([output], x, [Expr.OnesLike(output)]).OfType<Expr>()];
        NDArray[] expected = Graph.Evaluation.Evaluate(all, EvaluationOptions.Reference), actual = Graph.Evaluation.Evaluate(all);
        for (int i = 0; i < all.Length; i++) Assert.True(expected[i].BitsEqual(actual[i]), $"{expected[i]} and {actual[i]}");
    }
}
