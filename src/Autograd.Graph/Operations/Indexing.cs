using static Autograd.Graph.Expr;

namespace Autograd.Graph;

/// <summary>
/// Parts at fixed places and at places that other expressions name. Indices are integers; one outside of its axis is an error when evaluated.
/// </summary>
public static class Indexing
{
    /// <summary>The part at one place of an axis, without it; a negative index counts from the end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">the axis is not in [-rank, rank), or the index not in [-size, size)</exception>
    public static Expr At(this Expr x, int index, int axis = 0)
    {
        axis = x.Shape.NormalizeAxis(axis, "at");
        int size = x.Shape[axis], place = index < 0 ? index + size : index;
        if ((uint)place >= (uint)size)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"at: index {index} is not in [{-size}, {size}) of axis {axis} of shape {x.Shape}");
        return x.Slice(axis, place, place + 1).Reshape(x.Shape.Without([axis]));
    }

    /// <summary>
    /// Every step-th place of an axis from start (inclusive) to stop (exclusive), as Python slices: negative places count from the end, places
    /// outside are cut off, and a negative step goes backwards. Start and stop are the axis's ends when omitted.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">the axis is not in [-rank, rank), or the step is 0</exception>
    public static Expr Section(this Expr x, int axis, int? start = null, int? stop = null, int step = 1)
    {
        axis = x.Shape.NormalizeAxis(axis, "section");
        if (step == 0) throw new ArgumentOutOfRangeException(nameof(step), step, "section: the step is 0");
        int size = x.Shape[axis];
        if (step > 0)
        {
            int first = Place(start, 0, 0, size), end = Place(stop, size, 0, size);
            return x.Slice(axis, first, Math.Max(first, end), step);
        }

        int from = Place(start, size - 1, -1, size - 1), to = Place(stop, -1, -1, size - 1);
        if (from <= to) return x.Slice(axis, 0, 0);
        long stride = -(long)step;
        int last = (int)(from - (from - to - 1) / stride * stride);
        return x.Slice(axis, last, from + 1, (int)Math.Min(stride, int.MaxValue)).Reverse(axis);

        int Place(int? place, int otherwise, int lowest, int highest) =>
            place is not { } p ? otherwise : Math.Clamp(p < 0 ? p + size : p, lowest, highest);
    }

    /// <summary>The parts of an axis at indices; the axis gives way to the axes of the indices.</summary>
    /// <param name="x">any shape</param>
    /// <param name="indices">integers in [0, size), any shape</param>
    /// <param name="axis">in [-rank, rank)</param>
    /// <exception cref="ArgumentOutOfRangeException">the axis is not in [-rank, rank)</exception>
    /// <exception cref="DTypeException">the indices are not integers</exception>
    public static Expr Take(this Expr x, Expr indices, int axis = 0)
    {
        Operands.RequireIndices(indices, "take");
        axis = x.Shape.NormalizeAxis(axis, "take");
        Expr parts = x.Gather(indices.Unsqueeze(-1), [axis]);
        return axis == 0 ? parts : parts.Transpose(PlacesBehind(axis, indices.Rank, parts.Rank));
    }

    /// <summary>The permutation that moves the first axes, the places, behind so many of the others.</summary>
    private static int[] PlacesBehind(int before, int places, int rank)
    {
        var permutation = new int[rank];
        for (int i = 0; i < rank; i++) permutation[i] = i < before ? places + i : i < before + places ? i - before : i;
        return permutation;
    }

    /// <summary>x with updates combined into the parts of an axis at indices: the counterpart of <see cref="Take"/>.</summary>
    /// <param name="x">any shape</param>
    /// <param name="indices">integers in [0, size), any shape</param>
    /// <param name="updates">of the shape that Take gives, or one that broadcasts to it</param>
    /// <param name="axis">in [-rank, rank)</param>
    /// <param name="kind">how an update combines with what is there</param>
    /// <exception cref="ArgumentOutOfRangeException">the axis is not in [-rank, rank)</exception>
    /// <exception cref="DTypeException">the indices are not integers</exception>
    /// <exception cref="ShapeException">the updates do not broadcast to the shape that Take gives</exception>
    public static Expr Put(this Expr x, Expr indices, Expr updates, int axis = 0, ScatterKind kind = ScatterKind.Set)
    {
        Operands.RequireIndices(indices, "put");
        axis = x.Shape.NormalizeAxis(axis, "put");
        var sizes = new List<int>();
        for (int i = 0; i < axis; i++) sizes.Add(x.Shape[i]);
        foreach (int size in indices.Shape.Sizes) sizes.Add(size);
        for (int i = axis + 1; i < x.Rank; i++) sizes.Add(x.Shape[i]);
        Expr parts = Fitted(updates, x.DType, Shape.Wrap([.. sizes]), "put");
        if (axis > 0) parts = parts.Transpose(Inverse(PlacesBehind(axis, indices.Rank, parts.Rank)));
        return x.Scatter(kind, indices.Unsqueeze(-1), parts, [axis]);
    }

    /// <summary>For each place of the indices the element of x at the same place, but for the axis, where the index says: y[i][j] = x[indices[i][j]][j] along axis 0.</summary>
    /// <param name="x">any shape</param>
    /// <param name="indices">integers in [0, size), of x's rank, beside the axis nowhere larger than x</param>
    /// <param name="axis">in [-rank, rank)</param>
    /// <returns>the shape of the indices</returns>
    /// <exception cref="ArgumentOutOfRangeException">the axis is not in [-rank, rank)</exception>
    /// <exception cref="DTypeException">the indices are not integers</exception>
    /// <exception cref="ShapeException">the indices do not fit beside x</exception>
    public static Expr TakeAlong(this Expr x, Expr indices, int axis)
    {
        (Region part, axis) = PartAlong(x, indices, axis, "takeAlong");
        Expr moved = x.Slice(part).MoveAxis(axis, -1);
        Expr taken = moved.Gather(indices.MoveAxis(axis, -1).Unsqueeze(-1), [x.Rank - 1], batchRank: x.Rank - 1);
        return taken.MoveAxis(-1, axis);
    }

    /// <summary>x with updates combined into the places that <see cref="TakeAlong"/> reads.</summary>
    /// <param name="x">any shape</param>
    /// <param name="indices">integers in [0, size), of x's rank, beside the axis nowhere larger than x</param>
    /// <param name="updates">of the shape of the indices, or one that broadcasts to it</param>
    /// <param name="axis">in [-rank, rank)</param>
    /// <param name="kind">how an update combines with what is there</param>
    /// <exception cref="ArgumentOutOfRangeException">the axis is not in [-rank, rank)</exception>
    /// <exception cref="DTypeException">the indices are not integers</exception>
    /// <exception cref="ShapeException">the indices do not fit beside x, or the updates do not broadcast to them</exception>
    public static Expr PutAlong(this Expr x, Expr indices, Expr updates, int axis, ScatterKind kind = ScatterKind.Set)
    {
        (Region part, axis) = PartAlong(x, indices, axis, "putAlong");
        Expr fitted = Fitted(updates, x.DType, indices.Shape, "putAlong");
        Expr moved = x.Slice(part).MoveAxis(axis, -1);
        Expr put = moved.Scatter(kind, indices.MoveAxis(axis, -1).Unsqueeze(-1), fitted.MoveAxis(axis, -1), [x.Rank - 1], batchRank: x.Rank - 1).MoveAxis(-1, axis);
        return put.Shape == x.Shape ? put : x.Update(part, put);
    }

    /// <summary>The part of x beside the indices: cut to their sizes, but whole along the axis.</summary>
    private static (Region Part, int Axis) PartAlong(Expr x, Expr indices, int axis, string operation)
    {
        Operands.RequireIndices(indices, operation);
        axis = x.Shape.NormalizeAxis(axis, operation);
        bool fits = x.Rank == indices.Rank;
        for (int i = 0; fits && i < x.Rank; i++) fits = i == axis || indices.Shape[i] <= x.Shape[i];
        if (!fits)
            throw new ShapeException($"{operation}: indices of shape {indices.Shape} do not fit x of shape {x.Shape} along axis {axis} (they need x's rank, and beside the axis sizes up to x's)");
        int[] sizes = indices.Shape.Sizes.ToArray();
        sizes[axis] = x.Shape[axis];
        return (new(IntList.Repeat(0, x.Rank), IntList.Wrap(sizes), IntList.Repeat(1, x.Rank)), axis);
    }

    /// <summary>A value where the mask is true, else x.</summary>
    /// <exception cref="DTypeException">the mask is not of truth values</exception>
    /// <exception cref="ShapeException">the mask does not broadcast to x's shape</exception>
    public static Expr MaskedFill(this Expr x, Expr mask, Number value) => MaskedFill(x, mask, Literal(value, x.DType));

    /// <summary>A value, cast to x's type, where the mask is true, else x.</summary>
    /// <exception cref="DTypeException">the mask is not of truth values</exception>
    /// <exception cref="ShapeException">mask or value do not broadcast to x's shape</exception>
    public static Expr MaskedFill(this Expr x, Expr mask, Expr value)
    {
        if (!mask.Shape.BroadcastsTo(x.Shape)) throw new ShapeException($"maskedFill: the mask's shape {mask.Shape} does not broadcast to {x.Shape}");
        return Where(mask, Fitted(value, x.DType, x.Shape, "maskedFill"), x);
    }

    /// <summary>
    /// The parts that several index arrays name together, one an axis from the first on; null leaves an axis whole. The arrays broadcast to one
    /// shape, which stands where the first of them does, and before all axes when a null lies between them. Negative indices count from the end.
    /// </summary>
    /// <exception cref="ShapeException">the indices do not broadcast, or there are more than axes</exception>
    /// <exception cref="DTypeException">indices are not integers</exception>
    public static Expr Index(this Expr x, params Expr?[] indices)
    {
        if (Coordinates(x, indices, "index") is not { } at) return x;
        Expr parts = x.Gather(at.Coordinates, at.Axes);
        return at.Before == 0 ? parts : parts.Transpose(PlacesBehind(at.Before, at.Coordinates.Rank - 1, parts.Rank));
    }

    /// <summary>x with values combined into the parts that <see cref="Index"/> reads.</summary>
    /// <param name="x">any shape</param>
    /// <param name="values">of the shape that Index gives, or one that broadcasts to it</param>
    /// <param name="kind">how a value combines with what is there; of several in one place the last stays when set</param>
    /// <param name="indices">as Index takes them</param>
    /// <exception cref="ShapeException">the indices do not broadcast, or there are more than axes, or the values do not broadcast to the parts</exception>
    /// <exception cref="DTypeException">indices are not integers</exception>
    public static Expr IndexPut(this Expr x, Expr values, ScatterKind kind, params Expr?[] indices)
    {
        if (Coordinates(x, indices, "indexPut") is not { } at) throw new ArgumentException("indexPut: there are no indices", nameof(indices));
        var sizes = new List<int>();
        for (int axis = 0; axis < x.Rank; axis++)
            if (!at.Axes.Contains(axis)) sizes.Add(x.Shape[axis]);
        sizes.InsertRange(at.Before, at.Coordinates.Shape.Sizes[..^1]);
        Expr parts = Fitted(values, x.DType, Shape.Wrap([.. sizes]), "indexPut");
        if (at.Before > 0) parts = parts.Transpose(Inverse(PlacesBehind(at.Before, at.Coordinates.Rank - 1, parts.Rank)));
        return x.Scatter(kind, at.Coordinates, parts, at.Axes);
    }

    private static (Expr Coordinates, IntList Axes, int Before)? Coordinates(Expr x, Expr?[] indices, string operation)
    {
        ArgumentNullException.ThrowIfNull(indices);
        if (indices.Length > x.Rank) throw new ShapeException($"{operation}: {indices.Length} index arrays for shape {x.Shape} of {x.Rank} axes");
        var axes = new List<int>();
        Shape shape = Shape.Scalar;
        for (int axis = 0; axis < indices.Length; axis++)
        {
            if (indices[axis] is not { } index) continue;
            Operands.RequireIndices(index, operation);
            shape = Shape.Broadcast(shape, index.Shape, operation);
            axes.Add(axis);
        }

        if (axes.Count == 0) return null;
        var coordinates = new Expr[axes.Count];
        for (int i = 0; i < coordinates.Length; i++)
        {
            Expr index = indices[axes[i]]!.Cast(DType.Int64);
            coordinates[i] = Where(index < ZerosLike(index), index + x.Shape[axes[i]], index).BroadcastTo(shape);
        }

        bool adjacent = axes[^1] - axes[0] == axes.Count - 1;
        return (Joining.Stack(coordinates, -1), IntList.Wrap([.. axes]), adjacent ? axes[0] : 0);
    }

    private static int[] Inverse(int[] permutation)
    {
        var inverse = new int[permutation.Length];
        for (int i = 0; i < inverse.Length; i++) inverse[permutation[i]] = i;
        return inverse;
    }

    /// <summary>Updates in the type and shape of the parts that they go to.</summary>
    private static Expr Fitted(Expr updates, DType dtype, Shape shape, string operation)
    {
        if (!updates.Shape.BroadcastsTo(shape)) throw new ShapeException($"{operation}: values of shape {updates.Shape} do not broadcast to the parts' shape {shape}");
        return updates.Cast(dtype).BroadcastTo(shape);
    }
}
