namespace Autograd.Graph;

/// <summary>
/// Derivatives by central differences of fourth order, (8 (f(x + h v) - f(x - h v)) - (f(x + 2 h v) - f(x - 2 h v))) / 12 h: the mirror of
/// <see cref="Transform"/> for functions whose derivatives are in doubt. They call f four times a direction, and are expressions like any other.
/// </summary>
public static class Numerical
{
    /// <summary>(x, v) ↦ J(x) v: two differences.</summary>
    /// <param name="f">any floating argument and result</param>
    /// <param name="step">h; a thousandth in float64, a thirtieth in float32 when null</param>
    public static Func<Expr, Expr, Expr> Jvp(Func<Expr, Expr> f, double? step = null) => Jvp(f, Structure.Leaf, Structure.Leaf, step);

    /// <summary>(x, v) ↦ J(x) v. Leaves that are not floating do not move, and are absent in the result.</summary>
    /// <param name="f">any function of floating leaves</param>
    /// <param name="input">how the argument comes apart</param>
    /// <param name="output">how the result comes apart</param>
    /// <param name="step">h; a thousandth in float64, a thirtieth in float32 when null</param>
    public static Func<TInput, TInput, TOutput> Jvp<TInput, TOutput>(Func<TInput, TOutput> f, Structure<TInput> input, Structure<TOutput> output, double? step = null)
    {
        Check(f, input, output);
        return (x, v) =>
        {
            Leaves<TInput> points = Leaves<TInput>.Points("numerical", x, input);
            TOutput form = f(x);
            Expr?[] along = Along(Flat(f, x, input, output), points.Exprs, points.Given("numerical", "tangent", "argument", v), step);
            return Leaves<TOutput>.Of("numerical", form, output, "what the function gave").Filled("numerical", "tangent", along);
        };
    }

    /// <summary>(x, g) ↦ J(x)ᵀ g: two differences for each element of the argument.</summary>
    /// <param name="f">any floating argument and result</param>
    /// <param name="step">h; a thousandth in float64, a thirtieth in float32 when null</param>
    public static Func<Expr, Expr, Expr> Vjp(Func<Expr, Expr> f, double? step = null) => Vjp(f, Structure.Leaf, Structure.Leaf, step);

    /// <summary>(x, g) ↦ J(x)ᵀ g. Leaves of g in places that are not floating are not looked at, those of the result are absent.</summary>
    /// <param name="f">any function of floating leaves</param>
    /// <param name="input">how the argument comes apart</param>
    /// <param name="output">how the result comes apart</param>
    /// <param name="step">h; a thousandth in float64, a thirtieth in float32 when null</param>
    public static Func<TInput, TOutput, TInput> Vjp<TInput, TOutput>(Func<TInput, TOutput> f, Structure<TInput> input, Structure<TOutput> output, double? step = null)
    {
        Check(f, input, output);
        return (x, g) => Gradient(
            x =>
            {
                Leaves<TOutput> y = Leaves<TOutput>.Of("numerical", f(x), output, "what the function gave");
                Expr?[] weights = y.Given("numerical", "cotangent", "result", g);
                Expr[] terms = [.. y.Exprs.Select((leaf, k) => weights[k] is { } weight ? (leaf * weight).Sum() : null).OfType<Expr>()];
                return terms.Length == 0 ? Expr.Literal(0.0) : terms.Aggregate((a, b) => a + b);
            },
            input,
            step)(x);
    }

    /// <summary>x ↦ ∂f/∂x: two differences for each element of the argument.</summary>
    /// <param name="f">gives one floating element</param>
    /// <param name="step">h; a thousandth in float64, a thirtieth in float32 when null</param>
    public static Func<Expr, Expr> Gradient(Func<Expr, Expr> f, double? step = null) => Gradient(f, Structure.Leaf, step);

    /// <summary>x ↦ ∂f/∂x, leaf by leaf; absent for leaves that are not floating.</summary>
    /// <param name="f">gives one floating element</param>
    /// <param name="structure">how the argument comes apart</param>
    /// <param name="step">h; a thousandth in float64, a thirtieth in float32 when null</param>
    public static Func<T, T> Gradient<T>(Func<T, Expr> f, Structure<T> structure, double? step = null)
    {
        Check(f, structure);
        return x =>
        {
            Leaves<T> points = Leaves<T>.Points("numerical", x, structure);
            Expr?[][][] columns = Columns(Flat(f, x, structure, Structure.Leaf), points.Exprs, step);
            Expr Entry(Expr?[] column) => column[0]?.Reshape(1) ?? throw new GradientException("numerical: the function's result is not floating; only floating types have derivatives (Cast converts)");
            return points.Filled("numerical", "gradient", [.. columns.Select((column, j) => column.Length == 0 ? null : Expr.Concat([.. column.Select(Entry)]).Reshape(points.Exprs[j].Shape))]);
        };
    }

    /// <summary>x ↦ J(x), of the result's axes followed by the argument's: two differences for each element of the argument.</summary>
    /// <param name="f">any floating argument and result</param>
    /// <param name="step">h; a thousandth in float64, a thirtieth in float32 when null</param>
    public static Func<Expr, Expr> Jacobian(Func<Expr, Expr> f, double? step = null)
    {
        Func<Expr, Jacobian<Expr, Expr>> jacobian = Jacobian(f, Structure.Leaf, Structure.Leaf, step);
        return x => jacobian(x)[0, 0];
    }

