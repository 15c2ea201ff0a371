using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Graph;

/// <summary>An elementwise function of up to three arguments on registers of T.</summary>
internal interface IElementwise<T>
    where T : unmanaged
{
    /// <summary>How many arguments there are; the others are not read.</summary>
    static abstract int Arity { get; }

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
        if (Vector512.IsHardwareAccelerated && n >= Vector512<T>.Count) Registers<Vector512Lanes<T>>(ref y, ref a, ref b, ref c, n, attribute);
        else if (Vector256.IsHardwareAccelerated && n >= Vector256<T>.Count) Registers<Vector256Lanes<T>>(ref y, ref a, ref b, ref c, n, attribute);
        else if (n >= Vector128<T>.Count) Registers<Vector128Lanes<T>>(ref y, ref a, ref b, ref c, n, attribute);
        else OneByOne(ref y, ref a, ref b, ref c, n, attribute);
    }

    // One body serves all registers: the last one's arguments are read first, because y may be written over them by then.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Registers<V>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute)
        where V : struct, IVector<V, T>
    {
        nint last = n - V.Count;
        V lastA = First<V>(ref a, last), lastB = Second<V>(ref b, last), lastC = Third<V>(ref c, last);
        for (nint i = 0; ; i += V.Count)
        {
            V left = lastA, right = lastB, third = lastC;
            if (i < last)
            {
                if ((TScalars.Mask & 1) == 0) left = First<V>(ref a, i);
                if ((TScalars.Mask & 2) == 0) right = Second<V>(ref b, i);
                if ((TScalars.Mask & 4) == 0) third = Third<V>(ref c, i);
            }
            else
            {
                i = last;
            }

            TY.Store(TFunction.Apply(left, right, third, attribute), ref Unsafe.Add(ref y, i * TY.Size));
            if (i == last) return;
        }
    }

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
