namespace Autograd.Graph;

/// <summary>
/// How values of a type come apart into expressions, their leaves, and are built anew of others. Transforms take and return one expression,
/// or whatever has a structure. <see cref="Structure"/> supplies those of expressions, lists, dictionaries, tuples and records.
/// </summary>
/// <typeparam name="T">what holds the expressions</typeparam>
public abstract class Structure<T>
{
    private protected Structure() { }

    /// <summary>The leaves, always in the same order: of dictionaries in the order of their keys.</summary>
    /// <exception cref="ArgumentNullException">the value or something in it is null</exception>
    public Expr[] Flatten(T value)
    {
        var leaves = new List<Expr>();
        AddLeaves(value, leaves);
        for (int i = 0; i < leaves.Count; i++)
            if (leaves[i] is null) throw new ArgumentNullException(nameof(value), $"structure: the leaf at '{Paths(value)[i]}' is null");
        return [.. leaves];
    }

    /// <summary>A value of the form of another, with other leaves.</summary>
    /// <param name="like">gives the form: how long lists are, which keys dictionaries have</param>
    /// <param name="leaves">the new leaves in the order of <see cref="Flatten"/>, of any types</param>
    /// <exception cref="StructureException">there are more or fewer leaves than <paramref name="like"/> has</exception>
    public T Rebuild(T like, params ReadOnlySpan<Expr> leaves)
    {
        int given = leaves.Length, expected = Flatten(like).Length;
        if (given != expected) throw new StructureException($"structure: {given} leaves for {Describe(like)}, which has {expected}");
        return Take(like, ref leaves);
    }

    /// <summary>The value with a function of each leaf; absent ones (<see cref="Expr.IsAbsent"/>) stay so.</summary>
    public T Map(T value, Func<Expr, Expr> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Rebuild(value, Array.ConvertAll(Flatten(value), leaf => leaf.IsAbsent ? leaf : function(leaf)));
    }

    /// <summary>A value of the form of two, with a function of each pair of leaves. Where either is absent (<see cref="Expr.IsAbsent"/>), the first stays as it is.</summary>
    /// <exception cref="StructureException">the forms differ; leaves may have any types</exception>
    public T Zip(T first, T second, Func<Expr, Expr, Expr> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (FormDifference(first, second, "") is { } difference) throw new StructureException($"structure: the two values differ {difference}");
        Expr[] a = Flatten(first), b = Flatten(second);
        for (int i = 0; i < a.Length; i++) if (!a[i].IsAbsent && !b[i].IsAbsent) a[i] = function(a[i], b[i]);
        return Rebuild(first, a);
    }

    /// <summary>Where each leaf stands: <c>.weight</c>, <c>[2]</c>, <c>.layers[0].bias</c>; empty for a value that is one expression.</summary>
    public string[] Paths(T value)
    {
        var paths = new List<string>();
        AddPaths(value, "", paths);
        return [.. paths];
    }

    /// <summary>Where and how two values differ in form or in the types of their leaves; null where they do not.</summary>
    public string? Difference(T first, T second)
    {
        if (FormDifference(first, second, "") is { } difference) return difference;
        Expr[] a = Flatten(first), b = Flatten(second);
        for (int i = 0; i < a.Length; i++)
            if (TypeOf(a[i]) is var type && TypeOf(b[i]) is var other && type != other) return $"{At(Paths(first)[i])}: {type} and {other}";
        return null;
    }

    private static string TypeOf(Expr leaf) => leaf.IsAbsent ? "absent" : leaf.Type.ToString();

    /// <summary>The structure as a part of another, under a name: paths begin with it.</summary>
    public Structure<T> Named(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new NamedStructure<T>(this, name);
    }

    /// <summary>Each leaf's place and type: <c>(.weight: float32 [2, 3], .bias: float32 [2])</c>.</summary>
    public string Describe(T value)
    {
        Expr[] leaves = Flatten(value);
        string[] paths = Paths(value);
        if (leaves.Length == 1 && paths[0].Length == 0) return TypeOf(leaves[0]);
        return $"({string.Join(", ", leaves.Select((leaf, i) => $"{paths[i]}: {TypeOf(leaf)}"))})";
    }

    /// <summary>Adds the leaves in order.</summary>
    internal abstract void AddLeaves(T value, List<Expr> leaves);

    /// <summary>A value of the form of another from the first of the leaves, which are taken off.</summary>
    internal abstract T Take(T like, ref ReadOnlySpan<Expr> leaves);

    /// <summary>Adds the place of each leaf.</summary>
    internal abstract void AddPaths(T value, string path, List<string> paths);

    /// <summary>Where and how the forms of two values differ, whatever their leaves; null where they do not.</summary>
    internal abstract string? FormDifference(T first, T second, string path);

    /// <summary>A place, for an error.</summary>
    private protected static string At(string path) => path.Length == 0 ? "at the top" : $"at '{path}'";
}