    /// <summary>x ↦ J(x), leaf by leaf: two differences for each element of the argument.</summary>
    /// <param name="f">any function of floating leaves</param>
    /// <param name="input">how the argument comes apart</param>
    /// <param name="output">how the result comes apart</param>
    /// <param name="step">h; a thousandth in float64, a thirtieth in float32 when null</param>
    public static Func<TInput, Jacobian<TInput, TOutput>> Jacobian<TInput, TOutput>(Func<TInput, TOutput> f, Structure<TInput> input, Structure<TOutput> output, double? step = null)
    {
        Check(f, input, output);
        return x =>
        {
            Leaves<TInput> points = Leaves<TInput>.Points("numerical", x, input);
            Leaves<TOutput> y = Leaves<TOutput>.Of("numerical", f(points.Value), output, "what the function gave");
            Expr?[][][] columns = Columns(Flat(f, x, input, output), points.Exprs, step);
            Expr[][] blocks = Transform.NewBlocks("numerical", points, y);
            for (int k = 0; k < blocks.Length; k++)
                for (int j = 0; j < columns.Length; j++)
                    if (y.Exprs[k].IsFloating && columns[j].Length > 0) blocks[k][j] = Joining.Stack([.. columns[j].Select(column => column[k]!)], axis: -1).Reshape(blocks[k][j].Shape);
            return new(points, y, blocks);
        };
    }

    /// <summary>(x, v) ↦ H(x) v: differences of differences.</summary>
    /// <param name="f">gives one floating element</param>
    /// <param name="step">h; a thousandth in float64, a thirtieth in float32 when null</param>
    public static Func<Expr, Expr, Expr> Hvp(Func<Expr, Expr> f, double? step = null) => Hvp(f, Structure.Leaf, step);

    /// <summary>(x, v) ↦ H(x) v, leaf by leaf: differences of differences.</summary>
    /// <param name="f">gives one floating element</param>
    /// <param name="structure">how the argument comes apart</param>
    /// <param name="step">h; a thousandth in float64, a thirtieth in float32 when null</param>
    public static Func<T, T, T> Hvp<T>(Func<T, Expr> f, Structure<T> structure, double? step = null) => Jvp(Gradient(f, structure, step), structure, structure, step);

    /// <summary>x ↦ H(x): differences of differences.</summary>
    /// <param name="f">gives one floating element</param>
    /// <param name="step">h; a thousandth in float64, a thirtieth in float32 when null</param>
    public static Func<Expr, Expr> Hessian(Func<Expr, Expr> f, double? step = null) => Jacobian(Gradient(f, step), step);

    /// <summary>x ↦ H(x), leaf by leaf: differences of differences.</summary>
    /// <param name="f">gives one floating element</param>
    /// <param name="structure">how the argument comes apart</param>
    /// <param name="step">h; a thousandth in float64, a thirtieth in float32 when null</param>
    public static Func<T, Jacobian<T, T>> Hessian<T>(Func<T, Expr> f, Structure<T> structure, double? step = null) => Jacobian(Gradient(f, structure, step), structure, structure, step);

    /// <summary>The derivatives of results along a direction; null for those that are not floating.</summary>
    /// <param name="f">from leaves to leaves</param>
    /// <param name="at">where</param>
    /// <param name="direction">null for leaves that do not move</param>
    /// <param name="step">h; by the element types when null</param>
    internal static Expr?[] Along(Func<Expr[], Expr[]> f, Expr[] at, Expr?[] direction, double? step)
    {
        double h = step ?? (Array.Exists(at, leaf => leaf.IsFloating && leaf.DType != DType.Float64) ? 1.0 / 32 : 1.0 / 1024);
        Expr[] Moved(double t) => f([.. at.Select((leaf, i) => direction[i] is { } v ? leaf + t * v : leaf)]);
        Expr[] up = Moved(h), down = Moved(-h), farUp = Moved(2 * h), farDown = Moved(-2 * h);
        var along = new Expr?[up.Length];
        for (int k = 0; k < along.Length; k++)
            if (up[k].IsFloating) along[k] = (8 * (up[k] - down[k]) - (farUp[k] - farDown[k])) / (12 * h);
        return along;
    }

    /// <summary>For each leaf of the argument, each of its elements, and each result, the derivative of the result by the element.</summary>
    private static Expr?[][][] Columns(Func<Expr[], Expr[]> f, Expr[] at, double? step)
    {
        var columns = new Expr?[at.Length][][];
        for (int j = 0; j < at.Length; j++)
        {
            columns[j] = new Expr?[at[j].IsFloating ? at[j].Shape.Count : 0][];
            for (int i = 0; i < columns[j].Length; i++)
            {
                var direction = new Expr?[at.Length];
                direction[j] = Basis.Vector(at[j].Type, i);
                columns[j][i] = Along(f, at, direction, step);
            }
        }

        return columns;
    }

    /// <summary>A function of structures as one of leaves.</summary>
    internal static Func<Expr[], Expr[]> Flat<TInput, TOutput>(Func<TInput, TOutput> f, TInput like, Structure<TInput> input, Structure<TOutput> output) =>
        leaves => output.Flatten(f(input.Rebuild(like, leaves)));

    private static void Check(Delegate f, params ReadOnlySpan<object> structures)
    {
        ArgumentNullException.ThrowIfNull(f);
        foreach (object structure in structures) ArgumentNullException.ThrowIfNull(structure, nameof(structures));
    }
}
