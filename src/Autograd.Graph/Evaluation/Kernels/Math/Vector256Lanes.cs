using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autograd.Graph;

/// <summary>256 bits of lanes.</summary>
internal readonly struct Vector256Lanes<T>(Vector256<T> lanes) : IVector<Vector256Lanes<T>, T>
    where T : unmanaged
{
    private readonly Vector256<T> _lanes = lanes;

    public static int Count => Vector256<T>.Count;

    private static bool IsFloating
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float) || typeof(T) == typeof(double);
    }

    private static Vector256<T> SignBits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(double) ? Vector256.Create(-0d).As<double, T>() : Vector256.Create(-0f).As<float, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> Create(T value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> CreateBits(long bits) => Unsafe.SizeOf<T>() switch
    {
        8 => new(Vector256.Create(bits).As<long, T>()),
        4 => new(Vector256.Create((int)bits).As<int, T>()),
        _ => new(Vector256.Create((byte)bits).As<byte, T>()),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> Load(ref readonly T source) => new(Vector256.LoadUnsafe(in source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256Lanes<T> x, ref T target) => x._lanes.StoreUnsafe(ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T First(Vector256Lanes<T> x) => x._lanes.ToScalar();

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
    public static Vector256Lanes<T> LoadTruths(ref readonly byte source) => Unsafe.SizeOf<T>() switch
    {
        8 => new(~Vector256.Equals(Avx2.ConvertToVector256Int64(Vector128.CreateScalar(Unsafe.ReadUnaligned<uint>(in source)).AsByte()), Vector256<long>.Zero).As<long, T>()),
        4 => new(~Vector256.Equals(Avx2.ConvertToVector256Int32(Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(in source)).AsByte()), Vector256<int>.Zero).As<int, T>()),
        _ => new(~Vector256.Equals(Vector256.LoadUnsafe(in source), Vector256<byte>.Zero).As<byte, T>()),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTruths(Vector256Lanes<T> mask, ref byte target)
    {
        switch (Unsafe.SizeOf<T>())
        {
            case 8:
                Vector128<int> quarters = Vector128.Narrow(mask._lanes.GetLower().As<T, long>(), mask._lanes.GetUpper().As<T, long>());
                Unsafe.WriteUnaligned(ref target, (uint)Vector128Lanes<int>.Truths(quarters) & 0x01010101);
                break;
            case 4:
                Vector128<short> halves = Vector128.Narrow(mask._lanes.GetLower().As<T, int>(), mask._lanes.GetUpper().As<T, int>());
                Unsafe.WriteUnaligned(ref target, Vector128.Narrow(halves, halves).AsUInt64().ToScalar() & 0x0101010101010101);
                break;
            default: (mask._lanes.As<T, byte>() & Vector256.Create((byte)1)).StoreUnsafe(ref target); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> LoadIntegers(ref readonly int source)
    {
        if (typeof(T) == typeof(float)) return new(Vector256.ConvertToSingle(Vector256.LoadUnsafe(in source)).As<float, T>());
        Vector128<int> half = Vector128.LoadUnsafe(in source);
        return typeof(T) == typeof(double) ? new(Avx.ConvertToVector256Double(half).As<double, T>()) : new(Avx2.ConvertToVector256Int64(half).As<long, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreIntegers(Vector256Lanes<T> x, ref int target)
    {
        if (typeof(T) == typeof(float)) Vector256.ConvertToInt32(x._lanes.As<T, float>()).StoreUnsafe(ref target);
        else if (typeof(T) == typeof(double)) Avx.ConvertToVector128Int32WithTruncation(Clamped(x)).StoreUnsafe(ref target);
        else Vector128.Narrow(x._lanes.GetLower().As<T, long>(), x._lanes.GetUpper().As<T, long>()).StoreUnsafe(ref target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> LoadLongs(ref readonly long source) => new(Vector256.ConvertToDouble(Vector256.LoadUnsafe(in source)).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreLongs(Vector256Lanes<T> x, ref long target) => Vector256.ConvertToInt64(x._lanes.As<T, double>()).StoreUnsafe(ref target);

    /// <summary>Doubles within the range of int, 0 for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Clamped(Vector256Lanes<T> x)
    {
        Vector256<double> a = x._lanes.As<T, double>();
        a &= Vector256.Equals(a, a);
        return Vector256.MinNative(Vector256.MaxNative(a, Vector256.Create((double)int.MinValue)), Vector256.Create((double)int.MaxValue));
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
    public static Vector256Lanes<T> operator -(Vector256Lanes<T> a) => IsFloating ? new(a._lanes ^ SignBits) : new(Vector256<T>.Zero - a._lanes);

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
    public static Vector256Lanes<T> operator <=(Vector256Lanes<T> a, Vector256Lanes<T> b) => new(Vector256.LessThanOrEqual(a._lanes, b._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> operator <=(Vector256Lanes<T> a, T b) => new(Vector256.LessThanOrEqual(a._lanes, Vector256.Create(b)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> operator >=(Vector256Lanes<T> a, Vector256Lanes<T> b) => new(Vector256.GreaterThanOrEqual(a._lanes, b._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> operator >=(Vector256Lanes<T> a, T b) => new(Vector256.GreaterThanOrEqual(a._lanes, Vector256.Create(b)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> Equal(Vector256Lanes<T> a, Vector256Lanes<T> b) => new(Vector256.Equals(a._lanes, b._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> NotEqual(Vector256Lanes<T> a, Vector256Lanes<T> b) => new(~Vector256.Equals(a._lanes, b._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> Select(Vector256Lanes<T> mask, Vector256Lanes<T> a, Vector256Lanes<T> b) => Avx2.IsSupported
        ? new(Avx2.BlendVariable(b._lanes.As<T, byte>(), a._lanes.As<T, byte>(), mask._lanes.As<T, byte>()).As<byte, T>())
        : new(Vector256.ConditionalSelect(mask._lanes, a._lanes, b._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Vector256Lanes<T> mask) => mask._lanes.As<T, long>() != Vector256<long>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllAtMost(Vector256Lanes<T> x, T bound) => Vector256.ExtractMostSignificantBits(Vector256.LessThanOrEqual(x._lanes, Vector256.Create(bound))) == (1u << Count) - 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> Fma(Vector256Lanes<T> a, Vector256Lanes<T> b, Vector256Lanes<T> c) => typeof(T) == typeof(double)
        ? new(Vector256.FusedMultiplyAdd(a._lanes.As<T, double>(), b._lanes.As<T, double>(), c._lanes.As<T, double>()).As<double, T>())
        : new(Vector256.FusedMultiplyAdd(a._lanes.As<T, float>(), b._lanes.As<T, float>(), c._lanes.As<T, float>()).As<float, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(Vector256Lanes<T> a, Vector256Lanes<T> b, ref Vector256Lanes<T> sum)
    {
        if (typeof(T) == typeof(double)) Unsafe.AsRef(in sum._lanes) = Vector256.FusedMultiplyAdd(a._lanes.As<T, double>(), b._lanes.As<T, double>(), sum._lanes.As<T, double>()).As<double, T>();
        else Unsafe.AsRef(in sum._lanes) = Vector256.FusedMultiplyAdd(a._lanes.As<T, float>(), b._lanes.As<T, float>(), sum._lanes.As<T, float>()).As<float, T>();
    }

    // The native minimum and maximum give their second operand, or NaN, where one is NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> AtMost(Vector256Lanes<T> x, T bound) => new(Vector256.MinNative(Vector256.Create(bound), x._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> AtLeast(Vector256Lanes<T> x, T bound) => new(Vector256.MaxNative(Vector256.Create(bound), x._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> Abs(Vector256Lanes<T> a) => IsFloating
        ? new(Vector256.AndNot(a._lanes, SignBits))
        : new(Vector256.ConditionalSelect(Vector256.LessThan(a._lanes, Vector256<T>.Zero), Vector256<T>.Zero - a._lanes, a._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> Max(Vector256Lanes<T> a, Vector256Lanes<T> b) => new(Vector256.Max(a._lanes, b._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> Min(Vector256Lanes<T> a, Vector256Lanes<T> b) => new(Vector256.Min(a._lanes, b._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> Sqrt(Vector256Lanes<T> a) => new(Vector256.Sqrt(a._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> Floor(Vector256Lanes<T> a) => typeof(T) == typeof(double)
        ? new(Vector256.Floor(a._lanes.As<T, double>()).As<double, T>())
        : new(Vector256.Floor(a._lanes.As<T, float>()).As<float, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> Ceiling(Vector256Lanes<T> a) => typeof(T) == typeof(double)
        ? new(Vector256.Ceiling(a._lanes.As<T, double>()).As<double, T>())
        : new(Vector256.Ceiling(a._lanes.As<T, float>()).As<float, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> Truncate(Vector256Lanes<T> a) => typeof(T) == typeof(double)
        ? new(Vector256.Truncate(a._lanes.As<T, double>()).As<double, T>())
        : new(Vector256.Truncate(a._lanes.As<T, float>()).As<float, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> RoundToEven(Vector256Lanes<T> a) => typeof(T) == typeof(double)
        ? new(Vector256.Round(a._lanes.As<T, double>()).As<double, T>())
        : new(Vector256.Round(a._lanes.As<T, float>()).As<float, T>());

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
    public static Vector256Lanes<T> Lookup(ReadOnlySpan<float> table, Vector256Lanes<T> index)
    {
        ref float first = ref MemoryMarshal.GetReference(table);
        Vector256<int> places = index._lanes.As<T, int>();
        Vector256<float> low = Avx2.PermuteVar8x32(Vector256.LoadUnsafe(ref first), places);
        if (table.Length == 8) return new(low.As<float, T>());
        Vector256<float> high = Avx2.PermuteVar8x32(Vector256.LoadUnsafe(ref first, 8), places);
        return new(Avx.BlendVariable(low, high, (places << 28).AsSingle()).As<float, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> Apart<TKernel>(Vector256Lanes<T> x)
        where TKernel : struct, IUnaryKernel<T> => TKernel.Apply(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Lanes<T> ShiftRight(Vector256Lanes<T> a, int count) => typeof(T) == typeof(double)
        ? new((a._lanes.As<T, long>() >>> count).As<long, T>())
        : new((a._lanes.As<T, int>() >>> count).As<int, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256Lanes<T> Horner(Vector256Lanes<T> z, T c) => Fma(this, z, Create(c));
}
