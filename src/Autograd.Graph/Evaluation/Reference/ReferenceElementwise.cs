using System.Numerics;
using System.Runtime.InteropServices;

namespace Autograd.Graph;

/// <summary>Elementwise primitives. Truth values are computed with as bytes 0 and 1.</summary>
internal static class ReferenceElementwise
{
    private delegate void Function<T>(ReadOnlySpan<T> x, Span<T> y);

    private delegate void Function2<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y);

    public static NDArray Compute(Op.Elementwise op, ReadOnlySpan<NDArray> inputs) => op switch
    {
        Op.Cast cast => ReferenceCast.Compute(cast.To, inputs[0]),
        Op.Select => Select(inputs[0], inputs[1], inputs[2]),
        _ => inputs[0].DType switch
        {
            DType.Float32 => Floating<float>(op, inputs),
            DType.Float64 => Floating<double>(op, inputs),
            DType.Int64 => Integers<long>(op, inputs),
            DType.Int32 => Integers<int>(op, inputs),
            _ => Truths(op, inputs),
        },
    };

    private static NDArray Floating<T>(Op.Elementwise op, ReadOnlySpan<NDArray> inputs) where T : unmanaged, IBinaryFloatingPointIeee754<T> => op switch
    {
        Op.Compare compare => Compare<T>(compare.Kind, inputs),
        Op.FloatUnary unary => Map(Transcendental<T>(unary), inputs[0]),
        Op.Round round => Map<T>(Rounding<T>(round.Mode), inputs[0]),
        Op.Sign => Map<T>(x => T.IsNaN(x) ? x : T.CreateTruncating(T.Sign(x)), inputs[0]),
        Op.Unary unary => Map(Number<T>(unary), inputs[0]),
        Op.Pow => Zip(Choose<T>(VectorMath.Pow, VectorMath.Pow), inputs),
        Op.Atan2 => Zip(Choose<T>(VectorMath.Atan2, VectorMath.Atan2), inputs),
        Op.Div => Zip<T>((a, b) => a / b, inputs),
        Op.Rem rem => Zip(Remainder<T>(rem.Kind), inputs),
        Op.Binary binary => Zip(Number<T>(binary), inputs),
        _ => throw Unknown(op),
    };

    private static NDArray Integers<T>(Op.Elementwise op, ReadOnlySpan<NDArray> inputs) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => op switch
    {
        Op.Compare compare => Compare<T>(compare.Kind, inputs),
        Op.Logic logic => Zip(Logic<T>(logic.Kind), inputs),
        Op.Not => Map<T>(x => ~x, inputs[0]),
        Op.Round => Map<T>(x => x, inputs[0]),
        Op.Sign => Map<T>(x => T.CreateTruncating(T.Sign(x)), inputs[0]),
        Op.Unary unary => Map(Number<T>(unary), inputs[0]),
        Op.Rem rem => Zip(ByNonZero(op, Remainder<T>(rem.Kind), T.Zero), inputs),
        Op.IntDiv div => Zip(ByNonZero(op, Quotient<T>(div.Kind), T.MinValue), inputs),
        Op.Binary binary => Zip(Number<T>(binary), inputs),
        _ => throw Unknown(op),
    };

    private static NDArray Truths(Op.Elementwise op, ReadOnlySpan<NDArray> inputs) => op switch
    {
        Op.Compare compare => Compare<byte>(compare.Kind, inputs),
        Op.Logic logic => Zip(Logic<byte>(logic.Kind), inputs),
        Op.Not => Map<byte>(x => (byte)(1 - x), inputs[0]),
        _ => throw Unknown(op),
    };

    private static Func<T, T> Number<T>(Op.Unary op) where T : INumber<T> => op switch
    {
        Op.Neg => x => -x,
        Op.Abs => x => T.IsNegative(x) ? -x : x,
        Op.IntPow power => x => IntPow(x, power.Exponent),
        _ => throw Unknown(op),
    };

    private static Func<T, T, T> Number<T>(Op.Binary op) where T : INumber<T> => op switch
    {
        Op.Add => (a, b) => a + b,
        Op.Sub => (a, b) => a - b,
        Op.Mul => (a, b) => a * b,
        Op.Extremum { Kind: ExtremumKind.Max } => T.Max,
        Op.Extremum { Kind: ExtremumKind.Min } => T.Min,
        _ => throw Unknown(op),
    };

    private static Function<T> Transcendental<T>(Op.FloatUnary op) where T : unmanaged, IBinaryFloatingPointIeee754<T> => op switch
    {
        Op.Exp => Choose<T>(VectorMath.Exp, VectorMath.Exp),
        Op.Expm1 => Choose<T>(VectorMath.Expm1, VectorMath.Expm1),
        Op.Exp2 => Choose<T>(VectorMath.Exp2, VectorMath.Exp2),
        Op.Log => Choose<T>(VectorMath.Log, VectorMath.Log),
        Op.Log1p => Choose<T>(VectorMath.Log1p, VectorMath.Log1p),
        Op.Log2 => Choose<T>(VectorMath.Log2, VectorMath.Log2),
        Op.Log10 => Choose<T>(VectorMath.Log10, VectorMath.Log10),
        Op.Sin => Choose<T>(VectorMath.Sin, VectorMath.Sin),
        Op.Cos => Choose<T>(VectorMath.Cos, VectorMath.Cos),
        Op.Tan => Choose<T>(VectorMath.Tan, VectorMath.Tan),
        Op.Asin => Choose<T>(VectorMath.Asin, VectorMath.Asin),
        Op.Acos => Choose<T>(VectorMath.Acos, VectorMath.Acos),
        Op.Atan => Choose<T>(VectorMath.Atan, VectorMath.Atan),
        Op.Sinh => Choose<T>(VectorMath.Sinh, VectorMath.Sinh),
        Op.Cosh => Choose<T>(VectorMath.Cosh, VectorMath.Cosh),
        Op.Tanh => Choose<T>(VectorMath.Tanh, VectorMath.Tanh),
        Op.Sigmoid => Choose<T>(VectorMath.Sigmoid, VectorMath.Sigmoid),
        Op.Softplus => Choose<T>(VectorMath.Softplus, VectorMath.Softplus),
        Op.Erf => Choose<T>(VectorMath.Erf, VectorMath.Erf),
        Op.Erfc => Choose<T>(VectorMath.Erfc, VectorMath.Erfc),
        Op.NormalCdf => Choose<T>(VectorMath.NormalCdf, VectorMath.NormalCdf),
        Op.GeluSlope => Choose<T>(VectorMath.GeluSlope, VectorMath.GeluSlope),
        Op.Sqrt => Lift<T>(T.Sqrt),
        Op.Rsqrt => Lift<T>(x => T.One / T.Sqrt(x)),
        _ => throw Unknown(op),
    };

    private static Func<T, T> Rounding<T>(RoundMode mode) where T : IFloatingPoint<T> => mode switch
    {
        RoundMode.Floor => T.Floor,
        RoundMode.Ceiling => T.Ceiling,
        RoundMode.Truncate => T.Truncate,
        _ => x => T.Round(x, MidpointRounding.ToEven),
    };

    private static Func<T, T, T> Remainder<T>(RemainderKind kind) where T : INumber<T> => kind == RemainderKind.Truncate ? (a, b) => a % b : (a, b) =>
    {
        T r = a % b;
        return r != T.Zero && r < T.Zero != b < T.Zero ? r + b : r;
    };

    private static Func<T, T, T> Quotient<T>(RemainderKind kind) where T : IBinaryInteger<T> => kind == RemainderKind.Truncate ? (a, b) => a / b : (a, b) =>
    {
        T q = a / b;
        return q * b != a && a < T.Zero != b < T.Zero ? q - T.One : q;
    };

    /// <summary>A division with its two bad cases: by zero, and of the smallest number by -1, whose quotient has no place.</summary>
    private static Func<T, T, T> ByNonZero<T>(Op op, Func<T, T, T> division, T ofOverflow) where T : IBinaryInteger<T>, IMinMaxValue<T> => (a, b) =>
        b == T.Zero ? throw new DivideByZeroException($"{op.Name}: an integer divisor is 0")
        : a == T.MinValue && b == -T.One ? ofOverflow
        : division(a, b);

    private static Func<T, T, T> Logic<T>(LogicKind kind) where T : IBinaryInteger<T> => kind switch
    {
        LogicKind.And => (a, b) => a & b,
        LogicKind.Or => (a, b) => a | b,
        LogicKind.Xor => (a, b) => a ^ b,
        LogicKind.ShiftLeft => (a, b) => IsCount(b) ? a << int.CreateTruncating(b) : T.Zero,
        _ => (a, b) => IsCount(b) ? a >> int.CreateTruncating(b) : T.IsNegative(a) ? -T.One : T.Zero,
    };

    private static bool IsCount<T>(T b) where T : IBinaryInteger<T> => b >= T.Zero && b < T.CreateTruncating(8 * b.GetByteCount());

    /// <summary>Repeated squaring over the bits of |n| from the lowest; x^-n is 1 / x^n.</summary>
    private static T IntPow<T>(T x, int n) where T : INumber<T>
    {
        T result = T.One;
        bool none = true;
        for (uint bits = (uint)Math.Abs((long)n); bits != 0; bits >>= 1)
        {
            if ((bits & 1) != 0) (result, none) = (none ? x : result * x, false);
            if (bits > 1) x *= x;
        }

        return n < 0 ? T.One / result : result;
    }

    private static Function<T> Choose<T>(Function<float> singles, Function<double> doubles) => (Function<T>)(object)(typeof(T) == typeof(float) ? singles : doubles);

    private static Function2<T> Choose<T>(Function2<float> singles, Function2<double> doubles) => (Function2<T>)(object)(typeof(T) == typeof(float) ? singles : doubles);

    private static Function<T> Lift<T>(Func<T, T> f) => (x, y) =>
    {
        for (int i = 0; i < y.Length; i++) y[i] = f(x[i]);
    };

    private static NDArray Map<T>(Func<T, T> f, NDArray x) where T : unmanaged => Map(Lift(f), x);

    private static NDArray Map<T>(Function<T> f, NDArray x) where T : unmanaged
    {
        NDArray y = NDArray.Uninitialized(x.DType, x.Shape);
        f(Elements<T>(x), Room<T>(y));
        return y;
    }

    private static NDArray Zip<T>(Func<T, T, T> f, ReadOnlySpan<NDArray> inputs) where T : unmanaged => Zip<T>(
        (a, b, y) =>
        {
            for (int i = 0; i < y.Length; i++) y[i] = f(a[i], b[i]);
        },
        inputs);

    private static NDArray Zip<T>(Function2<T> f, ReadOnlySpan<NDArray> inputs) where T : unmanaged
    {
        NDArray y = NDArray.Uninitialized(inputs[0].DType, inputs[0].Shape);
        f(Elements<T>(inputs[0]), Elements<T>(inputs[1]), Room<T>(y));
        return y;
    }

    private static NDArray Compare<T>(CompareKind kind, ReadOnlySpan<NDArray> inputs) where T : unmanaged, INumber<T>
    {
        Func<T, T, bool> holds = kind switch
        {
            CompareKind.Equal => (a, b) => a == b,
            CompareKind.NotEqual => (a, b) => a != b,
            CompareKind.Less => (a, b) => a < b,
            CompareKind.LessEqual => (a, b) => a <= b,
            CompareKind.Greater => (a, b) => a > b,
            _ => (a, b) => a >= b,
        };
        ReadOnlySpan<T> left = Elements<T>(inputs[0]), right = Elements<T>(inputs[1]);
        var y = new bool[left.Length];
        for (int i = 0; i < y.Length; i++) y[i] = holds(left[i], right[i]);
        return NDArray.Wrap(y, DType.Bool, inputs[0].Shape);
    }

    private static NDArray Select(NDArray condition, NDArray a, NDArray b) => a.DType switch
    {
        DType.Float32 => Select<float>(condition, a, b),
        DType.Float64 => Select<double>(condition, a, b),
        DType.Int64 => Select<long>(condition, a, b),
        DType.Int32 => Select<int>(condition, a, b),
        _ => Select<bool>(condition, a, b),
    };

    private static NDArray Select<T>(NDArray condition, NDArray a, NDArray b) where T : unmanaged
    {
        ReadOnlySpan<bool> p = condition.AsSpan<bool>();
        ReadOnlySpan<T> left = a.AsSpan<T>(), right = b.AsSpan<T>();
        var y = new T[p.Length];
        for (int i = 0; i < y.Length; i++) y[i] = p[i] ? left[i] : right[i];
        return NDArray.Wrap(y, a.DType, a.Shape);
    }

    /// <summary>The elements, truth values as bytes.</summary>
    private static ReadOnlySpan<T> Elements<T>(NDArray x) where T : unmanaged =>
        x.DType == DType.Bool ? MemoryMarshal.Cast<bool, T>(x.AsSpan<bool>()) : x.AsSpan<T>();

    private static Span<T> Room<T>(NDArray y) where T : unmanaged =>
        y.DType == DType.Bool ? MemoryMarshal.Cast<bool, T>(((bool[])y.Data).AsSpan()) : (T[])y.Data;

    private static NotSupportedException Unknown(Op op) => new($"{op.Name}: the reference has no line for it");
}
