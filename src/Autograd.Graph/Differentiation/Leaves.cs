namespace Autograd.Graph;

/// <summary>The leaves of an argument or result of a transformed function, and values of the same form: gradients, tangents, cotangents.</summary>
/// <param name="structure">how the value comes apart</param>
/// <param name="value">gives the form</param>
/// <param name="exprs">its leaves</param>
internal readonly struct Leaves<T>(Structure<T> structure, T value, Expr[] exprs)
{
    public Structure<T> Structure => structure;

    public T Value => value;

    /// <summary>The leaves in order.</summary>
    public Expr[] Exprs => exprs;

    public static Leaves<T> Of(string transform, T value, Structure<T> structure, string what)
    {
        ArgumentNullException.ThrowIfNull(structure);
        if (value is null) throw new ArgumentNullException(nameof(value), $"{transform}: {what} is null");
        return new(structure, value, structure.Flatten(value));
    }

    /// <summary>
    /// The argument that a function is differentiated at, each leaf in an identity of its own: whatever else the function reads that happens
    /// to be the same node is not meant.
    /// </summary>
    /// <exception cref="GradientException">no leaf is floating</exception>
    public static Leaves<T> Points(string transform, T x, Structure<T> structure)
    {
        Leaves<T> given = Of(transform, x, structure, "the argument");
        if (!Array.Exists(given.Exprs, leaf => leaf.IsFloating))
            throw new GradientException($"{transform}: the argument is {structure.Describe(x)}; only floating types have derivatives (Cast converts)");
        return given.Wrapped();
    }

    /// <summary>The value with each leaf in an identity of its own.</summary>
    public Leaves<T> Wrapped()
    {
        Expr[] wrapped = Array.ConvertAll(exprs, leaf => leaf.IsAbsent ? leaf : Expr.Identity(leaf));
        return new(structure, structure.Rebuild(value, wrapped), wrapped);
    }

    /// <summary>A value of this form: what is null is zero, and absent where the leaf is not floating.</summary>
    /// <param name="transform">whose result it is</param>
    /// <param name="what">what the leaves of the result are: gradient, tangent, cotangent</param>
    /// <param name="results">for each leaf</param>
    public T Filled(string transform, string what, ReadOnlySpan<Expr?> results)
    {
        var filled = new Expr[exprs.Length];
        for (int i = 0; i < filled.Length; i++)
            filled[i] = !exprs[i].IsFloating ? Absent(transform, what, i) : results[i] ?? Expr.ZerosLike(exprs[i]);
        return structure.Rebuild(value, filled);
    }

    /// <summary>A value of this form from the floating leaves alone; the others are those of this value, or absent.</summary>
    public T With(string transform, string what, ReadOnlySpan<Expr> floating, bool orItself)
    {
        var leaves = new Expr[exprs.Length];
        for (int i = 0, next = 0; i < leaves.Length; i++)
            leaves[i] = exprs[i].IsFloating ? floating[next++] : orItself ? exprs[i] : Absent(transform, what, i);
        return structure.Rebuild(value, leaves);
    }

    /// <summary>What stands in the place of a leaf that has no derivative.</summary>
    public Expr Absent(string transform, string what, int leaf)
    {
        if (exprs[leaf].IsAbsent) return exprs[leaf];
        string path = structure.Paths(value)[leaf];
        return Expr.Absent($"{transform}: there is no {what} of {(path.Length == 0 ? "what" : $"the leaf at '{path}', which")} is {exprs[leaf].Type}; only floating types have derivatives (Cast converts)");
    }

    /// <summary>The leaves of a tangent or cotangent of this form, each of its leaf's type; null where the leaf is not floating.</summary>
    /// <exception cref="StructureException">it has another form</exception>
    /// <exception cref="ShapeException">a leaf has another shape</exception>
    /// <exception cref="DTypeException">a leaf has another element type</exception>
    public Expr?[] Given(string transform, string what, string role, T given)
    {
        if (given is null) throw new ArgumentNullException(nameof(given), $"{transform}: the {what} is null");
        if (structure.FormDifference(value, given, "") is { } difference) throw new StructureException($"{transform}: {role} and {what} differ {difference}");
        Expr?[] leaves = Optional(given);
        for (int i = 0; i < leaves.Length; i++)
        {
            if (!exprs[i].IsFloating) leaves[i] = null;
            if (leaves[i] is not { } leaf || leaf.Type == exprs[i].Type) continue;
            ExprType expected = exprs[i].Type;
            string text = $"{transform}: the {what}{Place(i)} is {leaf.Type}, the {role} is {expected}";
            throw leaf.DType != expected.DType ? new DTypeException($"{text} (Cast converts)") : new ShapeException($"{text} (BroadcastTo stretches)");
        }

        return leaves;
    }

    /// <summary>The leaves, null where one is null or absent.</summary>
    private Expr?[] Optional(T given)
    {
        var leaves = new List<Expr>(exprs.Length);
        structure.AddLeaves(given, leaves);
        return [.. leaves.Select(leaf => leaf is null || leaf.IsAbsent ? null : leaf)];
    }

    private string Place(int leaf) => structure.Paths(value)[leaf] is { Length: > 0 } path ? $" at '{path}'" : "";
}
