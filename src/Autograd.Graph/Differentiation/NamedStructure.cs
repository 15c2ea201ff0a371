namespace Autograd.Graph;

/// <summary>A structure as a part of another, under a name.</summary>
internal sealed class NamedStructure<T>(Structure<T> structure, string name) : Structure<T>
{
    internal override void AddLeaves(T value, List<Expr> leaves) => structure.AddLeaves(value, leaves);

    internal override T Take(T like, ref ReadOnlySpan<Expr> leaves) => structure.Take(like, ref leaves);

    internal override void AddPaths(T value, string path, List<string> paths) => structure.AddPaths(value, $"{path}.{name}", paths);

    internal override string? FormDifference(T first, T second, string path) => structure.FormDifference(first, second, $"{path}.{name}");
}
