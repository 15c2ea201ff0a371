using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd.Graph;

/// <summary>
/// The one order in which rows of several columns are folded into one row, each column by itself and however the rows arrive: row after
/// row within blocks of <see cref="RowFold.ColumnBlock"/> rows, the blocks combined pairwise as aligned power-of-two subtrees.
/// </summary>
internal static class ColumnFold<T, TFold>
    where T : unmanaged
    where TFold : struct, IFold<T>
{
    /// <summary>Rows that are folded in registers before the results go back to memory: few enough that the processor reads them all ahead.</summary>
    private const int RowsTogether = 8;

    /// <summary>Takes the next rows, any number of them: of each element, or each two at one place, what a function gives.</summary>
    /// <param name="x">the first element of the first</param>
    /// <param name="other">the first of the function's second argument; any reference where it has one argument</param>
    /// <param name="stride">elements from one row to the next</param>
    /// <param name="rows">how many</param>
    /// <param name="columns">elements of each</param>
    /// <param name="stack">room for <see cref="ColumnKernels.Levels"/> times the columns</param>
    /// <param name="progress">what has been taken so far</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Feed<TFunction>(ref T x, ref T other, nint stride, int rows, int columns, ref T stack, ref RowFold.Progress progress)
        where TFunction : struct, IElementwise<T>
    {
        while (rows > 0)
        {
            int some = Math.Min(Math.Min(RowFold.ColumnBlock - progress.Filled, rows), RowsTogether);
            ref T results = ref Unsafe.Add(ref stack, (nint)Top(progress.Blocks) * columns);
            if (progress.Filled == 0) MemoryMarshal.CreateSpan(ref results, columns).Fill(TFold.Identity);
            Add<TFunction>(ref x, ref other, stride, some, columns, ref results);
            progress.Filled += some;
            if (progress.Filled == RowFold.ColumnBlock) Close(ref stack, columns, ref progress);
            x = ref Unsafe.Add(ref x, some * stride);
            other = ref Unsafe.Add(ref other, some * stride);
            rows -= some;
        }
    }

    /// <summary>Writes the fold of all rows taken.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Finish(ref T stack, int columns, ref RowFold.Progress progress, ref T y)
    {
        if (progress.Filled > 0) Close(ref stack, columns, ref progress);
        Span<T> results = MemoryMarshal.CreateSpan(ref y, columns);
        if (progress.Blocks == 0)
        {
            results.Fill(TFold.Identity);
            return;
        }

        for (int top = Top(progress.Blocks) - 1; top > 0; top--) Merge(ref stack, top, columns);
        MemoryMarshal.CreateReadOnlySpan(ref stack, columns).CopyTo(results);
    }

    /// <summary>
    /// Takes the blocks that another fold has taken: those that follow, from a multiple of a power of two on that is not less than their number.
    /// </summary>
    public static void Append(ref T stack, int columns, ref RowFold.Progress progress, ref T next, ref RowFold.Progress taken)
    {
        if (taken.Filled > 0) Close(ref next, columns, ref taken);
        int top = Top(progress.Blocks), more = Top(taken.Blocks);
        MemoryMarshal.CreateReadOnlySpan(ref next, more * columns).CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref stack, (nint)top * columns), more * columns));
        progress.Blocks += taken.Blocks;
        for (top += more - 1; top >= Top(progress.Blocks); top--) Merge(ref stack, top, columns);
    }

    private static int Top(int blocks) => BitOperations.PopCount((uint)blocks);

    private static void Close(ref T stack, int columns, ref RowFold.Progress progress)
    {
        int top = Top(progress.Blocks);
        for (int merges = BitOperations.TrailingZeroCount(~(uint)progress.Blocks); merges > 0; merges--, top--) Merge(ref stack, top, columns);
        progress.Blocks++;
        progress.Filled = 0;
    }

    private static void Merge(ref T stack, int top, int columns)
    {
        ref T later = ref Unsafe.Add(ref stack, (nint)top * columns);
        Add<Unary<Operators.Same<T>, T>>(ref later, ref later, 0, 1, columns, ref Unsafe.Add(ref stack, (nint)(top - 1) * columns));
    }

    /// <summary>Folds rows into the results, one after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add<TFunction>(ref T x, ref T other, nint stride, int rows, int columns, ref T results)
        where TFunction : struct, IElementwise<T>
    {
        int done = 0;
        if (Vector512.IsHardwareAccelerated && columns >= Vector512<T>.Count) done = AddRegisters<TFunction, Vector512Lanes<T>>(ref x, ref other, stride, rows, 0, columns, ref results);
        if (Vector256.IsHardwareAccelerated && columns - done >= Vector256<T>.Count) done = AddRegisters<TFunction, Vector256Lanes<T>>(ref x, ref other, stride, rows, done, columns, ref results);
        if (columns - done >= Vector128<T>.Count) done = AddRegisters<TFunction, Vector128Lanes<T>>(ref x, ref other, stride, rows, done, columns, ref results);
        for (; done < columns; done++)
        {
            nint at = done;
            T result = Unsafe.Add(ref results, at);
            for (int row = 0; row < rows; row++, at += stride)
            {
                Vector128Lanes<T> value = TFunction.Apply(Vector128Lanes<T>.Create(Unsafe.Add(ref x, at)), TFunction.Arity < 2 ? default : Vector128Lanes<T>.Create(Unsafe.Add(ref other, at)), default, 0);
                result = TFold.Combine(result, Vector128Lanes<T>.First(value));
            }

            Unsafe.Add(ref results, done) = result;
        }
    }

    /// <summary>Folds as many columns from the given one on as fill registers; gives the first that is left.</summary>
    // A method for each width: all in one would be more than the compiler inlines.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int AddRegisters<TFunction, V>(ref T x, ref T other, nint stride, int rows, int column, int columns, ref T results)
        where TFunction : struct, IElementwise<T>
        where V : struct, IVector<V, T>
    {
        nint i = column;
        for (; i <= columns - 4 * V.Count; i += 4 * V.Count)
        {
            ref T to = ref Unsafe.Add(ref results, i);
            V a = V.Load(ref to), b = V.Load(ref Unsafe.Add(ref to, V.Count)), c = V.Load(ref Unsafe.Add(ref to, 2 * V.Count)), d = V.Load(ref Unsafe.Add(ref to, 3 * V.Count));
            nint at = i;
            for (int row = 0; row < rows; row++, at += stride)
            {
                a = TFold.Apply(a, Compute<TFunction, V>(ref x, ref other, at));
                b = TFold.Apply(b, Compute<TFunction, V>(ref x, ref other, at + V.Count));
                c = TFold.Apply(c, Compute<TFunction, V>(ref x, ref other, at + 2 * V.Count));
                d = TFold.Apply(d, Compute<TFunction, V>(ref x, ref other, at + 3 * V.Count));
            }

            V.Store(a, ref to);
            V.Store(b, ref Unsafe.Add(ref to, V.Count));
            V.Store(c, ref Unsafe.Add(ref to, 2 * V.Count));
            V.Store(d, ref Unsafe.Add(ref to, 3 * V.Count));
        }

        for (; i <= columns - V.Count; i += V.Count)
        {
            ref T to = ref Unsafe.Add(ref results, i);
            V a = V.Load(ref to);
            nint at = i;
            for (int row = 0; row < rows; row++, at += stride) a = TFold.Apply(a, Compute<TFunction, V>(ref x, ref other, at));
            V.Store(a, ref to);
        }

        return (int)i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Compute<TFunction, V>(ref T x, ref T other, nint at)
        where TFunction : struct, IElementwise<T>
        where V : struct, IVector<V, T> => TFunction.Apply(V.Load(ref Unsafe.Add(ref x, at)), TFunction.Arity < 2 ? default : V.Load(ref Unsafe.Add(ref other, at)), default, 0);
}
