using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autograd.Graph;

/// <summary>Rows of one matrix become columns of another, in small squares that go through registers.</summary>
internal static class TransposeKernel
{
    /// <summary>y[column · yStride + row] = x[row · xStride + column].</summary>
    /// <param name="x">the first element read; rows are contiguous</param>
    /// <param name="xStride">elements from a row of x to the next</param>
    /// <param name="rows">rows of x</param>
    /// <param name="columns">columns of x</param>
    /// <param name="y">the first element written</param>
    /// <param name="yStride">elements from a row of y to the next</param>
    public static void Run<T>(ref T x, nint xStride, int rows, int columns, ref T y, nint yStride) where T : unmanaged
    {
        if (Unsafe.SizeOf<T>() == 4 && Sse.IsSupported)
        {
            Squares4(ref Unsafe.As<T, float>(ref x), xStride, rows & ~3, columns & ~3, ref Unsafe.As<T, float>(ref y), yStride);
            Rest(ref x, xStride, rows, columns, ref y, yStride, rows & ~3, columns & ~3);
        }
        else if (Unsafe.SizeOf<T>() == 8 && Sse2.IsSupported)
        {
            Squares2(ref Unsafe.As<T, double>(ref x), xStride, rows & ~1, columns & ~1, ref Unsafe.As<T, double>(ref y), yStride);
            Rest(ref x, xStride, rows, columns, ref y, yStride, rows & ~1, columns & ~1);
        }
        else
        {
            Rest(ref x, xStride, rows, columns, ref y, yStride, 0, 0);
        }
    }

    /// <summary>What the squares left: the columns behind them, then the rows.</summary>
    private static void Rest<T>(ref T x, nint xStride, int rows, int columns, ref T y, nint yStride, int doneRows, int doneColumns) where T : unmanaged
    {
        for (int row = 0; row < rows; row++)
        {
            ref T from = ref Unsafe.Add(ref x, row * xStride);
            ref T to = ref Unsafe.Add(ref y, row);
            for (int column = row < doneRows ? doneColumns : 0; column < columns; column++) Unsafe.Add(ref to, column * yStride) = Unsafe.Add(ref from, column);
        }
    }

    private static void Squares4(ref float x, nint xStride, int rows, int columns, ref float y, nint yStride)
    {
        for (int row = 0; row < rows; row += 4)
        {
            ref float from = ref Unsafe.Add(ref x, row * xStride);
            ref float to = ref Unsafe.Add(ref y, row);
            for (int column = 0; column < columns; column += 4)
            {
                Vector128<float> a = Vector128.LoadUnsafe(ref from), b = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, xStride));
                Vector128<float> c = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, 2 * xStride)), d = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, 3 * xStride));
                Vector128<float> abLow = Sse.UnpackLow(a, b), abHigh = Sse.UnpackHigh(a, b), cdLow = Sse.UnpackLow(c, d), cdHigh = Sse.UnpackHigh(c, d);
                Sse.MoveLowToHigh(abLow, cdLow).StoreUnsafe(ref to);
                Sse.MoveHighToLow(cdLow, abLow).StoreUnsafe(ref Unsafe.Add(ref to, yStride));
                Sse.MoveLowToHigh(abHigh, cdHigh).StoreUnsafe(ref Unsafe.Add(ref to, 2 * yStride));
                Sse.MoveHighToLow(cdHigh, abHigh).StoreUnsafe(ref Unsafe.Add(ref to, 3 * yStride));
                from = ref Unsafe.Add(ref from, 4);
                to = ref Unsafe.Add(ref to, 4 * yStride);
            }
        }
    }

    private static void Squares2(ref double x, nint xStride, int rows, int columns, ref double y, nint yStride)
    {
        for (int row = 0; row < rows; row += 2)
        {
            ref double from = ref Unsafe.Add(ref x, row * xStride);
            ref double to = ref Unsafe.Add(ref y, row);
            for (int column = 0; column < columns; column += 2)
            {
                Vector128<double> a = Vector128.LoadUnsafe(ref from), b = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, xStride));
                Sse2.UnpackLow(a, b).StoreUnsafe(ref to);
                Sse2.UnpackHigh(a, b).StoreUnsafe(ref Unsafe.Add(ref to, yStride));
                from = ref Unsafe.Add(ref from, 2);
                to = ref Unsafe.Add(ref to, 2 * yStride);
            }
        }
    }
}
