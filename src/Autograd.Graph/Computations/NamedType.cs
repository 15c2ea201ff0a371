namespace Autograd.Graph;

/// <summary>A parameter or output of a computation as its callers see it.</summary>
/// <param name="Name">its name; null where an output has none</param>
/// <param name="Type">its element type and shape</param>
public readonly record struct NamedType(string? Name, ExprType Type)
{
    /// <summary><c>w: float32 [2, 3]</c></summary>
    public override string ToString() => Name is null ? Type.ToString() : $"{Name}: {Type}";
}
