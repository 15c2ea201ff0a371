using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>Running values along n of an array seen as [outer, n, inner].</summary>
internal static class ScanKernels
{
    /// <summary>Running sums or products from the identity on.</summary>
    /// <param name="kind">sum or product</param>
    /// <param name="x">outer x n x inner elements</param>
    /// <param name="y">as many; not x itself</param>
    /// <param name="outer">sizes before the axis</param>
    /// <param name="n">of the axis</param>
    /// <param name="inner">behind it</param>
    /// <param name="reversed">from the last place to the first</param>
    /// <param name="exclusive">each place without its own element</param>
    public static void Run<T>(CumulativeKind kind, ReadOnlySpan<T> x, Span<T> y, int outer, int n, int inner, bool reversed, bool exclusive) where T : unmanaged, INumber<T>
    {
        if (x.IsEmpty) return;
        if (inner == 1)
        {
            for (int i = 0; i < outer; i++) RunRow(kind == CumulativeKind.Sum, x.Slice(i * n, n), y.Slice(i * n, n), reversed, exclusive);
            return;
        }

        // Row by row, each from the one before: exclusively from that row's element, else from the own one.
        for (int i = 0; i < outer; i++)
        {
            for (int k = 0; k < n; k++)
            {
                int row = reversed ? n - 1 - k : k, before = reversed ? row + 1 : row - 1;
                Span<T> result = y[Row(i, row)];
                if (k == 0) result.Fill(kind == CumulativeKind.Sum ? T.Zero : T.One);
                if (k == 0 && exclusive) continue;
                ReadOnlySpan<T> sofar = k == 0 ? result : y[Row(i, before)], next = x[Row(i, exclusive ? before : row)];
                if (kind == CumulativeKind.Sum) VectorLoop.Zip<Operators.Add<T>, T>(sofar, next, result);
                else VectorLoop.Zip<Operators.Mul<T>, T>(sofar, next, result);
            }
        }

        Range Row(int i, int row) => ((i * n + row) * inner)..((i * n + row + 1) * inner);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunRow<T>(bool sum, ReadOnlySpan<T> x, Span<T> y, bool reversed, bool exclusive) where T : unmanaged, INumber<T>
    {
        T sofar = sum ? T.Zero : T.One;
        int step = reversed ? -1 : 1;
        for (int k = 0, at = reversed ? x.Length - 1 : 0; k < x.Length; k++, at += step)
        {
            T before = sofar;
            sofar = sum ? sofar + x[at] : sofar * x[at];
            y[at] = exclusive ? before : sofar;
        }
    }

    /// <summary>y[i] = a[i] · y[i-1] + b[i] from 0 on, floating numbers rounded once.</summary>
    /// <param name="a">outer x n x inner elements</param>
    /// <param name="b">as many</param>
    /// <param name="y">as many; neither a nor b</param>
    /// <param name="outer">sizes before the axis</param>
    /// <param name="n">of the axis</param>
    /// <param name="inner">behind it</param>
    /// <param name="reversed">from the last place to the first</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Recurrence<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, int outer, int n, int inner, bool reversed) where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < outer; i++)
        {
            for (int k = 0; k < n; k++)
            {
                int row = (i * n + (reversed ? n - 1 - k : k)) * inner, before = reversed ? row + inner : row - inner;
                for (int column = 0; column < inner; column++) y[row + column] = Fma(a[row + column], k == 0 ? T.Zero : y[before + column], b[row + column]);
            }
        }
    }

    private static T Fma<T>(T a, T b, T c) where T : unmanaged, INumber<T> =>
        typeof(T) == typeof(float) ? (T)(object)MathF.FusedMultiplyAdd((float)(object)a, (float)(object)b, (float)(object)c)
        : typeof(T) == typeof(double) ? (T)(object)Math.FusedMultiplyAdd((double)(object)a, (double)(object)b, (double)(object)c)
        : a * b + c;
}
