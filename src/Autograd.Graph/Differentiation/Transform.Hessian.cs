namespace Autograd.Graph;

// Second derivatives, whole: forward over reverse mode.
public static partial class Transform
{
    /// <summary>x ↦ H(x), of the argument's axes twice: forward over reverse mode, one pass for each element of the argument.</summary>
    /// <param name="f">gives one floating element</param>
    /// <exception cref="GradientException">when called: the argument is not floating, or f gave no single floating element</exception>
    public static Func<Expr, Expr> Hessian(Func<Expr, Expr> f)
    {
        Func<Expr, Jacobian<Expr, Expr>> hessian = Hessian(f, Structure.Leaf);
        return x => Block(hessian(x));
    }

    /// <summary>x ↦ H(x), leaf by leaf: forward over reverse mode, one pass for each element of the argument.</summary>
    /// <param name="f">gives one floating element</param>
    /// <param name="structure">how the argument comes apart</param>
    /// <exception cref="GradientException">when called: no leaf is floating, or f gave no single floating element</exception>
    public static Func<T, Jacobian<T, T>> Hessian<T>(Func<T, Expr> f, Structure<T> structure)
    {
        Check(f, structure);
        return x => SecondDerivative("hessian", x => (f(x), 0), x, structure).Hessian;
    }

    /// <summary>x ↦ (f(x), H(x)), as <see cref="Hessian(Func{Expr, Expr})"/>.</summary>
    /// <param name="f">gives one floating element</param>
    public static Func<Expr, (Expr Value, Expr Hessian)> ValueAndHessian(Func<Expr, Expr> f)
    {
        Func<Expr, (Expr Value, Jacobian<Expr, Expr> Hessian)> both = ValueAndHessian(f, Structure.Leaf);
        return x =>
        {
            var (value, hessian) = both(x);
            return (value, Block(hessian));
        };
    }

    /// <summary>x ↦ (f(x), H(x)), as <see cref="Hessian{T}"/>.</summary>
    /// <param name="f">gives one floating element</param>
    /// <param name="structure">how the argument comes apart</param>
    public static Func<T, (Expr Value, Jacobian<T, T> Hessian)> ValueAndHessian<T>(Func<T, Expr> f, Structure<T> structure)
    {
        Check(f, structure);
        return x =>
        {
            var (value, hessian, _) = SecondDerivative("valueAndHessian", x => (f(x), 0), x, structure);
            return (value, hessian);
        };
    }

    /// <summary>x ↦ (H(x), auxiliary) of a function that gives (f(x), auxiliary), as <see cref="Hessian(Func{Expr, Expr})"/>.</summary>
    /// <param name="f">gives one floating element, and beside it anything, which is handed on as it is</param>
    public static Func<Expr, (Expr Hessian, TAuxiliary Auxiliary)> HessianWithAuxiliary<TAuxiliary>(Func<Expr, (Expr Value, TAuxiliary Auxiliary)> f)
    {
        Func<Expr, (Jacobian<Expr, Expr> Hessian, TAuxiliary Auxiliary)> both = HessianWithAuxiliary(f, Structure.Leaf);
        return x =>
        {
            var (hessian, auxiliary) = both(x);
            return (Block(hessian), auxiliary);
        };
    }

    /// <summary>x ↦ (H(x), auxiliary) of a function that gives (f(x), auxiliary), as <see cref="Hessian{T}"/>.</summary>
    /// <param name="f">gives one floating element, and beside it anything, which is handed on as it is</param>
    /// <param name="structure">how the argument comes apart</param>
    public static Func<T, (Jacobian<T, T> Hessian, TAuxiliary Auxiliary)> HessianWithAuxiliary<T, TAuxiliary>(Func<T, (Expr Value, TAuxiliary Auxiliary)> f, Structure<T> structure)
    {
        Check(f, structure);
        return x =>
        {
            var (_, hessian, auxiliary) = SecondDerivative("hessian", f, x, structure);
            return (hessian, auxiliary);
        };
    }

    private static (Expr Value, Jacobian<T, T> Hessian, TAuxiliary Auxiliary) SecondDerivative<T, TAuxiliary>(string transform, Func<T, (Expr, TAuxiliary)> f, T x, Structure<T> structure)
    {
        (Expr Value, TAuxiliary Auxiliary)? beside = null;
        // The gradient of an integer leaf is absent, and has no place among what is differentiated again.
        Leaves<T> points = Leaves<T>.Points(transform, x, structure);
        int[] floating = [.. Enumerable.Range(0, points.Exprs.Length).Where(i => points.Exprs[i].IsFloating)];
        Jacobian<Expr[], Expr[]> second = ForwardJacobian(
            transform,
            leaves =>
            {
                Expr[] all = [.. points.Exprs];
                for (int i = 0; i < floating.Length; i++) all[floating[i]] = leaves[i];
                (Expr y, TAuxiliary auxiliary) = f(structure.Rebuild(x, all));
                CheckScalar(transform, y);
                beside = (y, auxiliary);
                Expr?[] gradients = ReverseWalk.Pull([y], leaves, [Expr.OnesLike(y)], []);
                return ((Expr[])[.. gradients.Select((gradient, i) => gradient ?? Expr.ZerosLike(leaves[i]))], 0);
            },
            [.. floating.Select(i => points.Exprs[i])],
            Structure.Leaves,
            Structure.Leaves).Jacobian;
        Expr[][] blocks = NewBlocks(transform, points, points);
        for (int k = 0; k < floating.Length; k++)
            for (int j = 0; j < floating.Length; j++) blocks[floating[k]][floating[j]] = second[k, j];
        return (beside!.Value.Value, new(points, points, blocks), beside.Value.Auxiliary);
    }
}
