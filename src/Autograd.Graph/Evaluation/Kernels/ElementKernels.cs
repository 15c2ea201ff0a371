using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd.Graph;

/// <summary>
/// The instructions of fused loops: for each elementwise op and element type a function over runs of elements, chosen when a plan is made.
/// What IEEE defines exactly comes from <see cref="TensorPrimitives"/>, the transcendentals from <see cref="VectorMath"/>.
/// </summary>
internal static unsafe partial class ElementKernels
{
    /// <summary>The function of an op whose inputs (for a selection, its branches) have the given element type.</summary>
    public static Kernel For(Op op, DType dtype) => dtype switch
    {
        DType.Float32 => Floating<float>(op),
        DType.Float64 => Floating<double>(op),
        DType.Int64 => Integer<long>(op),
        DType.Int32 => Integer<int>(op),
        DType.Bool => Truth(op),
        _ => throw Missing(op, dtype),
    };

    private static NotSupportedException Missing(Op op, DType dtype) => new($"{op.Name}: no kernel for {dtype.Name()}");

    private static Kernel Floating<T>(Op op) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => op switch
    {
        Op.Div => new(&Div<T>),
        Op.Sqrt => new(&Sqrt<T>),
        Op.Rsqrt => new(&Rsqrt<T>),
        Op.Round { Mode: RoundMode.Floor } => new(&Floor<T>),
        Op.Round { Mode: RoundMode.Ceiling } => new(&Ceiling<T>),
        Op.Round { Mode: RoundMode.Truncate } => new(&Truncate<T>),
        Op.Round => new(&RoundToEven<T>),
        Op.Sign => new(&SignOf<T>),
        Op.Rem { Kind: RemainderKind.Floor } => new(&FloorRemainder<T>),
        Op.Rem => new(&TruncatedRemainder<T>),
        Op.IntPow power => new(&IntPow<T>, power.Exponent),
        _ => typeof(T) == typeof(float) ? Transcendental32(op) ?? Common<T>(op) : Transcendental64(op) ?? Common<T>(op),
    };

    private static Kernel Integer<T>(Op op) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => op switch
    {
        Op.Round => new(&Copy<T>),
        Op.Sign => new(&SignOf<T>),
        Op.Rem { Kind: RemainderKind.Floor } => new(&IntegerFloorRemainder<T>),
        Op.Rem => new(&IntegerTruncatedRemainder<T>),
        Op.IntDiv { Kind: RemainderKind.Floor } => new(&IntegerFloorQuotient<T>),
        Op.IntDiv => new(&IntegerTruncatedQuotient<T>),
        Op.IntPow power => new(&IntPow<T>, power.Exponent),
        Op.Logic { Kind: LogicKind.And } => new(&And<T>),
        Op.Logic { Kind: LogicKind.Or } => new(&Or<T>),
        Op.Logic { Kind: LogicKind.Xor } => new(&Xor<T>),
        Op.Logic { Kind: LogicKind.ShiftLeft } => new(&ShiftLeft<T>),
        Op.Logic => new(&ShiftRight<T>),
        Op.Not => new(&Complement<T>),
        _ => Common<T>(op),
    };

    private static Kernel Common<T>(Op op) where T : unmanaged, INumber<T>, IMinMaxValue<T> => op switch
    {
        Op.Add => new(&Add<T>),
        Op.Sub => new(&Sub<T>),
        Op.Mul => new(&Mul<T>),
        Op.Neg => new(&Neg<T>),
        Op.Abs => new(&Abs<T>),
        Op.Extremum { Kind: ExtremumKind.Max } => new(&Max<T>),
        Op.Extremum => new(&Min<T>),
        Op.Compare compare => Comparison<T>(compare),
        Op.Select => Selection(Unsafe.SizeOf<T>()),
        Op.Cast { To: var to } => CastFrom<T>(to),
        Op.Identity => new(&Copy<T>),
        _ => throw Missing(op, DTypes.Of<T>()),
    };

    private static Kernel Truth(Op op) => op switch
    {
        Op.Logic { Kind: LogicKind.And } => new(&And<byte>),
        Op.Logic { Kind: LogicKind.Or } => new(&Or<byte>),
        Op.Logic { Kind: LogicKind.Xor } => new(&Xor<byte>),
        Op.Not => new(&NotBool),
        Op.Compare compare => Comparison<byte>(compare),
        Op.Select => Selection(sizeof(bool)),
        Op.Cast { To: var to } => CastFrom<byte>(to),
        Op.Identity => new(&Copy<byte>),
        _ => throw Missing(op, DType.Bool),
    };

