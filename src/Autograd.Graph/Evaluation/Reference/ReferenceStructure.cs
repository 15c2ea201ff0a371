using System.Numerics;

namespace Autograd.Graph;

/// <summary>Primitives that move elements. All but a few are one strided read: the element at an index stands at base + Σ index·stride of the input.</summary>
internal static class ReferenceStructure
{
    public static NDArray Compute(Op.Structural op, Shape shape, ReadOnlySpan<NDArray> inputs) => inputs[0].DType switch
    {
        DType.Float32 => Numbers<float>(op, shape, inputs),
        DType.Float64 => Numbers<double>(op, shape, inputs),
        DType.Int64 => Numbers<long>(op, shape, inputs),
        DType.Int32 => Numbers<int>(op, shape, inputs),
        _ => Moved<bool>(op, shape, inputs),
    };

    private static NDArray Numbers<T>(Op.Structural op, Shape shape, ReadOnlySpan<NDArray> inputs) where T : unmanaged, INumber<T> => op is Op.UpdateAdd add
        ? Update<T>(inputs[0], inputs[1], add.Region, (x, v) => x + v)
        : Moved<T>(op, shape, inputs);

    private static NDArray Moved<T>(Op.Structural op, Shape shape, ReadOnlySpan<NDArray> inputs) where T : unmanaged => op switch
    {
        Op.Reshape => inputs[0].WithShape(shape),
        Op.Transpose transpose => Read<T>(inputs[0], shape, StridedView.Transposed(inputs[0].Shape, transpose.Permutation.Span)),
        Op.Broadcast => Read<T>(inputs[0], shape, StridedView.Broadcast(inputs[0].Shape, shape)),
        Op.Slice slice => Read<T>(inputs[0], shape, StridedView.Of(inputs[0].Shape, slice.Region)),
        Op.Reverse reverse => Read<T>(inputs[0], shape, StridedView.Reversed(inputs[0].Shape, reverse.Axes.Span)),
        Op.Pad pad => Pad<T>(pad, shape, inputs[0], inputs[1]),
        Op.Concat concat => Concat<T>(concat.Axis, shape, inputs),
        Op.Update update => Update<T>(inputs[0], inputs[1], update.Region, (_, v) => v),
        _ => throw new NotSupportedException($"{op.Name}: the reference has no line for it"),
    };

    /// <summary>The elements of a view, in row-major order.</summary>
    public static T[] Read<T>(ReadOnlySpan<T> x, ReadOnlySpan<int> sizes, StridedView view) where T : unmanaged
    {
        var y = new T[new Shape(sizes).Count];
        var index = new int[sizes.Length];
        for (int i = 0; i < y.Length; i++, Advance(index, sizes)) y[i] = x[view.Place(index)];
        return y;
    }

    private static NDArray Read<T>(NDArray x, Shape shape, StridedView view) where T : unmanaged => NDArray.Wrap(Read(x.AsSpan<T>(), shape.Sizes, view), x.DType, shape);

    private static NDArray Pad<T>(Op.Pad op, Shape shape, NDArray x, NDArray value) where T : unmanaged
    {
        ReadOnlySpan<T> from = x.AsSpan<T>();
        var y = new T[shape.Count];
        Array.Fill(y, value.AsSpan<T>()[0]);
        int[] index = new int[x.Rank], strides = shape.Strides();
        for (int i = 0; i < from.Length; i++, Advance(index, x.Shape.Sizes))
        {
            int to = 0;
            bool inside = true;
            for (int axis = 0; axis < index.Length; axis++)
            {
                long place = op.Low[axis] + (long)index[axis] * (op.Interior[axis] + 1L);
                inside &= place >= 0 && place < shape[axis];
                if (inside) to += (int)place * strides[axis];
            }

            if (inside) y[to] = from[i];
        }

        return NDArray.Wrap(y, x.DType, shape);
    }

    private static NDArray Concat<T>(int axis, Shape shape, ReadOnlySpan<NDArray> inputs) where T : unmanaged
    {
        var y = new T[shape.Count];
        int start = 0;
        foreach (NDArray input in inputs)
        {
            int[] starts = new int[shape.Rank];
            starts[axis] = start;
            Write(y, input.AsSpan<T>(), input.Shape.Sizes, StridedView.Of(shape, new(IntList.Wrap(starts), IntList.Create(input.Shape.Sizes), IntList.Repeat(1, shape.Rank))), (_, v) => v);
            start += input.Shape[axis];
        }

        return NDArray.Wrap(y, inputs[0].DType, shape);
    }

    private static NDArray Update<T>(NDArray x, NDArray value, Region region, Func<T, T, T> combine) where T : unmanaged
    {
        T[] y = x.ToArray<T>();
        Write(y, value.AsSpan<T>(), region.Sizes.Span, StridedView.Of(x.Shape, region), combine);
        return NDArray.Wrap(y, x.DType, x.Shape);
    }

    private static void Write<T>(T[] y, ReadOnlySpan<T> values, ReadOnlySpan<int> sizes, StridedView view, Func<T, T, T> combine) where T : unmanaged
    {
        var index = new int[sizes.Length];
        for (int i = 0; i < values.Length; i++, Advance(index, sizes))
        {
            int place = view.Place(index);
            y[place] = combine(y[place], values[i]);
        }
    }

    /// <summary>The index along an axis at every place.</summary>
    public static NDArray Iota(Op.Iota op) => op.Type.DType switch
    {
        DType.Float32 => Iota<float>(op),
        DType.Float64 => Iota<double>(op),
        DType.Int64 => Iota<long>(op),
        _ => Iota<int>(op),
    };

    private static NDArray Iota<T>(Op.Iota op) where T : unmanaged, INumber<T>
    {
        Shape shape = op.Type.Shape;
        var y = new T[shape.Count];
        var index = new int[shape.Rank];
        for (int i = 0; i < y.Length; i++, Advance(index, shape.Sizes)) y[i] = T.CreateTruncating(index[op.Axis]);
        return NDArray.Wrap(y, op.Type.DType, shape);
    }

    /// <summary>The next index in row-major order.</summary>
    public static void Advance(Span<int> index, ReadOnlySpan<int> sizes)
    {
        for (int axis = index.Length - 1; axis >= 0; axis--)
        {
            if (++index[axis] < sizes[axis]) return;
            index[axis] = 0;
        }
    }
}
