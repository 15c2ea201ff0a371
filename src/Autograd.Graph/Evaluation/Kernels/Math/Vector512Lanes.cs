using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autograd.Graph;

/// <summary>512 bits of lanes.</summary>
internal readonly struct Vector512Lanes<T>(Vector512<T> lanes) : IVector<Vector512Lanes<T>, T>
    where T : unmanaged
{
    private readonly Vector512<T> _lanes = lanes;

    public static int Count => Vector512<T>.Count;

    private static bool IsFloating
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float) || typeof(T) == typeof(double);
    }

    private static Vector512<T> SignBits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(double) ? Vector512.Create(-0d).As<double, T>() : Vector512.Create(-0f).As<float, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> Create(T value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> CreateBits(long bits) => Unsafe.SizeOf<T>() switch
    {
        8 => new(Vector512.Create(bits).As<long, T>()),
        4 => new(Vector512.Create((int)bits).As<int, T>()),
        _ => new(Vector512.Create((byte)bits).As<byte, T>()),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> Load(ref readonly T source) => new(Vector512.LoadUnsafe(in source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512Lanes<T> x, ref T target) => x._lanes.StoreUnsafe(ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T First(Vector512Lanes<T> x) => x._lanes.ToScalar();

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
    public static Vector512Lanes<T> LoadTruths(ref readonly byte source) => Unsafe.SizeOf<T>() switch
    {
        8 => new(~Vector512.Equals(Avx512F.ConvertToVector512Int64(Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(in source)).AsByte()), Vector512<long>.Zero).As<long, T>()),
        4 => new(~Vector512.Equals(Avx512F.ConvertToVector512Int32(Vector128.LoadUnsafe(in source)), Vector512<int>.Zero).As<int, T>()),
        _ => new(~Vector512.Equals(Vector512.LoadUnsafe(in source), Vector512<byte>.Zero).As<byte, T>()),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTruths(Vector512Lanes<T> mask, ref byte target)
    {
        switch (Unsafe.SizeOf<T>())
        {
            case 8: Unsafe.WriteUnaligned(ref target, Avx512F.ConvertToVector128Byte(mask._lanes.As<T, ulong>()).AsUInt64().ToScalar() & 0x0101010101010101); break;
            case 4: (Avx512F.ConvertToVector128Byte(mask._lanes.As<T, uint>()) & Vector128.Create((byte)1)).StoreUnsafe(ref target); break;
            default: (mask._lanes.As<T, byte>() & Vector512.Create((byte)1)).StoreUnsafe(ref target); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> LoadIntegers(ref readonly int source)
    {
        if (typeof(T) == typeof(float)) return new(Vector512.ConvertToSingle(Vector512.LoadUnsafe(in source)).As<float, T>());
        Vector256<int> half = Vector256.LoadUnsafe(in source);
        return typeof(T) == typeof(double) ? new(Avx512F.ConvertToVector512Double(half).As<double, T>()) : new(Avx512F.ConvertToVector512Int64(half).As<long, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreIntegers(Vector512Lanes<T> x, ref int target)
    {
        if (typeof(T) == typeof(float)) Vector512.ConvertToInt32(x._lanes.As<T, float>()).StoreUnsafe(ref target);
        else if (typeof(T) == typeof(double)) Avx512F.ConvertToVector256Int32WithTruncation(Clamped(x)).StoreUnsafe(ref target);
        else Avx512F.ConvertToVector256Int32(x._lanes.As<T, long>()).StoreUnsafe(ref target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> LoadLongs(ref readonly long source) => new(Vector512.ConvertToDouble(Vector512.LoadUnsafe(in source)).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreLongs(Vector512Lanes<T> x, ref long target) => Vector512.ConvertToInt64(x._lanes.As<T, double>()).StoreUnsafe(ref target);

    /// <summary>Doubles within the range of int, 0 for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Clamped(Vector512Lanes<T> x)
    {
        Vector512<double> a = x._lanes.As<T, double>();
        a &= Vector512.Equals(a, a);
        return Vector512.MinNative(Vector512.MaxNative(a, Vector512.Create((double)int.MinValue)), Vector512.Create((double)int.MaxValue));
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
    public static Vector512Lanes<T> operator -(Vector512Lanes<T> a) => IsFloating ? new(a._lanes ^ SignBits) : new(Vector512<T>.Zero - a._lanes);

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
    public static Vector512Lanes<T> operator <=(Vector512Lanes<T> a, Vector512Lanes<T> b) => new(Vector512.LessThanOrEqual(a._lanes, b._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> operator <=(Vector512Lanes<T> a, T b) => new(Vector512.LessThanOrEqual(a._lanes, Vector512.Create(b)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> operator >=(Vector512Lanes<T> a, Vector512Lanes<T> b) => new(Vector512.GreaterThanOrEqual(a._lanes, b._lanes));

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
    public static bool AllAtMost(Vector512Lanes<T> x, T bound) => Vector512.LessThanOrEqualAll(x._lanes, Vector512.Create(bound));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> Fma(Vector512Lanes<T> a, Vector512Lanes<T> b, Vector512Lanes<T> c) => typeof(T) == typeof(double)
        ? new(Vector512.FusedMultiplyAdd(a._lanes.As<T, double>(), b._lanes.As<T, double>(), c._lanes.As<T, double>()).As<double, T>())
        : new(Vector512.FusedMultiplyAdd(a._lanes.As<T, float>(), b._lanes.As<T, float>(), c._lanes.As<T, float>()).As<float, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(Vector512Lanes<T> a, Vector512Lanes<T> b, ref Vector512Lanes<T> sum)
    {
        // Branches, for a conditional expression would be a local more: of a tile of 24 sums the compiler then left some in memory.
        if (typeof(T) == typeof(double)) Unsafe.AsRef(in sum._lanes) = Vector512.FusedMultiplyAdd(a._lanes.As<T, double>(), b._lanes.As<T, double>(), sum._lanes.As<T, double>()).As<double, T>();
        else Unsafe.AsRef(in sum._lanes) = Vector512.FusedMultiplyAdd(a._lanes.As<T, float>(), b._lanes.As<T, float>(), sum._lanes.As<T, float>()).As<float, T>();
    }

    // The native minimum and maximum give their second operand, or NaN, where one is NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> AtMost(Vector512Lanes<T> x, T bound) => new(Vector512.MinNative(Vector512.Create(bound), x._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> AtLeast(Vector512Lanes<T> x, T bound) => new(Vector512.MaxNative(Vector512.Create(bound), x._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> Abs(Vector512Lanes<T> a) => IsFloating
        ? new(Vector512.AndNot(a._lanes, SignBits))
        : new(Vector512.ConditionalSelect(Vector512.LessThan(a._lanes, Vector512<T>.Zero), Vector512<T>.Zero - a._lanes, a._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> Max(Vector512Lanes<T> a, Vector512Lanes<T> b) => new(Vector512.Max(a._lanes, b._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> Min(Vector512Lanes<T> a, Vector512Lanes<T> b) => new(Vector512.Min(a._lanes, b._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> Sqrt(Vector512Lanes<T> a) => new(Vector512.Sqrt(a._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> Floor(Vector512Lanes<T> a) => typeof(T) == typeof(double)
        ? new(Vector512.Floor(a._lanes.As<T, double>()).As<double, T>())
        : new(Vector512.Floor(a._lanes.As<T, float>()).As<float, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> Ceiling(Vector512Lanes<T> a) => typeof(T) == typeof(double)
        ? new(Vector512.Ceiling(a._lanes.As<T, double>()).As<double, T>())
        : new(Vector512.Ceiling(a._lanes.As<T, float>()).As<float, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> Truncate(Vector512Lanes<T> a) => typeof(T) == typeof(double)
        ? new(Vector512.Truncate(a._lanes.As<T, double>()).As<double, T>())
        : new(Vector512.Truncate(a._lanes.As<T, float>()).As<float, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> RoundToEven(Vector512Lanes<T> a) => typeof(T) == typeof(double)
        ? new(Vector512.Round(a._lanes.As<T, double>()).As<double, T>())
        : new(Vector512.Round(a._lanes.As<T, float>()).As<float, T>());

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
    public static Vector512Lanes<T> Lookup(ReadOnlySpan<float> table, Vector512Lanes<T> index)
    {
        ref float first = ref MemoryMarshal.GetReference(table);
        // An index of 8 or more has no place in a table of 8, so that what the upper half holds does not matter.
        Vector512<float> whole = table.Length == 16 ? Vector512.LoadUnsafe(ref first) : Vector256.LoadUnsafe(ref first).ToVector512Unsafe();
        return new(Avx512F.PermuteVar16x32(whole, index._lanes.As<T, int>()).As<float, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> Apart<TKernel>(Vector512Lanes<T> x)
        where TKernel : struct, IUnaryKernel<T> => TKernel.Apply(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lanes<T> ShiftRight(Vector512Lanes<T> a, int count) => typeof(T) == typeof(double)
        ? new((a._lanes.As<T, long>() >>> count).As<long, T>())
        : new((a._lanes.As<T, int>() >>> count).As<int, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512Lanes<T> Horner(Vector512Lanes<T> z, T c) => Fma(this, z, Create(c));
}
