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

/// <summary>Makes the kernel of a fold.</summary>
internal interface IFoldKernels<TKernel>
{
    static abstract TKernel Of<T, TFold>()
        where T : unmanaged
        where TFold : struct, IFold<T>;
}

/// <summary>The kernels of one make by kind and element type.</summary>
internal static class FoldTable<TKernels, TKernel>
    where TKernels : struct, IFoldKernels<TKernel>
{
    public static TKernel For(ReduceKind kind, DType dtype) => dtype switch
    {
        DType.Float32 => For<float>(kind),
        DType.Float64 => For<double>(kind),
        DType.Int64 => For<long>(kind),
        DType.Int32 => For<int>(kind),
        DType.Bool when kind is ReduceKind.Max or ReduceKind.Min => For<byte>(kind),
        _ => throw new NotSupportedException($"{kind}: no kernel for {dtype.Name()}"),
    };

    /// <summary>Of numbers, or of truth values as bytes.</summary>
    public static TKernel For<T>(ReduceKind kind)
        where T : unmanaged, INumber<T> => kind switch
        {
            ReduceKind.Sum => TKernels.Of<T, SumFold<T>>(),
            ReduceKind.Product => TKernels.Of<T, ProductFold<T>>(),
            ReduceKind.Max => TKernels.Of<T, MaxFold<T>>(),
            _ => TKernels.Of<T, MinFold<T>>(),
        };
}
