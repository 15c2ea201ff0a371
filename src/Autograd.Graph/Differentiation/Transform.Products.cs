namespace Autograd.Graph;

// Products with Jacobians and Hessians, which are never built.
public static partial class Transform
{
    /// <summary>(x, v) ↦ J(x) v, in forward mode.</summary>
    /// <param name="f">any floating argument and result</param>
    /// <exception cref="GradientException">when called: the argument is not floating</exception>
    /// <exception cref="ShapeException">when called: the tangent has not the argument's shape</exception>
    /// <exception cref="DTypeException">when called: the tangent has not the argument's element type</exception>
    public static Func<Expr, Expr, Expr> Jvp(Func<Expr, Expr> f) => Jvp(f, Structure.Leaf, Structure.Leaf);

    /// <summary>(x, v) ↦ J(x) v, in forward mode; leaves of v in places that are not floating are not looked at, those of the result are absent.</summary>
    /// <param name="f">any function of floating leaves</param>
    /// <param name="input">how the argument comes apart</param>
    /// <param name="output">how the result comes apart</param>
    /// <exception cref="GradientException">when called: no leaf of the argument is floating</exception>
    /// <exception cref="StructureException">when called: argument and tangent have different forms</exception>
    /// <exception cref="ShapeException">when called: a leaf of the tangent has not the argument's shape</exception>
    /// <exception cref="DTypeException">when called: a leaf of the tangent has not the argument's element type</exception>
    public static Func<TInput, TInput, TOutput> Jvp<TInput, TOutput>(Func<TInput, TOutput> f, Structure<TInput> input, Structure<TOutput> output)
    {
        Check(f, input, output);
        return (x, v) => Push("jvp", f, x, v, input, output).Tangent;
    }

    /// <summary>(x, v) ↦ (f(x), J(x) v), as <see cref="Jvp(Func{Expr, Expr})"/>.</summary>
    /// <param name="f">any floating argument and result</param>
    public static Func<Expr, Expr, (Expr Value, Expr Tangent)> ValueAndJvp(Func<Expr, Expr> f) => ValueAndJvp(f, Structure.Leaf, Structure.Leaf);

    /// <summary>(x, v) ↦ (f(x), J(x) v), as <see cref="Jvp{TInput, TOutput}"/>.</summary>
    /// <param name="f">any function of floating leaves</param>
    /// <param name="input">how the argument comes apart</param>
    /// <param name="output">how the result comes apart</param>
    public static Func<TInput, TInput, (TOutput Value, TOutput Tangent)> ValueAndJvp<TInput, TOutput>(Func<TInput, TOutput> f, Structure<TInput> input, Structure<TOutput> output)
    {
        Check(f, input, output);
        return (x, v) => Push("valueAndJvp", f, x, v, input, output);
    }

    /// <summary>(x, g) ↦ J(x)ᵀ g, in reverse mode.</summary>
    /// <param name="f">any floating argument and result</param>
    /// <exception cref="GradientException">when called: the argument is not floating</exception>
    /// <exception cref="ShapeException">when called: the cotangent has not the result's shape</exception>
    /// <exception cref="DTypeException">when called: the cotangent has not the result's element type</exception>
    public static Func<Expr, Expr, Expr> Vjp(Func<Expr, Expr> f) => Vjp(f, Structure.Leaf, Structure.Leaf);

    /// <summary>(x, g) ↦ J(x)ᵀ g, in reverse mode; leaves of g in places that are not floating are not looked at, those of the result are absent.</summary>
    /// <param name="f">any function of floating leaves</param>
    /// <param name="input">how the argument comes apart</param>
    /// <param name="output">how the result comes apart</param>
    /// <exception cref="GradientException">when called: no leaf of the argument is floating</exception>
    /// <exception cref="StructureException">when called: result and cotangent have different forms</exception>
    /// <exception cref="ShapeException">when called: a leaf of the cotangent has not the result's shape</exception>
    /// <exception cref="DTypeException">when called: a leaf of the cotangent has not the result's element type</exception>
    public static Func<TInput, TOutput, TInput> Vjp<TInput, TOutput>(Func<TInput, TOutput> f, Structure<TInput> input, Structure<TOutput> output)
    {
        Check(f, input, output);
        return (x, g) => PullAt("vjp", f, x, input, output).Pull(g);
    }

    /// <summary>(x, g) ↦ (f(x), J(x)ᵀ g), as <see cref="Vjp(Func{Expr, Expr})"/>.</summary>
    /// <param name="f">any floating argument and result</param>
    public static Func<Expr, Expr, (Expr Value, Expr Cotangent)> ValueAndVjp(Func<Expr, Expr> f) => ValueAndVjp(f, Structure.Leaf, Structure.Leaf);

    /// <summary>(x, g) ↦ (f(x), J(x)ᵀ g), as <see cref="Vjp{TInput, TOutput}"/>.</summary>
    /// <param name="f">any function of floating leaves</param>
    /// <param name="input">how the argument comes apart</param>
    /// <param name="output">how the result comes apart</param>
    public static Func<TInput, TOutput, (TOutput Value, TInput Cotangent)> ValueAndVjp<TInput, TOutput>(Func<TInput, TOutput> f, Structure<TInput> input, Structure<TOutput> output)
    {
        Check(f, input, output);
        return (x, g) =>
        {
            (TOutput value, Func<TOutput, TInput> pull) = PullAt("valueAndVjp", f, x, input, output);
            return (value, pull(g));
        };
    }

