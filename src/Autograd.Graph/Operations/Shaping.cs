namespace Autograd.Graph;

/// <summary>Elements under other shapes and at other places, none changed.</summary>
public static class Shaping
{
    /// <summary>A new axis of size 1 at a place of the result.</summary>
    /// <exception cref="ArgumentOutOfRangeException">the axis is not in [-rank - 1, rank]</exception>
    public static Expr Unsqueeze(this Expr x, int axis)
    {
        int place = axis < 0 ? axis + x.Rank + 1 : axis;
        if ((uint)place > (uint)x.Rank)
            throw new ArgumentOutOfRangeException(nameof(axis), axis, $"unsqueeze: axis {axis} is not in [{-x.Rank - 1}, {x.Rank}] for shape {x.Shape}");
        return x.Reshape(Operands.Insert(x.Shape, place, 1));
    }

    /// <summary>Without the axes of size 1.</summary>
    public static Expr Squeeze(this Expr x)
    {
        var sizes = new List<int>(x.Rank);
        foreach (int size in x.Shape.Sizes)
            if (size != 1) sizes.Add(size);
        return x.Reshape(Shape.Wrap([.. sizes]));
    }

    /// <summary>Without axes of size 1.</summary>
    /// <exception cref="ShapeException">a named axis has another size</exception>
    /// <exception cref="ArgumentOutOfRangeException">an axis is not in [-rank, rank)</exception>
    public static Expr Squeeze(this Expr x, params int[] axes)
    {
        int[] sorted = x.Shape.NormalizeAxes(axes, "squeeze");
        foreach (int axis in sorted)
            if (x.Shape[axis] != 1) throw new ShapeException($"squeeze: axis {axis} of shape {x.Shape} has size {x.Shape[axis]}; only axes of size 1 can go");
        return x.Reshape(x.Shape.Without(sorted));
    }

    /// <summary>Neighbouring axes, from one to another inclusive, as one; a scalar becomes a vector of one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">an axis is not in [-rank, rank), or the last stands before the first</exception>
    public static Expr Flatten(this Expr x, int first = 0, int last = -1)
    {
        if (x.Rank == 0) return x.Reshape(1);
        (first, last) = (x.Shape.NormalizeAxis(first, "flatten"), x.Shape.NormalizeAxis(last, "flatten"));
        if (last < first) throw new ArgumentOutOfRangeException(nameof(last), last, $"flatten: the last axis {last} stands before the first {first}");
        var sizes = new int[x.Rank - (last - first)];
        int count = 1;
        for (int axis = 0; axis < x.Rank; axis++)
        {
            if (axis < first) sizes[axis] = x.Shape[axis];
            else if (axis > last) sizes[axis - (last - first)] = x.Shape[axis];
            else count *= x.Shape[axis];
        }

        sizes[first] = count;
        return x.Reshape(Shape.Wrap(sizes));
    }

    /// <summary>One axis at another place, the others in their order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">an axis is not in [-rank, rank)</exception>
    public static Expr MoveAxis(this Expr x, int from, int to) => MoveAxes(x, [from], [to]);

    /// <summary>Axes at other places, the rest in their order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">an axis is not in [-rank, rank)</exception>
    /// <exception cref="ArgumentException">an axis is named twice, or there are not as many places as axes</exception>
    public static Expr MoveAxes(this Expr x, int[] from, int[] to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        if (from.Length != to.Length) throw new ArgumentException($"moveAxes: {from.Length} axes cannot go to {to.Length} places", nameof(to));
        _ = x.Shape.NormalizeAxes(from, "moveAxes");
        _ = x.Shape.NormalizeAxes(to, "moveAxes");
        var permutation = new int[x.Rank];
        Array.Fill(permutation, -1);
        var moved = new bool[x.Rank];
        for (int i = 0; i < from.Length; i++)
        {
            int source = x.Shape.NormalizeAxis(from[i], "moveAxes");
            permutation[x.Shape.NormalizeAxis(to[i], "moveAxes")] = source;
            moved[source] = true;
        }

        for (int place = 0, next = 0; place < permutation.Length; place++)
        {
            if (permutation[place] >= 0) continue;
            while (moved[next]) next++;
            permutation[place] = next++;
        }

        return permutation.Length == 0 ? x : x.Transpose(permutation);
    }

    /// <summary>The last two axes exchanged: the matrix transpose.</summary>
    /// <exception cref="ShapeException">there are fewer than two axes</exception>
    public static Expr MatrixTranspose(this Expr x) => x.Rank >= 2 ? x.SwapAxes(-2, -1)
        : throw new ShapeException($"matrixTranspose: shape {x.Shape} has {x.Rank} axes; a matrix has at least two");

    /// <summary>Elements shifted along an axis; what leaves at one end enters at the other.</summary>
    /// <exception cref="ArgumentOutOfRangeException">the axis is not in [-rank, rank)</exception>
    public static Expr Roll(this Expr x, int shift, int axis)
    {
        axis = x.Shape.NormalizeAxis(axis, "roll");
        int size = x.Shape[axis];
        if (size == 0) return x;
        int cut = (int)(((long)size - shift % size) % size);
        return cut == 0 ? x : Expr.Concat([x.Slice(axis, cut, size), x.Slice(axis, 0, cut)], axis);
    }

    /// <summary>Elements shifted in row-major order; what leaves at one end enters at the other.</summary>
    public static Expr Roll(this Expr x, int shift) => Roll(x.Reshape(x.Shape.Count), shift, 0).Reshape(x.Shape);

    /// <summary>The whole so many times along each axis, as tiles; more counts than axes add leading axes.</summary>
    /// <param name="x">any shape</param>
    /// <param name="counts">one for each axis at least</param>
    /// <exception cref="ShapeException">there are fewer counts than axes, or one is negative</exception>
    public static Expr Repeat(this Expr x, params int[] counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        int added = counts.Length - x.Rank;
        if (added < 0) throw new ShapeException($"repeat: {counts.Length} counts for shape {x.Shape}; each axis needs one");
        int[] apart = new int[2 * counts.Length], tiled = new int[2 * counts.Length], sizes = new int[counts.Length];
        for (int i = 0; i < counts.Length; i++)
        {
            if (counts[i] < 0) throw new ShapeException($"repeat: count {counts[i]} is negative");
            int size = i < added ? 1 : x.Shape[i - added];
            (apart[2 * i], apart[2 * i + 1]) = (1, size);
            (tiled[2 * i], tiled[2 * i + 1]) = (counts[i], size);
            sizes[i] = checked(counts[i] * size);
        }

        return x.Reshape(Shape.Wrap(apart)).BroadcastTo(Shape.Wrap(tiled)).Reshape(Shape.Wrap(sizes));
    }

    /// <summary>Each place of an axis so many times in succession.</summary>
    /// <exception cref="ArgumentOutOfRangeException">the axis is not in [-rank, rank), or the count is negative</exception>
    public static Expr RepeatInterleave(this Expr x, int count, int axis)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        axis = x.Shape.NormalizeAxis(axis, "repeatInterleave");
        Expr apart = x.Reshape(Operands.Insert(x.Shape, axis + 1, 1));
        return apart.BroadcastTo(apart.Shape.With(axis + 1, count)).Reshape(x.Shape.With(axis, checked(x.Shape[axis] * count)));
    }
}
