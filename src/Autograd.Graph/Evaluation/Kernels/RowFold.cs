using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd.Graph;

/// <summary>
/// The one order in which a row of numbers is folded, whatever the vector width and however the row arrives in pieces: blocks of
/// <see cref="Block"/> elements, in each <see cref="Lanes"/> virtual lanes (element i goes to lane i mod 32, in sequence), the lanes of
/// the blocks combined pairwise as aligned power-of-two subtrees, at last the lanes folded by halves.
/// </summary>
internal static class RowFold<T, TFold>
    where T : unmanaged
    where TFold : struct, IFold<T>
{
    public const int Block = RowFold.Block;
    public const int Lanes = RowFold.Lanes;

    /// <summary>Rows up to this length, half the lanes, are folded one by one: 10 elements take a third of the time.</summary>
    private const int ShortRow = Lanes / 2;

    /// <summary>The folds of whole rows that follow each other.</summary>
    /// <param name="x">the first row's first element</param>
    /// <param name="n">how many elements a row has</param>
    /// <param name="y">receives the folds</param>
    /// <param name="rows">how many rows</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Whole(ref T x, int n, ref T y, int rows)
    {
        int row = 0, together = Vector128<T>.Count;
        if (n is > 0 and <= ShortRow && together <= 4)
        {
            Span<Vector128Lanes<T>> lanes = stackalloc Vector128Lanes<T>[ShortRow];
            for (; row <= rows - together; row += together) Vector128Lanes<T>.Store(SideBySide(ref Unsafe.Add(ref x, (nint)row * n), n, lanes), ref Unsafe.Add(ref y, row));
        }

        for (; row < rows; row++) Unsafe.Add(ref y, row) = Whole(ref Unsafe.Add(ref x, (nint)row * n), n);
    }

    /// <summary>The folds of as many short rows as a register holds, each in its lane: ten floats take a tenth of the time that <see cref="Short"/> takes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128Lanes<T> SideBySide(ref T x, int n, Span<Vector128Lanes<T>> lanes)
    {
        Vector128Lanes<T> identity = Vector128Lanes<T>.Create(TFold.Identity);
        for (int i = 0; i < n; i++) lanes[i] = TFold.Apply(identity, OfRows(ref Unsafe.Add(ref x, i), n));
        for (int half = ShortRow / 2; half > 0; half /= 2)
            for (int i = half; i < Math.Min(n, 2 * half); i++) lanes[i - half] = TFold.Apply(lanes[i - half], lanes[i]);
        return lanes[0];
    }

    /// <summary>An element of each row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128Lanes<T> OfRows(ref T x, int n)
    {
        if (Vector128<T>.Count == 2) return new(Vector128.Create(Unsafe.As<T, double>(ref x), Unsafe.As<T, double>(ref Unsafe.Add(ref x, n))).As<double, T>());
        ref float first = ref Unsafe.As<T, float>(ref x);
        return new(Vector128.Create(first, Unsafe.Add(ref first, n), Unsafe.Add(ref first, 2 * n), Unsafe.Add(ref first, 3 * n)).As<float, T>());
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Whole(ref T row, int n)
    {
        if (n <= ShortRow) return Short(ref row, n);
        if (n <= Block)
        {
            Span<T> lanes = stackalloc T[Lanes];
            Add(ref row, n, ref lanes[0], 0);
            return FoldLanes(ref lanes[0]);
        }

        Span<T> stack = stackalloc T[Lanes * RowFold.MaxLevels];
        var progress = default(RowFold.Progress);
        Feed(ref row, n, ref stack[0], ref progress);
        return Finish(ref stack[0], ref progress);
    }

    // Lanes without an element hold the identity, which folds with anything to that: only those that have one are folded.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Short(ref T row, int n)
    {
        Span<T> stack = stackalloc T[ShortRow];
        ref T lanes = ref MemoryMarshal.GetReference(stack);
        lanes = TFold.Identity;
        for (int i = 0; i < n; i++) Unsafe.Add(ref lanes, i) = TFold.Combine(TFold.Identity, Unsafe.Add(ref row, i));
        for (int half = ShortRow / 2; half > 0; half /= 2)
            for (int i = half; i < Math.Min(n, 2 * half); i++) Unsafe.Add(ref lanes, i - half) = TFold.Combine(Unsafe.Add(ref lanes, i - half), Unsafe.Add(ref lanes, i));
        return lanes;
    }

    /// <summary>Takes the next elements of a row, any number of them.</summary>
    /// <param name="x">the first</param>
    /// <param name="n">how many</param>
    /// <param name="stack">room for <see cref="RowFold.MaxLevels"/> times the lanes</param>
    /// <param name="progress">what has been taken so far</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Feed(ref T x, int n, ref T stack, ref RowFold.Progress progress)
    {
        while (n > 0)
        {
            int some = Math.Min(Block - progress.Filled, n);
            Add(ref x, some, ref Unsafe.Add(ref stack, Top(progress.Blocks) * Lanes), progress.Filled);
            progress.Filled += some;
            if (progress.Filled == Block) Close(ref stack, ref progress);
            x = ref Unsafe.Add(ref x, some);
            n -= some;
        }
    }

    /// <summary>The fold of all elements taken.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Finish(ref T stack, ref RowFold.Progress progress)
    {
        if (progress.Filled > 0) Close(ref stack, ref progress);
        return Finish(ref stack, progress.Blocks);
    }

    /// <summary>
    /// Takes the blocks that another fold has taken: those that follow, from a multiple of a power of two on that is not less than their number.
    /// </summary>
    public static void Append(ref T stack, ref RowFold.Progress progress, ref T next, ref RowFold.Progress taken)
    {
        if (taken.Filled > 0) Close(ref next, ref taken);
        int top = Top(progress.Blocks), more = Top(taken.Blocks);
        MemoryMarshal.CreateReadOnlySpan(ref next, more * Lanes).CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref stack, top * Lanes), more * Lanes));
        progress.Blocks += taken.Blocks;
        for (top += more - 1; top >= Top(progress.Blocks); top--) Merge(ref stack, top);
    }

    /// <summary>Room for the lanes of the next block. The subtrees on the stack are those of the set bits of the number of blocks, the largest first.</summary>
    public static Span<T> Next(Span<T> stack, int blocks) => stack.Slice(Top(blocks) * Lanes, Lanes);

    /// <summary>Counts the block whose lanes stand in <see cref="Next"/>, and merges it with the earlier subtrees of its size.</summary>
    public static void Push(Span<T> stack, ref int blocks) => Push(ref MemoryMarshal.GetReference(stack), ref blocks);

    /// <summary>The fold of all blocks taken.</summary>
    public static T Finish(Span<T> stack, int blocks) => Finish(ref MemoryMarshal.GetReference(stack), blocks);

    private static int Top(int blocks) => BitOperations.PopCount((uint)blocks);

    private static void Close(ref T stack, ref RowFold.Progress progress)
    {
        Push(ref stack, ref progress.Blocks);
        progress.Filled = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Push(ref T stack, ref int blocks)
    {
        int top = Top(blocks);
        for (int merges = BitOperations.TrailingZeroCount(~(uint)blocks); merges > 0; merges--, top--) Merge(ref stack, top);
        blocks++;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Finish(ref T stack, int blocks)
    {
        if (blocks == 0) return TFold.Identity;
        for (int top = Top(blocks) - 1; top > 0; top--) Merge(ref stack, top);
        return FoldLanes(ref stack);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Merge(ref T stack, int top) => CombineInto(ref Unsafe.Add(ref stack, (top - 1) * Lanes), ref Unsafe.Add(ref stack, top * Lanes), Lanes);

    /// <summary>Lane l becomes lane l and lane l + 16, then with lane l + 8, and so on, all in registers until one is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T FoldLanes(ref T lanes)
    {
        int left = Vector128<T>.Count;
        Vector128Lanes<T>.Store(left == 2 ? By2(ref lanes) : left == 4 ? By4(ref lanes) : By16(ref lanes), ref lanes);
        if (left == 4) return TFold.Combine(TFold.Combine(lanes, Unsafe.Add(ref lanes, 2)), TFold.Combine(Unsafe.Add(ref lanes, 1), Unsafe.Add(ref lanes, 3)));
        for (int half = left / 2; half > 0; half /= 2) CombineInto(ref lanes, ref Unsafe.Add(ref lanes, half), half);
        return lanes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128Lanes<T> By16(ref T lanes) => TFold.Apply(Vector128Lanes<T>.Load(ref lanes), Vector128Lanes<T>.Load(ref Unsafe.Add(ref lanes, 16)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128Lanes<T> By8(ref T lanes) => TFold.Apply(By16(ref lanes), By16(ref Unsafe.Add(ref lanes, 8)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128Lanes<T> By4(ref T lanes) => TFold.Apply(By8(ref lanes), By8(ref Unsafe.Add(ref lanes, 4)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128Lanes<T> By2(ref T lanes) => TFold.Apply(By4(ref lanes), By4(ref Unsafe.Add(ref lanes, 2)));

    /// <summary>Adds elements to the lanes of a block that has some already; a block without any is begun.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(ref T x, int n, ref T lanes, int filled)
    {
        bool begins = filled == 0;
        if (begins && n < Lanes)
        {
            Vector128Lanes<T> identity = Vector128Lanes<T>.Create(TFold.Identity);
            for (nint i = 0; i < Lanes; i += Vector128<T>.Count) Vector128Lanes<T>.Store(identity, ref Unsafe.Add(ref lanes, i));
        }

        int lane = filled % Lanes;
        if (lane != 0)
        {
            int head = Math.Min(Lanes - lane, n);
            CombineInto(ref Unsafe.Add(ref lanes, lane), ref x, head);
            x = ref Unsafe.Add(ref x, head);
            n -= head;
        }

        int groups = n / Lanes;
        if (groups > 0)
        {
            // Two registers at least hold the lanes.
            if (Vector512.IsHardwareAccelerated && 2 * Vector512<T>.Count <= Lanes) AddGroups<Vector512Lanes<T>>(ref x, groups, ref lanes, begins);
            else if (Vector256.IsHardwareAccelerated && 2 * Vector256<T>.Count <= Lanes) AddGroups<Vector256Lanes<T>>(ref x, groups, ref lanes, begins);
            else AddGroups<Vector128Lanes<T>>(ref x, groups, ref lanes, begins);
        }

        CombineInto(ref lanes, ref Unsafe.Add(ref x, groups * Lanes), n - groups * Lanes);
    }

    // Four registers at a time keep the adder busy; two where the lanes are no more.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddGroups<V>(ref T x, int groups, ref T lanes, bool begins)
        where V : struct, IVector<V, T>
    {
        bool four = 4 * V.Count <= Lanes;
        for (nint lane = 0; lane < Lanes; lane += (four ? 4 : 2) * V.Count)
        {
            ref T to = ref Unsafe.Add(ref lanes, lane);
            ref T from = ref Unsafe.Add(ref x, lane);
            V identity = V.Create(TFold.Identity);
            V a = begins ? identity : V.Load(ref to), b = begins ? identity : V.Load(ref Unsafe.Add(ref to, V.Count));
            V c = begins || !four ? identity : V.Load(ref Unsafe.Add(ref to, 2 * V.Count)), d = begins || !four ? identity : V.Load(ref Unsafe.Add(ref to, 3 * V.Count));
            for (int group = 0; group < groups; group++)
            {
                a = TFold.Apply(a, V.Load(ref from));
                b = TFold.Apply(b, V.Load(ref Unsafe.Add(ref from, V.Count)));
                if (four)
                {
                    c = TFold.Apply(c, V.Load(ref Unsafe.Add(ref from, 2 * V.Count)));
                    d = TFold.Apply(d, V.Load(ref Unsafe.Add(ref from, 3 * V.Count)));
                }

                from = ref Unsafe.Add(ref from, Lanes);
            }

            V.Store(a, ref to);
            V.Store(b, ref Unsafe.Add(ref to, V.Count));
            if (!four) continue;
            V.Store(c, ref Unsafe.Add(ref to, 2 * V.Count));
            V.Store(d, ref Unsafe.Add(ref to, 3 * V.Count));
        }
    }

    /// <summary>Folds each element of later into the one of earlier at its place.</summary>
    /// <remarks>In registers of 128 bits throughout: the processor hands a stored register on to a load of its size or less, and waits for the cache where the load is wider.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CombineInto(ref T earlier, ref T later, int count)
    {
        nint i = 0;
        for (; i <= count - Vector128<T>.Count; i += Vector128<T>.Count) Combine<Vector128Lanes<T>>(ref Unsafe.Add(ref earlier, i), ref Unsafe.Add(ref later, i));
        for (; i < count; i++) Unsafe.Add(ref earlier, i) = TFold.Combine(Unsafe.Add(ref earlier, i), Unsafe.Add(ref later, i));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Combine<V>(ref T earlier, ref T later)
        where V : struct, IVector<V, T> => V.Store(TFold.Apply(V.Load(ref earlier), V.Load(ref later)), ref earlier);
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

    /// <summary>How far a fold that takes its elements in pieces has come: whole blocks, and what the block being made has.</summary>
    internal struct Progress
    {
        public int Blocks, Filled;
    }
}
