using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd.Graph;

/// <summary>Products with few columns: each result is a row sum in the tree of <see cref="RowFold{T, TFold}"/>, its step a fused multiply-add.</summary>
internal static class TreeGemm
{
    /// <summary>Rows brought together at a time where those of a are not contiguous.</summary>
    private const int RowBlock = 16;

    /// <summary>c = a · b.</summary>
    /// <param name="m">rows of a and c</param>
    /// <param name="n">columns of b and c</param>
    /// <param name="k">columns of a, rows of b; at least 1</param>
    /// <param name="a">m x k</param>
    /// <param name="b">k x n</param>
    /// <param name="c">m x n, dense</param>
    public static void Run<T>(int m, int n, int k, StridedMatrices<T> a, StridedMatrices<T> b, Span<T> c) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool contiguous = a.Column == 1 || k == 1;
        T[] scratch = ArrayPool<T>.Shared.Rent(checked(n * k + (contiguous ? 0 : Math.Min(RowBlock, m) * k)));
        Span<T> columns = scratch.AsSpan(0, n * k), rows = scratch.AsSpan(n * k);
        Span<T> stack = stackalloc T[k <= RowFold.Block ? RowFold.Lanes : RowFold.Lanes * RowFold.MaxLevels];
        for (int step = 0; step < k; step++)
            for (int column = 0; column < n; column++) columns[column * k + step] = b.At(step, column);
        for (int start = 0; start < m; start += RowBlock)
        {
            int some = Math.Min(RowBlock, m - start);
            if (!contiguous) Gather(a.From(start, 0), some, k, rows);
            for (int i = 0; i < some; i++)
            {
                ReadOnlySpan<T> row = contiguous ? MemoryMarshal.CreateReadOnlySpan(ref a.At(start + i, 0), k) : rows.Slice(i * k, k);
                for (int column = 0; column < n; column++) c[(start + i) * n + column] = Dot(row, columns.Slice(column * k, k), stack);
            }
        }

        ArrayPool<T>.Shared.Return(scratch);
    }

    private static void Gather<T>(StridedMatrices<T> a, int rows, int k, Span<T> dense) where T : unmanaged
    {
        if (a.Row == 1)
        {
            TransposeKernel.Run(ref a.At(0, 0), a.Column, k, rows, ref dense[0], k);
            return;
        }

        for (int row = 0; row < rows; row++)
            for (int step = 0; step < k; step++) dense[row * k + step] = a.At(row, step);
    }

    private static T Dot<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> stack) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated) return Dot<T, Vector512Lanes<T>>(a, b, stack);
        return Vector256.IsHardwareAccelerated ? Dot<T, Vector256Lanes<T>>(a, b, stack) : Dot<T, Vector128Lanes<T>>(a, b, stack);
    }

    private static T Dot<T, V>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> stack) where T : unmanaged, IBinaryFloatingPointIeee754<T> where V : struct, IVector<V, T>
    {
        int blocks = 0;
        for (int start = 0; start < a.Length; start += RowFold.Block)
        {
            int length = Math.Min(RowFold.Block, a.Length - start);
            Block<T, V>(a.Slice(start, length), b.Slice(start, length), RowFold<T, SumFold<T>>.Next(stack, blocks));
            RowFold<T, SumFold<T>>.Push(stack, ref blocks);
        }

        return RowFold<T, SumFold<T>>.Finish(stack, blocks);
    }

    private static void Block<T, V>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> lanes) where T : unmanaged, IBinaryFloatingPointIeee754<T> where V : struct, IVector<V, T>
    {
        int whole = a.Length - a.Length % RowFold.Lanes;
        ref T x = ref MemoryMarshal.GetReference(a);
        ref T y = ref MemoryMarshal.GetReference(b);
        for (int lane = 0; lane < RowFold.Lanes; lane += 2 * V.Count)
        {
            V first = default, second = default;
            for (int i = lane; i < whole; i += RowFold.Lanes)
            {
                first = V.Fma(V.Load(ref Unsafe.Add(ref x, i)), V.Load(ref Unsafe.Add(ref y, i)), first);
                second = V.Fma(V.Load(ref Unsafe.Add(ref x, i + V.Count)), V.Load(ref Unsafe.Add(ref y, i + V.Count)), second);
            }

            V.Store(first, ref lanes[lane]);
            V.Store(second, ref lanes[lane + V.Count]);
        }

        for (int i = whole; i < a.Length; i++) lanes[i - whole] = T.FusedMultiplyAdd(a[i], b[i], lanes[i - whole]);
    }
}
