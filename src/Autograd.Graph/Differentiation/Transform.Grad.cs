namespace Autograd.Graph;

// Gradients of functions with one number as their result. Each function is called once, on its arguments under identities of their own.
public static partial class Transform
{
    /// <summary>x ↦ ∂f/∂x.</summary>
    /// <param name="f">gives one floating element</param>
    /// <exception cref="GradientException">when called: the argument is not floating, or f gave no single floating element</exception>
    public static Func<Expr, Expr> Grad(Func<Expr, Expr> f) => Grad(f, Structure.Leaf);

    /// <summary>x ↦ ∂f/∂x, leaf by leaf: zeros for a leaf that f does not depend on, absent (<see cref="Expr.IsAbsent"/>) for one that is not floating.</summary>
    /// <param name="f">gives one floating element</param>
    /// <param name="structure">how the argument comes apart</param>
    /// <exception cref="GradientException">when called: no leaf is floating, or f gave no single floating element</exception>
    public static Func<T, T> Grad<T>(Func<T, Expr> f, Structure<T> structure)
    {
        Check(f, structure);
        return x => Differentiate("grad", x => (f(x), 0), x, structure).Gradient;
    }

    /// <summary>x ↦ (f(x), ∂f/∂x).</summary>
    /// <param name="f">gives one floating element</param>
    /// <exception cref="GradientException">when called: the argument is not floating, or f gave no single floating element</exception>
    public static Func<Expr, (Expr Value, Expr Gradient)> ValueAndGrad(Func<Expr, Expr> f) => ValueAndGrad(f, Structure.Leaf);

    /// <summary>x ↦ (f(x), ∂f/∂x), as <see cref="Grad{T}"/>.</summary>
    /// <param name="f">gives one floating element</param>
    /// <param name="structure">how the argument comes apart</param>
    /// <exception cref="GradientException">when called: no leaf is floating, or f gave no single floating element</exception>
    public static Func<T, (Expr Value, T Gradient)> ValueAndGrad<T>(Func<T, Expr> f, Structure<T> structure)
    {
        Check(f, structure);
        return x =>
        {
            (Expr value, T gradient, _) = Differentiate("valueAndGrad", x => (f(x), 0), x, structure);
            return (value, gradient);
        };
    }

    /// <summary>x ↦ (∂f/∂x, auxiliary) of a function that gives (f(x), auxiliary).</summary>
    /// <param name="f">gives one floating element, and beside it anything, which is handed on as it is</param>
    /// <exception cref="GradientException">when called: the argument is not floating, or f gave no single floating element</exception>
    public static Func<Expr, (Expr Gradient, TAuxiliary Auxiliary)> GradWithAuxiliary<TAuxiliary>(Func<Expr, (Expr Value, TAuxiliary Auxiliary)> f) =>
        GradWithAuxiliary(f, Structure.Leaf);

    /// <summary>x ↦ (∂f/∂x, auxiliary) of a function that gives (f(x), auxiliary), as <see cref="Grad{T}"/>.</summary>
    /// <param name="f">gives one floating element, and beside it anything, which is handed on as it is</param>
    /// <param name="structure">how the argument comes apart</param>
    /// <exception cref="GradientException">when called: no leaf is floating, or f gave no single floating element</exception>
    public static Func<T, (T Gradient, TAuxiliary Auxiliary)> GradWithAuxiliary<T, TAuxiliary>(Func<T, (Expr Value, TAuxiliary Auxiliary)> f, Structure<T> structure)
    {
        Check(f, structure);
        return x =>
        {
            (_, T gradient, TAuxiliary auxiliary) = Differentiate("grad", f, x, structure);
            return (gradient, auxiliary);
        };
    }

    /// <summary>x ↦ (f(x), ∂f/∂x, auxiliary) of a function that gives (f(x), auxiliary).</summary>
    /// <param name="f">gives one floating element, and beside it anything, which is handed on as it is</param>
    /// <exception cref="GradientException">when called: the argument is not floating, or f gave no single floating element</exception>
    public static Func<Expr, (Expr Value, Expr Gradient, TAuxiliary Auxiliary)> ValueAndGradWithAuxiliary<TAuxiliary>(Func<Expr, (Expr Value, TAuxiliary Auxiliary)> f) =>
        ValueAndGradWithAuxiliary(f, Structure.Leaf);

    /// <summary>x ↦ (f(x), ∂f/∂x, auxiliary) of a function that gives (f(x), auxiliary), as <see cref="Grad{T}"/>.</summary>
    /// <param name="f">gives one floating element, and beside it anything, which is handed on as it is</param>
    /// <param name="structure">how the argument comes apart</param>
    /// <exception cref="GradientException">when called: no leaf is floating, or f gave no single floating element</exception>
    public static Func<T, (Expr Value, T Gradient, TAuxiliary Auxiliary)> ValueAndGradWithAuxiliary<T, TAuxiliary>(Func<T, (Expr Value, TAuxiliary Auxiliary)> f, Structure<T> structure)
    {
        Check(f, structure);
        return x => Differentiate("valueAndGrad", f, x, structure);
    }

    private static (Expr Value, T Gradient, TAuxiliary Auxiliary) Differentiate<T, TAuxiliary>(string transform, Func<T, (Expr, TAuxiliary)> f, T x, Structure<T> structure)
    {
        Leaves<T> points = Leaves<T>.Points(transform, x, structure);
        (Expr y, TAuxiliary auxiliary) = f(points.Value);
        CheckScalar(transform, y);
        return (y, points.Filled(transform, "gradient", ReverseWalk.Pull([y], points.Exprs, [Expr.OnesLike(y)], [])), auxiliary);
    }

    private static void CheckScalar(string transform, Expr y)
    {
        if (y is null) throw new ArgumentNullException(nameof(y), $"{transform}: the function gave null");
        if (!y.DType.IsFloating()) throw new GradientException($"{transform}: the function gave {y.Type}; only floating types have derivatives (Cast converts)");
        if (y.Shape.Count != 1)
            throw new GradientException($"{transform}: the function gave {y.Type}, not one element; reduce it to one (Sum, Mean), or take a Jacobian (JacobianReverse) or a product with one (Vjp)");
    }

    private static void Check(Delegate f, params ReadOnlySpan<object> structures)
    {
        ArgumentNullException.ThrowIfNull(f);
        foreach (object structure in structures) ArgumentNullException.ThrowIfNull(structure, nameof(structures));
    }
}
