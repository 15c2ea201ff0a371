using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd.Graph;

/// <summary>
/// Runs a kernel over spans in the widest registers there are. A tail runs in a padded register, so that an element gets the same
/// bits wherever it stands. The result may be the very span of an argument.
/// </summary>
internal static class VectorLoop
{
    /// <summary>y[i] = f(x[i]) in lanes of T.</summary>
    public static void Map<TKernel, T>(ReadOnlySpan<T> x, Span<T> y)
        where TKernel : IUnaryKernel<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require(x.Length, y.Length);
        if (Vector512.IsHardwareAccelerated)
        {
            Map<TKernel, T, Vector512Lanes<T>>(x, y);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Map<TKernel, T, Vector256Lanes<T>>(x, y);
        }
        else
        {
            Map<TKernel, T, Vector128Lanes<T>>(x, y);
        }
    }

    /// <summary>y[i] = f(x[i]) of floats in double lanes, each result rounded to float.</summary>
    public static void MapWide<TKernel>(ReadOnlySpan<float> x, Span<float> y)
        where TKernel : IUnaryKernel<double>
    {
        Require(x.Length, y.Length);
        if (Vector512.IsHardwareAccelerated)
        {
            MapWide<TKernel, Vector512Lanes<double>>(x, y);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            MapWide<TKernel, Vector256Lanes<double>>(x, y);
        }
        else
        {
            MapWide<TKernel, Vector128Lanes<double>>(x, y);
        }
    }

    /// <summary>y[i] = f(a[i], b[i]) of doubles.</summary>
    public static void Zip<TKernel>(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> y)
        where TKernel : IBinaryKernel<double>
    {
        Require(a.Length, y.Length);
        Require(b.Length, y.Length);
        if (Vector512.IsHardwareAccelerated)
        {
            Zip<TKernel, Vector512Lanes<double>>(a, b, y);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Zip<TKernel, Vector256Lanes<double>>(a, b, y);
        }
        else
        {
            Zip<TKernel, Vector128Lanes<double>>(a, b, y);
        }
    }

    /// <summary>y[i] = f(a[i], b[i]) of floats in double lanes, each result rounded to float.</summary>
    public static void ZipWide<TKernel>(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y)
        where TKernel : IBinaryKernel<double>
    {
        Require(a.Length, y.Length);
        Require(b.Length, y.Length);
        if (Vector512.IsHardwareAccelerated)
        {
            ZipWide<TKernel, Vector512Lanes<double>>(a, b, y);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            ZipWide<TKernel, Vector256Lanes<double>>(a, b, y);
        }
        else
        {
            ZipWide<TKernel, Vector128Lanes<double>>(a, b, y);
        }
    }

    // The loops are compiled at full optimisation at once: unoptimised, every lane operation would be a call.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Map<TKernel, T, V>(ReadOnlySpan<T> x, Span<T> y)
        where TKernel : IUnaryKernel<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, IVector<V, T>
    {
        ref T source = ref MemoryMarshal.GetReference(x);
        ref T target = ref MemoryMarshal.GetReference(y);
        int whole = x.Length - x.Length % V.Count;
        for (int i = 0; i < whole; i += V.Count)
        {
            V.Store(TKernel.Apply(V.Load(ref Unsafe.Add(ref source, i))), ref Unsafe.Add(ref target, i));
        }

        if (whole < x.Length)
        {
            MapTail<TKernel, T, V>(x[whole..], y[whole..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void MapTail<TKernel, T, V>(ReadOnlySpan<T> x, Span<T> y)
        where TKernel : IUnaryKernel<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, IVector<V, T>
    {
        Span<T> pad = stackalloc T[V.Count];
        x.CopyTo(pad);
        V.Store(TKernel.Apply(V.Load(ref pad[0])), ref pad[0]);
        pad[..x.Length].CopyTo(y);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MapWide<TKernel, V>(ReadOnlySpan<float> x, Span<float> y)
        where TKernel : IUnaryKernel<double>
        where V : struct, IVector<V, double>
    {
        ref float source = ref MemoryMarshal.GetReference(x);
        ref float target = ref MemoryMarshal.GetReference(y);
        int whole = x.Length - x.Length % V.Count;
        for (int i = 0; i < whole; i += V.Count)
        {
            V.StoreSingles(TKernel.Apply(V.LoadSingles(ref Unsafe.Add(ref source, i))), ref Unsafe.Add(ref target, i));
        }

        if (whole < x.Length)
        {
            MapTailWide<TKernel, V>(x[whole..], y[whole..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void MapTailWide<TKernel, V>(ReadOnlySpan<float> x, Span<float> y)
        where TKernel : IUnaryKernel<double>
        where V : struct, IVector<V, double>
    {
        Span<float> pad = stackalloc float[V.Count];
        x.CopyTo(pad);
        V.StoreSingles(TKernel.Apply(V.LoadSingles(ref pad[0])), ref pad[0]);
        pad[..x.Length].CopyTo(y);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Zip<TKernel, V>(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> y)
        where TKernel : IBinaryKernel<double>
        where V : struct, IVector<V, double>
    {
        ref double left = ref MemoryMarshal.GetReference(a);
        ref double right = ref MemoryMarshal.GetReference(b);
        ref double target = ref MemoryMarshal.GetReference(y);
        int whole = y.Length - y.Length % V.Count;
        for (int i = 0; i < whole; i += V.Count)
        {
            V result = TKernel.Apply(V.Load(ref Unsafe.Add(ref left, i)), V.Load(ref Unsafe.Add(ref right, i)));
            V.Store(result, ref Unsafe.Add(ref target, i));
        }

        if (whole < y.Length)
        {
            ZipTail<TKernel, V>(a[whole..], b[whole..], y[whole..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void ZipTail<TKernel, V>(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> y)
        where TKernel : IBinaryKernel<double>
        where V : struct, IVector<V, double>
    {
        Span<double> pad = stackalloc double[2 * V.Count];
        a.CopyTo(pad);
        b.CopyTo(pad[V.Count..]);
        V.Store(TKernel.Apply(V.Load(ref pad[0]), V.Load(ref pad[V.Count])), ref pad[0]);
        pad[..y.Length].CopyTo(y);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ZipWide<TKernel, V>(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y)
        where TKernel : IBinaryKernel<double>
        where V : struct, IVector<V, double>
    {
        ref float left = ref MemoryMarshal.GetReference(a);
        ref float right = ref MemoryMarshal.GetReference(b);
        ref float target = ref MemoryMarshal.GetReference(y);
        int whole = y.Length - y.Length % V.Count;
        for (int i = 0; i < whole; i += V.Count)
        {
            V result = TKernel.Apply(V.LoadSingles(ref Unsafe.Add(ref left, i)), V.LoadSingles(ref Unsafe.Add(ref right, i)));
            V.StoreSingles(result, ref Unsafe.Add(ref target, i));
        }

        if (whole < y.Length)
        {
            ZipTailWide<TKernel, V>(a[whole..], b[whole..], y[whole..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void ZipTailWide<TKernel, V>(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y)
        where TKernel : IBinaryKernel<double>
        where V : struct, IVector<V, double>
    {
        Span<float> pad = stackalloc float[2 * V.Count];
        a.CopyTo(pad);
        b.CopyTo(pad[V.Count..]);
        V.StoreSingles(TKernel.Apply(V.LoadSingles(ref pad[0]), V.LoadSingles(ref pad[V.Count])), ref pad[0]);
        pad[..y.Length].CopyTo(y);
    }

    private static void Require(int arguments, int results)
    {
        if (arguments != results)
        {
            throw new ArgumentException($"vector kernel: {arguments} arguments for {results} results (the spans must have one length)");
        }
    }
}
