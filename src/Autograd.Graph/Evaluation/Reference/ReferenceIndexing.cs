using System.Numerics;
using System.Runtime.InteropServices;

namespace Autograd.Graph;

/// <summary>Gather, scatter and sort.</summary>
internal static class ReferenceIndexing
{
    public static NDArray Compute(Op op, Shape shape, ReadOnlySpan<NDArray> inputs)
    {
        (IntList axes, int batchRank, IndexMode mode) = op is Op.Gather g ? (g.Axes, g.BatchRank, g.Mode) : op is Op.Scatter s ? (s.Axes, s.BatchRank, s.Mode) : throw new NotSupportedException($"{op.Name}: the reference has no line for it");
        int[] places = Places(op.Name, inputs[0].Shape, inputs[1], axes, batchRank, mode);
        return inputs[0].DType switch
        {
            DType.Float32 => Numbers<float>(op, shape, inputs, places),
            DType.Float64 => Numbers<double>(op, shape, inputs, places),
            DType.Int64 => Numbers<long>(op, shape, inputs, places),
            DType.Int32 => Numbers<int>(op, shape, inputs, places),
            _ => op is Op.Scatter ? Scatter<bool>(inputs[0], inputs[2], places, (_, u) => u) : Gather<bool>(inputs[0], shape, places),
        };
    }

    private static NDArray Numbers<T>(Op op, Shape shape, ReadOnlySpan<NDArray> inputs, int[] places) where T : unmanaged, INumber<T> => op is Op.Scatter scatter
        ? Scatter(inputs[0], inputs[2], places, Combination<T>(scatter.Kind))
        : Gather<T>(inputs[0], shape, places);

    private static Func<T, T, T> Combination<T>(ScatterKind kind) where T : INumber<T> => kind switch
    {
        ScatterKind.Add => (x, u) => x + u,
        ScatterKind.Set => (_, u) => u,
        ScatterKind.Max => T.Max,
        ScatterKind.Min => T.Min,
        _ => (x, u) => x * u,
    };

    private static NDArray Gather<T>(NDArray x, Shape shape, int[] places) where T : unmanaged
    {
        ReadOnlySpan<T> from = x.AsSpan<T>();
        var y = new T[shape.Count];
        for (int i = 0; i < y.Length; i++) y[i] = places[i] < 0 ? default : from[places[i]];
        return NDArray.Wrap(y, x.DType, shape);
    }

    private static NDArray Scatter<T>(NDArray x, NDArray updates, int[] places, Func<T, T, T> combine) where T : unmanaged
    {
        ReadOnlySpan<T> from = updates.AsSpan<T>();
        T[] y = x.ToArray<T>();
        for (int i = 0; i < from.Length; i++)
            if (places[i] >= 0) y[places[i]] = combine(y[places[i]], from[i]);
        return NDArray.Wrap(y, x.DType, x.Shape);
    }

    /// <summary>For each element of the parts, in row-major order, its place in x; -1 where an index is outside and the mode is Fill.</summary>
    private static int[] Places(string operation, Shape x, NDArray indices, IntList axes, int batchRank, IndexMode mode)
    {
        int[] strides = x.Strides();
        int[] partAxes = [.. Enumerable.Range(batchRank, x.Rank - batchRank).Where(axis => !axes.Contains(axis))];
        int[] partSizes = Array.ConvertAll(partAxes, axis => x[axis]);
        int parts = new Shape(partSizes).Count, places = new Shape(indices.Shape.Sizes[..^1]).Count;
        var result = new int[places * parts];
        int[] place = new int[indices.Rank - 1], part = new int[partSizes.Length];
        for (int i = 0; i < places; i++, ReferenceStructure.Advance(place, indices.Shape.Sizes[..^1]))
        {
            int start = 0;
            bool inside = true;
            for (int axis = 0; axis < batchRank; axis++) start += place[axis] * strides[axis];
            for (int c = 0; c < axes.Count; c++)
            {
                int index = Index(operation, indices.At(i * axes.Count + c).ToInt64(), axes[c], x, mode);
                inside &= index >= 0;
                start += index * strides[axes[c]];
            }

            for (int k = 0; k < parts; k++, ReferenceStructure.Advance(part, partSizes))
            {
                int at = start;
                for (int axis = 0; axis < part.Length; axis++) at += part[axis] * strides[partAxes[axis]];
                result[i * parts + k] = inside ? at : -1;
            }
        }

        return result;
    }

    private static int Index(string operation, long index, int axis, Shape x, IndexMode mode)
    {
        if ((ulong)index < (ulong)x[axis]) return (int)index;
        if (mode == IndexMode.Fill) return -1;
        if (mode == IndexMode.Clip && x[axis] > 0) return (int)Math.Clamp(index, 0, x[axis] - 1);
        throw new ArgumentOutOfRangeException(null, $"{operation}: index {index} is not in [0, {x[axis]}) of axis {axis} of shape {x}");
    }

    /// <summary>The values in order and the places they came from.</summary>
    public static NDArray[] Sort(Op.Sort op, NDArray x) => x.DType switch
    {
        DType.Float32 => Sort<float, float>(op, x),
        DType.Float64 => Sort<double, double>(op, x),
        DType.Int64 => Sort<long, long>(op, x),
        DType.Int32 => Sort<int, int>(op, x),
        _ => Sort<bool, byte>(op, x),
    };

    private static NDArray[] Sort<T, TNumber>(Op.Sort op, NDArray x) where T : unmanaged where TNumber : unmanaged, INumber<TNumber>
    {
        TNumber[] keys = MemoryMarshal.Cast<T, TNumber>(x.AsSpan<T>()).ToArray();
        int n = x.Shape[op.Axis], inner = new Shape(x.Shape.Sizes[(op.Axis + 1)..]).Count;
        var permutation = new long[keys.Length];
        var places = new int[keys.Length];
        for (int column = 0; n > 0 && column < keys.Length / n; column++)
        {
            int start = column / inner * n * inner + column % inner;
            int[] order = [.. Enumerable.Range(0, n)];
            order.AsSpan().Sort((a, b) =>
            {
                int ascending = Order(keys[start + a * inner], keys[start + b * inner]);
                return ascending == 0 ? a.CompareTo(b) : op.Descending ? -ascending : ascending;
            });
            for (int i = 0; i < n; i++) (permutation[start + i * inner], places[start + i * inner]) = (order[i], start + order[i] * inner);
        }

        return [Gather<T>(x, x.Shape, places), NDArray.Wrap(permutation, DType.Int64, x.Shape)];
    }

    /// <summary>NaN counts as the largest; -0 and +0 are equal.</summary>
    private static int Order<T>(T a, T b) where T : INumber<T> =>
        T.IsNaN(a) || T.IsNaN(b) ? T.IsNaN(a).CompareTo(T.IsNaN(b)) : a < b ? -1 : a > b ? 1 : 0;
}
