using Autograd.Graph;
using Xunit;

namespace Autograd.Properties.Differentiation;

/// <summary>Derivatives of functions of one array, element by element: for functions whose outputs depend on their own place only.</summary>
internal static class Derivative
{
    /// <summary>The n-th derivative by reverse mode over reverse mode; where nothing is connected, zero.</summary>
    public static double[] Reverse(Func<Expr, Expr> f, int order, params double[] at)
    {
        Expr x = Expr.Variable(NDArray.Vector(at)), y = f(x);
        for (int n = 0; n < order; n++) y = Gradient.Of(Check.Total(y), x).GetOrZero(x);
        return Value(y);
    }

    /// <summary>The n-th derivative by forward mode over forward mode.</summary>
    public static double[] Forward(Func<Expr, Expr> f, int order, params double[] at)
    {
        Expr x = Expr.Variable(NDArray.Vector(at)), y = f(x);
        for (int n = 0; n < order; n++) y = Gradient.Pushforward([y], [x], [Expr.OnesLike(x)])[0] ?? Expr.ZerosLike(x);
        return Value(y);
    }

    /// <summary>The gradients of the sum of f with respect to each of its arguments; where nothing is connected, zero.</summary>
    public static double[][] Of(Func<Expr[], Expr> f, params NDArray[] at)
    {
        Expr[] x = Array.ConvertAll(at, Expr.Variable);
        GradientMap map = Gradient.Of(Check.Total(f(x)), x);
        return Array.ConvertAll(x, v => Value(map.GetOrZero(v)));
    }

    /// <summary>The value, which optimised evaluation must give to the bit.</summary>
    private static double[] Value(Expr x)
    {
        NDArray reference = x.Evaluate(EvaluationOptions.Reference), optimised = x.Evaluate();
        Assert.True(reference.BitsEqual(optimised), $"{x}: {reference} by the reference, {optimised} optimised");
        return reference.ToArray<double>();
    }
}
