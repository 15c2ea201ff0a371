using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Graph;

/// <summary>A sum or product as the fold of a row: its identity and its step, on numbers and on vectors.</summary>
internal interface IFold<T> where T : unmanaged
{
    static abstract T Identity { get; }

    static abstract T Combine(T a, T b);

    static abstract Vector512<T> Combine(Vector512<T> a, Vector512<T> b);

    static abstract Vector256<T> Combine(Vector256<T> a, Vector256<T> b);
}

internal readonly struct SumFold<T> : IFold<T> where T : unmanaged, INumber<T>
{
    public static T Identity => T.Zero;

    public static T Combine(T a, T b) => a + b;

    public static Vector512<T> Combine(Vector512<T> a, Vector512<T> b) => a + b;

    public static Vector256<T> Combine(Vector256<T> a, Vector256<T> b) => a + b;
}

internal readonly struct ProductFold<T> : IFold<T> where T : unmanaged, INumber<T>
{
    public static T Identity => T.One;

    public static T Combine(T a, T b) => a * b;

    public static Vector512<T> Combine(Vector512<T> a, Vector512<T> b) => a * b;

    public static Vector256<T> Combine(Vector256<T> a, Vector256<T> b) => a * b;
}

/// <summary>
/// The one order in which a row of numbers is summed or multiplied, whatever the vector width and however the row arrives in pieces:
/// blocks of <see cref="Block"/> elements, in each <see cref="Lanes"/> virtual lanes (element i goes to lane i mod 32, in sequence),
/// the lanes of the blocks combined pairwise as aligned power-of-two subtrees, at last the lanes folded by halves.
/// </summary>
internal static class RowFold<T, TFold> where T : unmanaged where TFold : struct, IFold<T>
{
    public const int Block = RowFold.Block;
    public const int Lanes = RowFold.Lanes;

    /// <summary>The fold of a whole row.</summary>
    public static T Whole(ReadOnlySpan<T> row)
    {
        Span<T> lanes = stackalloc T[Lanes];
        if (row.Length <= Block)
        {
            FoldBlock(row, lanes);
            return FoldLanes(lanes);
        }

        Span<T> stack = stackalloc T[Lanes * RowFold.MaxLevels];
        int blocks = 0;
        Feed(row, stack, ref blocks);
        return Finish(stack, blocks);
    }

    /// <summary>Takes the next piece of a row: a multiple of <see cref="Block"/> elements, but for the last.</summary>
    /// <param name="piece">the elements</param>
    /// <param name="stack">room for <see cref="RowFold.MaxLevels"/> times the lanes</param>
    /// <param name="blocks">how many blocks have been taken; 0 before the first piece</param>
    public static void Feed(ReadOnlySpan<T> piece, Span<T> stack, ref int blocks)
    {
        while (!piece.IsEmpty)
        {
            int length = Math.Min(Block, piece.Length);
            FoldBlock(piece[..length], Next(stack, blocks));
            Push(stack, ref blocks);
            piece = piece[length..];
        }
    }

    /// <summary>Room for the lanes of the next block. The subtrees on the stack are those of the set bits of the number of blocks, the largest first.</summary>
    public static Span<T> Next(Span<T> stack, int blocks) => stack.Slice(BitOperations.PopCount((uint)blocks) * Lanes, Lanes);

    /// <summary>Counts the block whose lanes stand in <see cref="Next"/>, and merges it with the earlier subtrees of its size.</summary>
    public static void Push(Span<T> stack, ref int blocks)
    {
        int top = BitOperations.PopCount((uint)blocks);
        for (int merges = BitOperations.TrailingZeroCount(~(uint)blocks); merges > 0; merges--, top--) Merge(stack, top);
        blocks++;
    }

    /// <summary>The fold of all pieces taken.</summary>
    public static T Finish(Span<T> stack, int blocks)
    {
        if (blocks == 0) return TFold.Identity;
        for (int top = BitOperations.PopCount((uint)blocks) - 1; top > 0; top--) Merge(stack, top);
        return FoldLanes(stack[..Lanes]);
    }

    private static void Merge(Span<T> stack, int top) => CombineInto(ref stack[(top - 1) * Lanes], ref stack[top * Lanes], Lanes);

