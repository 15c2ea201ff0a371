using Autograd.Graph;

namespace Autograd.Properties.Differentiation.Transforms;

/// <summary>Smooth functions from vectors of three to vectors of three, and transforms of them that are such functions again.</summary>
internal sealed class Smooth(Sampler s)
{
    public const int Size = 3;

    public static Shape Shape { get; } = new(Size);

    public NDArray Vector() => s.Uniform(Shape, -1, 1);

    /// <summary>A composition of one to three elementary functions.</summary>
    public Func<Expr, Expr> Function()
    {
        Func<Expr, Expr> f = Elementary();
        for (int i = s.Int(0, 2); i > 0; i--)
        {
            Func<Expr, Expr> inner = f, outer = Elementary();
            f = x => outer(inner(x));
        }

        return f;
    }

    /// <summary>A function from vectors to one number.</summary>
    public Func<Expr, Expr> Scalar()
    {
        Func<Expr, Expr> f = Function();
        Expr w = Expr.Constant(Vector());
        return x => (f(x) * w).Sum();
    }

    /// <summary>A random transform of f, and the same by the pullbacks and pushforwards of graphs.</summary>
    public (Func<Expr, Expr> Transformed, Func<Expr, Expr> Plain) Transformed(Func<Expr, Expr> f, Func<Expr, Expr> plain)
    {
        Expr v = Expr.Constant(Vector()), w = Expr.Constant(Vector());
        switch (s.Int(0, 9))
        {
            case 0: return (x => Transform.Jvp(f)(x, v), Pushed);
            case 1: return (x => Transform.Vjp(f)(x, v), Pulled);
            case 2: return (x => Transform.Linearize(f, x).Pushforward(v), Pushed);
            case 3: return (x => Transform.Pullback(f, x).Pullback(v), Pulled);
            case 4: return (x => Transform.JacobianForward(f)(x).MatMul(v), Pushed);
            case 5: return (x => v.MatMul(Transform.JacobianReverse(f)(x)), Pulled);
            case 6: return (Transform.Grad(x => (f(x) * v).Sum()), Pulled);
            case 7: return (Transform.Checkpoint(f, s.Of(CheckpointPolicy.KeepNothing, CheckpointPolicy.KeepContractions, CheckpointPolicy.KeepWhere(node => node.Op is Op.Sin or Op.Mul))), plain);
            case 8: return (Transform.WithVjp("own", f, (_, x, g) => Transform.Vjp(f)(x, g)), plain);
            default: return (Transform.WithJvp("own", f, (_, x, v) => Transform.Jvp(f)(x, v)), plain);
        }

        Expr Pushed(Expr x)
        {
            Expr at = Expr.Identity(x);
            return Gradient.Pushforward([plain(at)], [at], [v])[0] ?? Expr.ZerosLike(v);
        }

        Expr Pulled(Expr x)
        {
            Expr at = Expr.Identity(x);
            return Gradient.Pullback([plain(at)], [at], [v])[0] ?? Expr.ZerosLike(x);
        }
    }

    private Func<Expr, Expr> Elementary()
    {
        Expr a = Expr.Constant(Vector()), m = Expr.Constant(s.Uniform(new Shape(Size, Size), -0.7, 0.7));
        return s.Int(0, 6) switch
        {
            0 => Expr.Sin,
            1 => x => Expr.Exp(0.5 * x),
            2 => Expr.Tanh,
            3 => x => x * x * a,
            4 => x => m.MatMul(x),
            5 => x => x / (2 + x * x),
            _ => x => x + a * x.Sum(),
        };
    }
}
