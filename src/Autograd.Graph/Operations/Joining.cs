namespace Autograd.Graph;

/// <summary>Several expressions as one, and one as several; <see cref="Expr.Concat"/> joins along an axis that is there.</summary>
public static class Joining
{
    /// <summary>Expressions of one shape side by side along a new axis.</summary>
    /// <exception cref="ShapeException">the shapes differ</exception>
    /// <exception cref="ArgumentOutOfRangeException">the axis is not in [-rank - 1, rank]</exception>
    /// <exception cref="ArgumentException">there are none</exception>
    public static Expr Stack(IReadOnlyList<Expr> parts, int axis = 0)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Count == 0) throw new ArgumentException("stack: there is nothing to join", nameof(parts));
        var apart = new Expr[parts.Count];
        for (int i = 0; i < apart.Length; i++)
        {
            if (parts[i].Shape != parts[0].Shape)
                throw new ShapeException($"stack: shapes {parts[0].Shape} and {parts[i].Shape} differ (part {i}; all must be equal)");
            apart[i] = parts[i].Unsqueeze(axis);
        }

        return Expr.Concat(apart, axis < 0 ? axis + parts[0].Rank + 1 : axis);
    }

    /// <summary>The parts of an axis, each without it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">the axis is not in [-rank, rank)</exception>
    public static Expr[] Unstack(this Expr x, int axis = 0)
    {
        axis = x.Shape.NormalizeAxis(axis, "unstack");
        var parts = new Expr[x.Shape[axis]];
        for (int i = 0; i < parts.Length; i++) parts[i] = x.At(i, axis);
        return parts;
    }

    /// <summary>An axis cut into parts of given sizes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">the axis is not in [-rank, rank)</exception>
    /// <exception cref="ShapeException">a size is negative, or the sizes do not add up to that of the axis</exception>
    public static Expr[] Split(this Expr x, int[] sizes, int axis = 0)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        axis = x.Shape.NormalizeAxis(axis, "split");
        long sum = 0;
        foreach (int size in sizes) sum = size < 0 ? long.MinValue / 2 : sum + size;
        if (sum != x.Shape[axis])
            throw new ShapeException($"split: sizes [{string.Join(", ", sizes)}] do not add up to {x.Shape[axis]}, the size of axis {axis} of shape {x.Shape} (none may be negative)");
        var parts = new Expr[sizes.Length];
        for (int i = 0, start = 0; i < parts.Length; start += sizes[i++]) parts[i] = x.Slice(axis, start, start + sizes[i]);
        return parts;
    }

    /// <summary>An axis cut into so many equal parts.</summary>
    /// <exception cref="ArgumentOutOfRangeException">the axis is not in [-rank, rank), or there are less than one part</exception>
    /// <exception cref="ShapeException">the axis does not divide so; <see cref="Chunk"/> leaves a smaller last part</exception>
    public static Expr[] Split(this Expr x, int parts, int axis = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        axis = x.Shape.NormalizeAxis(axis, "split");
        if (x.Shape[axis] % parts != 0) throw new ShapeException($"split: axis {axis} of shape {x.Shape} does not divide into {parts} equal parts");
        var sizes = new int[parts];
        Array.Fill(sizes, x.Shape[axis] / parts);
        return Split(x, sizes, axis);
    }

    /// <summary>An axis cut into at most so many parts, all of one size but the last, which may be smaller.</summary>
    /// <exception cref="ArgumentOutOfRangeException">the axis is not in [-rank, rank), or there are less than one part</exception>
    public static Expr[] Chunk(this Expr x, int parts, int axis = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        axis = x.Shape.NormalizeAxis(axis, "chunk");
        int length = x.Shape[axis], size = (int)(((long)length + parts - 1) / parts);
        if (size == 0) return Split(x, new int[parts], axis);
        var sizes = new int[(length + size - 1) / size];
        Array.Fill(sizes, size);
        sizes[^1] = length - size * (sizes.Length - 1);
        return Split(x, sizes, axis);
    }
}
