using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Graph;

/// <summary>An elementwise function of up to three arguments on registers of T.</summary>
internal interface IElementwise<T>
    where T : unmanaged
{
    /// <summary>How many arguments there are; the others are not read.</summary>
    static abstract int Arity { get; }

    /// <summary>Whether most steps wait for the one before, so that two registers in turns take less time.</summary>
    static virtual bool IsChain => false;

    static abstract V Apply<V>(V a, V b, V c, int attribute)
        where V : struct, IVector<V, T>;
}

/// <summary>Which arguments are one single element for the whole run: bit i says it of argument i.</summary>
internal interface IScalars
{
    static abstract int Mask { get; }
}

/// <summary>
/// Runs an elementwise function over a run of elements in the widest registers that the run fills. What does not fill the last register
/// is done by one that overlaps the one before it, and runs shorter than any register one by one, so that short runs are cheap; an
/// element gets the same bits wherever it stands, because a function of registers treats every lane alike.
/// </summary>
/// <typeparam name="TFunction">the function</typeparam>
/// <typeparam name="T">lanes it is computed in</typeparam>
/// <typeparam name="TA">elements of the first argument</typeparam>
/// <typeparam name="TB">elements of the others</typeparam>
/// <typeparam name="TY">elements of the result</typeparam>
/// <typeparam name="TScalars">arguments that are single elements</typeparam>
/// <remarks>
/// All is compiled with full optimisation when it is first called. Left to tiered compilation, a loop would be compiled for the runs that
/// a program happens to begin with, and its calls in blocks that those did not reach would not be inlined.
/// </remarks>
internal static class ElementLoop<TFunction, T, TA, TB, TY, TScalars>
    where TFunction : struct, IElementwise<T>
    where T : unmanaged
    where TA : struct, IElements<T>
    where TB : struct, IElements<T>
    where TY : struct, IElements<T>
    where TScalars : struct, IScalars
{
    /// <summary>y[i] = f(a[i], b[i], c[i]) for n elements. y may be exactly one of the arguments whose elements are not smaller.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute)
    {
        if (Vector512.IsHardwareAccelerated && n >= Vector512<T>.Count) Widest<Vector512Lanes<T>>(ref y, ref a, ref b, ref c, n, attribute);
        else if (Vector256.IsHardwareAccelerated && n >= Vector256<T>.Count) Widest<Vector256Lanes<T>>(ref y, ref a, ref b, ref c, n, attribute);
        else if (n >= Vector128<T>.Count) Registers<Vector128Lanes<T>>(ref y, ref a, ref b, ref c, n, attribute);
        else OneByOne(ref y, ref a, ref b, ref c, n, attribute);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Widest<V>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute)
        where V : struct, IVector<V, T>
    {
        if (TFunction.IsChain && RegisterPair<V, T>.HidesWaiting && n >= 2 * V.Count) Registers<RegisterPair<V, T>>(ref y, ref a, ref b, ref c, n, attribute);
        else Registers<V>(ref y, ref a, ref b, ref c, n, attribute);
    }

    // One body serves all registers. What the one that overlaps reads is kept, because y may be written over it by then, and is a run of its own.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Registers<V>(ref byte y, scoped ref byte a, scoped ref byte b, scoped ref byte c, int n, int attribute)
        where V : struct, IVector<V, T>
    {
        int rest = n & (V.Count - 1);
        nint last = n - V.Count;
        V lastA = default, lastB = default, lastC = default;
        if (rest != 0)
        {
            if ((TScalars.Mask & 1) == 0) Keep<V>(ref a, last * TA.Size, TA.Size, ref lastA);
            if (TFunction.Arity > 1 && (TScalars.Mask & 2) == 0) Keep<V>(ref b, last * TB.Size, TB.Size, ref lastB);
            if (TFunction.Arity > 2 && (TScalars.Mask & 4) == 0) Keep<V>(ref c, last * TB.Size, TB.Size, ref lastC);
        }

        for (nint end = n - rest; ; end = V.Count)
        {
            for (nint i = 0; i < end; i += V.Count)
            {
                TY.Store(TFunction.Apply(First<V>(ref a, i), Second<V>(ref b, i), Third<V>(ref c, i), attribute), ref Unsafe.Add(ref y, i * TY.Size));
            }

            if (rest == 0) return;
            rest = 0;
            y = ref Unsafe.Add(ref y, last * TY.Size);
            if ((TScalars.Mask & 1) == 0) a = ref Unsafe.As<V, byte>(ref lastA);
            if ((TScalars.Mask & 2) == 0) b = ref Unsafe.As<V, byte>(ref lastB);
            if ((TScalars.Mask & 4) == 0) c = ref Unsafe.As<V, byte>(ref lastC);
        }
    }

    /// <summary>A register's elements, none of which is larger than a lane, as they stand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep<V>(ref byte source, nint start, int size, ref V kept)
        where V : struct, IVector<V, T> => Unsafe.CopyBlockUnaligned(ref Unsafe.As<V, byte>(ref kept), ref Unsafe.Add(ref source, start), (uint)(V.Count * size));

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void OneByOne(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute)
    {
        for (nint i = 0; i < n; i++)
        {
            Vector128Lanes<T> left = TA.Repeat<Vector128Lanes<T>>(ref Unsafe.Add(ref a, (TScalars.Mask & 1) == 0 ? i * TA.Size : 0));
            Vector128Lanes<T> right = TFunction.Arity < 2 ? default : TB.Repeat<Vector128Lanes<T>>(ref Unsafe.Add(ref b, (TScalars.Mask & 2) == 0 ? i * TB.Size : 0));
            Vector128Lanes<T> third = TFunction.Arity < 3 ? default : TB.Repeat<Vector128Lanes<T>>(ref Unsafe.Add(ref c, (TScalars.Mask & 4) == 0 ? i * TB.Size : 0));
            TY.StoreFirst(TFunction.Apply(left, right, third, attribute), ref Unsafe.Add(ref y, i * TY.Size));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V First<V>(ref byte a, nint i)
        where V : struct, IVector<V, T> => (TScalars.Mask & 1) == 0 ? TA.Load<V>(ref Unsafe.Add(ref a, i * TA.Size)) : TA.Repeat<V>(ref a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Second<V>(ref byte b, nint i)
        where V : struct, IVector<V, T> => TFunction.Arity < 2 ? default : (TScalars.Mask & 2) == 0 ? TB.Load<V>(ref Unsafe.Add(ref b, i * TB.Size)) : TB.Repeat<V>(ref b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Third<V>(ref byte c, nint i)
        where V : struct, IVector<V, T> => TFunction.Arity < 3 ? default : (TScalars.Mask & 4) == 0 ? TB.Load<V>(ref Unsafe.Add(ref c, i * TB.Size)) : TB.Repeat<V>(ref c);
}

/// <summary>A function of one argument as one of three.</summary>
internal readonly struct Unary<TKernel, T> : IElementwise<T>
    where TKernel : struct, IUnaryKernel<T>
    where T : unmanaged
{
    public static int Arity => 1;

    public static bool IsChain => TKernel.IsChain;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b, V c, int attribute)
        where V : struct, IVector<V, T> => TKernel.Apply(a);
}

/// <summary>A function of two arguments as one of three.</summary>
internal readonly struct Binary<TKernel, T> : IElementwise<T>
    where TKernel : struct, IBinaryKernel<T>
    where T : unmanaged
{
    public static int Arity => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b, V c, int attribute)
        where V : struct, IVector<V, T> => TKernel.Apply(a, b);
}

/// <summary>Every argument is a run.</summary>
internal readonly struct NoScalars : IScalars
{
    public static int Mask => 0;
}

/// <summary>The first argument is a single element.</summary>
internal readonly struct FirstScalar : IScalars
{
    public static int Mask => 1;
}

/// <summary>The second argument is a single element.</summary>
internal readonly struct SecondScalar : IScalars
{
    public static int Mask => 2;
}

/// <summary>The third argument is a single element.</summary>
internal readonly struct ThirdScalar : IScalars
{
    public static int Mask => 4;
}

/// <summary>The second and the third argument are single elements.</summary>
internal readonly struct LastScalars : IScalars
{
    public static int Mask => 6;
}
