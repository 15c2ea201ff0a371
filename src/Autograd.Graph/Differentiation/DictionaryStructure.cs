namespace Autograd.Graph;

/// <summary>Equal structures by key, in the order of the keys.</summary>
internal sealed class DictionaryStructure<TKey, T>(Structure<T> element) : Structure<IReadOnlyDictionary<TKey, T>> where TKey : notnull, IComparable<TKey>
{
    internal override void AddLeaves(IReadOnlyDictionary<TKey, T> value, List<Expr> leaves)
    {
        foreach (TKey key in Keys(value)) element.AddLeaves(value[key], leaves);
    }

    internal override IReadOnlyDictionary<TKey, T> Take(IReadOnlyDictionary<TKey, T> like, ref ReadOnlySpan<Expr> leaves)
    {
        var rebuilt = new Dictionary<TKey, T>(like.Count);
        foreach (TKey key in Keys(like)) rebuilt.Add(key, element.Take(like[key], ref leaves));
        return rebuilt;
    }

    internal override void AddPaths(IReadOnlyDictionary<TKey, T> value, string path, List<string> paths)
    {
        foreach (TKey key in Keys(value)) element.AddPaths(value[key], $"{path}[{key}]", paths);
    }

    internal override string? FormDifference(IReadOnlyDictionary<TKey, T> first, IReadOnlyDictionary<TKey, T> second, string path)
    {
        TKey[] keys = Keys(first);
        foreach (TKey key in Keys(second))
            if (!first.ContainsKey(key)) return $"{At(path)}: the first has no key '{key}'";
        foreach (TKey key in keys)
        {
            if (!second.TryGetValue(key, out T? other)) return $"{At(path)}: the second has no key '{key}'";
            if (element.FormDifference(first[key], other, $"{path}[{key}]") is { } difference) return difference;
        }

        return null;
    }

    private static TKey[] Keys(IReadOnlyDictionary<TKey, T> value)
    {
        if (value is null) throw new ArgumentNullException(nameof(value), $"structure: a dictionary of {typeof(T).Name} is null");
        TKey[] keys = [.. value.Keys];
        // The order of strings must not depend on the culture of the machine.
        if (keys is string[] strings) Array.Sort(strings, StringComparer.Ordinal);
        else Array.Sort(keys);
        return keys;
    }
}
