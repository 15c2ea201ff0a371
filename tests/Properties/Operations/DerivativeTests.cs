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

    // sinc(x) = ∫ cos(πxt) dt over [0, 1], so its n-th derivative is πⁿ ∫ tⁿ cos(πxt + nπ/2) dt: here by Simpson's rule.
    [Fact]
    public void Sinc_is_right_on_both_sides_of_where_its_series_ends()
    {
        double[] at = [0.02, 0.3, 0.33, -0.6, 0.65, 0.9, 1.0, -1.25, 1.3, 4.5];
        Expr x = Expr.Variable(NDArray.Vector(at)), y = x.Sinc();
        for (int n = 0; n <= 4; n++, y = Gradient.Of(y.Sum(), [x])[x])
            Check.Close(Array.ConvertAll(at, u => Integral(u, n)), (y / Math.Pow(Math.PI, n)).Evaluate());

        static double Integral(double u, int n)
        {
            const int steps = 2000;
            double sum = 0;
            for (int i = 0; i <= steps; i++)
            {
                double t = (double)i / steps, weight = i is 0 or steps ? 1 : 2 + 2 * (i % 2);
                sum += weight * Math.Pow(t, n) * Math.Cos(Math.PI * u * t + n * Math.PI / 2);
            }

            return sum / (3 * steps);
        }
    }

    [Fact]
    public void Softsign_keeps_the_digits_of_its_derivative_far_out()
    {
        Expr x = Expr.Variable(NDArray.Vector(1e8f));
        Assert.Equal(1e-16f, Gradient.Of(x.Softsign().Sum(), [x])[x].Evaluate().ToArray<float>()[0], 1e-22f);
    }
}
