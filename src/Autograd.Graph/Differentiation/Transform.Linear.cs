namespace Autograd.Graph;

// Functions at a point as linear maps, and linear functions turned around.
public static partial class Transform
{
    /// <summary>
    /// (f(x), v ↦ J(x) v): the function at a point as a linear map. Every use of the map stands on the same nodes for all that does not depend
    /// on v, so f itself and its derivative's factors are there once.
    /// </summary>
    /// <param name="f">any floating argument and result</param>
    /// <param name="x">the point</param>
    /// <exception cref="GradientException">x is not floating</exception>
    public static (Expr Value, Func<Expr, Expr> Pushforward) Linearize(Func<Expr, Expr> f, Expr x) => Linearize(f, x, Structure.Leaf, Structure.Leaf);

    /// <summary>(f(x), v ↦ J(x) v), as <see cref="Linearize(Func{Expr, Expr}, Expr)"/>; the map's errors are those of <see cref="Jvp{TInput, TOutput}"/>.</summary>
    /// <param name="f">any function of floating leaves</param>
    /// <param name="x">the point</param>
    /// <param name="input">how the argument comes apart</param>
    /// <param name="output">how the result comes apart</param>
    /// <exception cref="GradientException">no leaf of x is floating</exception>
    public static (TOutput Value, Func<TInput, TOutput> Pushforward) Linearize<TInput, TOutput>(Func<TInput, TOutput> f, TInput x, Structure<TInput> input, Structure<TOutput> output)
    {
        const string transform = "linearize";
        Check(f, input, output);
        Leaves<TInput> points = Leaves<TInput>.Points(transform, x, input);
        Leaves<TOutput> y = Leaves<TOutput>.Of(transform, f(points.Value), output, "what the function gave");
        Expr[] moving = Array.FindAll(points.Exprs, point => point.IsFloating), placeholders = Array.ConvertAll(moving, point => Placeholder("tangent", point));
        Expr?[] tangents = ForwardWalk.Push(y.Exprs, moving, placeholders);
        int[] connected = [.. Enumerable.Range(0, tangents.Length).Where(i => tangents[i] is not null)];
        var map = new Template([.. connected.Select(i => tangents[i]!)], placeholders);
        return (y.Value, Push);

        TOutput Push(TInput v)
        {
            Expr?[] given = points.Given(transform, "tangent", "argument", v);
            Expr[] filled = map.Fill([.. given.Where((_, i) => points.Exprs[i].IsFloating).Select((tangent, i) => tangent ?? Expr.ZerosLike(moving[i]))]);
            var pushed = new Expr?[tangents.Length];
            for (int i = 0; i < connected.Length; i++) pushed[connected[i]] = filled[i];
            return y.Filled(transform, "tangent", pushed);
        }
    }

    /// <summary>(f(x), g ↦ J(x)ᵀ g): the function at a point, turned around. f is called once.</summary>
    /// <param name="f">any floating argument and result</param>
    /// <param name="x">the point</param>
    /// <exception cref="GradientException">x is not floating</exception>
    public static (Expr Value, Func<Expr, Expr> Pullback) Pullback(Func<Expr, Expr> f, Expr x) => Pullback(f, x, Structure.Leaf, Structure.Leaf);

    /// <summary>(f(x), g ↦ J(x)ᵀ g), as <see cref="Pullback(Func{Expr, Expr}, Expr)"/>; the map's errors are those of <see cref="Vjp{TInput, TOutput}"/>.</summary>
    /// <param name="f">any function of floating leaves</param>
    /// <param name="x">the point</param>
    /// <param name="input">how the argument comes apart</param>
    /// <param name="output">how the result comes apart</param>
    /// <exception cref="GradientException">no leaf of x is floating</exception>
    public static (TOutput Value, Func<TOutput, TInput> Pullback) Pullback<TInput, TOutput>(Func<TInput, TOutput> f, TInput x, Structure<TInput> input, Structure<TOutput> output)
    {
        Check(f, input, output);
        return PullAt("pullback", f, x, input, output);
    }

    /// <summary>g ↦ fᵀ g of a linear function: &lt;g, f(v)&gt; = &lt;fᵀ g, v&gt;.</summary>
    /// <param name="f">a function that is linear in its argument as it is written, operation by operation</param>
    /// <param name="like">gives the argument's type; its value does not matter</param>
    /// <exception cref="GradientException">f is not linear (the message names the operation), or something is not floating</exception>
    public static Func<Expr, Expr> TransposeLinear(Func<Expr, Expr> f, Expr like) => TransposeLinear(f, like, Structure.Leaf, Structure.Leaf);

    /// <summary>g ↦ fᵀ g of a linear function, as <see cref="TransposeLinear(Func{Expr, Expr}, Expr)"/>.</summary>
    /// <param name="f">a function that is linear in all floating leaves at once, as it is written, operation by operation</param>
    /// <param name="like">gives the argument's form and types; values of floating leaves do not matter, others are taken as they are</param>
    /// <param name="input">how the argument comes apart</param>
    /// <param name="output">how the result comes apart</param>
    /// <exception cref="GradientException">f is not linear (the message names the operation), or no leaf is floating</exception>
    public static Func<TOutput, TInput> TransposeLinear<TInput, TOutput>(Func<TInput, TOutput> f, TInput like, Structure<TInput> input, Structure<TOutput> output)
    {
        const string transform = "transposeLinear";
        Check(f, input, output);
        Leaves<TInput> given = Leaves<TInput>.Points(transform, like, input);
        Expr[] arguments = Array.ConvertAll(given.Exprs, leaf => leaf.IsFloating ? Placeholder("argument", leaf) : leaf);
        var points = new Leaves<TInput>(input, input.Rebuild(like, arguments), arguments);
        Leaves<TOutput> y = Leaves<TOutput>.Of(transform, f(points.Value), output, "what the function gave");
        Linearity.Check(transform, y.Exprs, Array.FindAll(arguments, leaf => leaf.IsFloating));
        return g => points.Filled(transform, "cotangent", ReverseWalk.Pull(y.Exprs, points.Exprs, y.Given(transform, "cotangent", "result", g), []));
    }

    /// <summary>What stands for a value of a leaf's type in an expression that is filled later.</summary>
    private static Expr Placeholder(string what, Expr like) => Expr.Parameter(what, like.DType, like.Shape);
}
