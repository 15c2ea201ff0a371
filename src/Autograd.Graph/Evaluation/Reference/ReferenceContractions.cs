using System.Numerics;

namespace Autograd.Graph;

/// <summary>Sums of products, brought to [batch, m, k] × [batch, k, n] → [batch, m, n] first.</summary>
internal static class ReferenceContractions
{
    public static NDArray Compute(Op.Dot op, Shape shape, NDArray a, NDArray b) => a.DType switch
    {
        DType.Float32 => Dot<float>(op, shape, a, b, MathF.FusedMultiplyAdd),
        DType.Float64 => Dot<double>(op, shape, a, b, Math.FusedMultiplyAdd),
        DType.Int64 => Dot<long>(op, shape, a, b, (x, y, sum) => x * y + sum),
        _ => Dot<int>(op, shape, a, b, (x, y, sum) => x * y + sum),
    };

    private static NDArray Dot<T>(Op.Dot op, Shape shape, NDArray a, NDArray b, Func<T, T, T, T> fma) where T : unmanaged, INumber<T>
    {
        IntList leftFree = Op.Dot.FreeAxes(a.Rank, op.LeftContract, op.LeftBatch), rightFree = Op.Dot.FreeAxes(b.Rank, op.RightContract, op.RightBatch);
        int m = Count(a.Shape, leftFree), n = Count(b.Shape, rightFree), k = Count(a.Shape, op.LeftContract), batch = Count(a.Shape, op.LeftBatch);
        T[] left = Arranged<T>(a, [.. op.LeftBatch, .. leftFree, .. op.LeftContract]);
        T[] right = Arranged<T>(b, [.. op.RightBatch, .. rightFree, .. op.RightContract]);
        var y = new T[shape.Count];
        for (int i = 0; i < y.Length; i++)
        {
            int row = i / n, column = i / n / m * n + i % n;
            y[i] = Product(left.AsSpan(row * k, k), right.AsSpan(column * k, k), n <= Op.Dot.TreeColumns, fma);
        }

        return NDArray.Wrap(y, a.DType, shape);
    }

    private static T Product<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, bool tree, Func<T, T, T, T> fma) where T : unmanaged, INumber<T>
    {
        if (tree) return ReferenceSum.Trailing(a, b, T.Zero, (x, y) => x + y, (sum, x, y) => fma(x, y, sum));
        T chain = T.Zero;
        for (int i = 0; i < a.Length; i++) chain = fma(a[i], b[i], chain);
        return chain;
    }

    private static int Count(Shape shape, IntList axes)
    {
        int count = 1;
        foreach (int axis in axes) count *= shape[axis];
        return count;
    }

    private static T[] Arranged<T>(NDArray x, int[] axes) where T : unmanaged =>
        ReferenceStructure.Read(x.AsSpan<T>(), Array.ConvertAll(axes, axis => x.Shape[axis]), StridedView.Transposed(x.Shape, axes));
}
