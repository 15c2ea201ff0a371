namespace Autograd.Graph;

/// <summary>One expression.</summary>
internal sealed class LeafStructure : Structure<Expr>
{
    internal override void AddLeaves(Expr value, List<Expr> leaves) => leaves.Add(value);

    internal override Expr Take(Expr like, ref ReadOnlySpan<Expr> leaves)
    {
        Expr first = leaves[0];
        leaves = leaves[1..];
        return first;
    }

    internal override void AddPaths(Expr value, string path, List<string> paths) => paths.Add(path);

    internal override string? FormDifference(Expr first, Expr second, string path) => null;
}
