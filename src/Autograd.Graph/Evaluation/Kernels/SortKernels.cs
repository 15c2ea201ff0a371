using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>
/// Stable order along n of an array seen as [outer, n, inner]. Each element becomes an unsigned key of the same order with its place
/// below it, so that all keys differ and any sort of them is stable.
/// </summary>
internal static class SortKernels
{
    /// <summary>The elements in order and the places in n they came from; NaN counts as largest, the zeros are equal.</summary>
    /// <param name="x">outer x n x inner elements, truth values as bytes</param>
    /// <param name="values">as many, the elements in order; empty where they are not asked for</param>
    /// <param name="places">as many, their places; empty where they are not asked for</param>
    /// <param name="outer">sizes before the axis</param>
    /// <param name="n">of the axis</param>
    /// <param name="inner">behind it</param>
    /// <param name="descending">largest first</param>
    public static void Run<T>(ReadOnlySpan<T> x, Span<T> values, Span<long> places, int outer, int n, int inner, bool descending) where T : unmanaged, INumber<T>
    {
        if (Unsafe.SizeOf<T>() == sizeof(ulong)) Run<T, UInt128>(x, values, places, outer, n, inner, descending);
        else Run<T, ulong>(x, values, places, outer, n, inner, descending);
    }

    private static void Run<T, TKey>(ReadOnlySpan<T> x, Span<T> values, Span<long> places, int outer, int n, int inner, bool descending) where T : unmanaged, INumber<T> where TKey : unmanaged, IBinaryInteger<TKey>, IUnsignedNumber<TKey>
    {
        TKey[] rented = ArrayPool<TKey>.Shared.Rent(n);
        Span<TKey> keys = rented.AsSpan(0, n);
        int placeBits = 4 * Unsafe.SizeOf<TKey>();
        for (int column = 0; column < outer * inner; column++)
        {
            int start = column / inner * n * inner + column % inner;
            for (int i = 0; i < n; i++)
            {
                ulong key = Key(x[start + i * inner]);
                keys[i] = TKey.CreateTruncating(descending ? ~key : key) << placeBits | TKey.CreateTruncating((uint)i);
            }

            keys.Sort();
            for (int i = 0; i < n; i++)
            {
                int place = (int)uint.CreateTruncating(keys[i]), to = start + i * inner;
                if (!values.IsEmpty) values[to] = x[start + place * inner];
                if (!places.IsEmpty) places[to] = place;
            }
        }

        ArrayPool<TKey>.Shared.Return(rented);
    }

    /// <summary>An unsigned number that orders as the element does. Floating numbers: the sign's bit flipped for positive ones, all bits for negative ones.</summary>
    private static ulong Key<T>(T x) where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(float) || typeof(T) == typeof(double))
        {
            double wide = double.CreateTruncating(x);
            if (double.IsNaN(wide)) return typeof(T) == typeof(float) ? uint.MaxValue : ulong.MaxValue;
            // A zero of either sign is the positive one.
            if (typeof(T) == typeof(float))
            {
                uint bits = BitConverter.SingleToUInt32Bits((float)wide + 0f);
                return bits >> 31 != 0 ? ~bits : bits | 1u << 31;
            }

            ulong all = BitConverter.DoubleToUInt64Bits(wide + 0.0);
            return all >> 63 != 0 ? ~all : all | 1ul << 63;
        }

        return typeof(T) == typeof(long) ? ulong.CreateTruncating(x) ^ 1ul << 63
            : typeof(T) == typeof(int) ? uint.CreateTruncating(x) ^ 1u << 31
            : ulong.CreateTruncating(x);
    }
}
