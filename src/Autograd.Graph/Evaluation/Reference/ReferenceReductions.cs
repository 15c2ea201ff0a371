using System.Numerics;
using System.Runtime.InteropServices;

namespace Autograd.Graph;

/// <summary>Reductions and scans. The array is seen as [outer, n, inner], n the axes that are combined.</summary>
internal static class ReferenceReductions
{
    public static NDArray Compute(Op op, Shape shape, ReadOnlySpan<NDArray> inputs) => inputs[0].DType switch
    {
        DType.Float32 => Compute<float>(op, shape, inputs, MathF.FusedMultiplyAdd),
        DType.Float64 => Compute<double>(op, shape, inputs, Math.FusedMultiplyAdd),
        DType.Int64 => Compute<long>(op, shape, inputs, (a, b, c) => a * b + c),
        DType.Int32 => Compute<int>(op, shape, inputs, (a, b, c) => a * b + c),
        _ => Truths((Op.Reduce)op, shape, inputs[0]),
    };

    private static NDArray Compute<T>(Op op, Shape shape, ReadOnlySpan<NDArray> inputs, Func<T, T, T, T> fma) where T : unmanaged, INumber<T>
    {
        NDArray x = inputs[0];
        return op switch
        {
            Op.Reduce reduce => NDArray.Wrap(Reduce(reduce.Kind, x.AsSpan<T>(), Extent.Of(x.Shape, reduce.Axes)), x.DType, shape),
            Op.ArgReduce arg => NDArray.Wrap(ArgReduce(arg.Kind, x.AsSpan<T>(), Extent.Of(x.Shape, [arg.Axis])), DType.Int64, shape),
            Op.Cumulative { Kind: CumulativeKind.LinearRecurrence } scan =>
                NDArray.Wrap(Recurrence(scan, x.AsSpan<T>(), inputs[1].AsSpan<T>(), Extent.Of(shape, [scan.Axis]), fma), x.DType, shape),
            Op.Cumulative scan => NDArray.Wrap(Cumulative(scan, x.AsSpan<T>(), Extent.Of(shape, [scan.Axis])), x.DType, shape),
            _ => throw new NotSupportedException($"{op.Name}: the reference has no line for it"),
        };
    }

    /// <summary>Sizes before, in and behind a group of neighbouring axes.</summary>
    private readonly record struct Extent(int Outer, int N, int Inner)
    {
        public static Extent Of(Shape shape, IntList axes)
        {
            // No axes: every element is a group of its own.
            if (axes.Count == 0) return new(shape.Count, 1, 1);
            int first = axes[0], end = first + axes.Count;
            return new(new Shape(shape.Sizes[..first]).Count, new Shape(shape.Sizes[first..end]).Count, new Shape(shape.Sizes[end..]).Count);
        }

        public int At(int outer, int i, int inner) => (outer * N + i) * Inner + inner;
    }

    private static T[] Reduce<T>(ReduceKind kind, ReadOnlySpan<T> x, Extent extent) where T : unmanaged, INumber<T>
    {
        var y = new T[extent.Outer * extent.Inner];
        var group = new T[extent.N];
        for (int outer = 0; outer < extent.Outer; outer++)
        {
            for (int inner = 0; inner < extent.Inner; inner++)
            {
                for (int i = 0; i < group.Length; i++) group[i] = x[extent.At(outer, i, inner)];
                y[outer * extent.Inner + inner] = kind switch
                {
                    ReduceKind.Max => Fold(group, T.Max),
                    ReduceKind.Min => Fold(group, T.Min),
                    ReduceKind.Sum => Combined(group, extent.Inner == 1, T.Zero, (a, b) => a + b),
                    _ => Combined(group, extent.Inner == 1, T.One, (a, b) => a * b),
                };
            }
        }

        return y;
    }

    private static T Fold<T>(ReadOnlySpan<T> group, Func<T, T, T> combine)
    {
        T result = group[0];
        foreach (T item in group[1..]) result = combine(result, item);
        return result;
    }

    private static T Combined<T>(ReadOnlySpan<T> group, bool trailing, T identity, Func<T, T, T> combine) =>
        trailing ? ReferenceSum.Trailing(group, identity, combine) : ReferenceSum.Column(group, identity, combine);

    private static NDArray Truths(Op.Reduce op, Shape shape, NDArray x)
    {
        Extent extent = Extent.Of(x.Shape, op.Axes);
        ReadOnlySpan<bool> elements = x.AsSpan<bool>();
        var y = new bool[shape.Count];
        bool sought = op.Kind == ReduceKind.Max;
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = !sought;
            for (int k = 0; k < extent.N; k++)
                if (elements[extent.At(i / extent.Inner, k, i % extent.Inner)] == sought) y[i] = sought;
        }

        return NDArray.Wrap(y, DType.Bool, shape);
    }

    private static long[] ArgReduce<T>(ExtremumKind kind, ReadOnlySpan<T> x, Extent extent) where T : unmanaged, INumber<T>
    {
        var y = new long[extent.Outer * extent.Inner];
        for (int i = 0; i < y.Length; i++)
        {
            T best = x[extent.At(i / extent.Inner, 0, i % extent.Inner)];
            for (int k = 1; k < extent.N; k++)
            {
                T next = x[extent.At(i / extent.Inner, k, i % extent.Inner)];
                if (T.IsNaN(best) || !(T.IsNaN(next) || (kind == ExtremumKind.Max ? next > best : next < best))) continue;
                (best, y[i]) = (next, k);
            }
        }

        return y;
    }

    private static T[] Cumulative<T>(Op.Cumulative op, ReadOnlySpan<T> x, Extent extent) where T : unmanaged, INumber<T>
    {
        var y = new T[x.Length];
        for (int column = 0; column < extent.Outer * extent.Inner; column++)
        {
            T sofar = op.Kind == CumulativeKind.Sum ? T.Zero : T.One;
            for (int k = 0; k < extent.N; k++)
            {
                int at = extent.At(column / extent.Inner, op.Reversed ? extent.N - 1 - k : k, column % extent.Inner);
                T before = sofar;
                sofar = op.Kind == CumulativeKind.Sum ? sofar + x[at] : sofar * x[at];
                y[at] = op.Exclusive ? before : sofar;
            }
        }

        return y;
    }

    private static T[] Recurrence<T>(Op.Cumulative op, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Extent extent, Func<T, T, T, T> fma) where T : unmanaged, INumber<T>
    {
        var y = new T[a.Length];
        for (int column = 0; column < extent.Outer * extent.Inner; column++)
        {
            T previous = T.Zero;
            for (int k = 0; k < extent.N; k++)
            {
                int at = extent.At(column / extent.Inner, op.Reversed ? extent.N - 1 - k : k, column % extent.Inner);
                previous = y[at] = fma(a[at], previous, b[at]);
            }
        }

        return y;
    }
}
