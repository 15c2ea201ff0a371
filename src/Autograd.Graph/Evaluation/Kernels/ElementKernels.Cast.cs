using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Graph;

// Conversions: to floating rounded to nearest even, to integers truncated and saturated (NaN is 0; integers wrap), to truth whether not 0.
internal static unsafe partial class ElementKernels
{
    private static Kernel Casting(DType from, DType to) => from == to ? CopyOf(from.Size()) : (from, to) switch
    {
        (DType.Float32, DType.Float64) => Converting<double, Singles, Plain<double>>(),
        (DType.Float32, DType.Int64) => Converting<double, Singles, Longs>(),
        (DType.Float32, DType.Int32) => Converting<float, Plain<float>, Integers<float>>(),
        (DType.Float64, DType.Float32) => Converting<double, Plain<double>, Singles>(),
        (DType.Float64, DType.Int64) => Converting<double, Plain<double>, Longs>(),
        (DType.Float64, DType.Int32) => Converting<double, Plain<double>, Integers<double>>(),
        // By way of double it would be rounded twice.
        (DType.Int64, DType.Float32) => new(&LongToSingle),
        (DType.Int64, DType.Float64) => Converting<double, Longs, Plain<double>>(),
        (DType.Int64, DType.Int32) => Converting<long, Plain<long>, Integers<long>>(),
        (DType.Int32, DType.Float32) => Converting<float, Integers<float>, Plain<float>>(),
        (DType.Int32, DType.Float64) => Converting<double, Integers<double>, Plain<double>>(),
        (DType.Int32, DType.Int64) => Converting<long, Integers<long>, Plain<long>>(),
        (DType.Float32, DType.Bool) => ToTruth<float>(),
        (DType.Float64, DType.Bool) => ToTruth<double>(),
        (DType.Int64, DType.Bool) => ToTruth<long>(),
        (DType.Int32, DType.Bool) => ToTruth<int>(),
        (DType.Bool, DType.Float32) => FromTruth<float>(),
        (DType.Bool, DType.Float64) => FromTruth<double>(),
        (DType.Bool, DType.Int64) => FromTruth<long>(),
        (DType.Bool, DType.Int32) => FromTruth<int>(),
        _ => throw new NotSupportedException($"cast: no kernel from {from.Name()} to {to.Name()}"),
    };

    private static Kernel Converting<T, TA, TY>()
        where T : unmanaged
        where TA : struct, IElements<T>
        where TY : struct, IElements<T> => new(&ElementLoop<Unary<Operators.Same<T>, T>, T, TA, TA, TY, NoScalars>.Run);

    private static Kernel ToTruth<T>()
        where T : unmanaged, INumber<T> => new(&ElementLoop<Unary<Operators.IsNotZero<T>, T>, T, Plain<T>, Plain<T>, Truths<T>, NoScalars>.Run);

    private static Kernel FromTruth<T>()
        where T : unmanaged, INumber<T> => new(&ElementLoop<Unary<Operators.Number<T>, T>, T, Truths<T>, Truths<T>, Plain<T>, NoScalars>.Run);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LongToSingle(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute)
    {
        for (nint i = 0; i < n; i++) Unsafe.Add(ref Unsafe.As<byte, float>(ref y), i) = Unsafe.Add(ref Unsafe.As<byte, long>(ref a), i);
    }
}