    private static Kernel Comparison<T>(Op.Compare compare) where T : unmanaged, INumber<T> => compare.Kind switch
    {
        CompareKind.Equal => new(&Equal<T>),
        CompareKind.NotEqual => new(&NotEqual<T>),
        CompareKind.Less => new(&Less<T>),
        CompareKind.LessEqual => new(&LessEqual<T>),
        CompareKind.Greater => new(&Greater<T>),
        _ => new(&GreaterEqual<T>),
    };

    private static Kernel Selection(int size) => size switch
    {
        1 => new(&Select<byte>),
        4 => new(&Select<uint>),
        8 => new(&Select<ulong>),
        _ => throw new NotSupportedException($"select: no kernel for elements of {size} bytes"),
    };

    /// <summary>Copies elements of a size in bytes.</summary>
    public static Kernel CopyOf(int size) => size switch
    {
        1 => new(&Copy<byte>),
        4 => new(&Copy<uint>),
        8 => new(&Copy<ulong>),
        _ => throw new NotSupportedException($"copy: no kernel for elements of {size} bytes"),
    };

    private static Kernel? Transcendental32(Op op) => op switch
    {
        Op.Exp => new(&Exp32),
        Op.Expm1 => new(&Expm132),
        Op.Exp2 => new(&Exp232),
        Op.Log => new(&Log32),
        Op.Log1p => new(&Log1p32),
        Op.Log2 => new(&Log232),
        Op.Log10 => new(&Log1032),
        Op.Sin => new(&Sin32),
        Op.Cos => new(&Cos32),
        Op.Tan => new(&Tan32),
        Op.Asin => new(&Asin32),
        Op.Acos => new(&Acos32),
        Op.Atan => new(&Atan32),
        Op.Sinh => new(&Sinh32),
        Op.Cosh => new(&Cosh32),
        Op.Tanh => new(&Tanh32),
        Op.Sigmoid => new(&Sigmoid32),
        Op.Softplus => new(&Softplus32),
        Op.Erf => new(&Erf32),
        Op.Erfc => new(&Erfc32),
        Op.Pow => new(&Pow32),
        Op.Atan2 => new(&Atan232),
        _ => null,
    };

    private static Kernel? Transcendental64(Op op) => op switch
    {
        Op.Exp => new(&Exp64),
        Op.Expm1 => new(&Expm164),
        Op.Exp2 => new(&Exp264),
        Op.Log => new(&Log64),
        Op.Log1p => new(&Log1p64),
        Op.Log2 => new(&Log264),
        Op.Log10 => new(&Log1064),
        Op.Sin => new(&Sin64),
        Op.Cos => new(&Cos64),
        Op.Tan => new(&Tan64),
        Op.Asin => new(&Asin64),
        Op.Acos => new(&Acos64),
        Op.Atan => new(&Atan64),
        Op.Sinh => new(&Sinh64),
        Op.Cosh => new(&Cosh64),
        Op.Tanh => new(&Tanh64),
        Op.Sigmoid => new(&Sigmoid64),
        Op.Softplus => new(&Softplus64),
        Op.Erf => new(&Erf64),
        Op.Erfc => new(&Erfc64),
        Op.Pow => new(&Pow64),
        Op.Atan2 => new(&Atan264),
        _ => null,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ReadOnlySpan<T> In<T>(ref byte x, int n) where T : unmanaged => MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref x), n);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Span<T> Out<T>(ref byte y, int n) where T : unmanaged => MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref y), n);
}

/// <summary>A function over a run of n elements: the output, up to three inputs (unused ones are any reference), n, and an attribute of the op.</summary>
internal readonly unsafe struct Kernel(delegate*<ref byte, ref byte, ref byte, ref byte, int, int, void> function, int attribute = 0)
{
    private readonly delegate*<ref byte, ref byte, ref byte, ref byte, int, int, void> _function = function;

    /// <summary>Computes n elements of y; y may be exactly one of the inputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Run(ref byte y, ref byte a, ref byte b, ref byte c, int n) => _function(ref y, ref a, ref b, ref c, n, attribute);
}
