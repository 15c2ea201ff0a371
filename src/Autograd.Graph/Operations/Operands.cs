namespace Autograd.Graph;

/// <summary>What the operations check and prepare alike.</summary>
internal static class Operands
{
    /// <exception cref="DTypeException">x is not floating</exception>
    public static void RequireFloating(Expr x, string operation)
    {
        if (!x.DType.IsFloating())
            throw new DTypeException($"{operation}: {(x.Name is { } name ? $"'{name}'" : "the input")} has element type {x.DType.Name()}; it takes floating types (Cast converts)");
    }

    /// <exception cref="DTypeException">indices are not integers</exception>
    public static void RequireIndices(Expr indices, string operation)
    {
        if (!indices.DType.IsInteger()) throw new DTypeException($"{operation}: indices have element type {indices.DType.Name()}; they must be integers (Cast converts)");
    }

    /// <summary>Truth values: x itself, or where it is not 0.</summary>
    public static Expr Truth(Expr x) => x.DType == DType.Bool ? x : Expr.NotEqualTo(x, Expr.ZerosLike(x));

    /// <summary>A number in x's element type, alike for all of x's shape.</summary>
    public static Expr Like(Expr x, double value) => Expr.Literal(value, x.DType, x.Shape);

    /// <summary>A number beside x, in the type that both compute in.</summary>
    public static Expr Beside(Expr x, Number value) => Expr.PlainNumber(value, Promotion.Of(x, value), x.Shape);

    /// <summary>The axes named, ascending; all of x's when none are.</summary>
    /// <exception cref="ArgumentOutOfRangeException">an axis is not in [-rank, rank)</exception>
    /// <exception cref="ArgumentException">an axis is named twice</exception>
    public static int[] AxesOf(Expr x, int[]? axes, string operation)
    {
        if (axes is not null) return x.Shape.NormalizeAxes(axes, operation);
        var all = new int[x.Rank];
        for (int axis = 0; axis < all.Length; axis++) all[axis] = axis;
        return all;
    }

    /// <summary>How many elements fall together along ascending axes.</summary>
    public static long CountAlong(Shape shape, ReadOnlySpan<int> axes)
    {
        long count = 1;
        foreach (int axis in axes) count *= shape[axis];
        return count;
    }

    /// <summary>What was reduced along ascending axes of a shape, with those axes back at size 1.</summary>
    public static Expr Keep(Expr reduced, Shape shape, ReadOnlySpan<int> axes)
    {
        int[] sizes = shape.Sizes.ToArray();
        foreach (int axis in axes) sizes[axis] = 1;
        return reduced.Reshape(Shape.Wrap(sizes));
    }

    /// <summary>What was reduced along ascending axes of a shape, so that it broadcasts beside an array of that shape; leading axes need no place.</summary>
    public static Expr Alongside(Expr reduced, Shape shape, ReadOnlySpan<int> axes) =>
        axes.IsEmpty || axes[^1] == axes.Length - 1 ? reduced : Keep(reduced, shape, axes);

    /// <summary>The sizes in a shape of one more axis.</summary>
    public static Shape Insert(Shape shape, int axis, int size)
    {
        var sizes = new int[shape.Rank + 1];
        shape.Sizes[..axis].CopyTo(sizes);
        sizes[axis] = size;
        shape.Sizes[axis..].CopyTo(sizes.AsSpan(axis + 1));
        return Shape.Wrap(sizes);
    }
}
