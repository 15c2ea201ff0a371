namespace Autograd.Graph;

/// <summary>The leaves of two structures, one after the other.</summary>
internal sealed class PairStructure<T1, T2>(Structure<T1> first, Structure<T2> second) : Structure<(T1, T2)>
{
    internal override void AddLeaves((T1, T2) value, List<Expr> leaves)
    {
        first.AddLeaves(value.Item1, leaves);
        second.AddLeaves(value.Item2, leaves);
    }

    internal override (T1, T2) Take((T1, T2) like, ref ReadOnlySpan<Expr> leaves)
    {
        T1 one = first.Take(like.Item1, ref leaves);
        return (one, second.Take(like.Item2, ref leaves));
    }

    internal override void AddPaths((T1, T2) value, string path, List<string> paths)
    {
        first.AddPaths(value.Item1, path, paths);
        second.AddPaths(value.Item2, path, paths);
    }

    internal override string? FormDifference((T1, T2) a, (T1, T2) b, string path) =>
        first.FormDifference(a.Item1, b.Item1, path) ?? second.FormDifference(a.Item2, b.Item2, path);
}
