using System.Numerics;

namespace Autograd.Graph;

/// <summary>Regular parts of dense arrays written over or added to.</summary>
internal static class RegionKernels
{
    /// <summary>y[region] = x, or y[region] += x.</summary>
    /// <param name="x">the part's elements in row-major order</param>
    /// <param name="y">the whole array's</param>
    /// <param name="shape">the whole array's shape</param>
    /// <param name="region">the part</param>
    /// <param name="adds">whether x is added</param>
    public static void Write<T>(ReadOnlySpan<T> x, Span<T> y, Shape shape, Region region, bool adds) where T : unmanaged, INumber<T>
    {
        if (x.IsEmpty) return;
        int last = shape.Rank - 1;
        if (last < 0)
        {
            WriteRun(x, y, 1, adds);
            return;
        }

        Span<int> strides = stackalloc int[shape.Rank], index = stackalloc int[shape.Rank];
        shape.CopyStridesTo(strides);
        index.Clear();
        int run = region.Sizes[last];
        for (int done = 0; done < x.Length; done += run)
        {
            int start = 0;
            for (int axis = 0; axis <= last; axis++) start += (region.Starts[axis] + index[axis] * region.Strides[axis]) * strides[axis];
            WriteRun(x.Slice(done, run), y[start..], region.Strides[last], adds);
            for (int axis = last - 1; axis >= 0 && ++index[axis] == region.Sizes[axis]; axis--) index[axis] = 0;
        }
    }

    private static void WriteRun<T>(ReadOnlySpan<T> x, Span<T> y, int stride, bool adds) where T : unmanaged, INumber<T>
    {
        if (stride == 1 && adds) VectorLoop.Zip<Operators.Add<T>, T>(y[..x.Length], x, y[..x.Length]);
        else if (stride == 1) x.CopyTo(y);
        else if (adds)
            for (int i = 0; i < x.Length; i++) y[i * stride] += x[i];
        else
            for (int i = 0; i < x.Length; i++) y[i * stride] = x[i];
    }
}
