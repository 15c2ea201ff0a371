using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd.Graph;

/// <summary>
/// The instructions of fused loops: for each elementwise op and element type a function over runs of elements, chosen when a plan is made.
/// The functions are loops of registers over <see cref="Operators"/> and the transcendentals of <c>Math</c>.
/// </summary>
internal static unsafe partial class ElementKernels
{
    /// <summary>The function of an op whose inputs (for a selection, its branches) have the given element type.</summary>
    public static Kernel For(Op op, DType dtype) => Find(op, dtype, 0) ?? throw new NotSupportedException($"{op.Name}: no kernel for {dtype.Name()}");

    /// <summary>The function of an op some of whose inputs are one single element for the whole run.</summary>
    /// <param name="op">the op</param>
    /// <param name="dtype">the element type of its inputs (for a selection, of its branches)</param>
    /// <param name="scalars">bit i: the reference to input i points to one element</param>
    /// <param name="kernel">gives the bits of the function over runs that repeat the elements</param>
    /// <returns>whether there is one; there is for 0, for either input of an op of two, and for either or both branches of a selection</returns>
    public static bool TryFor(Op op, DType dtype, int scalars, out Kernel kernel)
    {
        Kernel? found = Find(op, dtype, scalars);
        kernel = found.GetValueOrDefault();
        return found.HasValue;
    }

    private static Kernel? Find(Op op, DType dtype, int scalars) => dtype switch
    {
        DType.Float32 => Floating<float>(op, scalars),
        DType.Float64 => Floating<double>(op, scalars),
        DType.Int64 => Integer<long>(op, scalars),
        DType.Int32 => Integer<int>(op, scalars),
        DType.Bool => Truth(op, scalars),
        _ => null,
    };

    private static Kernel? Floating<T>(Op op, int scalars)
        where T : unmanaged, IFloatingPointIeee754<T> => op switch
        {
            Op.Div => Zip<Operators.Div<T>, T>(scalars),
            Op.Sqrt => Map<Operators.Sqrt<T>, T>(scalars),
            Op.Rsqrt => Map<Operators.Rsqrt<T>, T>(scalars),
            Op.Round { Mode: RoundMode.Floor } => Map<Operators.Floor<T>, T>(scalars),
            Op.Round { Mode: RoundMode.Ceiling } => Map<Operators.Ceiling<T>, T>(scalars),
            Op.Round { Mode: RoundMode.Truncate } => Map<Operators.Truncate<T>, T>(scalars),
            Op.Round => Map<Operators.RoundToEven<T>, T>(scalars),
            Op.Rem { Kind: RemainderKind.Floor } => Scalar<ScalarOperators.FloorRemainder<T>, T>(scalars),
            Op.Rem => Scalar<ScalarOperators.TruncatedRemainder<T>, T>(scalars),
            _ => Common<T>(op, scalars) ?? (typeof(T) == typeof(float) ? Single(op, scalars) : Double(op, scalars)),
        };

    private static Kernel? Integer<T>(Op op, int scalars)
        where T : unmanaged, IBinaryInteger<T> => op switch
        {
            Op.Round when scalars == 0 => CopyOf(Unsafe.SizeOf<T>()),
            Op.Rem { Kind: RemainderKind.Floor } => Scalar<ScalarOperators.IntegerFloorRemainder<T>, T>(scalars),
            Op.Rem => Scalar<ScalarOperators.IntegerTruncatedRemainder<T>, T>(scalars),
            Op.IntDiv { Kind: RemainderKind.Floor } => Scalar<ScalarOperators.IntegerFloorQuotient<T>, T>(scalars),
            Op.IntDiv => Scalar<ScalarOperators.IntegerTruncatedQuotient<T>, T>(scalars),
            Op.Logic { Kind: LogicKind.ShiftLeft } => Scalar<ScalarOperators.ShiftLeft<T>, T>(scalars),
            Op.Logic { Kind: LogicKind.ShiftRight } => Scalar<ScalarOperators.ShiftRight<T>, T>(scalars),
            Op.Logic logic => Logic<T>(logic, scalars),
            Op.Not => Map<Operators.Complement<T>, T>(scalars),
            _ => Common<T>(op, scalars),
        };

    private static Kernel? Truth(Op op, int scalars) => op switch
    {
        Op.Logic logic => Logic<byte>(logic, scalars),
        Op.Not => Map<Operators.Not<byte>, byte>(scalars),
        Op.Compare compare => Comparison<byte>(compare, scalars),
        Op.Select => Selection(sizeof(bool), scalars),
        Op.Cast { To: var to } when scalars == 0 => Casting(DType.Bool, to),
        Op.Identity when scalars == 0 => CopyOf(sizeof(bool)),
        _ => null,
    };

