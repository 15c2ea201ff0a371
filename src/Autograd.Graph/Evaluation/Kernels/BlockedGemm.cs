using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>
/// A matrix product in tiles that stay in registers, walked so that what they read is in the caches (Goto and van de Geijn, Anatomy of
/// High-Performance Matrix Multiplication, 2008). Unlike there, a is never packed, and b only where its rows are not contiguous or far
/// apart, one panel at a time: the tile reads strided operands as fast as packed ones, so packing would only cost. Blocks of k follow one
/// another in order and continue the chains that c holds, so no block size shows in the bits.
/// </summary>
/// <typeparam name="T">float or double</typeparam>
/// <typeparam name="V">the register</typeparam>
internal static unsafe class BlockedGemm<T, V> where T : unmanaged, IBinaryFloatingPointIeee754<T> where V : struct, IVector<V, T>
{
    /// <summary>
    /// Steps of k that a tile takes at once. A panel of b of that depth, 128 KiB, stays in the second cache. Products of 1,024 squared reach
    /// 205 GFLOP/s in one block, 191 in blocks of 512 and 188 in blocks of 256, which read and write c again.
    /// </summary>
    private const int DepthBlock = 1024;

    /// <summary>
    /// Bytes of a that pass for each panel of b, from the third cache. Fewer would stay in the second, but panels would be packed again for
    /// each block: at 1,024 squared that takes 0.3 ms of 10 each time.
    /// </summary>
    private const int RowBlockBytes = 4 << 20;

    /// <summary>
    /// Rows of b that are a page apart or more fall on few lines of the caches: they are packed, unless few rows of a share the cost, 0.2 ns
    /// an element, or there are few steps. Of 1,024 squared, packed panels reach 205 GFLOP/s, rows in place 185.
    /// </summary>
    private const int PageBytes = 4096, FewRows = 48, FewSteps = 64;

    /// <summary>At most so many rows are computed one by one.</summary>
    private const int SeparateRows = 3;

    /// <summary>A panel of at most so many bytes lies on the stack.</summary>
    private const int StackBytes = 16 << 10;

    private const int LineBytes = 64;

    /// <summary>The rows of a full tile: as many as registers hold.</summary>
    private static int TileRows => sizeof(T) * V.Count == 64 ? 12 : 6;

    /// <summary>The columns of a full tile.</summary>
    private static int TileColumns => GemmPanel<T, V>.Width;

    /// <summary>c = a · b.</summary>
    /// <param name="m">rows of a and c</param>
    /// <param name="n">columns of b and c</param>
    /// <param name="k">columns of a, rows of b; at least 1</param>
    /// <param name="a">m x k</param>
    /// <param name="b">k x n</param>
    /// <param name="c">m x n, rows contiguous</param>
    public static void Run(int m, int n, int k, StridedMatrices<T> a, StridedMatrices<T> b, StridedMatrices<T> c)
    {
        int bytes = Math.Min(k, DepthBlock) * TileColumns * sizeof(T);
        if (bytes <= StackBytes)
        {
            OnStack(m, n, k, a, b, c, bytes);
            return;
        }

        Arena scratch = BufferPool.Rent(bytes);
        try
        {
            Walk(m, n, k, a, b, c, (T*)scratch.Start);
        }
        finally
        {
            BufferPool.Return(scratch);
        }
    }

    [SkipLocalsInit]
    private static void OnStack(int m, int n, int k, StridedMatrices<T> a, StridedMatrices<T> b, StridedMatrices<T> c, int bytes)
    {
        byte* panel = stackalloc byte[bytes + LineBytes];
        Walk(m, n, k, a, b, c, Aligned(panel));
    }

