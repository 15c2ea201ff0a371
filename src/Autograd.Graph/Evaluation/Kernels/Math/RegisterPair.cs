using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>
/// Two registers that are computed in turns. A function whose steps wait for one another leaves most of the processor idle; what runs ahead
/// of it, across the loop, is bounded by the instructions that may wait. Two chains side by side also share checks and constants.
/// </summary>
internal readonly struct RegisterPair<V, T>(V low, V high) : IVector<RegisterPair<V, T>, T>
    where V : struct, IVector<V, T>
    where T : unmanaged
{
    private readonly V _low = low, _high = high;

    public static int Count => 2 * V.Count;

    /// <summary>
    /// Whether a chain takes less time so. Registers of 64 bytes keep the arithmetic busy by themselves: pairs of them take a tenth longer,
    /// except where the chain is longest (tanh, sigmoid), where they take the same.
    /// </summary>
    public static bool HidesWaiting => Unsafe.SizeOf<V>() < 64;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> Create(T value)
    {
        V v = V.Create(value);
        return new(v, v);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> CreateBits(long bits)
    {
        V v = V.CreateBits(bits);
        return new(v, v);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> Load(ref readonly T source) => new(V.Load(in source), V.Load(ref Unsafe.Add(ref Unsafe.AsRef(in source), V.Count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(RegisterPair<V, T> x, ref T target)
    {
        V.Store(x._low, ref target);
        V.Store(x._high, ref Unsafe.Add(ref target, V.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T First(RegisterPair<V, T> x) => V.First(x._low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> LoadSingles(ref readonly float source) => new(V.LoadSingles(in source), V.LoadSingles(ref Unsafe.Add(ref Unsafe.AsRef(in source), V.Count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> LoadTruths(ref readonly byte source) => new(V.LoadTruths(in source), V.LoadTruths(ref Unsafe.Add(ref Unsafe.AsRef(in source), V.Count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> LoadIntegers(ref readonly int source) => new(V.LoadIntegers(in source), V.LoadIntegers(ref Unsafe.Add(ref Unsafe.AsRef(in source), V.Count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> LoadLongs(ref readonly long source) => new(V.LoadLongs(in source), V.LoadLongs(ref Unsafe.Add(ref Unsafe.AsRef(in source), V.Count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSingles(RegisterPair<V, T> x, ref float target)
    {
        V.StoreSingles(x._low, ref target);
        V.StoreSingles(x._high, ref Unsafe.Add(ref target, V.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTruths(RegisterPair<V, T> x, ref byte target)
    {
        V.StoreTruths(x._low, ref target);
        V.StoreTruths(x._high, ref Unsafe.Add(ref target, V.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreIntegers(RegisterPair<V, T> x, ref int target)
    {
        V.StoreIntegers(x._low, ref target);
        V.StoreIntegers(x._high, ref Unsafe.Add(ref target, V.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreLongs(RegisterPair<V, T> x, ref long target)
    {
        V.StoreLongs(x._low, ref target);
        V.StoreLongs(x._high, ref Unsafe.Add(ref target, V.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> operator +(RegisterPair<V, T> a, RegisterPair<V, T> b) => new(a._low + b._low, a._high + b._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> operator +(RegisterPair<V, T> a, T b)
    {
        V v = V.Create(b);
        return new(a._low + v, a._high + v);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> operator -(RegisterPair<V, T> a, RegisterPair<V, T> b) => new(a._low - b._low, a._high - b._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> operator -(RegisterPair<V, T> a, T b)
    {
        V v = V.Create(b);
        return new(a._low - v, a._high - v);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> operator *(RegisterPair<V, T> a, RegisterPair<V, T> b) => new(a._low * b._low, a._high * b._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> operator *(RegisterPair<V, T> a, T b)
    {
        V v = V.Create(b);
        return new(a._low * v, a._high * v);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> operator /(RegisterPair<V, T> a, RegisterPair<V, T> b) => new(a._low / b._low, a._high / b._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> operator &(RegisterPair<V, T> a, RegisterPair<V, T> b) => new(a._low & b._low, a._high & b._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> operator |(RegisterPair<V, T> a, RegisterPair<V, T> b) => new(a._low | b._low, a._high | b._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> operator ^(RegisterPair<V, T> a, RegisterPair<V, T> b) => new(a._low ^ b._low, a._high ^ b._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> operator <(RegisterPair<V, T> a, RegisterPair<V, T> b) => new(a._low < b._low, a._high < b._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> operator <(RegisterPair<V, T> a, T b)
    {
        V v = V.Create(b);
        return new(a._low < v, a._high < v);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> operator >(RegisterPair<V, T> a, RegisterPair<V, T> b) => new(a._low > b._low, a._high > b._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> operator >(RegisterPair<V, T> a, T b)
    {
        V v = V.Create(b);
        return new(a._low > v, a._high > v);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> operator <=(RegisterPair<V, T> a, RegisterPair<V, T> b) => new(a._low <= b._low, a._high <= b._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> operator <=(RegisterPair<V, T> a, T b)
    {
        V v = V.Create(b);
        return new(a._low <= v, a._high <= v);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> operator >=(RegisterPair<V, T> a, RegisterPair<V, T> b) => new(a._low >= b._low, a._high >= b._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> operator >=(RegisterPair<V, T> a, T b)
    {
        V v = V.Create(b);
        return new(a._low >= v, a._high >= v);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> operator -(RegisterPair<V, T> a) => new(-a._low, -a._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> operator ~(RegisterPair<V, T> a) => new(~a._low, ~a._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> Equal(RegisterPair<V, T> a, RegisterPair<V, T> b) => new(V.Equal(a._low, b._low), V.Equal(a._high, b._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> NotEqual(RegisterPair<V, T> a, RegisterPair<V, T> b) => new(V.NotEqual(a._low, b._low), V.NotEqual(a._high, b._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> Max(RegisterPair<V, T> a, RegisterPair<V, T> b) => new(V.Max(a._low, b._low), V.Max(a._high, b._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> Min(RegisterPair<V, T> a, RegisterPair<V, T> b) => new(V.Min(a._low, b._low), V.Min(a._high, b._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> AddBits(RegisterPair<V, T> a, RegisterPair<V, T> b) => new(V.AddBits(a._low, b._low), V.AddBits(a._high, b._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> SubtractBits(RegisterPair<V, T> a, RegisterPair<V, T> b) => new(V.SubtractBits(a._low, b._low), V.SubtractBits(a._high, b._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> Abs(RegisterPair<V, T> a) => new(V.Abs(a._low), V.Abs(a._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> Floor(RegisterPair<V, T> a) => new(V.Floor(a._low), V.Floor(a._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> Ceiling(RegisterPair<V, T> a) => new(V.Ceiling(a._low), V.Ceiling(a._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> Truncate(RegisterPair<V, T> a) => new(V.Truncate(a._low), V.Truncate(a._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> RoundToEven(RegisterPair<V, T> a) => new(V.RoundToEven(a._low), V.RoundToEven(a._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> Sqrt(RegisterPair<V, T> a) => new(V.Sqrt(a._low), V.Sqrt(a._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> ShiftLeft(RegisterPair<V, T> a, int count) => new(V.ShiftLeft(a._low, count), V.ShiftLeft(a._high, count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> Apart<TKernel>(RegisterPair<V, T> x)
        where TKernel : struct, IUnaryKernel<T> => new(V.Apart<TKernel>(x._low), V.Apart<TKernel>(x._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> ShiftRight(RegisterPair<V, T> a, int count) => new(V.ShiftRight(a._low, count), V.ShiftRight(a._high, count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> Select(RegisterPair<V, T> a, RegisterPair<V, T> b, RegisterPair<V, T> c) => new(V.Select(a._low, b._low, c._low), V.Select(a._high, b._high, c._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> Fma(RegisterPair<V, T> a, RegisterPair<V, T> b, RegisterPair<V, T> c) => new(V.Fma(a._low, b._low, c._low), V.Fma(a._high, b._high, c._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(RegisterPair<V, T> a, RegisterPair<V, T> b, ref RegisterPair<V, T> sum)
    {
        V.Accumulate(a._low, b._low, ref Unsafe.AsRef(in sum._low));
        V.Accumulate(a._high, b._high, ref Unsafe.AsRef(in sum._high));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> AtMost(RegisterPair<V, T> x, T bound) => new(V.AtMost(x._low, bound), V.AtMost(x._high, bound));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> AtLeast(RegisterPair<V, T> x, T bound) => new(V.AtLeast(x._low, bound), V.AtLeast(x._high, bound));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(RegisterPair<V, T> mask) => V.Any(mask._low | mask._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllAtMost(RegisterPair<V, T> x, T bound) => V.AllAtMost(x._low, bound) & V.AllAtMost(x._high, bound);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegisterPair<V, T> Lookup(ReadOnlySpan<float> table, RegisterPair<V, T> index) => new(V.Lookup(table, index._low), V.Lookup(table, index._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RegisterPair<V, T> Horner(RegisterPair<V, T> z, T c) => Fma(this, z, Create(c));
}
