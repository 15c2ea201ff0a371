using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Graph;

/// <summary>
/// y = join(first(a, b), c·d), or that times e, over a run of elements: an <see cref="ElementLoop{TFunction, T, TA, TB, TY, TScalars}"/> of more
/// arguments and a function so short that the last register is best computed before the others.
/// </summary>
/// <typeparam name="TFirst">the function of a and b</typeparam>
/// <typeparam name="TJoin">the function of both</typeparam>
/// <typeparam name="T">elements of all</typeparam>
/// <typeparam name="TScalars">arguments that are single elements</typeparam>
/// <typeparam name="TScale">whether there is an e, a single element</typeparam>
internal static class CombinationLoop<TFirst, TJoin, T, TScalars, TScale>
    where TFirst : struct, IBinaryKernel<T>
    where TJoin : struct, IBinaryKernel<T>
    where T : unmanaged
    where TScalars : struct, IScalars
    where TScale : struct, IScale
{
    /// <summary>Computes n elements of y, which may be exactly one of the arguments.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ref byte y, ref byte a, ref byte b, ref byte c, ref byte d, ref byte e, int n)
    {
        if (Vector512.IsHardwareAccelerated && n >= Vector512<T>.Count) Registers<Vector512Lanes<T>>(ref y, ref a, ref b, ref c, ref d, ref e, n);
        else if (Vector256.IsHardwareAccelerated && n >= Vector256<T>.Count) Registers<Vector256Lanes<T>>(ref y, ref a, ref b, ref c, ref d, ref e, n);
        else if (n >= Vector128<T>.Count) Registers<Vector128Lanes<T>>(ref y, ref a, ref b, ref c, ref d, ref e, n);
        else OneByOne(ref y, ref a, ref b, ref c, ref d, ref e, n);
    }

    // The last register, which overlaps the one before it, is computed first, because y may be written over its arguments by then.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Registers<V>(ref byte y, ref byte a, ref byte b, ref byte c, ref byte d, ref byte e, int n)
        where V : struct, IVector<V, T>
    {
        nint last = (nint)(n - V.Count) * Unsafe.SizeOf<T>(), step = V.Count * Unsafe.SizeOf<T>(), i = 0;
        V second = Load<V>(ref b, last, 2), fourth = Load<V>(ref d, last, 8), scale = TScale.IsScaled ? Plain<T>.Repeat<V>(ref e) : default;
        V end = Compute(Load<V>(ref a, last, 1), second, Load<V>(ref c, last, 4), fourth, scale);
        for (; i < last - step; i += 2 * step)
        {
            V one = Compute<V>(ref a, ref b, ref c, ref d, second, fourth, scale, i), other = Compute<V>(ref a, ref b, ref c, ref d, second, fourth, scale, i + step);
            Plain<T>.Store(one, ref Unsafe.Add(ref y, i));
            Plain<T>.Store(other, ref Unsafe.Add(ref y, i + step));
        }

        if (i < last) Plain<T>.Store(Compute<V>(ref a, ref b, ref c, ref d, second, fourth, scale, i), ref Unsafe.Add(ref y, i));
        Plain<T>.Store(end, ref Unsafe.Add(ref y, last));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void OneByOne(ref byte y, ref byte a, ref byte b, ref byte c, ref byte d, ref byte e, int n)
    {
        Vector128Lanes<T> scale = TScale.IsScaled ? Plain<T>.Repeat<Vector128Lanes<T>>(ref e) : default;
        for (nint i = 0; i < n; i++)
        {
            nint place = i * Unsafe.SizeOf<T>();
            Plain<T>.StoreFirst(Compute(One(ref a, place, 1), One(ref b, place, 2), One(ref c, place, 4), One(ref d, place, 8), scale), ref Unsafe.Add(ref y, place));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Compute<V>(ref byte a, ref byte b, ref byte c, ref byte d, V second, V fourth, V scale, nint i)
        where V : struct, IVector<V, T>
    {
        if ((TScalars.Mask & 2) == 0) second = Load<V>(ref b, i, 2);
        if ((TScalars.Mask & 8) == 0) fourth = Load<V>(ref d, i, 8);
        return Compute(Load<V>(ref a, i, 1), second, Load<V>(ref c, i, 4), fourth, scale);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Compute<V>(V a, V b, V c, V d, V scale)
        where V : struct, IVector<V, T>
    {
        V result = TJoin.Apply(TFirst.Apply(a, b), c * d);
        return TScale.IsScaled ? result * scale : result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Load<V>(ref byte x, nint i, int bit)
        where V : struct, IVector<V, T> => (TScalars.Mask & bit) == 0 ? Plain<T>.Load<V>(ref Unsafe.Add(ref x, i)) : Plain<T>.Repeat<V>(ref x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128Lanes<T> One(ref byte x, nint place, int bit) => Plain<T>.Repeat<Vector128Lanes<T>>(ref Unsafe.Add(ref x, (TScalars.Mask & bit) == 0 ? place : 0));
}

/// <summary>The second and the fourth argument are single elements.</summary>
internal readonly struct SecondAndFourth : IScalars
{
    public const int Bits = 10;

    public static int Mask => Bits;
}

/// <summary>Whether a function's results are multiplied by a number.</summary>
internal interface IScale
{
    static abstract bool IsScaled { get; }
}

internal readonly struct Scaled : IScale
{
    public static bool IsScaled => true;
}

internal readonly struct Unscaled : IScale
{
    public static bool IsScaled => false;
}
