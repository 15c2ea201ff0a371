using System.Collections.Immutable;

namespace Autograd.Graph;

/// <summary>Equal structures in a row, of any length.</summary>
/// <param name="element">the structure of each</param>
/// <param name="make">the sequence of an array</param>
/// <param name="names">what the first of them are called; the others have an index</param>
internal sealed class SequenceStructure<TSequence, T>(Structure<T> element, Func<T[], TSequence> make, ImmutableArray<string> names = default) : Structure<TSequence>
    where TSequence : IReadOnlyList<T>
{
    internal override void AddLeaves(TSequence value, List<Expr> leaves)
    {
        CheckNotNull(value);
        for (int i = 0; i < value.Count; i++) element.AddLeaves(value[i], leaves);
    }

    internal override TSequence Take(TSequence like, ref ReadOnlySpan<Expr> leaves)
    {
        var elements = new T[like.Count];
        for (int i = 0; i < elements.Length; i++) elements[i] = element.Take(like[i], ref leaves);
        return make(elements);
    }

    internal override void AddPaths(TSequence value, string path, List<string> paths)
    {
        for (int i = 0; i < value.Count; i++) element.AddPaths(value[i], path + PlaceOf(i), paths);
    }

    internal override string? FormDifference(TSequence first, TSequence second, string path)
    {
        CheckNotNull(first);
        CheckNotNull(second);
        if (first.Count != second.Count) return $"{At(path)}: {first.Count} elements and {second.Count}";
        for (int i = 0; i < first.Count; i++)
            if (element.FormDifference(first[i], second[i], path + PlaceOf(i)) is { } difference) return difference;
        return null;
    }

    private string PlaceOf(int i) => !names.IsDefault && i < names.Length ? $".{names[i]}" : $"[{i}]";

    private static void CheckNotNull(TSequence value)
    {
        if (value is null) throw new ArgumentNullException(nameof(value), $"structure: a list of {typeof(T).Name} is null");
    }
}
