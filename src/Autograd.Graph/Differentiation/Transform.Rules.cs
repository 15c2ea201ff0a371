namespace Autograd.Graph;

// Functions with derivatives of their own.
public static partial class Transform
{
    /// <summary>
    /// f, differentiated by a rule for cotangents; forward mode follows from it. The rule is made of expressions, so what it gives can be
    /// differentiated again. What f captures gets no derivative: only its argument does.
    /// </summary>
    /// <param name="name">the rule's name, in errors and listings</param>
    /// <param name="f">what is evaluated</param>
    /// <param name="rule">(f(x), x, g) ↦ J(x)ᵀ g, linear in g</param>
    /// <exception cref="ShapeException">when differentiated: the rule gave another shape than x has</exception>
    /// <exception cref="DTypeException">when differentiated: the rule gave another element type than x has</exception>
    public static Func<Expr, Expr> WithVjp(string name, Func<Expr, Expr> f, Func<Expr, Expr, Expr, Expr> rule) => WithVjp(name, f, rule, Structure.Leaf, Structure.Leaf);

    /// <summary>f, differentiated by a rule for cotangents, as <see cref="WithVjp(string, Func{Expr, Expr}, Func{Expr, Expr, Expr, Expr})"/>.</summary>
    /// <param name="name">the rule's name, in errors and listings</param>
    /// <param name="f">what is evaluated</param>
    /// <param name="rule">
    /// (f(x), x, g) ↦ J(x)ᵀ g, linear in g. Leaves of g in the places of results that are not floating are absent; what the rule gives for leaves of
    /// x that are not floating is not looked at, and may be the leaf itself
    /// </param>
    /// <param name="input">how the argument comes apart</param>
    /// <param name="output">how the result comes apart</param>
    public static Func<TInput, TOutput> WithVjp<TInput, TOutput>(
        string name, Func<TInput, TOutput> f, Func<TOutput, TInput, TOutput, TInput> rule, Structure<TInput> input, Structure<TOutput> output)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(rule);
        Check(f, input, output);
        return x =>
        {
            (Leaves<TInput> points, Leaves<TOutput> y) = Own(name, f, x, input, output);
            return output.Rebuild(y.Value, Packing.Attach(name, y.Exprs, (packing, _) => (points.Exprs, (value, arguments, g) => Cotangents(packing, value, arguments, g))));

            IReadOnlyList<Expr?> Cotangents(Packing packing, Expr value, IReadOnlyList<Expr> arguments, Expr g)
            {
                TOutput ofValue = y.With(name, "value", packing.Unpack(value), orItself: true), cotangent = y.With(name, "cotangent", packing.Unpack(g), orItself: false);
                return points.Given(name, "cotangent that the rule gave", "argument", rule(ofValue, input.Rebuild(points.Value, [.. arguments]), cotangent));
            }
        };
    }

    /// <summary>
    /// f, differentiated by a rule for tangents; reverse mode is its transpose. The rule is made of expressions, so what it gives can be
    /// differentiated again. What f captures gets no derivative: only its argument does.
    /// </summary>
    /// <param name="name">the rule's name, in errors and listings</param>
    /// <param name="f">what is evaluated</param>
    /// <param name="rule">(f(x), x, v) ↦ J(x) v, linear in v</param>
    /// <exception cref="ShapeException">when differentiated: the rule gave another shape than f(x) has</exception>
    /// <exception cref="DTypeException">when differentiated: the rule gave another element type than f(x) has</exception>
    public static Func<Expr, Expr> WithJvp(string name, Func<Expr, Expr> f, Func<Expr, Expr, Expr, Expr> rule) => WithJvp(name, f, rule, Structure.Leaf, Structure.Leaf);

    /// <summary>f, differentiated by a rule for tangents, as <see cref="WithJvp(string, Func{Expr, Expr}, Func{Expr, Expr, Expr, Expr})"/>.</summary>
    /// <param name="name">the rule's name, in errors and listings</param>
    /// <param name="f">what is evaluated</param>
    /// <param name="rule">
    /// (f(x), x, v) ↦ J(x) v, linear in v. Leaves of v in the places of arguments that are not floating are absent; what the rule gives for leaves of
    /// f(x) that are not floating is not looked at, and may be the leaf itself
    /// </param>
    /// <param name="input">how the argument comes apart</param>
    /// <param name="output">how the result comes apart</param>
    public static Func<TInput, TOutput> WithJvp<TInput, TOutput>(
        string name, Func<TInput, TOutput> f, Func<TOutput, TInput, TInput, TOutput> rule, Structure<TInput> input, Structure<TOutput> output)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(rule);
        Check(f, input, output);
        return x =>
        {
            (Leaves<TInput> points, Leaves<TOutput> y) = Own(name, f, x, input, output);
            return output.Rebuild(y.Value, Packing.Attach(name, y.Exprs, (packing, _) => (points.Exprs, new TangentFirstRule(name, (value, arguments, v) => Tangent(packing, value, arguments, v)).Pull)));

            Expr Tangent(Packing packing, Expr value, IReadOnlyList<Expr> arguments, IReadOnlyList<Expr?> tangents)
            {
                TOutput ofValue = y.With(name, "value", packing.Unpack(value), orItself: true);
                TInput v = points.Filled(name, "tangent", [.. tangents]);
                Expr?[] given = y.Given(name, "tangent that the rule gave", "result", rule(ofValue, input.Rebuild(points.Value, [.. arguments]), v));
                return packing.Pack([.. given.Where((_, i) => y.Exprs[i].IsFloating)]);
            }
        };
    }

    /// <summary>The value without its derivative; <see cref="Expr.StopGradient"/> of each leaf.</summary>
    public static T StopGradient<T>(T value, Structure<T> structure)
    {
        ArgumentNullException.ThrowIfNull(structure);
        return structure.Map(value, Expr.StopGradient);
    }

    /// <summary>f as a constant function to all derivatives.</summary>
    public static Func<Expr, Expr> StopGradient(Func<Expr, Expr> f)
    {
        ArgumentNullException.ThrowIfNull(f);
        return x => Expr.StopGradient(f(x));
    }

    /// <summary>The argument, each leaf in an identity of its own, and what a function gives for it.</summary>
    private static (Leaves<TInput> Points, Leaves<TOutput> Results) Own<TInput, TOutput>(string transform, Func<TInput, TOutput> f, TInput x, Structure<TInput> input, Structure<TOutput> output)
    {
        Leaves<TInput> points = Leaves<TInput>.Of(transform, x, input, "the argument").Wrapped();
        return (points, Leaves<TOutput>.Of(transform, f(points.Value), output, "what the function gave"));
    }
}
