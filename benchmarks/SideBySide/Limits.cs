using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd.Benchmarks.SideBySide;

/// <summary>What one core can do at most, measured.</summary>
internal static class Limits
{
    private const int FmaSteps = 100_000;
    private const int Chains = 10;

    /// <summary>Bytes read and written a second by a copy of 256 MiB.</summary>
    public static unsafe double CopyBandwidth(double seconds)
    {
        const nuint Bytes = 256u << 20;
        void* from = NativeMemory.AllocZeroed(Bytes), to = NativeMemory.AllocZeroed(Bytes);
        try
        {
            // Written once: a page never written to is one page of zeros that the cache holds.
            NativeMemory.Fill(from, Bytes, 1);
            NativeMemory.Fill(to, Bytes, 1);
            return 2 * Bytes / Timing.Of(() => Buffer.MemoryCopy(from, to, Bytes, Bytes), seconds).Best;
        }
        finally
        {
            NativeMemory.Free(from);
            NativeMemory.Free(to);
        }
    }

    /// <summary>Floating-point operations a second of fused multiply-adds that stay in registers, float32.</summary>
    public static double FmaPeak(double seconds)
    {
        int lanes = Vector512.IsHardwareAccelerated ? Vector512<float>.Count : Vector256<float>.Count;
        Action loop = Vector512.IsHardwareAccelerated ? static () => s_sink = Fma512() : static () => s_sink = Fma256();
        Timing.Of(loop, 0.3); // until it is compiled well
        return 2.0 * Chains * lanes * FmaSteps / Timing.Of(loop, seconds).Best;
    }

    private static float s_sink;

    // Ten chains hide the latency of four or five cycles at two a cycle.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Fma512()
    {
        Vector512<float> x = Vector512.Create(0.999f), y = Vector512.Create(0.001f);
        Vector512<float> a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y, i = y, j = y;
        for (int step = 0; step < FmaSteps; step++)
        {
            a = Vector512.FusedMultiplyAdd(a, x, y);
            b = Vector512.FusedMultiplyAdd(b, x, y);
            c = Vector512.FusedMultiplyAdd(c, x, y);
            d = Vector512.FusedMultiplyAdd(d, x, y);
            e = Vector512.FusedMultiplyAdd(e, x, y);
            f = Vector512.FusedMultiplyAdd(f, x, y);
            g = Vector512.FusedMultiplyAdd(g, x, y);
            h = Vector512.FusedMultiplyAdd(h, x, y);
            i = Vector512.FusedMultiplyAdd(i, x, y);
            j = Vector512.FusedMultiplyAdd(j, x, y);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Fma256()
    {
        Vector256<float> x = Vector256.Create(0.999f), y = Vector256.Create(0.001f);
        Vector256<float> a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y, i = y, j = y;
        for (int step = 0; step < FmaSteps; step++)
        {
            a = Vector256.FusedMultiplyAdd(a, x, y);
            b = Vector256.FusedMultiplyAdd(b, x, y);
            c = Vector256.FusedMultiplyAdd(c, x, y);
            d = Vector256.FusedMultiplyAdd(d, x, y);
            e = Vector256.FusedMultiplyAdd(e, x, y);
            f = Vector256.FusedMultiplyAdd(f, x, y);
            g = Vector256.FusedMultiplyAdd(g, x, y);
            h = Vector256.FusedMultiplyAdd(h, x, y);
            i = Vector256.FusedMultiplyAdd(i, x, y);
            j = Vector256.FusedMultiplyAdd(j, x, y);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j);
    }
}
