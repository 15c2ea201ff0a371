using System.Globalization;

namespace Autograd.Graph;

/// <summary>Types as documents spell them: <c>float32[2,3]</c>.</summary>
internal static class TypeText
{
    public static string Of(ExprType type) => $"{type.DType.Name()}[{string.Join(',', type.Shape.ToArray())}]";

    public static bool TryParse(string text, out ExprType type)
    {
        type = default;
        int open = text.IndexOf('[', StringComparison.Ordinal);
        if (open < 0 || text[^1] != ']') return false;
        foreach (DType dtype in DTypes.All)
        {
            if (!text.AsSpan(0, open).SequenceEqual(dtype.Name())) continue;
            if (!TrySizes(text.AsSpan(open + 1, text.Length - open - 2), out Shape shape)) return false;
            type = new(dtype, shape);
            return true;
        }

        return false;
    }

    private static bool TrySizes(ReadOnlySpan<char> text, out Shape shape)
    {
        shape = Shape.Scalar;
        if (text.IsEmpty) return true;
        var sizes = new List<int>();
        foreach (Range part in text.Split(','))
        {
            if (!int.TryParse(text[part], NumberStyles.None, CultureInfo.InvariantCulture, out int size)) return false;
            sizes.Add(size);
        }

        try
        {
            shape = Shape.Wrap([.. sizes]);
            return true;
        }
        catch (ShapeException)
        {
            return false;
        }
    }
}