    private static Kernel? Common<T>(Op op, int scalars)
        where T : unmanaged, INumber<T> => op switch
        {
            Op.Add => Zip<Operators.Add<T>, T>(scalars),
            Op.Sub => Zip<Operators.Sub<T>, T>(scalars),
            Op.Mul => Zip<Operators.Mul<T>, T>(scalars),
            Op.Neg => Map<Operators.Neg<T>, T>(scalars),
            Op.Abs => Map<Operators.Abs<T>, T>(scalars),
            Op.Sign => Map<Operators.Sign<T>, T>(scalars),
            Op.IntPow power when scalars == 0 => new(&ElementLoop<Operators.IntPow<T>, T, Plain<T>, Plain<T>, Plain<T>, NoScalars>.Run, power.Exponent),
            Op.Extremum { Kind: ExtremumKind.Max } => Zip<Operators.Max<T>, T>(scalars),
            Op.Extremum => Zip<Operators.Min<T>, T>(scalars),
            Op.Compare compare => Comparison<T>(compare, scalars),
            Op.Select => Selection(Unsafe.SizeOf<T>(), scalars),
            Op.Cast { To: var to } when scalars == 0 => Casting(DTypes.Of<T>(), to),
            Op.Identity when scalars == 0 => CopyOf(Unsafe.SizeOf<T>()),
            _ => null,
        };

    private static Kernel? Comparison<T>(Op.Compare compare, int scalars)
        where T : unmanaged => compare.Kind switch
        {
            CompareKind.Equal => Zip<Operators.Equal<T>, T, Plain<T>, Truths<T>>(scalars),
            CompareKind.NotEqual => Zip<Operators.NotEqual<T>, T, Plain<T>, Truths<T>>(scalars),
            CompareKind.Less => Zip<Operators.Less<T>, T, Plain<T>, Truths<T>>(scalars),
            CompareKind.LessEqual => Zip<Operators.LessEqual<T>, T, Plain<T>, Truths<T>>(scalars),
            CompareKind.Greater => Zip<Operators.Greater<T>, T, Plain<T>, Truths<T>>(scalars),
            _ => Zip<Operators.GreaterEqual<T>, T, Plain<T>, Truths<T>>(scalars),
        };

    private static Kernel? Logic<T>(Op.Logic logic, int scalars)
        where T : unmanaged => logic.Kind switch
        {
            LogicKind.And => Zip<Operators.And<T>, T>(scalars),
            LogicKind.Or => Zip<Operators.Or<T>, T>(scalars),
            LogicKind.Xor => Zip<Operators.Xor<T>, T>(scalars),
            _ => null,
        };

    private static Kernel? Selection(int size, int scalars) => size switch
    {
        1 => Selection<byte>(scalars),
        4 => Selection<int>(scalars),
        8 => Selection<long>(scalars),
        _ => null,
    };

    private static Kernel? Selection<T>(int scalars)
        where T : unmanaged => scalars switch
        {
            0 => new(&ElementLoop<Operators.Select<T>, T, Truths<T>, Plain<T>, Plain<T>, NoScalars>.Run),
            2 => new(&ElementLoop<Operators.Select<T>, T, Truths<T>, Plain<T>, Plain<T>, SecondScalar>.Run),
            4 => new(&ElementLoop<Operators.Select<T>, T, Truths<T>, Plain<T>, Plain<T>, ThirdScalar>.Run),
            6 => new(&ElementLoop<Operators.Select<T>, T, Truths<T>, Plain<T>, Plain<T>, LastScalars>.Run),
            _ => null,
        };

    private static Kernel? Single(Op op, int scalars) => op switch
    {
        Op.Exp => Map<ExponentialSingle.Exp, float>(scalars),
        Op.Expm1 => Map<ExponentialSingle.Expm1, float>(scalars),
        Op.Exp2 => Map<ExponentialSingle.Exp2, float>(scalars),
        Op.Log => Map<Logarithm.LogSingle, float>(scalars),
        Op.Log1p => Map<Logarithm.Log1pSingle, float>(scalars),
        Op.Log2 => MapWide<Logarithm.Log2Single>(scalars),
        Op.Log10 => MapWide<Logarithm.Log10Single>(scalars),
        Op.Sin => Map<Trigonometric.SinFloat, float>(scalars),
        Op.Cos => Map<Trigonometric.CosFloat, float>(scalars),
        Op.Tan => MapWide<Trigonometric.TanSingle>(scalars),
        Op.Asin => MapWide<Arcsine.AsinSingle>(scalars),
        Op.Acos => MapWide<Arcsine.AcosSingle>(scalars),
        Op.Atan => MapWide<Arctangent.AtanSingle>(scalars),
        Op.Sinh => MapWide<Hyperbolic.SinhSingle>(scalars),
        Op.Cosh => MapWide<Hyperbolic.CoshSingle>(scalars),
        Op.Tanh => Map<Hyperbolic.TanhSingle, float>(scalars),
        Op.Sigmoid => Map<ExponentialSingle.Sigmoid, float>(scalars),
        Op.Softplus => Map<ExponentialSingle.Softplus, float>(scalars),
        Op.Erf => Map<ErrorFunction.ErfSingle, float>(scalars),
        Op.Erfc => Map<ErrorFunction.ErfcSingle, float>(scalars),
        Op.NormalCdf => Map<NormalDistribution.CdfSingle, float>(scalars),
        Op.GeluSlope => Map<NormalDistribution.GeluSlopeSingle, float>(scalars),
        Op.Pow => Zip<Power.PowSingle, double, Singles, Singles>(scalars),
        Op.Atan2 => Zip<Arctangent.Atan2Single, double, Singles, Singles>(scalars),
        _ => null,
    };

