using Autograd.Graph;
using Xunit;

namespace Autograd.Properties;

/// <summary>What must hold of every differentiable function of float64 arrays.</summary>
internal static class Check
{
    private const double Tolerance = 1e-6;

    /// <summary>
    /// Forward and reverse mode agree with central differences and with each other (&lt;w, J v&gt; = &lt;Jᵀ w, v&gt;); for a higher order the same
    /// of the derivative, whose two forms (forward over reverse, reverse over forward) must be one function.
    /// </summary>
    /// <param name="f">a function of as many expressions as there are arrays, away from its kinks</param>
    /// <param name="at">where</param>
    /// <param name="sampler">draws directions</param>
    /// <param name="order">up to which derivative</param>
    public static void Derivatives(Func<Expr[], Expr> f, NDArray[] at, Sampler sampler, int order = 2)
    {
        Expr[] x = Array.ConvertAll(at, Expr.Variable);
        Expr y = f(x);
        NDArray[] direction = Array.ConvertAll(at, a => sampler.Uniform(a.Shape, -1, 1));
        NDArray weights = sampler.Uniform(y.Shape, -1, 1);

        double expected = Numerical.Derivative(f, at, direction, weights);
        double reverse = Number(Reverse(y, x, weights, direction));
        double forward = Number(Forward(y, x, weights, direction));
        Close(expected, reverse, "reverse mode and central differences");
        Close(expected, forward, "forward mode and central differences");
        if (order == 1) return;

        NDArray[] along = Array.ConvertAll(at, a => sampler.Uniform(a.Shape, -1, 1));
        Expr OfReverse(Expr[] v) => Reverse(f(v), v, weights, along);
        Expr OfForward(Expr[] v) => Forward(f(v), v, weights, along);
        Derivatives(OfReverse, at, sampler, order - 1);
        Expr[] inputs = Array.ConvertAll(at, Expr.Variable);
        Expr reverseOverForward = Reverse(OfForward(inputs), inputs, NDArray.Scalar(1.0), direction);
        Expr forwardOverReverse = Forward(OfReverse(inputs), inputs, NDArray.Scalar(1.0), direction);
        Close(Number(forwardOverReverse), Number(reverseOverForward), "reverse over forward and forward over reverse");
    }

    /// <summary>That two numbers are equal but for rounding.</summary>
    public static void Close(double expected, double actual, string what)
    {
        if (Math.Abs(expected - actual) <= Tolerance * (1 + Math.Abs(expected)) || expected.Equals(actual)) return;
        Assert.Fail($"{what} differ: {expected:R} and {actual:R}");
    }

    /// <summary>That two arrays are equal but for rounding; any NaN equals any NaN, an infinity only itself.</summary>
    public static void Close(double[] expected, NDArray actual)
    {
        double[] values = actual.ToArray<double>();
        Assert.Equal(expected.Length, values.Length);
        for (int i = 0; i < values.Length; i++) Close(expected[i], values[i], $"expected and actual element {i}");
    }

    /// <summary>&lt;Jᵀ w, v&gt;</summary>
    private static Expr Reverse(Expr y, Expr[] x, NDArray weights, NDArray[] direction)
    {
        Expr?[] gradients = Gradient.Pullback([y], x, [Expr.Constant(weights)]);
        Expr sum = Expr.Literal(0.0);
        for (int i = 0; i < x.Length; i++)
        {
            if (gradients[i] is not { } gradient) continue;
            Assert.Equal(x[i].Type, gradient.Type);
            sum += Total(gradient * Expr.Constant(direction[i]));
        }

        return sum;
    }

    /// <summary>&lt;w, J v&gt;</summary>
    private static Expr Forward(Expr y, Expr[] x, NDArray weights, NDArray[] direction)
    {
        Expr? tangent = Gradient.Pushforward([y], x, Array.ConvertAll(direction, Expr.Constant))[0];
        if (tangent is null) return Expr.Literal(0.0);
        Assert.Equal(y.Type, tangent.Type);
        return Total(tangent * Expr.Constant(weights));
    }

    /// <summary>The sum of all elements.</summary>
    public static Expr Total(Expr x) => x.Reduce(ReduceKind.Sum, [.. Enumerable.Range(0, x.Rank)]);

    private static double Number(Expr x) => x.Evaluate(EvaluationOptions.Reference).ToScalar<double>();
}
