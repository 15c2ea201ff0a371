using System.Numerics;
using System.Runtime.InteropServices;

namespace Autograd.Graph;

/// <summary>
/// Conversions as C# makes them: floating to integer truncates and saturates, NaN to 0; integer to integer keeps the low bits;
/// to floating rounds to nearest even; to bool: whether it is not zero.
/// </summary>
internal static class ReferenceCast
{
    public static NDArray Compute(DType to, NDArray x) => x.DType switch
    {
        DType.Float32 => From(to, x.AsSpan<float>(), x.Shape),
        DType.Float64 => From(to, x.AsSpan<double>(), x.Shape),
        DType.Int64 => From(to, x.AsSpan<long>(), x.Shape),
        DType.Int32 => From(to, x.AsSpan<int>(), x.Shape),
        _ => From(to, MemoryMarshal.Cast<bool, byte>(x.AsSpan<bool>()), x.Shape),
    };

    private static NDArray From<T>(DType to, ReadOnlySpan<T> x, Shape shape) where T : unmanaged, INumber<T> => NDArray.Wrap(
        to switch
        {
            DType.Float32 => Numbers<T, float>(x),
            DType.Float64 => Numbers<T, double>(x),
            DType.Int64 => Numbers<T, long>(x),
            DType.Int32 => Numbers<T, int>(x),
            _ => Truths(x),
        },
        to,
        shape);

    private static TTo[] Numbers<TFrom, TTo>(ReadOnlySpan<TFrom> x) where TFrom : unmanaged, INumber<TFrom> where TTo : unmanaged, INumber<TTo>
    {
        bool floating = typeof(TFrom) == typeof(float) || typeof(TFrom) == typeof(double);
        var y = new TTo[x.Length];
        for (int i = 0; i < y.Length; i++) y[i] = floating ? TTo.CreateSaturating(x[i]) : TTo.CreateTruncating(x[i]);
        return y;
    }

    private static bool[] Truths<T>(ReadOnlySpan<T> x) where T : unmanaged, INumber<T>
    {
        var y = new bool[x.Length];
        for (int i = 0; i < y.Length; i++) y[i] = x[i] != T.Zero;
        return y;
    }
}