    private static T FoldLanes(Span<T> lanes)
    {
        int half = Lanes / 2;
        for (; half >= Vector256<T>.Count; half /= 2) CombineInto(ref lanes[0], ref lanes[half], half);
        for (; half > 0; half /= 2)
            for (int lane = 0; lane < half; lane++) lanes[lane] = TFold.Combine(lanes[lane], lanes[lane + half]);
        return lanes[0];
    }

    // The count is a multiple of the vector's: both are powers of two.
    private static void CombineInto(ref T earlier, ref T later, int count)
    {
        for (nuint lane = 0; lane < (nuint)count; lane += (nuint)Vector256<T>.Count)
            TFold.Combine(Vector256.LoadUnsafe(ref earlier, lane), Vector256.LoadUnsafe(ref later, lane)).StoreUnsafe(ref earlier, lane);
    }

    private static void FoldBlock(ReadOnlySpan<T> block, Span<T> lanes)
    {
        int groups = block.Length / Lanes;
        ref T x = ref Unsafe.AsRef(in block.GetPinnableReference());
        ref T y = ref lanes[0];
        if (groups == 0) lanes.Fill(TFold.Identity);
        else if (Vector512.IsHardwareAccelerated) FoldGroups512(ref x, groups, ref y);
        else FoldGroups256(ref x, groups, ref y);
        for (int i = groups * Lanes; i < block.Length; i++)
        {
            ref T lane = ref lanes[i - groups * Lanes];
            lane = TFold.Combine(lane, block[i]);
        }
    }

    private static void FoldGroups512(ref T x, int groups, ref T lanes)
    {
        nuint width = (nuint)Vector512<T>.Count;
        Vector512<T> identity = Vector512.Create(TFold.Identity);
        // Two vectors at a time are enough to keep the adder busy: 32 lanes are two of 4-byte elements, twice two of 8-byte ones.
        for (nuint lane = 0; lane < Lanes; lane += 2 * width)
        {
            Vector512<T> a = identity, b = identity;
            nuint at = lane;
            for (int group = 0; group < groups; group++, at += Lanes)
            {
                a = TFold.Combine(a, Vector512.LoadUnsafe(ref x, at));
                b = TFold.Combine(b, Vector512.LoadUnsafe(ref x, at + width));
            }

            a.StoreUnsafe(ref lanes, lane);
            b.StoreUnsafe(ref lanes, lane + width);
        }
    }

    private static void FoldGroups256(ref T x, int groups, ref T lanes)
    {
        nuint width = (nuint)Vector256<T>.Count;
        Vector256<T> identity = Vector256.Create(TFold.Identity);
        for (nuint lane = 0; lane < Lanes; lane += 4 * width)
        {
            Vector256<T> a = identity, b = identity, c = identity, d = identity;
            nuint at = lane;
            for (int group = 0; group < groups; group++, at += Lanes)
            {
                a = TFold.Combine(a, Vector256.LoadUnsafe(ref x, at));
                b = TFold.Combine(b, Vector256.LoadUnsafe(ref x, at + width));
                c = TFold.Combine(c, Vector256.LoadUnsafe(ref x, at + 2 * width));
                d = TFold.Combine(d, Vector256.LoadUnsafe(ref x, at + 3 * width));
            }

            a.StoreUnsafe(ref lanes, lane);
            b.StoreUnsafe(ref lanes, lane + width);
            c.StoreUnsafe(ref lanes, lane + 2 * width);
            d.StoreUnsafe(ref lanes, lane + 3 * width);
        }
    }
}

/// <summary>The sizes that fix the order of every row's sum.</summary>
internal static class RowFold
{
    /// <summary>Elements of a block.</summary>
    public const int Block = 512;

    /// <summary>Virtual lanes: two 512-bit vectors of 4-byte elements.</summary>
    public const int Lanes = 32;

    /// <summary>Subtrees that can wait at once: as many as an array's number of blocks has bits, and one being made.</summary>
    public const int MaxLevels = 24;

    /// <summary>Rows of a block where rows of several columns are summed.</summary>
    public const int ColumnBlock = 128;
}
