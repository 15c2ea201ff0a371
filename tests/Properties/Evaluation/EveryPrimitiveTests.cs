using Autograd.Graph;
using Autograd.Properties.Differentiation;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.Evaluation;

/// <summary>No primitive is left out by evaluation; that there is a sample of each is a test of its own.</summary>
public sealed class EveryPrimitiveTests
{
    [Property(MaxTest = 20)]
    public void Every_primitive_is_evaluated_by_plans_as_by_the_reference(int seed)
    {
        foreach ((Type op, Func<Sampler, PrimitiveSample> sample) in PrimitiveSamples.Differentiable)
        {
            PrimitiveSample drawn = sample(new Sampler(seed));
            Agrees(op, drawn.Function(Array.ConvertAll(drawn.At, Expr.Variable)));
        }
    }

    [Fact]
    public void Every_flat_primitive_is_evaluated_by_plans_as_by_the_reference()
    {
        foreach ((Type op, Func<Expr, Expr> f) in PrimitiveSamples.Flat)
        {
            if (op == typeof(Op.Parameter)) continue;
            Agrees(op, f(Expr.Variable(NDArray.Vector(0.5, 1.5, 2.5))));
        }
    }

    private static void Agrees(Type op, Expr y)
    {
        NDArray reference = y.Evaluate(EvaluationOptions.Reference), planned = y.Evaluate();
        Assert.True(reference.BitsEqual(planned), $"{op.Name}: {planned} by a plan, {reference} by the reference");
    }
}
