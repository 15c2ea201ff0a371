using Autograd.Graph;

namespace Autograd.Properties;

/// <summary>Derivatives by central differences, in float64, of fourth order in the step.</summary>
internal static class Numerical
{
    private const double Step = 1e-3;

    /// <summary>d/dt &lt;weights, f(at + t direction)&gt; at t = 0.</summary>
    public static double Derivative(Func<Expr[], Expr> f, NDArray[] at, NDArray[] direction, NDArray weights)
    {
        return (8 * Difference(Step) - Difference(2 * Step)) / (12 * Step);

        double Difference(double t) => Value(t, f, at, direction, weights) - Value(-t, f, at, direction, weights);
    }

    private static double Value(double t, Func<Expr[], Expr> f, NDArray[] at, NDArray[] direction, NDArray weights)
    {
        var moved = new Expr[at.Length];
        for (int i = 0; i < at.Length; i++)
        {
            double[] x = at[i].ToArray<double>(), v = direction[i].ToArray<double>();
            for (int k = 0; k < x.Length; k++) x[k] += t * v[k];
            moved[i] = Expr.Constant(NDArray.Create<double>(x, at[i].Shape));
        }

        return Inner(weights, f(moved).Evaluate(EvaluationOptions.Reference));
    }

    /// <summary>&lt;a, b&gt;</summary>
    public static double Inner(NDArray a, NDArray b)
    {
        double sum = 0;
        for (int i = 0; i < a.Count; i++) sum += a.AsSpan<double>()[i] * b.AsSpan<double>()[i];
        return sum;
    }
}
