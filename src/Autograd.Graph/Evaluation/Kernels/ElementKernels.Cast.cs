using System.Numerics;
using System.Numerics.Tensors;

namespace Autograd.Graph;

// Conversions: to floating rounded to nearest even, to integers truncated and saturated (NaN is 0), to truth whether not 0.
internal static unsafe partial class ElementKernels
{
    // Truth values come as bytes of 0 or 1, which convert as numbers.
    private static Kernel CastFrom<T>(DType to) where T : unmanaged, INumber<T> => to switch
    {
        DType.Float32 => new(&Convert<T, float>),
        DType.Float64 => new(&Convert<T, double>),
        DType.Int64 => new(&ConvertToInteger<T, long>),
        DType.Int32 => new(&ConvertToInteger<T, int>),
        DType.Bool => new(&ConvertToBool<T>),
        _ => throw new NotSupportedException($"cast: no kernel to {to.Name()}"),
    };

    private static void Convert<TFrom, TTo>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where TFrom : unmanaged, INumber<TFrom> where TTo : unmanaged, INumber<TTo> =>
        TensorPrimitives.ConvertTruncating(In<TFrom>(ref a, n), Out<TTo>(ref y, n));

    private static void ConvertToInteger<TFrom, TTo>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where TFrom : unmanaged, INumber<TFrom> where TTo : unmanaged, IBinaryInteger<TTo>
    {
        ReadOnlySpan<TFrom> x = In<TFrom>(ref a, n);
        Span<TTo> result = Out<TTo>(ref y, n);
        // Integers wrap when narrowed, floating numbers saturate.
        if (typeof(TFrom) == typeof(float) || typeof(TFrom) == typeof(double))
            for (int i = 0; i < result.Length; i++) result[i] = TTo.CreateSaturating(x[i]);
        else
            for (int i = 0; i < result.Length; i++) result[i] = TTo.CreateTruncating(x[i]);
    }

    private static void ConvertToBool<T>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<T> x = In<T>(ref a, n);
        Span<bool> result = Out<bool>(ref y, n);
        for (int i = 0; i < result.Length; i++) result[i] = x[i] != T.Zero;
    }
}
