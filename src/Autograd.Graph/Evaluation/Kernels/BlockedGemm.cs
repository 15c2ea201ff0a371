using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Graph;

/// <summary>
/// A matrix product in tiles that stay in registers, walked so that what they read is in the caches (Goto and van de Geijn, Anatomy of
/// High-Performance Matrix Multiplication, 2008). Unlike there, an operand is packed only where that pays: a tile reads strided operands
/// as fast as packed ones while they are in the first caches. Blocks of k follow one another in order and continue the chains that c
/// holds, so no block size shows in the bits.
/// </summary>
/// <typeparam name="T">float or double</typeparam>
/// <typeparam name="V">the register</typeparam>
internal static unsafe class BlockedGemm<T, V> where T : unmanaged, IBinaryFloatingPointIeee754<T> where V : struct, IVector<V, T>
{
    /// <summary>
    /// Steps of k that a tile takes at once. A panel of b of that depth has 128 KiB, or 32 in narrow registers, whose processors have small
    /// caches. Products of 1,024 squared reach 205 GFLOP/s in one block, 191 in blocks of 512 and 188 in blocks of 256, which read and
    /// write c again; in narrow registers 82 in blocks of 512 and 75 in one.
    /// </summary>
    private static int DepthBlock => Wide ? 1024 : 512;

    /// <summary>Bytes of a that pass for each group of panels of b, from the third cache.</summary>
    private const int RowBlockBytes = 4 << 20;

    /// <summary>
    /// Half of a second cache, or a quarter of a small one. So many panels of b stay there while a passes, a tile's rows at a time; but
    /// where all of a fits a large one, a stays and b passes a panel at a time.
    /// </summary>
    private static int NearBytes => Wide ? 512 << 10 : 128 << 10;

    /// <summary>
    /// Rows of b that are so far apart fall on few lines of the caches: they are packed, unless few rows of a share the cost, 0.2 ns
    /// an element, or there are few steps. Of 1,024 squared, packed panels reach 205 GFLOP/s, rows in place 185. In narrow registers a
    /// panel's row is one line, or two where it does not begin on one: packed 128 x 784 by 784 x 512 reaches 84 GFLOP/s, in place 51.
    /// </summary>
    private static int FarBytes => Wide ? 4096 : 0;

    private static int FewRows => Wide ? 48 : 24;

    private const int FewSteps = 64;

    /// <summary>
    /// Where a's columns are contiguous, a tile's rows are packed for at least so many columns: the rows of 784 x 128 (transposed) by
    /// 128 x 512 lie on more pages than the processor knows at a time, and 75 GFLOP/s become 86. With wide registers 223 of 236 are
    /// reached in place; two registers of 16 bytes have fewer places than a tile rows.
    /// </summary>
    private static int ManyColumns => sizeof(T) * V.Count == 32 ? 128 : int.MaxValue;

    /// <summary>At most so many rows are computed one by one.</summary>
    private const int SeparateRows = 3;

    /// <summary>Packed panels of at most so many bytes together lie on the stack.</summary>
    private const int StackBytes = 16 << 10;

    private const int LineBytes = 64;

    /// <summary>Whether there are 32 registers of 64 bytes, and caches for them.</summary>
    private static bool Wide => sizeof(T) * V.Count == 64;

    /// <summary>The rows of a full tile: as many as registers hold.</summary>
    private static int TileRows => Wide ? 12 : 6;

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
        int depth = Depth(k), group = Math.Min(Group(m, depth), (n + TileColumns - 1) / TileColumns * TileColumns);
        int bytes = (depth * group + (PacksRows(group, a) ? depth * TileRows + TileColumns : 0)) * sizeof(T);
        if (bytes <= StackBytes)
        {
            OnStack(m, n, k, depth, group, a, b, c, bytes);
            return;
        }

