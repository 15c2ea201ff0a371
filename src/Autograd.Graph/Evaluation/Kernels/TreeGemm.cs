using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd.Graph;

/// <summary>Products with few columns: each result is a row sum in the tree of <see cref="RowFold{T, TFold}"/>, its step a fused multiply-add.</summary>
/// <typeparam name="T">float or double</typeparam>
/// <typeparam name="V">the register</typeparam>
internal static unsafe class TreeGemm<T, V> where T : unmanaged, IBinaryFloatingPointIeee754<T> where V : struct, IVector<V, T>
{
    /// <summary>Rows summed at a time, so that additions need not wait for each other.</summary>
    private const int FewRows = 4;

    /// <summary>Rows whose lanes are folded at a time, and which are brought together where neither rows nor columns of a are contiguous.</summary>
    private const int RowGroup = 16;

    /// <summary>Rows whose lanes stay in the first cache together, 16 KiB, where columns of a are contiguous.</summary>
    private static int ColumnRows => 512 / sizeof(T);

    /// <summary>c = a · b.</summary>
    /// <param name="m">rows of a and c</param>
    /// <param name="n">columns of b and c</param>
    /// <param name="k">columns of a, rows of b; at least 1</param>
    /// <param name="a">m x k</param>
    /// <param name="b">k x n</param>
    /// <param name="c">m x n</param>
    public static void Run(int m, int n, int k, StridedMatrices<T> a, StridedMatrices<T> b, StridedMatrices<T> c)
    {
        bool inRows = a.Column == 1 || k == 1, inColumns = !inRows && a.Row == 1, inPlace = n == 1 && (b.Row == 1 || k == 1);
        int levels = BitOperations.Log2((uint)((k - 1) / RowFold.Block + 1)) + 2;
        int stack = RowFold.Lanes * (inColumns ? levels * ColumnRows : levels * FewRows + 2 * RowGroup);
        int columns = inPlace ? 0 : checked(n * k), gathered = inRows || inColumns ? 0 : checked(Math.Min(RowGroup, m) * k);
        Arena scratch = BufferPool.Rent(checked((stack + columns + gathered) * sizeof(T)));
        try
        {
            T* sums = (T*)scratch.Start, packed = sums + stack, rows = packed + columns;
            if (!inPlace)
                for (int column = 0; column < n; column++) Gather(b.From(0, column).Transposed, 1, k, packed + (nint)column * k);
            fixed (T* left = &a.At(0, 0), right = &b.At(0, 0))
            {
                T* y = inPlace ? right : packed;
                if (inRows) Rows(left, a.Row, m, y, n, k, c, sums);
                else if (inColumns) Columns(left, a.Column, m, y, n, k, c, sums);
                else
                {
                    for (int row = 0; row < m; row += RowGroup)
                    {
                        int some = Math.Min(RowGroup, m - row);
                        Gather(a.From(row, 0), some, k, rows);
                        Rows(rows, k, some, y, n, k, c.From(row, 0), sums);
                    }
                }
            }
        }
        finally
        {
            BufferPool.Return(scratch);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gather(StridedMatrices<T> x, int rows, int columns, T* dense)
    {
        for (int row = 0; row < rows; row++)
        {
            ref T from = ref x.At(row, 0);
            for (int column = 0; column < columns; column++) dense[column] = Unsafe.Add(ref from, column * x.Column);
            dense += columns;
        }
    }

    /// <summary>Rows of a are contiguous.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows(T* a, nint aRow, int m, T* b, int n, int k, StridedMatrices<T> c, T* sums)
    {
        const int Few = FewRows * RowFold.Lanes, Group = RowGroup * RowFold.Lanes;
        T* lanes = sums, turned = lanes + Group;
        sums = turned + Group;
        for (int row = 0; row < m; row += RowGroup)
        {
            int rows = Math.Min(RowGroup, m - row);
            for (int column = 0; column < n; column++)
            {
                for (int few = 0; few < rows; few += FewRows)
                {
                    // The last few may have a row several times.
                    T* x0 = a + (row + few) * aRow, x1 = a + Math.Min(row + few + 1, m - 1) * aRow, x2 = a + Math.Min(row + few + 2, m - 1) * aRow, x3 = a + Math.Min(row + few + 3, m - 1) * aRow;
                    T* y = b + (nint)column * k, top = sums;
                    int blocks = 0;
                    for (int start = 0; start < k; start += RowFold.Block)
                    {
                        Block(x0 + start, x1 + start, x2 + start, x3 + start, y + start, Math.Min(RowFold.Block, k - start), top);
                        Push(ref top, ref blocks, Few);
                    }

                    Merge(top, sums, Few);
                    new Span<T>(sums, Few).CopyTo(new Span<T>(lanes + few * RowFold.Lanes, Few));
                }

                TransposeKernel.Run(ref *lanes, RowFold.Lanes, RowGroup, RowFold.Lanes, ref *turned, RowGroup);
                FoldLanes(turned, RowGroup);
                for (int i = 0; i < rows; i++) c.At(row + i, column) = turned[i];
            }
        }
    }

    /// <summary>The lanes of a block of four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block(T* a0, T* a1, T* a2, T* a3, T* b, int length, T* lanes)
    {
        const int Next = RowFold.Lanes;
        int whole = length - length % RowFold.Lanes;
        for (int lane = 0; lane < RowFold.Lanes; lane += 2 * V.Count)
        {
            V l0 = default, r0 = default, l1 = default, r1 = default, l2 = default, r2 = default, l3 = default, r3 = default;
            for (nint i = lane; i < whole; i += RowFold.Lanes)
            {
                V left = V.Load(ref b[i]), right = V.Load(ref b[i + V.Count]);
                V.Accumulate(V.Load(ref a0[i]), left, ref l0);
                V.Accumulate(V.Load(ref a0[i + V.Count]), right, ref r0);
                V.Accumulate(V.Load(ref a1[i]), left, ref l1);
                V.Accumulate(V.Load(ref a1[i + V.Count]), right, ref r1);
                V.Accumulate(V.Load(ref a2[i]), left, ref l2);
                V.Accumulate(V.Load(ref a2[i + V.Count]), right, ref r2);
                V.Accumulate(V.Load(ref a3[i]), left, ref l3);
                V.Accumulate(V.Load(ref a3[i + V.Count]), right, ref r3);
            }

            T* to = lanes + lane;
            V.Store(l0, ref *to);
            V.Store(r0, ref to[V.Count]);
            V.Store(l1, ref to[Next]);
            V.Store(r1, ref to[Next + V.Count]);
            V.Store(l2, ref to[2 * Next]);
            V.Store(r2, ref to[2 * Next + V.Count]);
            V.Store(l3, ref to[3 * Next]);
            V.Store(r3, ref to[3 * Next + V.Count]);
        }

        for (int i = whole; i < length; i++)
        {
            T* to = lanes + (i - whole);
            *to = T.FusedMultiplyAdd(a0[i], b[i], *to);
            to[Next] = T.FusedMultiplyAdd(a1[i], b[i], to[Next]);
            to[2 * Next] = T.FusedMultiplyAdd(a2[i], b[i], to[2 * Next]);
            to[3 * Next] = T.FusedMultiplyAdd(a3[i], b[i], to[3 * Next]);
        }
    }

    /// <summary>Columns of a are contiguous: every step adds to one lane of many rows, so the tree is that of vectors of rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns(T* a, nint aColumn, int m, T* b, int n, int k, StridedMatrices<T> c, T* sums)
    {
        for (int row = 0; row < m; row += ColumnRows)
        {
            int rows = Math.Min(ColumnRows, m - row), size = RowFold.Lanes * rows;
            for (int column = 0; column < n; column++)
            {
                T* x = a + row, y = b + (nint)column * k, top = sums;
                int blocks = 0;
                for (int start = 0; start < k; start += RowFold.Block)
                {
                    new Span<T>(top, size).Clear();
                    int length = Math.Min(RowFold.Block, k - start);
                    for (int i = 0; i < length; i++, x += aColumn) AddProduct(x, y[start + i], top + i % RowFold.Lanes * rows, rows);
                    Push(ref top, ref blocks, size);
                }

                Merge(top, sums, size);
                FoldLanes(sums, rows);
                for (int i = 0; i < rows; i++) c.At(row + i, column) = sums[i];
            }
        }
    }

    /// <summary>Takes in the block whose lanes stand on top: it is merged with the earlier subtrees of its size, as in <see cref="RowFold{T, TFold}"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Push(ref T* top, ref int blocks, int size)
    {
        for (int merges = BitOperations.TrailingZeroCount(~(uint)blocks); merges > 0; merges--, top -= size) Add(top - size, top, size);
        blocks++;
        top += size;
    }

    /// <summary>Merges the subtrees below the top, the smallest first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Merge(T* top, T* sums, int size)
    {
        for (top -= size; top > sums; top -= size) Add(top - size, top, size);
    }

    /// <summary>Folds lanes by halves: for each lane the sums of all rows, in sequence.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FoldLanes(T* sums, int rows)
    {
        for (int half = RowFold.Lanes / 2 * rows; half >= rows; half /= 2) Add(sums, sums + half, half);
    }

    /// <summary>sum += x · y, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddProduct(T* x, T y, T* sum, int count)
    {
        V factor = V.Create(y);
        int i = 0;
        for (; i <= count - V.Count; i += V.Count) V.Store(V.Fma(V.Load(ref x[i]), factor, V.Load(ref sum[i])), ref sum[i]);
        for (; i < count; i++) sum[i] = T.FusedMultiplyAdd(x[i], y, sum[i]);
    }

    /// <summary>earlier += later.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(T* earlier, T* later, int count)
    {
        int i = 0;
        for (; i <= count - V.Count; i += V.Count) V.Store(V.Load(ref earlier[i]) + V.Load(ref later[i]), ref earlier[i]);
        for (; i < count; i++) earlier[i] += later[i];
    }
}
