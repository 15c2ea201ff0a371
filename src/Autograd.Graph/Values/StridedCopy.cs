using System.Diagnostics;

namespace Autograd.Graph;

/// <summary>Elements copied from one regular part of a flat array to another.</summary>
internal static class StridedCopy
{
    /// <summary>target[targetStart + Σ i·targetStrides] = source[sourceStart + Σ i·sourceStrides] for every index i below sizes, all positive.</summary>
    public static void Run(Array source, int sourceStart, ReadOnlySpan<int> sourceStrides, Array target, int targetStart, ReadOnlySpan<int> targetStrides, ReadOnlySpan<int> sizes)
    {
        Span<int> from = stackalloc int[sizes.Length], to = stackalloc int[sizes.Length], merged = stackalloc int[sizes.Length];
        int rank = Merge(sourceStrides, targetStrides, sizes, from, to, merged);
        from = from[..rank];
        to = to[..rank];
        merged = merged[..rank];
        switch (source)
        {
            case float[] x: Run(x.AsSpan(sourceStart), from, ((float[])target).AsSpan(targetStart), to, merged); break;
            case double[] x: Run(x.AsSpan(sourceStart), from, ((double[])target).AsSpan(targetStart), to, merged); break;
            case long[] x: Run(x.AsSpan(sourceStart), from, ((long[])target).AsSpan(targetStart), to, merged); break;
            case int[] x: Run(x.AsSpan(sourceStart), from, ((int[])target).AsSpan(targetStart), to, merged); break;
            case bool[] x: Run(x.AsSpan(sourceStart), from, ((bool[])target).AsSpan(targetStart), to, merged); break;
            default: throw new UnreachableException();
        }
    }

    /// <summary>Drops axes of size 1 and makes neighbours one where both sides walk them as one.</summary>
    private static int Merge(ReadOnlySpan<int> sourceStrides, ReadOnlySpan<int> targetStrides, ReadOnlySpan<int> sizes, Span<int> from, Span<int> to, Span<int> merged)
    {
        int rank = 0;
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            if (sizes[axis] == 1) continue;
            if (rank > 0 && from[rank - 1] == sourceStrides[axis] * sizes[axis] && to[rank - 1] == targetStrides[axis] * sizes[axis])
                (from[rank - 1], to[rank - 1], merged[rank - 1]) = (sourceStrides[axis], targetStrides[axis], merged[rank - 1] * sizes[axis]);
            else
                (from[rank], to[rank], merged[rank++]) = (sourceStrides[axis], targetStrides[axis], sizes[axis]);
        }

        return rank;
    }

    private static void Run<T>(Span<T> source, ReadOnlySpan<int> from, Span<T> target, ReadOnlySpan<int> to, ReadOnlySpan<int> sizes)
    {
        int last = sizes.Length - 1;
        if (last < 0)
        {
            target[0] = source[0];
            return;
        }

        Span<int> index = stackalloc int[sizes.Length];
        index.Clear();
        for (int x = 0, y = 0; ;)
        {
            CopyRun(source[x..], from[last], target[y..], to[last], sizes[last]);
            int axis = last - 1;
            for (; axis >= 0; axis--)
            {
                (x, y) = (x + from[axis], y + to[axis]);
                if (++index[axis] < sizes[axis]) break;
                (x, y, index[axis]) = (x - from[axis] * sizes[axis], y - to[axis] * sizes[axis], 0);
            }

            if (axis < 0) return;
        }
    }

    private static void CopyRun<T>(Span<T> source, int from, Span<T> target, int to, int count)
    {
        if (to == 1 && from == 1) source[..count].CopyTo(target);
        else if (to == 1 && from == 0) target[..count].Fill(source[0]);
        else
            for (int i = 0; i < count; i++) target[i * to] = source[i * from];
    }
}
