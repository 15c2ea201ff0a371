namespace Autograd.Graph;

/// <summary>
/// An array that is written part by part: each write costs its part, not the whole. What <see cref="ToArray"/> gives out never changes;
/// the next write begins with a copy. A part has its element of index i at offset + Σ iₖ·stridesₖ, in elements of the whole in row-major order.
/// Calls exclude each other.
/// </summary>
public sealed class NDArrayBuilder
{
    private readonly Lock _lock = new();
    private NDArray _array;
    private volatile bool _isOpen;

    /// <summary>Begins with the elements of an array, which stays as it is.</summary>
    public NDArrayBuilder(NDArray initial)
    {
        ArgumentNullException.ThrowIfNull(initial);
        _array = initial;
    }

    /// <summary>The element type.</summary>
    public DType DType => _array.DType;

    /// <summary>The sizes of the axes.</summary>
    public Shape Shape => _array.Shape;

    /// <summary>Whether it was written to since it was last given out, so that giving it out makes the next write copy the whole.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>The elements so far, as an array that no later write changes.</summary>
    public NDArray ToArray()
    {
        lock (_lock)
        {
            _isOpen = false;
            return _array;
        }
    }

    /// <summary>Writes into a part, in row-major order of its indices.</summary>
    /// <param name="value">what is written, of a shape that broadcasts to the part's</param>
    /// <param name="offset">where the part's first element stands</param>
    /// <param name="sizes">the part's shape</param>
    /// <param name="strides">elements between neighbours of each axis, not negative</param>
    /// <exception cref="ShapeException">the value's shape does not broadcast to the sizes</exception>
    /// <exception cref="DTypeException">the value has another element type</exception>
    /// <exception cref="ArgumentOutOfRangeException">the part reaches outside of the array</exception>
    public void Write(NDArray value, int offset, ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.DType != DType) throw new DTypeException($"write: the array's elements are {DType.Name()}, the value's {value.DType.Name()}; Cast converts");
        var part = new Shape(sizes);
        if (!value.Shape.BroadcastsTo(part)) throw new ShapeException($"write: shape {value.Shape} does not broadcast to {part} (aligned at the last axis, sizes must be equal or 1)");
        CheckWithin(offset, sizes, strides);
        if (part.Count == 0) return;
        int[] from = value.Shape.Strides(), stretched = new int[sizes.Length];
        int added = sizes.Length - from.Length;
        for (int axis = 0; axis < from.Length; axis++) stretched[added + axis] = value.Shape[axis] == 1 ? 0 : from[axis];
        lock (_lock)
        {
            if (!_isOpen) _array = NDArray.Wrap((Array)_array.Data.Clone(), DType, Shape);
            _isOpen = true;
            StridedCopy.Run(value.Data, 0, stretched, _array.Data, offset, strides, sizes);
        }
    }

    /// <summary>A part as an array of its own.</summary>
    /// <param name="offset">where the part's first element stands</param>
    /// <param name="sizes">the part's shape</param>
    /// <param name="strides">elements between neighbours of each axis, not negative</param>
    /// <exception cref="ArgumentOutOfRangeException">the part reaches outside of the array</exception>
    public NDArray Read(int offset, ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides)
    {
        CheckWithin(offset, sizes, strides);
        NDArray part = NDArray.Uninitialized(DType, new Shape(sizes));
        if (part.Count == 0) return part;
        lock (_lock) StridedCopy.Run(_array.Data, offset, strides, part.Data, 0, part.Shape.Strides(), sizes);
        return part;
    }

    private void CheckWithin(int offset, ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides)
    {
        if (sizes.Length != strides.Length) throw new ArgumentException($"a part of {sizes.Length} sizes has {strides.Length} strides", nameof(strides));
        long last = offset;
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            if (sizes[axis] == 0) return;
            if (strides[axis] < 0) throw new ArgumentOutOfRangeException(nameof(strides), strides[axis], $"stride {strides[axis]} of axis {axis} is negative");
            last += (sizes[axis] - 1L) * strides[axis];
        }

        if (offset < 0 || last >= Shape.Count)
            throw new ArgumentOutOfRangeException(nameof(offset), $"a part from {offset} to {last} reaches outside of an array of shape {Shape} with {Shape.Count} elements");
    }
}
