using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>A reduction as a fold: its identity and its step, on numbers and on registers.</summary>
internal interface IFold<T> : IBinaryKernel<T>
    where T : unmanaged
{
    static abstract T Identity { get; }

    static abstract T Combine(T a, T b);
}

internal readonly struct SumFold<T> : IFold<T>
    where T : unmanaged, INumber<T>
{
    public static T Identity => T.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Combine(T a, T b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : struct, IVector<V, T> => a + b;
}

internal readonly struct ProductFold<T> : IFold<T>
    where T : unmanaged, INumber<T>
{
    public static T Identity => T.One;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Combine(T a, T b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : struct, IVector<V, T> => a * b;
}

/// <summary>The largest: NaN wins, +0 is above -0; of truth values whether any holds.</summary>
internal readonly struct MaxFold<T> : IFold<T>
    where T : unmanaged, INumber<T>
{
    public static T Identity => Folds.Least<T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Combine(T a, T b) => T.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : struct, IVector<V, T> => V.Max(a, b);
}

/// <summary>The smallest: NaN wins, -0 is below +0; of truth values whether all hold.</summary>
internal readonly struct MinFold<T> : IFold<T>
    where T : unmanaged, INumber<T>
{
    public static T Identity => typeof(T) == typeof(byte) ? T.One : typeof(T) == typeof(int) || typeof(T) == typeof(long) ? -(Folds.Least<T>() + T.One) : -Folds.Least<T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Combine(T a, T b) => T.Min(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : struct, IVector<V, T> => V.Min(a, b);
}

internal static class Folds
{
    /// <summary>The least number of a type, infinite where there are infinities; of bytes, which hold truth, false.</summary>
    public static T Least<T>()
        where T : unmanaged, INumber<T> =>
        typeof(T) == typeof(float) ? (T)(object)float.NegativeInfinity
        : typeof(T) == typeof(double) ? (T)(object)double.NegativeInfinity
        : typeof(T) == typeof(int) ? (T)(object)int.MinValue
        : typeof(T) == typeof(long) ? (T)(object)long.MinValue
        : T.Zero;
}
