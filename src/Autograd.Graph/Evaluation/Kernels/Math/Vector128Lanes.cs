using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Graph;

/// <summary>128 bits of lanes.</summary>
internal readonly struct Vector128Lanes<T>(Vector128<T> lanes) : IVector<Vector128Lanes<T>, T>
    where T : unmanaged
{
    private readonly Vector128<T> _lanes = lanes;

    public static int Count => Vector128<T>.Count;

    private static bool IsFloating
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float) || typeof(T) == typeof(double);
    }

    private static Vector128<T> SignBits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(double) ? Vector128.Create(-0d).As<double, T>() : Vector128.Create(-0f).As<float, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> Create(T value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> CreateBits(long bits) => Unsafe.SizeOf<T>() switch
    {
        8 => new(Vector128.Create(bits).As<long, T>()),
        4 => new(Vector128.Create((int)bits).As<int, T>()),
        _ => new(Vector128.Create((byte)bits).As<byte, T>()),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> Load(ref readonly T source) => new(Vector128.LoadUnsafe(in source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128Lanes<T> x, ref T target) => x._lanes.StoreUnsafe(ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T First(Vector128Lanes<T> x) => x._lanes.ToScalar();

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
    public static Vector128Lanes<T> LoadTruths(ref readonly byte source) => Unsafe.SizeOf<T>() switch
    {
        8 => new(~Vector128.Equals(Vector128.WidenLower(Words(Unsafe.ReadUnaligned<ushort>(in source))), Vector128<ulong>.Zero).As<ulong, T>()),
        4 => new(~Vector128.Equals(Words(Unsafe.ReadUnaligned<uint>(in source)), Vector128<uint>.Zero).As<uint, T>()),
        _ => new(~Vector128.Equals(Vector128.LoadUnsafe(in source), Vector128<byte>.Zero).As<byte, T>()),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTruths(Vector128Lanes<T> mask, ref byte target)
    {
        switch (Unsafe.SizeOf<T>())
        {
            case 8: Unsafe.WriteUnaligned(ref target, (ushort)(Truths(Vector128.Narrow(mask._lanes.As<T, long>(), mask._lanes.As<T, long>())) & 0x0101)); break;
            case 4: Unsafe.WriteUnaligned(ref target, (uint)Truths(mask._lanes.As<T, int>()) & 0x01010101); break;
            default: (mask._lanes.As<T, byte>() & Vector128.Create((byte)1)).StoreUnsafe(ref target); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Words(uint bytes) => Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalar(bytes).AsByte()));

    /// <summary>The low bytes of four lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Truths(Vector128<int> mask)
    {
        Vector128<short> halves = Vector128.Narrow(mask, mask);
        return Vector128.Narrow(halves, halves).AsUInt64().ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> LoadIntegers(ref readonly int source)
    {
        if (typeof(T) == typeof(float)) return new(Vector128.ConvertToSingle(Vector128.LoadUnsafe(in source)).As<float, T>());
        int second = Unsafe.Add(ref Unsafe.AsRef(in source), 1);
        return typeof(T) == typeof(double) ? new(Vector128.Create((double)source, second).As<double, T>()) : new(Vector128.Create((long)source, second).As<long, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreIntegers(Vector128Lanes<T> x, ref int target)
    {
        if (typeof(T) == typeof(float))
        {
            Vector128.ConvertToInt32(x._lanes.As<T, float>()).StoreUnsafe(ref target);
            return;
        }

        // Doubles saturate as the language has it, integers wrap.
        bool floating = typeof(T) == typeof(double);
        ref int second = ref Unsafe.Add(ref target, 1);
        target = floating ? (int)x._lanes.As<T, double>().ToScalar() : (int)x._lanes.As<T, long>().ToScalar();
        second = floating ? (int)x._lanes.As<T, double>().GetElement(1) : (int)x._lanes.As<T, long>().GetElement(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> LoadLongs(ref readonly long source) => new(Vector128.ConvertToDouble(Vector128.LoadUnsafe(in source)).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreLongs(Vector128Lanes<T> x, ref long target) => Vector128.ConvertToInt64(x._lanes.As<T, double>()).StoreUnsafe(ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> operator +(Vector128Lanes<T> a, Vector128Lanes<T> b) => new(a._lanes + b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> operator +(Vector128Lanes<T> a, T b) => new(a._lanes + Vector128.Create(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> operator -(Vector128Lanes<T> a, Vector128Lanes<T> b) => new(a._lanes - b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> operator -(Vector128Lanes<T> a, T b) => new(a._lanes - Vector128.Create(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> operator -(Vector128Lanes<T> a) => IsFloating ? new(a._lanes ^ SignBits) : new(Vector128<T>.Zero - a._lanes);

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
    public static Vector128Lanes<T> operator <=(Vector128Lanes<T> a, Vector128Lanes<T> b) => new(Vector128.LessThanOrEqual(a._lanes, b._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> operator <=(Vector128Lanes<T> a, T b) => new(Vector128.LessThanOrEqual(a._lanes, Vector128.Create(b)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> operator >=(Vector128Lanes<T> a, Vector128Lanes<T> b) => new(Vector128.GreaterThanOrEqual(a._lanes, b._lanes));

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
    public static bool AllAtMost(Vector128Lanes<T> x, T bound) => Vector128.LessThanOrEqualAll(x._lanes, Vector128.Create(bound));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> Fma(Vector128Lanes<T> a, Vector128Lanes<T> b, Vector128Lanes<T> c) => typeof(T) == typeof(double)
        ? new(Vector128.FusedMultiplyAdd(a._lanes.As<T, double>(), b._lanes.As<T, double>(), c._lanes.As<T, double>()).As<double, T>())
        : new(Vector128.FusedMultiplyAdd(a._lanes.As<T, float>(), b._lanes.As<T, float>(), c._lanes.As<T, float>()).As<float, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(Vector128Lanes<T> a, Vector128Lanes<T> b, ref Vector128Lanes<T> sum)
    {
        if (typeof(T) == typeof(double)) Unsafe.AsRef(in sum._lanes) = Vector128.FusedMultiplyAdd(a._lanes.As<T, double>(), b._lanes.As<T, double>(), sum._lanes.As<T, double>()).As<double, T>();
        else Unsafe.AsRef(in sum._lanes) = Vector128.FusedMultiplyAdd(a._lanes.As<T, float>(), b._lanes.As<T, float>(), sum._lanes.As<T, float>()).As<float, T>();
    }

    // The native minimum and maximum give their second operand, or NaN, where one is NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> AtMost(Vector128Lanes<T> x, T bound) => new(Vector128.MinNative(Vector128.Create(bound), x._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> AtLeast(Vector128Lanes<T> x, T bound) => new(Vector128.MaxNative(Vector128.Create(bound), x._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> Abs(Vector128Lanes<T> a) => IsFloating
        ? new(Vector128.AndNot(a._lanes, SignBits))
        : new(Vector128.ConditionalSelect(Vector128.LessThan(a._lanes, Vector128<T>.Zero), Vector128<T>.Zero - a._lanes, a._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> Max(Vector128Lanes<T> a, Vector128Lanes<T> b) => new(Vector128.Max(a._lanes, b._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> Min(Vector128Lanes<T> a, Vector128Lanes<T> b) => new(Vector128.Min(a._lanes, b._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> Sqrt(Vector128Lanes<T> a) => new(Vector128.Sqrt(a._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> Floor(Vector128Lanes<T> a) => typeof(T) == typeof(double)
        ? new(Vector128.Floor(a._lanes.As<T, double>()).As<double, T>())
        : new(Vector128.Floor(a._lanes.As<T, float>()).As<float, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> Ceiling(Vector128Lanes<T> a) => typeof(T) == typeof(double)
        ? new(Vector128.Ceiling(a._lanes.As<T, double>()).As<double, T>())
        : new(Vector128.Ceiling(a._lanes.As<T, float>()).As<float, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> Truncate(Vector128Lanes<T> a) => typeof(T) == typeof(double)
        ? new(Vector128.Truncate(a._lanes.As<T, double>()).As<double, T>())
        : new(Vector128.Truncate(a._lanes.As<T, float>()).As<float, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> RoundToEven(Vector128Lanes<T> a) => typeof(T) == typeof(double)
        ? new(Vector128.Round(a._lanes.As<T, double>()).As<double, T>())
        : new(Vector128.Round(a._lanes.As<T, float>()).As<float, T>());

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
    public static Vector128Lanes<T> Lookup(ReadOnlySpan<float> table, Vector128Lanes<T> index)
    {
        Vector128<int> places = index._lanes.As<T, int>() & Vector128.Create(table.Length - 1);
        return new(Vector128.Create(table[places.GetElement(0)], table[places.GetElement(1)], table[places.GetElement(2)], table[places.GetElement(3)]).As<float, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> Apart<TKernel>(Vector128Lanes<T> x)
        where TKernel : struct, IUnaryKernel<T> => TKernel.Apply(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Lanes<T> ShiftRight(Vector128Lanes<T> a, int count) => typeof(T) == typeof(double)
        ? new((a._lanes.As<T, long>() >>> count).As<long, T>())
        : new((a._lanes.As<T, int>() >>> count).As<int, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128Lanes<T> Horner(Vector128Lanes<T> z, T c) => Fma(this, z, Create(c));
}
