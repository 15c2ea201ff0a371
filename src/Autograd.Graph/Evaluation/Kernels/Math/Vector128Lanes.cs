using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Graph;

/// <summary>128 bits of float or double lanes.</summary>
internal readonly struct Vector128Lanes<T>(Vector128<T> lanes) : IVector<Vector128Lanes<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector128<T> _lanes = lanes;

    public static int Count => Vector128<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> Create(T value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> CreateBits(long bits) => typeof(T) == typeof(double)
        ? new(Vector128.Create(bits).As<long, T>())
        : new(Vector128.Create((int)bits).As<int, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> Load(ref readonly T source) => new(Vector128.LoadUnsafe(in source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128Lanes<T> x, ref T target) => x._lanes.StoreUnsafe(ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> LoadSingles(ref readonly float source)
    {
        if (typeof(T) == typeof(float))
        {
            return new(Vector128.LoadUnsafe(in source).As<float, T>());
        }

        return new(Vector128.Create((double)source, Unsafe.Add(ref Unsafe.AsRef(in source), 1)).As<double, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSingles(Vector128Lanes<T> x, ref float target)
    {
        if (typeof(T) == typeof(float))
        {
            x._lanes.As<T, float>().StoreUnsafe(ref target);
            return;
        }

        Vector128<double> wide = x._lanes.As<T, double>();
        target = (float)wide.ToScalar();
        Unsafe.Add(ref target, 1) = (float)wide.GetElement(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> operator +(Vector128Lanes<T> a, Vector128Lanes<T> b) => new(a._lanes + b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> operator +(Vector128Lanes<T> a, T b) => new(a._lanes + Vector128.Create(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> operator -(Vector128Lanes<T> a, Vector128Lanes<T> b) => new(a._lanes - b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> operator -(Vector128Lanes<T> a, T b) => new(a._lanes - Vector128.Create(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> operator -(Vector128Lanes<T> a) => new(a._lanes ^ Vector128.Create(T.NegativeZero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> operator *(Vector128Lanes<T> a, Vector128Lanes<T> b) => new(a._lanes * b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> operator *(Vector128Lanes<T> a, T b) => new(a._lanes * Vector128.Create(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> operator /(Vector128Lanes<T> a, Vector128Lanes<T> b) => new(a._lanes / b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> operator &(Vector128Lanes<T> a, Vector128Lanes<T> b) => new(a._lanes & b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> operator |(Vector128Lanes<T> a, Vector128Lanes<T> b) => new(a._lanes | b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> operator ^(Vector128Lanes<T> a, Vector128Lanes<T> b) => new(a._lanes ^ b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> operator ~(Vector128Lanes<T> a) => new(~a._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> operator <(Vector128Lanes<T> a, Vector128Lanes<T> b) => new(Vector128.LessThan(a._lanes, b._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> operator <(Vector128Lanes<T> a, T b) => new(Vector128.LessThan(a._lanes, Vector128.Create(b)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> operator >(Vector128Lanes<T> a, Vector128Lanes<T> b) => new(Vector128.GreaterThan(a._lanes, b._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> operator >(Vector128Lanes<T> a, T b) => new(Vector128.GreaterThan(a._lanes, Vector128.Create(b)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> operator <=(Vector128Lanes<T> a, T b) => new(Vector128.LessThanOrEqual(a._lanes, Vector128.Create(b)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> operator >=(Vector128Lanes<T> a, T b) => new(Vector128.GreaterThanOrEqual(a._lanes, Vector128.Create(b)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> Equal(Vector128Lanes<T> a, Vector128Lanes<T> b) => new(Vector128.Equals(a._lanes, b._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> NotEqual(Vector128Lanes<T> a, Vector128Lanes<T> b) => new(~Vector128.Equals(a._lanes, b._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> Select(Vector128Lanes<T> mask, Vector128Lanes<T> a, Vector128Lanes<T> b) =>
        new(Vector128.ConditionalSelect(mask._lanes, a._lanes, b._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Vector128Lanes<T> mask) => mask._lanes.As<T, long>() != Vector128<long>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> Fma(Vector128Lanes<T> a, Vector128Lanes<T> b, Vector128Lanes<T> c) => typeof(T) == typeof(double)
        ? new(Vector128.FusedMultiplyAdd(a._lanes.As<T, double>(), b._lanes.As<T, double>(), c._lanes.As<T, double>()).As<double, T>())
        : new(Vector128.FusedMultiplyAdd(a._lanes.As<T, float>(), b._lanes.As<T, float>(), c._lanes.As<T, float>()).As<float, T>());

    // The native minimum and maximum give their second operand, or NaN, where one is NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> AtMost(Vector128Lanes<T> x, T bound) => new(Vector128.MinNative(Vector128.Create(bound), x._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> AtLeast(Vector128Lanes<T> x, T bound) => new(Vector128.MaxNative(Vector128.Create(bound), x._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> Abs(Vector128Lanes<T> a) => new(Vector128.AndNot(a._lanes, Vector128.Create(T.NegativeZero)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> Sqrt(Vector128Lanes<T> a) => new(Vector128.Sqrt(a._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> AddBits(Vector128Lanes<T> a, Vector128Lanes<T> b) => typeof(T) == typeof(double)
        ? new((a._lanes.As<T, long>() + b._lanes.As<T, long>()).As<long, T>())
        : new((a._lanes.As<T, int>() + b._lanes.As<T, int>()).As<int, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> SubtractBits(Vector128Lanes<T> a, Vector128Lanes<T> b) => typeof(T) == typeof(double)
        ? new((a._lanes.As<T, long>() - b._lanes.As<T, long>()).As<long, T>())
        : new((a._lanes.As<T, int>() - b._lanes.As<T, int>()).As<int, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> ShiftLeft(Vector128Lanes<T> a, int count) => typeof(T) == typeof(double)
        ? new((a._lanes.As<T, long>() << count).As<long, T>())
        : new((a._lanes.As<T, int>() << count).As<int, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> ShiftRight(Vector128Lanes<T> a, int count) => typeof(T) == typeof(double)
        ? new((a._lanes.As<T, long>() >>> count).As<long, T>())
        : new((a._lanes.As<T, int>() >>> count).As<int, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128Lanes<T> Horner(Vector128Lanes<T> z, T c) => Fma(this, z, Create(c));
}
