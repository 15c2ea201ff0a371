namespace Autograd.Graph;

/// <summary>How the elements of one array are read as another: that at an index stands at Base + Σ index·Strides, in elements.</summary>
internal readonly record struct StridedView(int Base, int[] Strides)
{
    /// <summary>Where the element at an index stands.</summary>
    public int Place(ReadOnlySpan<int> index)
    {
        int place = Base;
        for (int axis = 0; axis < index.Length; axis++) place += index[axis] * Strides[axis];
        return place;
    }

    /// <summary>Axis i of the view is axis permutation[i] of the shape.</summary>
    public static StridedView Transposed(Shape shape, ReadOnlySpan<int> permutation)
    {
        int[] own = shape.Strides(), strides = new int[permutation.Length];
        for (int axis = 0; axis < strides.Length; axis++) strides[axis] = own[permutation[axis]];
        return new(0, strides);
    }

    /// <summary>Stretched to a shape that it broadcasts to: stretched and added axes have stride 0.</summary>
    public static StridedView Broadcast(Shape shape, Shape to)
    {
        int[] own = shape.Strides(), strides = new int[to.Rank];
        int added = to.Rank - shape.Rank;
        for (int axis = 0; axis < shape.Rank; axis++) strides[added + axis] = shape[axis] == 1 ? 0 : own[axis];
        return new(0, strides);
    }

    /// <summary>A regular part.</summary>
    public static StridedView Of(Shape shape, Region region)
    {
        int[] strides = shape.Strides();
        int start = 0;
        for (int axis = 0; axis < strides.Length; axis++)
        {
            // A part without places may begin behind the end; nothing is read of it.
            if (region.Sizes[axis] == 0) return new(0, new int[strides.Length]);
            start += region.Starts[axis] * strides[axis];
            strides[axis] = region.Sizes[axis] == 1 ? 0 : strides[axis] * region.Strides[axis];
        }

        return new(start, strides);
    }

    /// <summary>Axes turned around.</summary>
    public static StridedView Reversed(Shape shape, ReadOnlySpan<int> axes)
    {
        int[] strides = shape.Strides();
        int start = 0;
        foreach (int axis in axes)
        {
            start += Math.Max(shape[axis] - 1, 0) * strides[axis];
            strides[axis] = -strides[axis];
        }

        return new(start, strides);
    }
}
