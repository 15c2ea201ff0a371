namespace Autograd.Graph;

/// <summary>A type that is taken apart into another structure and made of it.</summary>
internal sealed class MappedStructure<T, TParts>(Structure<TParts> parts, Func<T, TParts> take, Func<TParts, T> make) : Structure<T>
{
    internal override void AddLeaves(T value, List<Expr> leaves) => parts.AddLeaves(Parts(value), leaves);

    internal override T Take(T like, ref ReadOnlySpan<Expr> leaves) => make(parts.Take(Parts(like), ref leaves));

    internal override void AddPaths(T value, string path, List<string> paths) => parts.AddPaths(Parts(value), path, paths);

    internal override string? FormDifference(T first, T second, string path) => parts.FormDifference(Parts(first), Parts(second), path);

    private TParts Parts(T value) => take(value ?? throw new ArgumentNullException(nameof(value), $"structure: a {typeof(T).Name} is null"));
}
