using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>How elements in memory become lanes of T, and lanes elements.</summary>
internal interface IElements<T>
    where T : unmanaged
{
    /// <summary>Bytes of an element.</summary>
    static abstract int Size { get; }

    static abstract V Load<V>(ref byte source)
        where V : struct, IVector<V, T>;

    /// <summary>One element in every lane.</summary>
    static abstract V Repeat<V>(ref byte source)
        where V : struct, IVector<V, T>;

    static abstract void Store<V>(V x, ref byte target)
        where V : struct, IVector<V, T>;

    /// <summary>The first lane as one element.</summary>
    static abstract void StoreFirst<V>(V x, ref byte target)
        where V : struct, IVector<V, T>;
}

/// <summary>Elements that are lanes as they stand.</summary>
internal readonly struct Plain<T> : IElements<T>
    where T : unmanaged
{
    public static int Size => Unsafe.SizeOf<T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load<V>(ref byte source)
        where V : struct, IVector<V, T> => V.Load(ref Unsafe.As<byte, T>(ref source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Repeat<V>(ref byte source)
        where V : struct, IVector<V, T> => V.Create(Unsafe.As<byte, T>(ref source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<V>(V x, ref byte target)
        where V : struct, IVector<V, T> => V.Store(x, ref Unsafe.As<byte, T>(ref target));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst<V>(V x, ref byte target)
        where V : struct, IVector<V, T> => Unsafe.As<byte, T>(ref target) = V.First(x);
}

/// <summary>Floats as lanes of double, rounded when stored.</summary>
internal readonly struct Singles : IElements<double>
{
    public static int Size => sizeof(float);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load<V>(ref byte source)
        where V : struct, IVector<V, double> => V.LoadSingles(ref Unsafe.As<byte, float>(ref source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Repeat<V>(ref byte source)
        where V : struct, IVector<V, double> => V.Create(Unsafe.As<byte, float>(ref source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<V>(V x, ref byte target)
        where V : struct, IVector<V, double> => V.StoreSingles(x, ref Unsafe.As<byte, float>(ref target));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst<V>(V x, ref byte target)
        where V : struct, IVector<V, double> => Unsafe.As<byte, float>(ref target) = (float)V.First(x);
}

/// <summary>Truth values, bytes of 0 or 1, as masks.</summary>
internal readonly struct Truths<T> : IElements<T>
    where T : unmanaged
{
    public static int Size => sizeof(bool);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load<V>(ref byte source)
        where V : struct, IVector<V, T> => V.LoadTruths(ref source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Repeat<V>(ref byte source)
        where V : struct, IVector<V, T> => V.CreateBits(source != 0 ? -1 : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<V>(V x, ref byte target)
        where V : struct, IVector<V, T> => V.StoreTruths(x, ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst<V>(V x, ref byte target)
        where V : struct, IVector<V, T>
    {
        T first = V.First(x);
        target = (byte)(Unsafe.As<T, byte>(ref first) & 1);
    }
}

/// <summary>Ints as lanes of float, double or long.</summary>
internal readonly struct Integers<T> : IElements<T>
    where T : unmanaged, INumber<T>
{
    public static int Size => sizeof(int);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load<V>(ref byte source)
        where V : struct, IVector<V, T> => V.LoadIntegers(ref Unsafe.As<byte, int>(ref source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Repeat<V>(ref byte source)
        where V : struct, IVector<V, T> => V.Create(T.CreateTruncating(Unsafe.As<byte, int>(ref source)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<V>(V x, ref byte target)
        where V : struct, IVector<V, T> => V.StoreIntegers(x, ref Unsafe.As<byte, int>(ref target));

    // Longs wrap, floating numbers saturate.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst<V>(V x, ref byte target)
        where V : struct, IVector<V, T> =>
        Unsafe.As<byte, int>(ref target) = typeof(T) == typeof(long) ? int.CreateTruncating(V.First(x)) : int.CreateSaturating(V.First(x));
}

/// <summary>Longs as lanes of double.</summary>
internal readonly struct Longs : IElements<double>
{
    public static int Size => sizeof(long);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load<V>(ref byte source)
        where V : struct, IVector<V, double> => V.LoadLongs(ref Unsafe.As<byte, long>(ref source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Repeat<V>(ref byte source)
        where V : struct, IVector<V, double> => V.Create(Unsafe.As<byte, long>(ref source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<V>(V x, ref byte target)
        where V : struct, IVector<V, double> => V.StoreLongs(x, ref Unsafe.As<byte, long>(ref target));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst<V>(V x, ref byte target)
        where V : struct, IVector<V, double> => Unsafe.As<byte, long>(ref target) = long.CreateSaturating(V.First(x));
}
