using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd.Graph;

/// <summary>
/// A matrix product in blocks that fit the caches (Goto and van de Geijn, Anatomy of High-Performance Matrix Multiplication, 2008): panels
/// of b and a are packed in the order in which the tile reads them, so operands may have any strides. Blocks of k follow one another in
/// order and continue the chains that c holds, so no block size shows in the bits.
/// </summary>
internal static unsafe class BlockedGemm<T, TTile> where T : unmanaged, INumber<T> where TTile : struct, IGemmTile<T>
{
    // A panel of b (DepthBlock x a tile's columns) stays in the first cache, a block of a in the second, a block of b in the third.
    private const int DepthBlock = 256, RowBlock = 192, ColumnBlock = 2048;

    /// <summary>Elements of padding so that both packed blocks and the tile begin on a cache line.</summary>
    private const int LineBytes = 64;

    /// <summary>c = a · b.</summary>
    /// <param name="m">rows of a and c</param>
    /// <param name="n">columns of b and c</param>
    /// <param name="k">columns of a, rows of b; at least 1</param>
    /// <param name="a">m x k</param>
    /// <param name="b">k x n</param>
    /// <param name="c">m x n; of any strides</param>
    public static void Run(int m, int n, int k, StridedMatrices<T> a, StridedMatrices<T> b, StridedMatrices<T> c)
    {
        int depth = Math.Min(k, DepthBlock);
        int packedA = RoundUp(Math.Min(m, RowBlock), TTile.Rows) * depth, packedB = RoundUp(Math.Min(n, ColumnBlock), TTile.Columns) * depth;
        Arena scratch = BufferPool.Rent(sizeof(T) * (packedA + packedB + TTile.Rows * TTile.Columns) + 4 * LineBytes);
        try
        {
            T* left = Aligned((T*)scratch.Start);
            T* right = Aligned(left + packedA), tile = Aligned(right + packedB);
            for (int column = 0; column < n; column += ColumnBlock)
            {
                int columns = Math.Min(ColumnBlock, n - column);
                for (int start = 0; start < k; start += DepthBlock)
                {
                    int steps = Math.Min(DepthBlock, k - start);
                    Pack(b.From(start, column).Transposed, columns, steps, TTile.Columns, right);
                    for (int row = 0; row < m; row += RowBlock)
                    {
                        int rows = Math.Min(RowBlock, m - row);
                        Pack(a.From(row, start), rows, steps, TTile.Rows, left);
                        RunTiles(rows, columns, steps, left, right, c.From(row, column), tile, start == 0);
                    }
                }
            }
        }
        finally
        {
            BufferPool.Return(scratch);
        }
    }

    private static void RunTiles(int rows, int columns, int steps, T* left, T* right, StridedMatrices<T> c, T* tile, bool first)
    {
        for (int column = 0; column < columns; column += TTile.Columns)
        {
            T* b = right + (nint)column * steps;
            int wide = Math.Min(TTile.Columns, columns - column);
            for (int row = 0; row < rows; row += TTile.Rows)
            {
                T* a = left + (nint)row * steps;
                int high = Math.Min(TTile.Rows, rows - row);
                if (high == TTile.Rows && wide == TTile.Columns && c.Column == 1) TTile.Run(steps, a, b, ref c.At(row, column), c.Row, first);
                else RunAside(high, wide, steps, a, b, c.From(row, column), tile, first);
            }
        }
    }

    /// <summary>A tile that c has no room for, or not in rows: it is computed whole aside, and what c has of it copied there and back.</summary>
    private static void RunAside(int rows, int columns, int steps, T* a, T* b, StridedMatrices<T> c, T* tile, bool first)
    {
        if (!first)
            for (int row = 0; row < rows; row++)
                for (int column = 0; column < columns; column++) tile[row * TTile.Columns + column] = c.At(row, column);
        TTile.Run(steps, a, b, ref *tile, TTile.Columns, first);
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++) c.At(row, column) = tile[row * TTile.Columns + column];
    }

    /// <summary>Panels of <paramref name="width"/> rows: for each column of the matrix the panel's elements in sequence, zeros where rows are lacking.</summary>
    private static void Pack(StridedMatrices<T> x, int rows, int columns, int width, T* packed)
    {
        for (int row = 0; row < rows; row += width, packed += (nint)width * columns)
        {
            int some = Math.Min(width, rows - row);
            if (some < width) new Span<T>(packed, width * columns).Clear();
            if (x.Column == 1)
            {
                TransposeKernel.Run(ref x.At(row, 0), x.Row, some, columns, ref *packed, width);
                continue;
            }

            for (int column = 0; column < columns; column++)
            {
                ref T from = ref x.At(row, column);
                T* to = packed + column * width;
                if (x.Row == 1) MemoryMarshal.CreateReadOnlySpan(ref from, some).CopyTo(new Span<T>(to, some));
                else for (int i = 0; i < some; i++) to[i] = Unsafe.Add(ref from, i * x.Row);
            }
        }
    }

    private static int RoundUp(int count, int multiple) => (count + multiple - 1) / multiple * multiple;

    private static T* Aligned(T* pointer) => (T*)(((nint)pointer + LineBytes - 1) & ~(nint)(LineBytes - 1));
}
