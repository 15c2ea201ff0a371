namespace Autograd.Graph;

/// <summary>A regular part of an array: on each axis <c>Sizes</c> places from <c>Starts</c> on, <c>Strides</c> (at least 1) apart.</summary>
public readonly record struct Region(IntList Starts, IntList Sizes, IntList Strides)
{
    /// <summary>The part between starts (inclusive) and stops (exclusive), every stride-th place.</summary>
    internal static Region Between(ReadOnlySpan<int> starts, ReadOnlySpan<int> stops, ReadOnlySpan<int> strides)
    {
        var sizes = new int[starts.Length];
        for (int axis = 0; axis < sizes.Length; axis++)
            sizes[axis] = Math.Max(0, (stops[axis] - starts[axis] + strides[axis] - 1) / strides[axis]);
        return new(IntList.Create(starts), IntList.Wrap(sizes), IntList.Create(strides));
    }

    /// <summary>The shape of the part.</summary>
    internal Shape Shape => new(Sizes.Span);

    /// <exception cref="ArgumentException">the region has another rank</exception>
    /// <exception cref="ArgumentOutOfRangeException">it reaches outside of the shape, or a stride is below 1</exception>
    internal void CheckWithin(Shape shape, string operation)
    {
        if (Starts.Count != shape.Rank || Sizes.Count != shape.Rank || Strides.Count != shape.Rank)
            throw new ShapeException($"{operation}: a region of rank {Starts.Count} does not fit shape {shape} of rank {shape.Rank}");
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            if (Strides[axis] < 1)
                throw new ArgumentOutOfRangeException(nameof(Strides), Strides[axis], $"{operation}: stride {Strides[axis]} on axis {axis} is below 1 (Reverse turns an axis around)");
            if (Starts[axis] < 0 || Sizes[axis] < 0 || (Sizes[axis] > 0 && Starts[axis] + (long)(Sizes[axis] - 1) * Strides[axis] >= shape[axis]))
                throw new ArgumentOutOfRangeException(nameof(Starts), Starts[axis], $"{operation}: {Sizes[axis]} places from {Starts[axis]}, {Strides[axis]} apart, reach outside of axis {axis} of shape {shape}");
        }
    }
}
