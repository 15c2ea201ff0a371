using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd.Graph;

/// <summary>Reductions of an array seen as [outer, n, inner] over n. Truth values come as bytes: largest is any, smallest is all.</summary>
internal static class ReduceKernels
{
    /// <summary>Columns taken together, so that their running values stay in the first cache.</summary>
    private const int Strip = 1024;

    /// <summary>y[outer, inner] = the elements x[outer, ·, inner] combined, in the order that sizes fix.</summary>
    /// <param name="kind">how</param>
    /// <param name="x">outer x n x inner elements</param>
    /// <param name="y">outer x inner elements</param>
    /// <param name="outer">sizes before the axes combined</param>
    /// <param name="n">of the axes combined</param>
    /// <param name="inner">behind them</param>
    public static void Run<T>(ReduceKind kind, ReadOnlySpan<T> x, Span<T> y, int outer, int n, int inner)
        where T : unmanaged, INumber<T>
    {
        if (y.IsEmpty) return;
        ref byte from = ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(x));
        ref byte to = ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(y));
        nint size = Unsafe.SizeOf<T>();
        if (inner == 1)
        {
            RowKernels.For<T>(kind).Whole(ref from, n, ref to, outer);
            return;
        }

        ColumnKernel columns = ColumnKernels.For<T>(kind);
        byte[] rented = ArrayPool<byte>.Shared.Rent(columns.StateBytes(n, Math.Min(inner, Strip)));
        ref byte state = ref MemoryMarshal.GetArrayDataReference(rented);
        for (nint i = 0; i < outer; i++)
        {
            for (int column = 0; column < inner; column += Strip)
            {
                int width = Math.Min(Strip, inner - column);
                columns.Begin(ref state);
                columns.Feed(ref Unsafe.Add(ref from, (i * n * inner + column) * size), inner, n, width, ref state);
                columns.Finish(ref state, width, ref Unsafe.Add(ref to, (i * inner + column) * size));
            }
        }

        ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>y[outer, inner] = the lowest place in n of the extremum of x[outer, ·, inner]; the first NaN is it where there is one.</summary>
    public static void Arg<T>(ExtremumKind kind, ReadOnlySpan<T> x, Span<long> y, int outer, int n, int inner)
        where T : unmanaged, INumber<T>
    {
        if (inner == 1)
        {
            RowKernel fold = RowKernels.For<T>(kind == ExtremumKind.Max ? ReduceKind.Max : ReduceKind.Min);
            for (int row = 0; row < outer; row++)
            {
                ref T first = ref Unsafe.AsRef(in x[row * n]);
                T extremum = default;
                fold.Whole(ref Unsafe.As<T, byte>(ref first), n, ref Unsafe.As<T, byte>(ref extremum));
                y[row] = PlaceOf(extremum, ref first, n);
            }

            return;
        }

        T[] best = ArrayPool<T>.Shared.Rent(inner);
        for (int i = 0; i < outer; i++) ArgColumns(kind == ExtremumKind.Max, x.Slice(i * n * inner, n * inner), y.Slice(i * inner, inner), best.AsSpan(0, inner));
        ArrayPool<T>.Shared.Return(best);
    }

    /// <summary>The first place of an element that occurs; zeros of either sign are equal, and so are NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int PlaceOf<T>(T element, ref T x, int n)
        where T : unmanaged, INumber<T>
    {
        int place = 0;
        bool isNaN = T.IsNaN(element);
        if (Vector512.IsHardwareAccelerated) place = Skip<T, Vector512Lanes<T>>(element, isNaN, ref x, n);
        else if (Vector256.IsHardwareAccelerated) place = Skip<T, Vector256Lanes<T>>(element, isNaN, ref x, n);
        for (; place < n - 1; place++)
        {
            T next = Unsafe.Add(ref x, place);
            if (isNaN ? T.IsNaN(next) : next == element) break;
        }

        return place;
    }

    /// <summary>The first place of the register that has the element, or of what no longer fills one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Skip<T, V>(T element, bool isNaN, ref T x, int n)
        where T : unmanaged
        where V : struct, IVector<V, T>
    {
        V sought = V.Create(element);
        int place = 0;
        for (; place <= n - V.Count; place += V.Count)
        {
            V next = V.Load(ref Unsafe.Add(ref x, place));
            if (V.Any(isNaN ? V.NotEqual(next, next) : V.Equal(next, sought))) break;
        }

        return place;
    }

    /// <summary>Row by row, with the extrema so far in best and their places in y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ArgColumns<T>(bool largest, ReadOnlySpan<T> x, Span<long> y, Span<T> best)
        where T : unmanaged, INumber<T>
    {
        y.Clear();
        x[..best.Length].CopyTo(best);
        for (int start = best.Length, row = 1; start < x.Length; start += best.Length, row++)
        {
            ReadOnlySpan<T> next = x.Slice(start, best.Length);
            for (int column = 0; column < best.Length; column++)
            {
                T a = best[column], b = next[column];
                if ((largest ? b > a : b < a) || (T.IsNaN(b) && !T.IsNaN(a))) (best[column], y[column]) = (b, row);
            }
        }
    }
}
