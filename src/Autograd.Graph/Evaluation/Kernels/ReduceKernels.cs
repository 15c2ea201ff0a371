using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
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
    public static void Run<T>(ReduceKind kind, ReadOnlySpan<T> x, Span<T> y, int outer, int n, int inner) where T : unmanaged, INumber<T>
    {
        switch (kind)
        {
            case ReduceKind.Sum: Fold<T, SumFold<T>>(x, y, outer, n, inner); break;
            case ReduceKind.Product: Fold<T, ProductFold<T>>(x, y, outer, n, inner); break;
            default: Extreme(kind == ReduceKind.Max, x, y, outer, n, inner); break;
        }
    }

    private static void Fold<T, TFold>(ReadOnlySpan<T> x, Span<T> y, int outer, int n, int inner) where T : unmanaged where TFold : struct, IFold<T>
    {
        if (inner == 1)
        {
            for (int row = 0; row < outer; row++) y[row] = RowFold<T, TFold>.Whole(x.Slice(row * n, n));
            return;
        }

        int strip = Math.Min(inner, Strip), blocks = (n + RowFold.ColumnBlock - 1) / RowFold.ColumnBlock;
        T[] stack = ArrayPool<T>.Shared.Rent(strip * (BitOperations.Log2((uint)Math.Max(blocks, 1)) + 2));
        for (int i = 0; i < outer; i++)
            for (int column = 0; column < inner; column += Strip)
                FoldStrip<T, TFold>(x.Slice(i * n * inner, n * inner), y.Slice(i * inner, inner), n, inner, column, Math.Min(Strip, inner - column), stack);
        ArrayPool<T>.Shared.Return(stack);
    }

    /// <summary>Blocks of rows one after the other, combined pairwise by a binary counter of blocks, in each column by itself.</summary>
    private static void FoldStrip<T, TFold>(ReadOnlySpan<T> x, Span<T> y, int n, int inner, int column, int width, Span<T> stack) where T : unmanaged where TFold : struct, IFold<T>
    {
        Span<T> result = y.Slice(column, width);
        if (n == 0)
        {
            result.Fill(TFold.Identity);
            return;
        }

        int top = 0, blocks = 0;
        for (int start = 0; start < n; start += RowFold.ColumnBlock, blocks++)
        {
            Span<T> sums = stack.Slice(top * width, width);
            sums.Fill(TFold.Identity);
            for (int row = start; row < Math.Min(start + RowFold.ColumnBlock, n); row++) CombineInto<T, TFold>(sums, x.Slice(row * inner + column, width));
            for (int merges = BitOperations.TrailingZeroCount(~(uint)blocks); merges > 0; merges--, top--) Merge(stack, top);
            top++;
        }

        for (top--; top > 0; top--) Merge(stack, top);
        stack[..width].CopyTo(result);

        void Merge(Span<T> subtrees, int later) => CombineInto<T, TFold>(subtrees.Slice((later - 1) * width, width), subtrees.Slice(later * width, width));
    }

    private static void CombineInto<T, TFold>(Span<T> earlier, ReadOnlySpan<T> later) where T : unmanaged where TFold : struct, IFold<T>
    {
        int i = 0;
        ref T a = ref earlier[0];
        ref T b = ref System.Runtime.InteropServices.MemoryMarshal.GetReference(later);
        if (Vector512.IsHardwareAccelerated)
            for (; i <= earlier.Length - Vector512<T>.Count; i += Vector512<T>.Count)
                TFold.Combine(Vector512.LoadUnsafe(ref a, (nuint)i), Vector512.LoadUnsafe(ref b, (nuint)i)).StoreUnsafe(ref a, (nuint)i);
        for (; i <= earlier.Length - Vector256<T>.Count; i += Vector256<T>.Count)
            TFold.Combine(Vector256.LoadUnsafe(ref a, (nuint)i), Vector256.LoadUnsafe(ref b, (nuint)i)).StoreUnsafe(ref a, (nuint)i);
        for (; i < earlier.Length; i++) earlier[i] = TFold.Combine(earlier[i], later[i]);
    }

    /// <summary>Of no elements only truth values have an extremum; of numbers the shape rules allow none.</summary>
    private static void Extreme<T>(bool largest, ReadOnlySpan<T> x, Span<T> y, int outer, int n, int inner) where T : unmanaged, INumber<T>
    {
        if (n == 0)
        {
            y.Fill(largest ? T.Zero : T.One);
            return;
        }

        for (int i = 0; i < outer; i++)
        {
            ReadOnlySpan<T> group = x.Slice(i * n * inner, n * inner);
            if (inner == 1)
            {
                y[i] = largest ? TensorPrimitives.Max(group) : TensorPrimitives.Min(group);
                continue;
            }

            Span<T> result = y.Slice(i * inner, inner);
            group[..inner].CopyTo(result);
            for (int row = 1; row < n; row++)
            {
                ReadOnlySpan<T> next = group.Slice(row * inner, inner);
                if (largest) TensorPrimitives.Max(result, next, result);
                else TensorPrimitives.Min(result, next, result);
            }
        }
    }

    /// <summary>y[outer, inner] = the lowest place in n of the extremum of x[outer, ·, inner]; the first NaN is it where there is one.</summary>
    public static void Arg<T>(ExtremumKind kind, ReadOnlySpan<T> x, Span<long> y, int outer, int n, int inner) where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < outer; i++)
        {
            for (int column = 0; column < inner; column++)
            {
                int start = i * n * inner + column, best = 0;
                T extremum = x[start];
                for (int k = 1; k < n && !T.IsNaN(extremum); k++)
                {
                    T next = x[start + k * inner];
                    if (T.IsNaN(next) || (kind == ExtremumKind.Max ? next > extremum : next < extremum)) (extremum, best) = (next, k);
                }

                y[i * inner + column] = best;
            }
        }
    }
}
