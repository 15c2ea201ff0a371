using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd.Graph;

/// <summary>Elements read in any order of a regular pattern (permuted, sliced, reversed, stretched) into a dense array.</summary>
internal static class MovementKernels
{
    /// <summary>Bytes of a row of a square that is transposed while it is in the first cache: runs of some lines, which are brought ahead.</summary>
    private const int SquareBytes = 256;

    /// <summary>Bytes: a power of two between rows from which on few sets of the first cache are left.</summary>
    private const int CriticalStride = 1024;

    /// <summary>y in row-major order = x at Σ index·strides.</summary>
    /// <param name="x">the element that index 0 is</param>
    /// <param name="sizes">of the axes</param>
    /// <param name="strides">elements between neighbours of each axis: 0 where stretched, negative where reversed</param>
    /// <param name="y">as many elements as the sizes multiply to</param>
    public static void Copy<T>(ref readonly T x, ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, Span<T> y) where T : unmanaged
    {
        if (y.IsEmpty) return;
        Span<int> merged = stackalloc int[sizes.Length], steps = stackalloc int[sizes.Length];
        int rank = Merge(sizes, strides, merged, steps);
        ref T from = ref Unsafe.AsRef(in x);
        ref T to = ref MemoryMarshal.GetReference(y);
        if (rank == 0)
        {
            to = from;
            return;
        }

        merged = merged[..rank];
        steps = steps[..rank];
        int contiguous = steps.IndexOf(1);
        if (contiguous >= 0 && contiguous < rank - 1) Transposed(ref from, merged, steps, contiguous, ref to);
        else Runs(ref from, merged, steps, ref to);
    }

    /// <summary>Leaves out axes of size 1 and joins neighbours that are evenly spaced.</summary>
    private static int Merge(ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, Span<int> merged, Span<int> steps)
    {
        int rank = 0;
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            if (sizes[axis] == 1) continue;
            if (rank > 0 && steps[rank - 1] == (long)strides[axis] * sizes[axis])
            {
                merged[rank - 1] *= sizes[axis];
                steps[rank - 1] = strides[axis];
                continue;
            }

            (merged[rank], steps[rank]) = (sizes[axis], strides[axis]);
            rank++;
        }

        return rank;
    }

    /// <summary>Along the last axis run by run.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Runs<T>(ref T x, ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, ref T y) where T : unmanaged
    {
        int last = sizes.Length - 1, length = sizes[last];
        var walk = new Walk(stackalloc int[last], sizes[..last], strides[..last]);
        do
        {
            CopyRun(ref Unsafe.Add(ref x, walk.Place), strides[last], MemoryMarshal.CreateSpan(ref y, length));
            y = ref Unsafe.Add(ref y, length);
        }
        while (walk.Next());
    }

    /// <summary>y = elements of x, stride apart from the first on; stride 0 repeats it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CopyRun<T>(ref T x, int stride, Span<T> y) where T : unmanaged
    {
        if (stride == 1) MemoryMarshal.CreateReadOnlySpan(ref x, y.Length).CopyTo(y);
        else if (stride == 0) y.Fill(x);
        else
            for (int i = 0; i < y.Length; i++) y[i] = Unsafe.Add(ref x, (nint)i * stride);
    }

    /// <summary>Where another axis than the last is contiguous in x: both together in squares, so that every cache line is used whole.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transposed<T>(ref T x, ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, int axis, ref T y) where T : unmanaged
    {
        int last = sizes.Length - 1, count = 0;
        Span<int> others = stackalloc int[last], from = stackalloc int[last], to = stackalloc int[last];
        nint stride = 1, columnStride = 1;
        for (int i = last; i >= 0; stride *= sizes[i--])
        {
            if (i == axis) columnStride = stride;
            else if (i != last) (others[count], from[count], to[count++]) = (sizes[i], strides[i], (int)stride);
        }

        // Row-major order of y is kept among the other axes.
        others = others[..count];
        from = from[..count];
        to = to[..count];
        others.Reverse();
        from.Reverse();
        to.Reverse();
        int square = Math.Min(SquareBytes / Unsafe.SizeOf<T>(), 64);
        // Rows of y that lie a large power of two apart compete for the same few lines of the cache: their square is made aside.
        Span<T> aside = columnStride * Unsafe.SizeOf<T>() % CriticalStride == 0 ? stackalloc T[square * square] : default;
        var read = new Walk(stackalloc int[count], others, from);
        var write = new Walk(stackalloc int[count], others, to);
        do
        {
            ref T source = ref Unsafe.Add(ref x, read.Place), target = ref Unsafe.Add(ref y, write.Place);
            for (int row = 0; row < sizes[last]; row += square)
            {
                for (int column = 0; column < sizes[axis]; column += square)
                {
                    TransposedSquare(
                        ref Unsafe.Add(ref source, (nint)row * strides[last] + column), strides[last], Math.Min(square, sizes[last] - row), Math.Min(square, sizes[axis] - column),
                        ref Unsafe.Add(ref target, column * columnStride + row), columnStride, aside);
                }
            }
        }
        while (read.Next() & write.Next());
    }

    private static void TransposedSquare<T>(ref T x, nint xStride, int rows, int columns, ref T y, nint yStride, Span<T> aside) where T : unmanaged
    {
        if (aside.IsEmpty)
        {
            TransposeKernel.Run(ref x, xStride, rows, columns, ref y, yStride);
            return;
        }

        TransposeKernel.Run(ref x, xStride, rows, columns, ref aside[0], rows);
        for (int column = 0; column < columns; column++)
            aside.Slice(column * rows, rows).CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref y, column * yStride), rows));
    }

    /// <summary>A walk over indices in row-major order that keeps the place.</summary>
    private ref struct Walk(Span<int> index, ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides)
    {
        private readonly Span<int> _index = Cleared(index);
        private readonly ReadOnlySpan<int> _sizes = sizes, _strides = strides;

        /// <summary>Σ index·strides.</summary>
        public nint Place { get; private set; }

        /// <summary>Goes to the next index; false after the last.</summary>
        public bool Next()
        {
            for (int axis = _index.Length - 1; axis >= 0; axis--)
            {
                Place += _strides[axis];
                if (++_index[axis] < _sizes[axis]) return true;
                Place -= (nint)_sizes[axis] * _strides[axis];
                _index[axis] = 0;
            }

            return false;
        }

        private static Span<int> Cleared(Span<int> index)
        {
            index.Clear();
            return index;
        }
    }
}
