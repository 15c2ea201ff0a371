using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd.Graph;

/// <summary>Runs a kernel over spans by <see cref="ElementLoop{TFunction, T, TA, TB, TY, TScalars}"/>. The result may be the very span of an argument.</summary>
internal static class VectorLoop
{
    /// <summary>y[i] = f(x[i]) in lanes of T.</summary>
    public static void Map<TKernel, T>(ReadOnlySpan<T> x, Span<T> y)
        where TKernel : struct, IUnaryKernel<T>
        where T : unmanaged
    {
        Require(x.Length, y.Length);
        ElementLoop<Unary<TKernel, T>, T, Plain<T>, Plain<T>, Plain<T>, NoScalars>.Run(ref Bytes(y), ref Bytes(x), ref Bytes(x), ref Bytes(x), y.Length, 0);
    }

    /// <summary>y[i] = f(x[i]) of floats in double lanes, each result rounded to float.</summary>
    public static void MapWide<TKernel>(ReadOnlySpan<float> x, Span<float> y)
        where TKernel : struct, IUnaryKernel<double>
    {
        Require(x.Length, y.Length);
        ElementLoop<Unary<TKernel, double>, double, Singles, Singles, Singles, NoScalars>.Run(ref Bytes(y), ref Bytes(x), ref Bytes(x), ref Bytes(x), y.Length, 0);
    }

    /// <summary>y[i] = f(a[i], b[i]) in lanes of T.</summary>
    public static void Zip<TKernel, T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where TKernel : struct, IBinaryKernel<T>
        where T : unmanaged
    {
        Require(a.Length, y.Length);
        Require(b.Length, y.Length);
        ElementLoop<Binary<TKernel, T>, T, Plain<T>, Plain<T>, Plain<T>, NoScalars>.Run(ref Bytes(y), ref Bytes(a), ref Bytes(b), ref Bytes(b), y.Length, 0);
    }

    /// <summary>y[i] = f(a[i], b[i]) of floats in double lanes, each result rounded to float.</summary>
    public static void ZipWide<TKernel>(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y)
        where TKernel : struct, IBinaryKernel<double>
    {
        Require(a.Length, y.Length);
        Require(b.Length, y.Length);
        ElementLoop<Binary<TKernel, double>, double, Singles, Singles, Singles, NoScalars>.Run(ref Bytes(y), ref Bytes(a), ref Bytes(b), ref Bytes(b), y.Length, 0);
    }

    private static ref byte Bytes<T>(ReadOnlySpan<T> x) => ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(x));

    private static ref byte Bytes<T>(Span<T> y) => ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(y));

    private static void Require(int arguments, int results)
    {
        if (arguments != results)
        {
            throw new ArgumentException($"vector kernel: {arguments} arguments for {results} results (the spans must have one length)");
        }
    }
}