    /// <summary>Blocks of rows, of depth and panels of columns, in this order from outside.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Walk(int m, int n, int k, StridedMatrices<T> a, StridedMatrices<T> b, StridedMatrices<T> c, T* panel)
    {
        T* tile = stackalloc T[TileRows * TileColumns];
        int rowBlock = Math.Max(RowBlockBytes / (sizeof(T) * Math.Min(k, DepthBlock)) / TileRows, 4) * TileRows;
        fixed (T* left = &a.At(0, 0), right = &b.At(0, 0), result = &c.At(0, 0))
        {
            for (int row = 0; row < m; row += rowBlock)
            {
                int rows = Math.Min(rowBlock, m - row);
                for (int start = 0; start < k; start += DepthBlock)
                {
                    int steps = Math.Min(DepthBlock, k - start);
                    for (int column = 0; column < n;)
                    {
                        T* x = left + row * a.Row + start * a.Column, y = right + start * b.Row + column * b.Column, to = result + row * c.Row + column;
                        if (rows <= SeparateRows && b.Column == 1 && n - column >= GemmRow<T, V>.Columns)
                        {
                            for (int i = 0; i < rows; i++) GemmRow<T, V>.Run(steps, x + i * a.Row, a.Column, y, b.Row, to + i * c.Row, start == 0);
                            column += GemmRow<T, V>.Columns;
                            continue;
                        }

                        int wide = Math.Min(TileColumns, n - column);
                        nint bStep = b.Row;
                        if (!InPlace(rows, wide, steps, b))
                        {
                            GemmPanel<T, V>.Pack(y, b.Row, b.Column, steps, wide, panel);
                            y = panel;
                            bStep = TileColumns;
                        }

                        Panel(rows, wide, steps, x, a, y, bStep, to, c.Row, tile, start == 0);
                        column += wide;
                    }
                }
            }
        }
    }

    /// <summary>Whether tiles read b where it lies.</summary>
    private static bool InPlace(int rows, int wide, int steps, StridedMatrices<T> b) => b.Column == 1 && wide % V.Count == 0 && (rows <= FewRows || steps <= FewSteps || Math.Abs(b.Row) * sizeof(T) < PageBytes);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Panel(int rows, int wide, int steps, T* a, StridedMatrices<T> strides, T* b, nint bStep, T* c, nint cRow, T* tile, bool first)
    {
        nint aRow = strides.Row, aStep = strides.Column;
        bool two = wide > V.Count, aside = wide % V.Count != 0;
        for (int row = 0; row < rows;)
        {
            int high = Height(rows - row);
            var run = two ? Tile<TileSize2>(high) : Tile<TileSize1>(high);
            if (!aside)
            {
                run(steps, a, aRow, aStep, b, bStep, c, cRow, first);
            }
            else
            {
                if (!first) Copy(c, cRow, tile, TileColumns, high, wide);
                run(steps, a, aRow, aStep, b, bStep, tile, TileColumns, first);
                Copy(tile, TileColumns, c, cRow, high, wide);
            }

            row += high;
            a += high * aRow;
            c += high * cRow;
        }
    }

    /// <summary>Rows of the next tile: no tile of fewer than four rows, whose chains wait for each other, where rows can be shared out.</summary>
    private static int Height(int rows) => rows <= TileRows ? rows : rows < TileRows + 4 ? rows / 2 : TileRows;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy(T* from, nint fromRow, T* to, nint toRow, int rows, int columns)
    {
        for (int row = 0; row < rows; row++) new ReadOnlySpan<T>(from + row * fromRow, columns).CopyTo(new Span<T>(to + row * toRow, columns));
    }

    private static delegate*<nint, T*, nint, nint, T*, nint, T*, nint, bool, void> Tile<TWidth>(int rows) where TWidth : struct, ITileSize => rows switch
    {
        1 => &GemmTile<T, V, TileSize1, TWidth>.Run,
        2 => &GemmTile<T, V, TileSize2, TWidth>.Run,
        3 => &GemmTile<T, V, TileSize3, TWidth>.Run,
        4 => &GemmTile<T, V, TileSize4, TWidth>.Run,
        5 => &GemmTile<T, V, TileSize5, TWidth>.Run,
        6 => &GemmTile<T, V, TileSize6, TWidth>.Run,
        7 => &GemmTile<T, V, TileSize7, TWidth>.Run,
        8 => &GemmTile<T, V, TileSize8, TWidth>.Run,
        9 => &GemmTile<T, V, TileSize9, TWidth>.Run,
        10 => &GemmTile<T, V, TileSize10, TWidth>.Run,
        11 => &GemmTile<T, V, TileSize11, TWidth>.Run,
        _ => &GemmTile<T, V, TileSize12, TWidth>.Run,
    };

    private static T* Aligned(byte* pointer) => (T*)(((nint)pointer + LineBytes - 1) & ~(nint)(LineBytes - 1));
}