    /// <summary>(x, v) ↦ H(x) v, in forward over reverse mode: a few times the cost of the gradient, however many variables there are.</summary>
    /// <param name="f">gives one floating element</param>
    /// <exception cref="GradientException">when called: the argument is not floating, or f gave no single floating element</exception>
    /// <exception cref="ShapeException">when called: the tangent has not the argument's shape</exception>
    /// <exception cref="DTypeException">when called: the tangent has not the argument's element type</exception>
    public static Func<Expr, Expr, Expr> Hvp(Func<Expr, Expr> f) => Hvp(f, Structure.Leaf);

    /// <summary>(x, v) ↦ H(x) v, in forward over reverse mode; leaves of v in places that are not floating are not looked at, those of the result are absent.</summary>
    /// <param name="f">gives one floating element</param>
    /// <param name="structure">how the argument comes apart</param>
    /// <exception cref="GradientException">when called: no leaf is floating, or f gave no single floating element</exception>
    /// <exception cref="StructureException">when called: argument and tangent have different forms</exception>
    /// <exception cref="ShapeException">when called: a leaf of the tangent has not the argument's shape</exception>
    /// <exception cref="DTypeException">when called: a leaf of the tangent has not the argument's element type</exception>
    public static Func<T, T, T> Hvp<T>(Func<T, Expr> f, Structure<T> structure)
    {
        Check(f, structure);
        return (x, v) => HessianProduct("hvp", f, x, v, structure).Product;
    }

    /// <summary>(x, v) ↦ (f(x), H(x) v), as <see cref="Hvp(Func{Expr, Expr})"/>.</summary>
    /// <param name="f">gives one floating element</param>
    public static Func<Expr, Expr, (Expr Value, Expr Product)> ValueAndHvp(Func<Expr, Expr> f) => ValueAndHvp(f, Structure.Leaf);

    /// <summary>(x, v) ↦ (f(x), H(x) v), as <see cref="Hvp{T}"/>.</summary>
    /// <param name="f">gives one floating element</param>
    /// <param name="structure">how the argument comes apart</param>
    public static Func<T, T, (Expr Value, T Product)> ValueAndHvp<T>(Func<T, Expr> f, Structure<T> structure)
    {
        Check(f, structure);
        return (x, v) =>
        {
            (Expr value, _, T product) = HessianProduct("valueAndHvp", f, x, v, structure);
            return (value, product);
        };
    }

    /// <summary>(x, v) ↦ (∂f/∂x, H(x) v), as <see cref="Hvp(Func{Expr, Expr})"/>: what a step of Newton's method by conjugate gradients needs.</summary>
    /// <param name="f">gives one floating element</param>
    public static Func<Expr, Expr, (Expr Gradient, Expr Product)> GradAndHvp(Func<Expr, Expr> f) => GradAndHvp(f, Structure.Leaf);

    /// <summary>(x, v) ↦ (∂f/∂x, H(x) v), as <see cref="Hvp{T}"/>.</summary>
    /// <param name="f">gives one floating element</param>
    /// <param name="structure">how the argument comes apart</param>
    public static Func<T, T, (T Gradient, T Product)> GradAndHvp<T>(Func<T, Expr> f, Structure<T> structure)
    {
        Check(f, structure);
        return (x, v) =>
        {
            (_, T gradient, T product) = HessianProduct("gradAndHvp", f, x, v, structure);
            return (gradient, product);
        };
    }

    private static (TOutput Value, TOutput Tangent) Push<TInput, TOutput>(string transform, Func<TInput, TOutput> f, TInput x, TInput v, Structure<TInput> input, Structure<TOutput> output)
    {
        Leaves<TInput> points = Leaves<TInput>.Points(transform, x, input);
        Leaves<TOutput> y = Leaves<TOutput>.Of(transform, f(points.Value), output, "what the function gave");
        Expr?[] tangents = points.Given(transform, "tangent", "argument", v);
        return (y.Value, y.Filled(transform, "tangent", ForwardWalk.Push(y.Exprs, points.Exprs, tangents)));
    }

    private static (TOutput Value, Func<TOutput, TInput> Pull) PullAt<TInput, TOutput>(string transform, Func<TInput, TOutput> f, TInput x, Structure<TInput> input, Structure<TOutput> output)
    {
        Leaves<TInput> points = Leaves<TInput>.Points(transform, x, input);
        Leaves<TOutput> y = Leaves<TOutput>.Of(transform, f(points.Value), output, "what the function gave");
        return (y.Value, g => points.Filled(transform, "cotangent", ReverseWalk.Pull(y.Exprs, points.Exprs, y.Given(transform, "cotangent", "result", g), [])));
    }

    private static (Expr Value, T Gradient, T Product) HessianProduct<T>(string transform, Func<T, Expr> f, T x, T v, Structure<T> structure)
    {
        Leaves<T> points = Leaves<T>.Points(transform, x, structure);
        Expr y = f(points.Value);
        CheckScalar(transform, y);
        Expr?[] gradients = ReverseWalk.Pull([y], points.Exprs, [Expr.OnesLike(y)], []);
        Expr?[] tangents = points.Given(transform, "tangent", "argument", v), products = new Expr?[gradients.Length];
        int[] connected = [.. Enumerable.Range(0, gradients.Length).Where(i => gradients[i] is not null)];
        Expr?[] pushed = ForwardWalk.Push([.. connected.Select(i => gradients[i]!)], points.Exprs, tangents);
        for (int i = 0; i < pushed.Length; i++) products[connected[i]] = pushed[i];
        return (y, points.Filled(transform, "gradient", gradients), points.Filled(transform, "product", products));
    }
}
