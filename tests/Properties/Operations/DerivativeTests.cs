using Autograd.Graph;
using Xunit;

namespace Autograd.Properties.Operations;

/// <summary>What holds of the derivatives of every composite, at points where it is smooth.</summary>
public class DerivativeTests
{
    public static TheoryData<Sample> Rows() => OperationSamples.Rows();

    [Theory, MemberData(nameof(Rows))]
    public void Both_modes_agree_with_central_differences_and_each_other_to_second_order(Sample sample) =>
        Check.Derivatives(sample.Function, sample.Inputs, new Sampler(11));

    [Theory, MemberData(nameof(Rows))]
    public void Optimised_evaluation_gives_the_bits_of_the_reference(Sample sample)
    {
        Expr[] x = Array.ConvertAll(sample.Inputs, Expr.Variable);
        Expr output = sample.Function(x);
        Expr seed = Expr.Constant(new Sampler(12).Uniform(output.Shape, -1, 1));
        Expr[] all = [output, .. Gradient.Pullback([output], x, [seed]).OfType<Expr>()];
        NDArray[] expected = Graph.Evaluation.Evaluate(all, EvaluationOptions.Reference), actual = Graph.Evaluation.Evaluate(all);
        for (int i = 0; i < all.Length; i++) Assert.True(expected[i].BitsEqual(actual[i]), $"{expected[i]} and {actual[i]}");
    }

    [Fact]
    public void Sinc_is_right_at_0_to_every_order()
    {
        // sinc(x) = Σ (-1)^j (πx)^2j / (2j + 1)!: the n-th derivative at 0 is 0 for odd n, else (-1)^(n/2) πⁿ / (n + 1).
        Expr x = Expr.Variable(NDArray.Scalar(0.0)), y = x.Sinc();
        for (int n = 0; n <= 8; n++, y = Gradient.Of(y, [x])[x])
            Check.Close(n % 2 == 1 ? 0 : (n % 4 == 0 ? 1 : -1) * Math.Pow(Math.PI, n) / (n + 1), y.Evaluate().ToScalar<double>(), $"derivative {n}");
    }

    [Fact]
    public void Softsign_keeps_the_digits_of_its_derivative_far_out()
    {
        Expr x = Expr.Variable(NDArray.Vector(1e8f));
        Assert.Equal(1e-16f, Gradient.Of(x.Softsign().Sum(), [x])[x].Evaluate().ToArray<float>()[0], 1e-22f);
    }
}
