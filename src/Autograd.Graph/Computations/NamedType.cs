namespace Autograd.Graph;

/// <summary>A parameter or output of a computation as its callers see it.</summary>
/// <param name="Name">its name; null where an output has none</param>
/// <param name="Type">its element type and shape</param>
public readonly record struct NamedType(string? Name, ExprType Type)
{
    /// <summary>A name, an element type and the sizes of a shape: <c>new("w", DType.Float32, 2, 3)</c>.</summary>
    /// <exception cref="ShapeException">the sizes are no shape's</exception>
    public NamedType(string name, DType dtype, params int[] sizes) : this(name, new ExprType(dtype, new Shape(sizes))) { }

    /// <summary><c>w: float32 [2, 3]</c></summary>
    public override string ToString() => Name is null ? Type.ToString() : $"{Name}: {Type}";
}
