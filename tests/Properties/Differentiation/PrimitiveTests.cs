using Autograd.Graph;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.Differentiation;

/// <summary>Both modes of every primitive, over random shapes, attributes and values.</summary>
public class PrimitiveTests
{
    private static IEnumerable<Type> Records => typeof(Op).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(Op)) && !type.IsAbstract);

    [Fact]
    public void Every_primitive_has_a_sample()
    {
        IEnumerable<Type> sampled = PrimitiveSamples.Differentiable.Keys.Concat(PrimitiveSamples.Flat.Keys);
        Assert.Equal(Records.Select(type => type.Name).Order(), sampled.Select(type => type.Name).Order());
    }

    [Property(MaxTest = 40)]
    public void Both_modes_of_every_primitive_agree_with_central_differences_to_the_second_order(int seed) => ForEachSample(seed, order: 2);

    [Property(MaxTest = 4)]
    public void Both_modes_of_every_primitive_agree_with_central_differences_to_the_third_order(int seed) => ForEachSample(seed, order: 3);

    [Property(MaxTest = 5)]
    public void Second_derivatives_of_every_primitive_have_the_same_bits_optimised(int seed)
    {
        foreach ((Type op, Func<Sampler, PrimitiveSample> sample) in PrimitiveSamples.Differentiable)
        {
            PrimitiveSample drawn = sample(new Sampler(seed));
            Expr[] x = Array.ConvertAll(drawn.At, Expr.Variable);
            Expr squares = Expr.Literal(0.0), y = drawn.Function(x);
            foreach (KeyValuePair<Expr, Expr> first in Gradient.Of(y, x, Expr.OnesLike(y))) squares += Check.Total(first.Value * first.Value);
            foreach (KeyValuePair<Expr, Expr> second in Gradient.Of(squares, x))
                Assert.True(second.Value.Evaluate(EvaluationOptions.Reference).BitsEqual(second.Value.Evaluate()), $"{op.Name} of {string.Join(" and ", drawn.At.Select(a => a.ToString()))}");
        }
    }

    [Fact]
    public void Nothing_passes_through_what_is_flat()
    {
        foreach ((Type op, Func<Expr, Expr> f) in PrimitiveSamples.Flat)
        {
            Expr x = Expr.Variable(NDArray.Vector(0.5, 1.5, 2.5)), y = f(x);
            Assert.IsType(op, y.Op);
            Assert.Null(Gradient.Pushforward([y], [x], [Expr.OnesLike(x)])[0]);
            if (!y.DType.IsFloating()) continue;
            Assert.Null(Gradient.Pullback([y], [x], [Expr.OnesLike(y)])[0]);
            Assert.False(Gradient.Of(y, [x], Expr.OnesLike(y)).TryGetValue(x, out _));
        }
    }

    private static void ForEachSample(int seed, int order)
    {
        foreach ((Type op, Func<Sampler, PrimitiveSample> sample) in PrimitiveSamples.Differentiable)
        {
            var sampler = new Sampler(seed);
            PrimitiveSample drawn = sample(sampler);
            try
            {
                Check.Derivatives(drawn.Function, drawn.At, sampler, order);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"{op.Name} of {string.Join(" and ", drawn.At.Select(a => a.ToString()))}: {error.Message}", error);
            }
        }
    }
}
