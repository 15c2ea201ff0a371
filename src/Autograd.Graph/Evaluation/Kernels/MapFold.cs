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

    /// <summary>Whether the function takes less time than the fold waits for: then two registers are folded in turns. More of a longer one is not inlined.</summary>
    private static bool IsShort => typeof(TFunction) == typeof(Binary<Operators.Mul<T>, T>);

    /// <summary>folded = the fold of f(a[i], b[i]) for n elements; y[i], which may be a[i] or b[i], is f(a[i], b[i]) where it is kept.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ref byte y, ref byte a, ref byte b, int n, ref byte folded)
    {
        Span<T> stack = stackalloc T[Lanes * RowFold.MaxLevels];
        int blocks = 0;
        for (int start = 0; start < n; start += RowFold.Block)
        {
            ref T lanes = ref MemoryMarshal.GetReference(RowFold<T, TFold>.Next(stack, blocks));
            int some = Math.Min(RowFold.Block, n - start), whole = some / Lanes * Lanes;
            if (whole == 0) MemoryMarshal.CreateSpan(ref lanes, Lanes).Fill(TFold.Identity);
            // Two registers at least hold the lanes.
            else if (Vector512.IsHardwareAccelerated && 2 * Vector512<T>.Count <= Lanes) Groups<Vector512Lanes<T>>(ref y, ref a, ref b, start, whole, ref lanes);
            else if (Vector256.IsHardwareAccelerated) Groups<Vector256Lanes<T>>(ref y, ref a, ref b, start, whole, ref lanes);
            else Groups<Vector128Lanes<T>>(ref y, ref a, ref b, start, whole, ref lanes);
            Rest(ref y, ref a, ref b, start + whole, some - whole, ref lanes);
            RowFold<T, TFold>.Push(stack, ref blocks);
        }

        Unsafe.As<byte, T>(ref folded) = RowFold<T, TFold>.Finish(stack, blocks);
    }

    /// <summary>Begins the lanes with n elements, a multiple of their number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Groups<V>(ref byte y, ref byte a, ref byte b, nint start, nint n, ref T lanes)
        where V : struct, IVector<V, T>
    {
        if (IsShort) TwoAtATime<V>(ref y, ref a, ref b, start, n, ref lanes);
        else OneAtATime<V>(ref y, ref a, ref b, start, n, ref lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void OneAtATime<V>(ref byte y, ref byte a, ref byte b, nint start, nint n, ref T lanes)
        where V : struct, IVector<V, T>
    {
        for (nint lane = 0; lane < Lanes; lane += V.Count)
        {
            V folded = V.Create(TFold.Identity);
            for (nint i = start + lane; i < start + n; i += Lanes) folded = TFold.Apply(folded, Compute<V>(ref y, ref a, ref b, i));
            V.Store(folded, ref Unsafe.Add(ref lanes, lane));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void TwoAtATime<V>(ref byte y, ref byte a, ref byte b, nint start, nint n, ref T lanes)
        where V : struct, IVector<V, T>
    {
        for (nint lane = 0; lane < Lanes; lane += 2 * V.Count)
        {
            V first = V.Create(TFold.Identity), second = first;
            for (nint i = start + lane; i < start + n; i += Lanes)
            {
                first = TFold.Apply(first, Compute<V>(ref y, ref a, ref b, i));
                second = TFold.Apply(second, Compute<V>(ref y, ref a, ref b, i + V.Count));
            }

            V.Store(first, ref Unsafe.Add(ref lanes, lane));
            V.Store(second, ref Unsafe.Add(ref lanes, lane + V.Count));
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
