using Autograd.Accuracy;

namespace Autograd.Properties;

public sealed partial class VectorMathTests
{
    /// <summary>Below this gelu's slope, which crosses zero at -0.75, counts absolutely there.</summary>
    private const double LeastSlope = 0.02;

    private static UnaryFunction Normal(string name) => MathFunctions.Normal.Single(f => f.Name == name);

    [Theory]
    [InlineData("normal_cdf")]
    [InlineData("gelu_slope")]
    public void Float32_of_the_normal_distribution_is_within_3_ulp_of_float64(string name)
    {
        UnaryFunction f = Normal(name);
        float[] x = new float[Mantissas], y = new float[Mantissas];
        double[] wide = new double[Mantissas], exact = new double[Mantissas];
        for (uint high = 0; high < 512; high++)
        {
            for (uint i = 0; i < Mantissas; i++)
            {
                x[i] = BitConverter.UInt32BitsToSingle((high << 23) | (i << 11) | ((i * 997) & 2047));
                wide[i] = x[i];
            }

            f.Single(x, y);
            f.Double(wide, exact);
            for (int i = 0; i < x.Length; i++)
            {
                bool crosses = name == "gelu_slope" && x[i] is > -1 and < 0;
                double error = crosses && double.Abs(exact[i]) < LeastSlope ? double.Abs(y[i] - exact[i]) / double.ScaleB(LeastSlope, -23) : UlpError.OfSingle(y[i], exact[i]);
                // Zeros and subnormal numbers of either sign lie beyond where the slope vanishes.
                if (error > 3 && double.Abs(exact[i]) > 1e-44) Assert.Fail($"{name}({x[i]:R}) = {y[i]:R}, exactly {exact[i]:R}: {error} ulp");
            }
        }
    }

    [Theory]
    [InlineData("normal_cdf")]
    [InlineData("gelu_slope")]
    public void Float64_of_the_normal_distribution_agrees_with_series_and_fractions(string name)
    {
        UnaryFunction f = Normal(name);
        double[] x = [.. Enumerable.Range(-2500, 5000).Select(i => i / 100.0 + 0.001)];
        double[] y = Apply(f, x);
        for (int i = 0; i < x.Length; i++)
        {
            // The reference's own exponential takes the rounded square; about 0 it is 1 - erf.
            double exact = f.Reference(x[i]), most = name == "gelu_slope" && x[i] is > -2 and < 2 ? 1 : double.Abs(exact);
            Assert.True(double.Abs(y[i] - exact) <= 1e-12 * most, $"{name}({x[i]:R}) = {y[i]:R}, not {exact:R}");
        }
    }

    [Theory]
    [InlineData("normal_cdf", 0, 0.5)]
    [InlineData("normal_cdf", double.PositiveInfinity, 1)]
    [InlineData("normal_cdf", double.NegativeInfinity, 0)]
    [InlineData("gelu_slope", 0, 0.5)]
    [InlineData("gelu_slope", double.PositiveInfinity, 1)]
    [InlineData("gelu_slope", double.NegativeInfinity, -0.0)]
    [InlineData("gelu_slope", double.NaN, double.NaN)]
    public void The_normal_distribution_has_its_limits(string name, double x, double expected)
    {
        RequireAlike(name, [x], expected, Apply(Normal(name), [x])[0]);
        RequireAlike(name, [x], (float)expected, Apply(Normal(name), [(float)x])[0]);
    }
}
