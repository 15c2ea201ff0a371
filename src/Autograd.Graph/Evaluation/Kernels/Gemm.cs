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
    /// <param name="threads">how many threads may compute</param>
    public static void Run<T>(int batch, int m, int n, int k, StridedMatrices<T> a, StridedMatrices<T> b, Span<T> c, int threads = 1) where T : unmanaged, INumber<T>
    {
        if (c.IsEmpty) return;
        if (k == 0)
        {
            c.Clear();
            return;
        }

        var result = new StridedMatrices<T>(in c[0], (nint)m * n, n, 1);
        GemmParts parts = GemmParts.Of(batch, m, n, k, threads);
        Workers.Run(new Product<T>(parts, k, a, b, result), parts.Count, threads);
    }

    /// <summary>The product of one part's matrices, rows and columns.</summary>
    private readonly ref struct Product<T>(GemmParts parts, int k, StridedMatrices<T> a, StridedMatrices<T> b, StridedMatrices<T> c) : IPartitioned
        where T : unmanaged, INumber<T>
    {
        private readonly StridedMatrices<T> _a = a, _b = b, _c = c;

        public void Run(int part, int count)
        {
            (Interval batch, Interval rows, Interval columns) = parts[part];
            for (int i = batch.Start; i < batch.End; i++)
            {
                One(rows.Count, columns.Count, k, parts.Columns <= Op.Dot.TreeColumns, _a[i].From(rows.Start, 0), _b[i].From(0, columns.Start), _c[i].From(rows.Start, columns.Start));
            }
        }
    }

    private static void One<T>(int m, int n, int k, bool tree, StridedMatrices<T> a, StridedMatrices<T> b, StridedMatrices<T> c) where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(float)) Floating(m, n, k, tree, As<T, float>(a), As<T, float>(b), As<T, float>(c));
        else if (typeof(T) == typeof(double)) Floating(m, n, k, tree, As<T, double>(a), As<T, double>(b), As<T, double>(c));
        else Wrapping(m, n, k, a, b, c);
    }

    private static StridedMatrices<TTo> As<TFrom, TTo>(StridedMatrices<TFrom> x) where TFrom : unmanaged where TTo : unmanaged =>
        new(in Unsafe.As<TFrom, TTo>(ref Unsafe.AsRef(in x.Origin)), x.Batch, x.Row, x.Column);

    private static void Floating<T>(int m, int n, int k, bool tree, StridedMatrices<T> a, StridedMatrices<T> b, StridedMatrices<T> c) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated) Floating<T, Vector512Lanes<T>>(m, n, k, tree, a, b, c);
        else if (Vector256.IsHardwareAccelerated) Floating<T, Vector256Lanes<T>>(m, n, k, tree, a, b, c);
        else Floating<T, Vector128Lanes<T>>(m, n, k, tree, a, b, c);
    }

    private static void Floating<T, V>(int m, int n, int k, bool tree, StridedMatrices<T> a, StridedMatrices<T> b, StridedMatrices<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, IVector<V, T>
    {
        if (tree) TreeGemm<T, V>.Run(m, n, k, a, b, c);
        else BlockedGemm<T, V>.Run(m, n, k, a, b, c);
    }

    /// <summary>Integers, whose sums have any order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Wrapping<T>(int m, int n, int k, StridedMatrices<T> a, StridedMatrices<T> b, StridedMatrices<T> c) where T : unmanaged, INumber<T>
    {
        for (int row = 0; row < m; row++)
        {
            Span<T> result = MemoryMarshal.CreateSpan(ref c.At(row, 0), n);
            result.Clear();
            for (int step = 0; step < k; step++)
            {
                T x = a.At(row, step);
                ref T y = ref b.At(step, 0);
                for (int column = 0; column < result.Length; column++) result[column] += x * Unsafe.Add(ref y, column * b.Column);
            }
        }
    }
}
