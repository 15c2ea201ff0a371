using System.Diagnostics;
using Autograd.Graph;

namespace Autograd.CSharp;

/// <summary>
/// Where the elements of a view stand in the memory of its base, which lies in row-major order: that of index i at Offset + Σ iₖ·Stridesₖ.
/// Values are never stored so; it says what PyTorch would say of strides, and which part a write changes.
/// </summary>
internal sealed class Layout(int offset, int[] sizes, int[] strides)
{
    public int Offset { get; } = offset;

    public int[] Sizes { get; } = sizes;

    public int[] Strides { get; } = strides;

    /// <summary>All of a tensor in row-major order.</summary>
    public static Layout Dense(Shape shape) => new(0, shape.Sizes.ToArray(), DenseStrides(shape.Sizes));

    private static int[] DenseStrides(ReadOnlySpan<int> sizes)
    {
        var strides = new int[sizes.Length];
        for (int axis = sizes.Length - 1, stride = 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= Math.Max(sizes[axis], 1);
        }

        return strides;
    }

    /// <summary>How many elements there are.</summary>
    public long Count
    {
        get
        {
            long count = 1;
            foreach (int size in Sizes) count *= size;
            return count;
        }
    }

    /// <summary>Whether the elements lie in row-major order without gaps.</summary>
    public bool IsContiguous
    {
        get
        {
            if (Count == 0) return true;
            int expected = 1;
            for (int axis = Sizes.Length - 1; axis >= 0; axis--)
            {
                if (Sizes[axis] == 1) continue;
                if (Strides[axis] != expected) return false;
                expected *= Sizes[axis];
            }

            return true;
        }
    }

    /// <summary>Whether several indices name one element, as PyTorch finds out: by a stretched dimension.</summary>
    public bool Overlaps
    {
        get
        {
            for (int axis = 0; axis < Sizes.Length; axis++)
                if (Strides[axis] == 0 && Sizes[axis] > 1) return true;
            return false;
        }
    }

    /// <summary>The layout of an expression that movements make of this layout's tensor; null where only a copy has those elements.</summary>
    /// <param name="result">what the movements give</param>
    /// <param name="of">the tensor</param>
    public Layout? Through(Expr result, Expr of)
    {
        if (ReferenceEquals(result, of)) return this;
        // Movements are few: a view is one operation, of at most five steps.
        if (Through(result.Inputs[0], of) is not { } before) return null;
        return result.Op switch
        {
            Op.Identity => before,
            Op.Reshape reshape => before.Reshaped(reshape.To),
            Op.Transpose transpose => before.Transposed(transpose.Permutation),
            Op.Slice slice => before.Part(slice.Region),
            Op.Broadcast broadcast => before.Stretched(broadcast.To),
            _ => throw new UnreachableException($"{result.Op} is no movement"),
        };
    }

    /// <summary>Where every element stands, in row-major order of the indices.</summary>
    public long[] Places()
    {
        var places = new long[Count];
        var index = new int[Sizes.Length];
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = Offset;
            for (int axis = 0; axis < index.Length; axis++) places[i] += (long)index[axis] * Strides[axis];
            for (int axis = index.Length - 1; axis >= 0 && ++index[axis] == Sizes[axis]; axis--) index[axis] = 0;
        }

        return places;
    }

    private Layout Transposed(IntList permutation)
    {
        int[] sizes = new int[Sizes.Length], strides = new int[Sizes.Length];
        for (int axis = 0; axis < sizes.Length; axis++) (sizes[axis], strides[axis]) = (Sizes[permutation[axis]], Strides[permutation[axis]]);
        return new(Offset, sizes, strides);
    }

    private Layout Part(in Region region)
    {
        int offset = Offset;
        var strides = new int[Sizes.Length];
        for (int axis = 0; axis < strides.Length; axis++)
        {
            offset += region.Starts[axis] * Strides[axis];
            strides[axis] = Strides[axis] * region.Strides[axis];
        }

        return new(offset, region.Sizes.Span.ToArray(), strides);
    }

    private Layout Stretched(Shape to)
    {
        var strides = new int[to.Rank];
        int added = to.Rank - Sizes.Length;
        for (int axis = 0; axis < Sizes.Length; axis++) strides[added + axis] = Sizes[axis] == to[added + axis] ? Strides[axis] : 0;
        return new(Offset, to.Sizes.ToArray(), strides);
    }

    /// <summary>The elements of a diagonal of two dimensions, as the last dimension.</summary>
    public Layout Diagonal(long offset, int dim1, int dim2)
    {
        long first = offset >= 0 ? offset * Strides[dim2] : -offset * Strides[dim1];
        long length = Math.Max(0, offset >= 0 ? Math.Min(Sizes[dim1], Sizes[dim2] - offset) : Math.Min(Sizes[dim1] + offset, Sizes[dim2]));
        var sizes = new List<int>(Sizes.Length - 1);
        var strides = new List<int>(Sizes.Length - 1);
        for (int axis = 0; axis < Sizes.Length; axis++)
        {
            if (axis == dim1 || axis == dim2) continue;
            sizes.Add(Sizes[axis]);
            strides.Add(Strides[axis]);
        }

        return new(length == 0 ? Offset : (int)(Offset + first), [.. sizes, (int)length], [.. strides, Strides[dim1] + Strides[dim2]]);
    }

    /// <summary>
    /// The same elements in the same order under another shape; null where that takes a copy. PyTorch's <c>computeStride</c>: dimensions that lie in
    /// memory as one form a chunk, and a chunk can be divided anew.
    /// </summary>
    private Layout? Reshaped(Shape shape)
    {
        int[] to = shape.Sizes.ToArray();
        if (to.AsSpan().SequenceEqual(Sizes)) return this;
        if (shape.Count == 0) return new(Offset, to, DenseStrides(to));
        var strides = new int[to.Length];
        if (Sizes.Length == 0)
        {
            Array.Fill(strides, 1);
            return new(Offset, to, strides);
        }

        int next = to.Length - 1;
        long chunk = 1, covered = 1;
        int stride = Strides[^1];
        for (int axis = Sizes.Length - 1; axis >= 0; axis--)
        {
            chunk *= Sizes[axis];
            if (axis > 0 && (Sizes[axis - 1] == 1 || Strides[axis - 1] == chunk * stride)) continue;
            for (; next >= 0 && (covered < chunk || to[next] == 1); next--)
            {
                strides[next] = (int)(covered * stride);
                covered *= to[next];
            }

            if (covered != chunk) return null;
            if (axis > 0) (stride, chunk, covered) = (Strides[axis - 1], 1, 1);
        }

        return next < 0 ? new(Offset, to, strides) : null;
    }
}
