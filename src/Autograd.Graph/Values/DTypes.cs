namespace Autograd.Graph;

/// <summary>What is known of each <see cref="DType"/>: one row a type.</summary>
public static class DTypes
{
    /// <summary>Bool &lt; integer &lt; floating: a scalar of a higher category promotes an array, within its category it never does.</summary>
    internal enum Category : byte { Bool, Integer, Floating }

    private sealed record Row(DType DType, string Name, Type ClrType, int Size, Category Category);

    // In the order of the enumeration; promotion within a category goes to the wider type.
    private static readonly Row[] Rows =
    [
        new(DType.Float32, "float32", typeof(float), sizeof(float), Category.Floating),
        new(DType.Float64, "float64", typeof(double), sizeof(double), Category.Floating),
        new(DType.Int64, "int64", typeof(long), sizeof(long), Category.Integer),
        new(DType.Int32, "int32", typeof(int), sizeof(int), Category.Integer),
        new(DType.Bool, "bool", typeof(bool), sizeof(bool), Category.Bool),
    ];

    /// <summary>All element types.</summary>
    public static IReadOnlyList<DType> All { get; } = Array.ConvertAll(Rows, r => r.DType);

    /// <summary>The name as NumPy spells it: <c>float32</c>, <c>int64</c>, <c>bool</c>.</summary>
    public static string Name(this DType dtype) => Rows[(int)dtype].Name;

    /// <summary>Bytes of one element.</summary>
    public static int Size(this DType dtype) => Rows[(int)dtype].Size;

    /// <summary>The .NET type of one element.</summary>
    public static Type ClrType(this DType dtype) => Rows[(int)dtype].ClrType;

    /// <summary>Whether elements are floating-point numbers, the only ones that have derivatives.</summary>
    public static bool IsFloating(this DType dtype) => Rows[(int)dtype].Category == Category.Floating;

    /// <summary>Whether elements are integers (truth values are not).</summary>
    public static bool IsInteger(this DType dtype) => Rows[(int)dtype].Category == Category.Integer;

    internal static Category CategoryOf(this DType dtype) => Rows[(int)dtype].Category;

    /// <summary>The element type whose .NET type is <typeparamref name="T"/>.</summary>
    /// <exception cref="NotSupportedException">no element type is stored as T</exception>
    public static DType Of<T>() => typeof(T) == typeof(float) ? DType.Float32 : Of(typeof(T));

    /// <summary>The element type whose .NET type is <paramref name="type"/>.</summary>
    /// <exception cref="NotSupportedException">no element type is stored so</exception>
    public static DType Of(Type type)
    {
        foreach (Row row in Rows)
            if (row.ClrType == type) return row.DType;
        throw new NotSupportedException($"arrays hold {string.Join(", ", Array.ConvertAll(Rows, r => r.ClrType.Name))}, not {type.Name}");
    }

    /// <summary>The type that both promote to: the higher category, within a category the wider type.</summary>
    public static DType Promote(DType a, DType b)
    {
        if (a == b) return a;
        Category ca = CategoryOf(a), cb = CategoryOf(b);
        if (ca != cb) return ca > cb ? a : b;
        return Size(a) >= Size(b) ? a : b;
    }
}