        Arena scratch = BufferPool.Rent(bytes);
        try
        {
            Walk(m, n, k, depth, group, a, b, c, (T*)scratch.Start);
        }
        finally
        {
            BufferPool.Return(scratch);
        }
    }

    [SkipLocalsInit]
    private static void OnStack(int m, int n, int k, int depth, int group, StridedMatrices<T> a, StridedMatrices<T> b, StridedMatrices<T> c, int bytes)
    {
        byte* panel = stackalloc byte[bytes + LineBytes];
        Walk(m, n, k, depth, group, a, b, c, Aligned(panel));
    }

    /// <summary>Steps of a block, of which all are of one size as far as they can.</summary>
    private static int Depth(int k)
    {
        int blocks = (k + DepthBlock - 1) / DepthBlock;
        return (k + blocks - 1) / blocks;
    }

    /// <summary>Rows of a block of a.</summary>
    private static int RowBlock(int depth) => Math.Max(RowBlockBytes / (sizeof(T) * depth) / TileRows, 4) * TileRows;

    /// <summary>Columns, a multiple of a panel's, that a block of a passes at once.</summary>
    private static int Group(int m, int depth)
    {
        int column = depth * sizeof(T);
        return Wide && (long)Math.Min(m, RowBlock(depth)) * column <= NearBytes ? TileColumns : Math.Max(NearBytes / column / TileColumns, 1) * TileColumns;
    }

    /// <summary>Blocks of rows, of depth and groups of columns, in this order from outside.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Walk(int m, int n, int k, int depth, int group, StridedMatrices<T> a, StridedMatrices<T> b, StridedMatrices<T> c, T* panels)
    {
        int rowBlock = RowBlock(depth);
        fixed (T* left = &a.At(0, 0), right = &b.At(0, 0), result = &c.At(0, 0))
        {
            for (int row = 0; row < m; row += rowBlock)
            {
                int rows = Math.Min(rowBlock, m - row);
                for (int start = 0; start < k; start += depth)
                {
                    int steps = Math.Min(depth, k - start), column = 0;
                    T* x = left + row * a.Row + start * a.Column, y = right + start * b.Row, to = result + row * c.Row;
                    if (rows <= SeparateRows && b.Column == 1)
                    {
                        for (; n - column >= GemmRow<T, V>.Columns; column += GemmRow<T, V>.Columns)
                            for (int i = 0; i < rows; i++) GemmRow<T, V>.Run(steps, x + i * a.Row, a.Column, y + column, b.Row, to + i * c.Row + column, start == 0);
                    }

                    for (; column < n; column += group)
                        Columns(rows, Math.Min(group, n - column), steps, x, a, y + column * b.Column, b, to + column, c.Row, panels, start == 0);
                }
            }
        }
    }

    /// <summary>A group of columns: its panels are packed where that pays, then a passes all of them, a tile's rows at a time.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns(int rows, int columns, int steps, T* a, StridedMatrices<T> left, T* b, StridedMatrices<T> right, T* c, nint cRow, T* panels, bool first)
    {
        T* tile = stackalloc T[TileRows * TileColumns];
        for (int column = 0; column < columns; column += TileColumns)
        {
            int wide = Math.Min(TileColumns, columns - column);
            if (!InPlace(rows, wide, steps, right)) GemmPanel<T, V>.Pack(b + column * right.Column, right.Row, right.Column, steps, wide, panels + column * steps, TileColumns);
        }

        bool packed = PacksRows(columns, left);
        T* packedRows = panels + (columns + TileColumns - 1) / TileColumns * TileColumns * steps;
        for (int row = 0, high; row < rows; row += high, a += high * left.Row, c += high * cRow)
        {
            high = Height(rows - row);
            if (packed) GemmPanel<T, V>.Pack(a, left.Column, left.Row, steps, high, packedRows, TileRows);
            T* x = packed ? packedRows : a;
            nint aStep = packed ? TileRows : left.Column;
            for (int column = 0; column < columns; column += TileColumns)
            {
                int wide = Math.Min(TileColumns, columns - column);
                bool inPlace = InPlace(rows, wide, steps, right);
                T* y = inPlace ? b + column * right.Column : panels + column * steps;
                nint bStep = inPlace ? right.Row : TileColumns;
                var run = wide > V.Count ? Tile<TileSize2>(high) : Tile<TileSize1>(high);
                if (wide % V.Count == 0)
                {
                    run(steps, x, left.Row, aStep, y, bStep, c + column, cRow, first);
                }
                else
                {
                    if (!first) Copy(c + column, cRow, tile, TileColumns, high, wide);
                    run(steps, x, left.Row, aStep, y, bStep, tile, TileColumns, first);
                    Copy(tile, TileColumns, c + column, cRow, high, wide);
                }
            }
        }
    }

    /// <summary>Whether rows of a are packed, a tile's at a time.</summary>
    private static bool PacksRows(int columns, StridedMatrices<T> a) => columns >= ManyColumns && a.Row == 1 && a.Column != 1;

    /// <summary>Whether tiles read b where it lies.</summary>
    private static bool InPlace(int rows, int wide, int steps, StridedMatrices<T> b) => b.Column == 1 && wide % V.Count == 0 && (rows <= FewRows || steps <= FewSteps || Math.Abs(b.Row) * sizeof(T) < FarBytes);

    /// <summary>Rows of the next tile: no tile of fewer than four rows, whose chains wait for each other, where rows can be shared out.</summary>
    private static int Height(int rows) => rows <= TileRows ? rows : rows < TileRows + 4 ? rows / 2 : TileRows;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy(T* from, nint fromRow, T* to, nint toRow, int rows, int columns)
    {
        for (int row = 0; row < rows; row++, from += fromRow, to += toRow)
        {
            int column = 0;
            for (; column <= columns - Vector128<T>.Count; column += Vector128<T>.Count) Vector128.Store(Vector128.Load(from + column), to + column);
            for (; column < columns; column++) to[column] = from[column];
        }
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
