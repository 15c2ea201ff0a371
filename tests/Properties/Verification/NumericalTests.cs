using Autograd.Graph;
using Autograd.Properties.Differentiation.Transforms;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.Verification;

/// <summary>Differences agree with derivatives, operator by operator.</summary>
public sealed class NumericalTests
{
    private static void Close(Expr expected, Expr actual, double tolerance = 1e-7)
    {
        Assert.Equal(expected.Type, actual.Type);
        double[] a = expected.Evaluate().ToArray<double>(), b = actual.Evaluate().ToArray<double>();
        for (int i = 0; i < a.Length; i++) Assert.Equal(a[i], b[i], tolerance * (1 + Math.Abs(a[i])));
    }

    [Property(MaxTest = 20)]
    public void Each_operator_has_its_mirror(int seed)
    {
        var smooth = new Smooth(new Sampler(seed));
        Func<Expr, Expr> f = smooth.Function(), loss = smooth.Scalar();
        Expr x = Expr.Variable(smooth.Vector()), v = Expr.Constant(smooth.Vector());
        Close(Transform.Grad(loss)(x), Graph.Numerical.Gradient(loss)(x));
        Close(Transform.Jvp(f)(x, v), Graph.Numerical.Jvp(f)(x, v));
        Close(Transform.Vjp(f)(x, v), Graph.Numerical.Vjp(f)(x, v));
        Close(Transform.JacobianForward(f)(x), Graph.Numerical.Jacobian(f)(x));
        Close(Transform.Hvp(loss)(x, v), Graph.Numerical.Hvp(loss)(x, v), 1e-6);
        Close(Transform.Hessian(loss)(x), Graph.Numerical.Hessian(loss)(x), 1e-6);
    }

    [Fact]
    public void Single_precision_takes_a_longer_step()
    {
        Expr x = Expr.Variable(NDArray.Vector(0.5f, 2f));
        float[] gradient = Graph.Numerical.Gradient(y => Expr.Exp(y).Sum())(x).Evaluate().ToArray<float>();
        Assert.Equal(Math.Exp(0.5), gradient[0], 1e-3);
        Assert.Equal(Math.Exp(2), gradient[1], 1e-3);
    }

    [Fact]
    public void Structures_have_mirrors_too()
    {
        Structure<(Expr, Expr)> pair = Structure.Tuple(Structure.Leaf, Structure.Leaf);
        Expr x = Expr.Variable(NDArray.Vector(0.5, 2)), n = Expr.Literal(3L);
        (Expr, Expr) gradient = Graph.Numerical.Gradient<(Expr, Expr)>(p => (p.Item1 * p.Item1 * p.Item2).Sum(), pair)((x, n));
        Close(6 * x, gradient.Item1);
        Assert.True(gradient.Item2.IsAbsent);
        Func<(Expr, Expr), (Expr, Expr)> f = p => (Expr.Sin(p.Item1) * p.Item2, p.Item2);
        Func<(Expr, Expr), Expr> loss = p => (f(p).Item1 * p.Item1).Sum();
        Close(Transform.Vjp(f, pair, pair)((x, n), (x, n)).Item1, Graph.Numerical.Vjp(f, pair, pair)((x, n), (x, n)).Item1);
        Close(Transform.JacobianForward(f, pair, pair)((x, n)).ToMatrix(), Graph.Numerical.Jacobian(f, pair, pair)((x, n)).ToMatrix());
        Close(Transform.Hvp(loss, pair)((x, n), (x, n)).Item1, Graph.Numerical.Hvp(loss, pair)((x, n), (x, n)).Item1, 1e-6);
        Close(Transform.Hessian(loss, pair)((x, n)).ToMatrix(), Graph.Numerical.Hessian(loss, pair)((x, n)).ToMatrix(), 1e-6);
        Assert.True(Graph.Numerical.Jvp<(Expr, Expr), (Expr, Expr)>(p => p, pair, pair)((x, n), (x, n)).Item2.IsAbsent);
    }
}
