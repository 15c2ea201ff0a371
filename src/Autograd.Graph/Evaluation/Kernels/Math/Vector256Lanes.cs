using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autograd.Graph;

/// <summary>256 bits of float or double lanes.</summary>
internal readonly struct Vector256Lanes<T>(Vector256<T> lanes) : IVector<Vector256Lanes<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector256<T> _lanes = lanes;

    public static int Count => Vector256<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> Create(T value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> CreateBits(long bits) => typeof(T) == typeof(double)
        ? new(Vector256.Create(bits).As<long, T>())
        : new(Vector256.Create((int)bits).As<int, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> Load(ref readonly T source) => new(Vector256.LoadUnsafe(in source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256Lanes<T> x, ref T target) => x._lanes.StoreUnsafe(ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> LoadSingles(ref readonly float source)
    {
        if (typeof(T) == typeof(float))
        {
            return new(Vector256.LoadUnsafe(in source).As<float, T>());
        }

        Vector128<float> half = Vector128.LoadUnsafe(in source);
        Vector256<double> wide = Avx.IsSupported
            ? Avx.ConvertToVector256Double(half)
            : Vector256.Create(Vector128.WidenLower(half), Vector128.WidenUpper(half));
        return new(wide.As<double, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSingles(Vector256Lanes<T> x, ref float target)
    {
        if (typeof(T) == typeof(float))
        {
            x._lanes.As<T, float>().StoreUnsafe(ref target);
            return;
        }

        Vector256<double> wide = x._lanes.As<T, double>();
        Vector128<float> half = Avx.IsSupported
            ? Avx.ConvertToVector128Single(wide)
            : Vector128.Narrow(wide.GetLower(), wide.GetUpper());
        half.StoreUnsafe(ref target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> operator +(Vector256Lanes<T> a, Vector256Lanes<T> b) => new(a._lanes + b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> operator +(Vector256Lanes<T> a, T b) => new(a._lanes + Vector256.Create(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> operator -(Vector256Lanes<T> a, Vector256Lanes<T> b) => new(a._lanes - b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> operator -(Vector256Lanes<T> a, T b) => new(a._lanes - Vector256.Create(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> operator -(Vector256Lanes<T> a) => new(a._lanes ^ Vector256.Create(T.NegativeZero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> operator *(Vector256Lanes<T> a, Vector256Lanes<T> b) => new(a._lanes * b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> operator *(Vector256Lanes<T> a, T b) => new(a._lanes * Vector256.Create(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> operator /(Vector256Lanes<T> a, Vector256Lanes<T> b) => new(a._lanes / b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> operator &(Vector256Lanes<T> a, Vector256Lanes<T> b) => new(a._lanes & b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> operator |(Vector256Lanes<T> a, Vector256Lanes<T> b) => new(a._lanes | b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> operator ^(Vector256Lanes<T> a, Vector256Lanes<T> b) => new(a._lanes ^ b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> operator ~(Vector256Lanes<T> a) => new(~a._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> operator <(Vector256Lanes<T> a, Vector256Lanes<T> b) => new(Vector256.LessThan(a._lanes, b._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> operator <(Vector256Lanes<T> a, T b) => new(Vector256.LessThan(a._lanes, Vector256.Create(b)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> operator >(Vector256Lanes<T> a, Vector256Lanes<T> b) => new(Vector256.GreaterThan(a._lanes, b._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> operator >(Vector256Lanes<T> a, T b) => new(Vector256.GreaterThan(a._lanes, Vector256.Create(b)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> operator <=(Vector256Lanes<T> a, T b) => new(Vector256.LessThanOrEqual(a._lanes, Vector256.Create(b)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> operator >=(Vector256Lanes<T> a, T b) => new(Vector256.GreaterThanOrEqual(a._lanes, Vector256.Create(b)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> Equal(Vector256Lanes<T> a, Vector256Lanes<T> b) => new(Vector256.Equals(a._lanes, b._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> NotEqual(Vector256Lanes<T> a, Vector256Lanes<T> b) => new(~Vector256.Equals(a._lanes, b._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> Select(Vector256Lanes<T> mask, Vector256Lanes<T> a, Vector256Lanes<T> b) =>
        new(Vector256.ConditionalSelect(mask._lanes, a._lanes, b._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Vector256Lanes<T> mask) => mask._lanes.As<T, long>() != Vector256<long>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> Fma(Vector256Lanes<T> a, Vector256Lanes<T> b, Vector256Lanes<T> c) => typeof(T) == typeof(double)
        ? new(Vector256.FusedMultiplyAdd(a._lanes.As<T, double>(), b._lanes.As<T, double>(), c._lanes.As<T, double>()).As<double, T>())
        : new(Vector256.FusedMultiplyAdd(a._lanes.As<T, float>(), b._lanes.As<T, float>(), c._lanes.As<T, float>()).As<float, T>());

    // The native minimum and maximum give their second operand, or NaN, where one is NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> AtMost(Vector256Lanes<T> x, T bound) => new(Vector256.MinNative(Vector256.Create(bound), x._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> AtLeast(Vector256Lanes<T> x, T bound) => new(Vector256.MaxNative(Vector256.Create(bound), x._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> Abs(Vector256Lanes<T> a) => new(Vector256.AndNot(a._lanes, Vector256.Create(T.NegativeZero)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> Sqrt(Vector256Lanes<T> a) => new(Vector256.Sqrt(a._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> AddBits(Vector256Lanes<T> a, Vector256Lanes<T> b) => typeof(T) == typeof(double)
        ? new((a._lanes.As<T, long>() + b._lanes.As<T, long>()).As<long, T>())
        : new((a._lanes.As<T, int>() + b._lanes.As<T, int>()).As<int, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> SubtractBits(Vector256Lanes<T> a, Vector256Lanes<T> b) => typeof(T) == typeof(double)
        ? new((a._lanes.As<T, long>() - b._lanes.As<T, long>()).As<long, T>())
        : new((a._lanes.As<T, int>() - b._lanes.As<T, int>()).As<int, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> ShiftLeft(Vector256Lanes<T> a, int count) => typeof(T) == typeof(double)
        ? new((a._lanes.As<T, long>() << count).As<long, T>())
        : new((a._lanes.As<T, int>() << count).As<int, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> ShiftRight(Vector256Lanes<T> a, int count) => typeof(T) == typeof(double)
        ? new((a._lanes.As<T, long>() >>> count).As<long, T>())
        : new((a._lanes.As<T, int>() >>> count).As<int, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256Lanes<T> Horner(Vector256Lanes<T> z, T c) => Fma(this, z, Create(c));
}
