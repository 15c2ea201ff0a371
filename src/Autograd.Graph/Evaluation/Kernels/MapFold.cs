using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd.Graph;

/// <summary>
/// The fold of what an elementwise function gives on a row, in one pass: results go from the registers that compute them into the lanes
/// of a <see cref="RowFold{T,TFold}"/>, in its order, and to memory where somebody else reads them.
/// </summary>
/// <typeparam name="TFunction">the function</typeparam>
/// <typeparam name="TFold">the fold</typeparam>
/// <typeparam name="T">elements of all</typeparam>
/// <typeparam name="TScalars">arguments that are single elements</typeparam>
/// <typeparam name="TResults">whether the function's results are kept</typeparam>
internal static class MapFold<TFunction, TFold, T, TScalars, TResults>
    where TFunction : struct, IElementwise<T>
    where TFold : struct, IFold<T>
    where T : unmanaged
    where TScalars : struct, IScalars
    where TResults : struct, IResults
{
    private const int Lanes = RowFold.Lanes;

    /// <summary>Whether the function takes less time than the fold waits for: then several registers are folded in turns.</summary>
    private static bool IsShort => typeof(TFunction) == typeof(Binary<Operators.Mul<T>, T>) || typeof(TFunction) == typeof(Binary<Operators.SquaredDifference<T>, T>);

    /// <summary>folded = the fold of f(a[i], b[i]) for n elements; y[i], which may be a[i] or b[i], is f(a[i], b[i]) where it is kept.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ref byte y, ref byte a, ref byte b, int n, ref byte folded)
    {
        Span<T> stack = stackalloc T[Lanes * RowFold.MaxLevels];
        int blocks = 0;
        for (int start = 0; start < n; start += RowFold.Block) AddBlock(ref y, ref a, ref b, start, Math.Min(RowFold.Block, n - start), stack, ref blocks);
        Unsafe.As<byte, T>(ref folded) = RowFold<T, TFold>.Finish(stack, blocks);
    }

    /// <summary>Takes the next elements of a row, any number of them: f(a[i], b[i]), which is not kept.</summary>
    /// <param name="a">the first argument of the first</param>
    /// <param name="b">its second</param>
    /// <param name="n">how many</param>
    /// <param name="stack">room for <see cref="RowFold.MaxLevels"/> times the lanes</param>
    /// <param name="progress">what has been taken so far</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Feed(ref byte a, ref byte b, int n, ref T stack, ref RowFold.Progress progress)
    {
        Span<T> levels = MemoryMarshal.CreateSpan(ref stack, Lanes * RowFold.MaxLevels);
        Span<T> results = stackalloc T[RowFold.Block];
        while (n > 0)
        {
            int some = Math.Min(RowFold.Block - progress.Filled, n);
            if (some == RowFold.Block)
            {
                AddBlock(ref a, ref a, ref b, 0, some, levels, ref progress.Blocks);
            }
            else
            {
                // What begins or ends within a block.
                ElementLoop<TFunction, T, Plain<T>, Plain<T>, Plain<T>, TScalars>.Run(ref Unsafe.As<T, byte>(ref results[0]), ref a, ref b, ref b, some, 0);
                RowFold<T, TFold>.Feed(ref results[0], some, ref stack, ref progress);
            }

            if ((TScalars.Mask & 1) == 0) a = ref Unsafe.Add(ref a, some * Unsafe.SizeOf<T>());
            if ((TScalars.Mask & 2) == 0) b = ref Unsafe.Add(ref b, some * Unsafe.SizeOf<T>());
            n -= some;
        }
    }

    /// <summary>Folds the elements of a block, the last of which has fewer than others, and counts it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddBlock(ref byte y, ref byte a, ref byte b, int start, int some, Span<T> stack, ref int blocks)
    {
        ref T lanes = ref MemoryMarshal.GetReference(RowFold<T, TFold>.Next(stack, blocks));
        int whole = some / Lanes * Lanes;
        if (whole == 0) MemoryMarshal.CreateSpan(ref lanes, Lanes).Fill(TFold.Identity);
        // Two registers at least hold the lanes.
        else if (Vector512.IsHardwareAccelerated && 2 * Vector512<T>.Count <= Lanes) Groups<Vector512Lanes<T>>(ref y, ref a, ref b, start, whole, ref lanes);
        else if (Vector256.IsHardwareAccelerated) Groups<Vector256Lanes<T>>(ref y, ref a, ref b, start, whole, ref lanes);
        else Groups<Vector128Lanes<T>>(ref y, ref a, ref b, start, whole, ref lanes);
        Rest(ref y, ref a, ref b, start + whole, some - whole, ref lanes);
        RowFold<T, TFold>.Push(stack, ref blocks);
    }

    /// <summary>Begins the lanes with n elements, a multiple of their number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Groups<V>(ref byte y, ref byte a, ref byte b, nint start, nint n, ref T lanes)
        where V : struct, IVector<V, T>
    {
        if (IsShort && 4 * V.Count <= Lanes) Fold<RegisterPair<RegisterPair<V, T>, T>>(ref y, ref a, ref b, start, n, ref lanes);
        else if ((IsShort || (TFunction.IsChain && RegisterPair<V, T>.HidesWaiting)) && 2 * V.Count <= Lanes) Fold<RegisterPair<V, T>>(ref y, ref a, ref b, start, n, ref lanes);
        else Fold<V>(ref y, ref a, ref b, start, n, ref lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Fold<V>(ref byte y, ref byte a, ref byte b, nint start, nint n, ref T lanes)
        where V : struct, IVector<V, T>
    {
        for (nint lane = 0; lane < Lanes; lane += V.Count)
        {
            V folded = V.Create(TFold.Identity);
            for (nint i = start + lane; i < start + n; i += Lanes) folded = TFold.Apply(folded, Compute<V>(ref y, ref a, ref b, i));
            V.Store(folded, ref Unsafe.Add(ref lanes, lane));
        }
    }

    /// <summary>Adds fewer elements than there are lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rest(ref byte y, ref byte a, ref byte b, nint start, nint n, ref T lanes)
    {
        nint i = 0;
        for (; i <= n - Vector128<T>.Count; i += Vector128<T>.Count)
        {
            ref T lane = ref Unsafe.Add(ref lanes, i);
            Vector128Lanes<T>.Store(TFold.Apply(Vector128Lanes<T>.Load(ref lane), Compute<Vector128Lanes<T>>(ref y, ref a, ref b, start + i)), ref lane);
        }

        for (; i < n; i++)
        {
            nint place = (start + i) * Unsafe.SizeOf<T>();
            Vector128Lanes<T> left = Plain<T>.Repeat<Vector128Lanes<T>>(ref Unsafe.Add(ref a, (TScalars.Mask & 1) == 0 ? place : 0));
            Vector128Lanes<T> right = TFunction.Arity < 2 ? default : Plain<T>.Repeat<Vector128Lanes<T>>(ref Unsafe.Add(ref b, (TScalars.Mask & 2) == 0 ? place : 0));
            Vector128Lanes<T> result = TFunction.Apply(left, right, default, 0);
            if (TResults.AreKept) Plain<T>.StoreFirst(result, ref Unsafe.Add(ref y, place));
            ref T lane = ref Unsafe.Add(ref lanes, i);
            lane = TFold.Combine(lane, Vector128Lanes<T>.First(result));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Compute<V>(ref byte y, ref byte a, ref byte b, nint i)
        where V : struct, IVector<V, T>
    {
        nint place = i * Unsafe.SizeOf<T>();
        V left = (TScalars.Mask & 1) == 0 ? Plain<T>.Load<V>(ref Unsafe.Add(ref a, place)) : Plain<T>.Repeat<V>(ref a);
        V right = TFunction.Arity < 2 ? default : (TScalars.Mask & 2) == 0 ? Plain<T>.Load<V>(ref Unsafe.Add(ref b, place)) : Plain<T>.Repeat<V>(ref b);
        V result = TFunction.Apply(left, right, default, 0);
        if (TResults.AreKept) Plain<T>.Store(result, ref Unsafe.Add(ref y, place));
        return result;
    }
}

/// <summary>Whether a function's results go to memory.</summary>
internal interface IResults
{
    static abstract bool AreKept { get; }
}

internal readonly struct Kept : IResults
{
    public static bool AreKept => true;
}

internal readonly struct Dropped : IResults
{
    public static bool AreKept => false;
}