    private static Kernel? Double(Op op, int scalars) => op switch
    {
        Op.Exp => Map<Exponential.Exp, double>(scalars),
        Op.Expm1 => Map<Exponential.Expm1, double>(scalars),
        Op.Exp2 => Map<Exponential.Exp2, double>(scalars),
        Op.Log => Map<Logarithm.Log, double>(scalars),
        Op.Log1p => Map<Logarithm.Log1p, double>(scalars),
        Op.Log2 => Map<Logarithm.Log2, double>(scalars),
        Op.Log10 => Map<Logarithm.Log10, double>(scalars),
        Op.Sin => Map<Trigonometric.Sin, double>(scalars),
        Op.Cos => Map<Trigonometric.Cos, double>(scalars),
        Op.Tan => Map<Trigonometric.Tan, double>(scalars),
        Op.Asin => Map<Arcsine.Asin, double>(scalars),
        Op.Acos => Map<Arcsine.Acos, double>(scalars),
        Op.Atan => Map<Arctangent.Atan, double>(scalars),
        Op.Sinh => Map<Hyperbolic.Sinh, double>(scalars),
        Op.Cosh => Map<Hyperbolic.Cosh, double>(scalars),
        Op.Tanh => Map<Hyperbolic.Tanh, double>(scalars),
        Op.Sigmoid => Map<Exponential.Sigmoid, double>(scalars),
        Op.Softplus => Map<Logarithm.Softplus, double>(scalars),
        Op.Erf => Map<ErrorFunction.Erf, double>(scalars),
        Op.Erfc => Map<ErrorFunction.Erfc, double>(scalars),
        Op.NormalCdf => Map<NormalDistribution.Cdf, double>(scalars),
        Op.GeluSlope => Map<NormalDistribution.GeluSlope, double>(scalars),
        Op.Pow => Zip<Power.Pow, double>(scalars),
        Op.Atan2 => Zip<Arctangent.Atan2, double>(scalars),
        _ => null,
    };

    private static Kernel? Map<TKernel, T>(int scalars)
        where TKernel : struct, IUnaryKernel<T>
        where T : unmanaged => scalars == 0 ? new(&ElementLoop<Unary<TKernel, T>, T, Plain<T>, Plain<T>, Plain<T>, NoScalars>.Run) : null;

    /// <summary>Of floats in double lanes.</summary>
    private static Kernel? MapWide<TKernel>(int scalars)
        where TKernel : struct, IUnaryKernel<double> => scalars == 0 ? new(&ElementLoop<Unary<TKernel, double>, double, Singles, Singles, Singles, NoScalars>.Run) : null;

    private static Kernel? Zip<TKernel, T>(int scalars)
        where TKernel : struct, IBinaryKernel<T>
        where T : unmanaged => Zip<TKernel, T, Plain<T>, Plain<T>>(scalars);

    private static Kernel? Zip<TKernel, T, TX, TY>(int scalars)
        where TKernel : struct, IBinaryKernel<T>
        where T : unmanaged
        where TX : struct, IElements<T>
        where TY : struct, IElements<T> => scalars switch
        {
            0 => new(&ElementLoop<Binary<TKernel, T>, T, TX, TX, TY, NoScalars>.Run),
            1 => new(&ElementLoop<Binary<TKernel, T>, T, TX, TX, TY, FirstScalar>.Run),
            2 => new(&ElementLoop<Binary<TKernel, T>, T, TX, TX, TY, SecondScalar>.Run),
            _ => null,
        };

    private static Kernel? Scalar<TFunction, T>(int scalars)
        where TFunction : struct, IScalarFunction<T>
        where T : unmanaged => scalars switch
        {
            0 => new(&ScalarLoop<TFunction, T, NoScalars>.Run),
            1 => new(&ScalarLoop<TFunction, T, FirstScalar>.Run),
            2 => new(&ScalarLoop<TFunction, T, SecondScalar>.Run),
            _ => null,
        };

    /// <summary>Copies elements of a size in bytes.</summary>
    public static Kernel CopyOf(int size) => size switch
    {
        1 => new(&Copy<byte>),
        4 => new(&Copy<uint>),
        8 => new(&Copy<ulong>),
        _ => throw new NotSupportedException($"copy: no kernel for elements of {size} bytes"),
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy<T>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute)
        where T : unmanaged =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref a), n).CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref y), n));
}

/// <summary>A function over a run of n elements: the output, up to three inputs (unused ones are any reference), n, and an attribute of the op.</summary>
internal readonly unsafe struct Kernel(delegate*<ref byte, ref byte, ref byte, ref byte, int, int, void> function, int attribute = 0)
{
    private readonly delegate*<ref byte, ref byte, ref byte, ref byte, int, int, void> _function = function;

    /// <summary>Computes n elements of y; y may be exactly one of the inputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Run(ref byte y, ref byte a, ref byte b, ref byte c, int n) => _function(ref y, ref a, ref b, ref c, n, attribute);
}
