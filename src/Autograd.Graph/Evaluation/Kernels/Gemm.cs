using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd.Graph;

/// <summary>Batches of matrix products, each result one chain of fused multiply-adds over k in order, with few columns a row sum in its tree.</summary>
internal static class Gemm
{
    /// <summary>c = a · b for each matrix of the batch.</summary>
    /// <param name="batch">how many products</param>
    /// <param name="m">rows of a and c</param>
    /// <param name="n">columns of b and c</param>
    /// <param name="k">columns of a, rows of b</param>
    /// <param name="a">m x k, of any strides</param>
    /// <param name="b">k x n, of any strides</param>
    /// <param name="c">batch x m x n, dense; overlaps neither operand</param>
    public static void Run<T>(int batch, int m, int n, int k, StridedMatrices<T> a, StridedMatrices<T> b, Span<T> c) where T : unmanaged, INumber<T>
    {
        if (c.IsEmpty) return;
        if (k == 0)
        {
            c.Clear();
            return;
        }

        int size = m * n;
        for (int i = 0; i < batch; i++)
        {
            Span<T> one = c.Slice(i * size, size);
            if (typeof(T) == typeof(float)) Floating(m, n, k, As<T, float>(a[i]), As<T, float>(b[i]), MemoryMarshal.Cast<T, float>(one));
            else if (typeof(T) == typeof(double)) Floating(m, n, k, As<T, double>(a[i]), As<T, double>(b[i]), MemoryMarshal.Cast<T, double>(one));
            else Wrapping(m, n, k, a[i], b[i], one);
        }
    }

    private static StridedMatrices<TTo> As<TFrom, TTo>(StridedMatrices<TFrom> x) where TFrom : unmanaged where TTo : unmanaged =>
        new(in Unsafe.As<TFrom, TTo>(ref Unsafe.AsRef(in x.Origin)), x.Batch, x.Row, x.Column);

    private static void Floating<T>(int m, int n, int k, StridedMatrices<T> a, StridedMatrices<T> b, Span<T> c) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var result = new StridedMatrices<T>(in c[0], 0, n, 1);
        if (n <= Op.Dot.TreeColumns) TreeGemm.Run(m, n, k, a, b, c);
        else if (Vector512.IsHardwareAccelerated) BlockedGemm<T, Vector512Lanes<T>>.Run(m, n, k, a, b, result);
        else if (Vector256.IsHardwareAccelerated) BlockedGemm<T, Vector256Lanes<T>>.Run(m, n, k, a, b, result);
        else BlockedGemm<T, Vector128Lanes<T>>.Run(m, n, k, a, b, result);
    }

    /// <summary>Integers, whose sums have any order.</summary>
    private static void Wrapping<T>(int m, int n, int k, StridedMatrices<T> a, StridedMatrices<T> b, Span<T> c) where T : unmanaged, INumber<T>
    {
        c.Clear();
        for (int row = 0; row < m; row++)
        {
            Span<T> result = c.Slice(row * n, n);
            for (int step = 0; step < k; step++)
            {
                T x = a.At(row, step);
                ref T y = ref b.At(step, 0);
                for (int column = 0; column < result.Length; column++) result[column] += x * Unsafe.Add(ref y, column * b.Column);
            }
        }
    }
}
