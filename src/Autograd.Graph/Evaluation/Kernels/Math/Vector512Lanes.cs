using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autograd.Graph;

/// <summary>512 bits of float or double lanes.</summary>
internal readonly struct Vector512Lanes<T>(Vector512<T> lanes) : IVector<Vector512Lanes<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector512<T> _lanes = lanes;

    public static int Count => Vector512<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> Create(T value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> CreateBits(long bits) => typeof(T) == typeof(double)
        ? new(Vector512.Create(bits).As<long, T>())
        : new(Vector512.Create((int)bits).As<int, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> Load(ref readonly T source) => new(Vector512.LoadUnsafe(in source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512Lanes<T> x, ref T target) => x._lanes.StoreUnsafe(ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> LoadSingles(ref readonly float source)
    {
        if (typeof(T) == typeof(float))
        {
            return new(Vector512.LoadUnsafe(in source).As<float, T>());
        }

        Vector256<float> half = Vector256.LoadUnsafe(in source);
        Vector512<double> wide = Avx512F.IsSupported
            ? Avx512F.ConvertToVector512Double(half)
            : Vector512.Create(Vector256.WidenLower(half), Vector256.WidenUpper(half));
        return new(wide.As<double, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSingles(Vector512Lanes<T> x, ref float target)
    {
        if (typeof(T) == typeof(float))
        {
            x._lanes.As<T, float>().StoreUnsafe(ref target);
            return;
        }

        Vector512<double> wide = x._lanes.As<T, double>();
        Vector256<float> half = Avx512F.IsSupported
            ? Avx512F.ConvertToVector256Single(wide)
            : Vector256.Narrow(wide.GetLower(), wide.GetUpper());
        half.StoreUnsafe(ref target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> operator +(Vector512Lanes<T> a, Vector512Lanes<T> b) => new(a._lanes + b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> operator +(Vector512Lanes<T> a, T b) => new(a._lanes + Vector512.Create(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> operator -(Vector512Lanes<T> a, Vector512Lanes<T> b) => new(a._lanes - b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> operator -(Vector512Lanes<T> a, T b) => new(a._lanes - Vector512.Create(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> operator -(Vector512Lanes<T> a) => new(a._lanes ^ Vector512.Create(T.NegativeZero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> operator *(Vector512Lanes<T> a, Vector512Lanes<T> b) => new(a._lanes * b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> operator *(Vector512Lanes<T> a, T b) => new(a._lanes * Vector512.Create(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> operator /(Vector512Lanes<T> a, Vector512Lanes<T> b) => new(a._lanes / b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> operator &(Vector512Lanes<T> a, Vector512Lanes<T> b) => new(a._lanes & b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> operator |(Vector512Lanes<T> a, Vector512Lanes<T> b) => new(a._lanes | b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> operator ^(Vector512Lanes<T> a, Vector512Lanes<T> b) => new(a._lanes ^ b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> operator ~(Vector512Lanes<T> a) => new(~a._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> operator <(Vector512Lanes<T> a, Vector512Lanes<T> b) => new(Vector512.LessThan(a._lanes, b._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> operator <(Vector512Lanes<T> a, T b) => new(Vector512.LessThan(a._lanes, Vector512.Create(b)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> operator >(Vector512Lanes<T> a, Vector512Lanes<T> b) => new(Vector512.GreaterThan(a._lanes, b._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> operator >(Vector512Lanes<T> a, T b) => new(Vector512.GreaterThan(a._lanes, Vector512.Create(b)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> operator <=(Vector512Lanes<T> a, T b) => new(Vector512.LessThanOrEqual(a._lanes, Vector512.Create(b)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> operator >=(Vector512Lanes<T> a, T b) => new(Vector512.GreaterThanOrEqual(a._lanes, Vector512.Create(b)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> Equal(Vector512Lanes<T> a, Vector512Lanes<T> b) => new(Vector512.Equals(a._lanes, b._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> NotEqual(Vector512Lanes<T> a, Vector512Lanes<T> b) => new(~Vector512.Equals(a._lanes, b._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> Select(Vector512Lanes<T> mask, Vector512Lanes<T> a, Vector512Lanes<T> b) =>
        new(Vector512.ConditionalSelect(mask._lanes, a._lanes, b._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Vector512Lanes<T> mask) => mask._lanes.As<T, long>() != Vector512<long>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> Fma(Vector512Lanes<T> a, Vector512Lanes<T> b, Vector512Lanes<T> c) => typeof(T) == typeof(double)
        ? new(Vector512.FusedMultiplyAdd(a._lanes.As<T, double>(), b._lanes.As<T, double>(), c._lanes.As<T, double>()).As<double, T>())
        : new(Vector512.FusedMultiplyAdd(a._lanes.As<T, float>(), b._lanes.As<T, float>(), c._lanes.As<T, float>()).As<float, T>());

    // The native minimum and maximum give their second operand, or NaN, where one is NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> AtMost(Vector512Lanes<T> x, T bound) => new(Vector512.MinNative(Vector512.Create(bound), x._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> AtLeast(Vector512Lanes<T> x, T bound) => new(Vector512.MaxNative(Vector512.Create(bound), x._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> Abs(Vector512Lanes<T> a) => new(Vector512.AndNot(a._lanes, Vector512.Create(T.NegativeZero)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> Sqrt(Vector512Lanes<T> a) => new(Vector512.Sqrt(a._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> AddBits(Vector512Lanes<T> a, Vector512Lanes<T> b) => typeof(T) == typeof(double)
        ? new((a._lanes.As<T, long>() + b._lanes.As<T, long>()).As<long, T>())
        : new((a._lanes.As<T, int>() + b._lanes.As<T, int>()).As<int, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> SubtractBits(Vector512Lanes<T> a, Vector512Lanes<T> b) => typeof(T) == typeof(double)
        ? new((a._lanes.As<T, long>() - b._lanes.As<T, long>()).As<long, T>())
        : new((a._lanes.As<T, int>() - b._lanes.As<T, int>()).As<int, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> ShiftLeft(Vector512Lanes<T> a, int count) => typeof(T) == typeof(double)
        ? new((a._lanes.As<T, long>() << count).As<long, T>())
        : new((a._lanes.As<T, int>() << count).As<int, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> ShiftRight(Vector512Lanes<T> a, int count) => typeof(T) == typeof(double)
        ? new((a._lanes.As<T, long>() >>> count).As<long, T>())
        : new((a._lanes.As<T, int>() >>> count).As<int, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512Lanes<T> Horner(Vector512Lanes<T> z, T c) => Fma(this, z, Create(c));
}
