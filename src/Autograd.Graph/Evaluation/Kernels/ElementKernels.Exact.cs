using System.Numerics;
using System.Numerics.Tensors;

namespace Autograd.Graph;

// Arithmetic, comparison, logic, selection: what is exact.
internal static partial class ElementKernels
{
    private static void Sqrt<T>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where T : unmanaged, IRootFunctions<T> => TensorPrimitives.Sqrt(In<T>(ref a, n), Out<T>(ref y, n));

    private static void Floor<T>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where T : unmanaged, IFloatingPoint<T> => TensorPrimitives.Floor(In<T>(ref a, n), Out<T>(ref y, n));

    private static void Ceiling<T>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where T : unmanaged, IFloatingPoint<T> => TensorPrimitives.Ceiling(In<T>(ref a, n), Out<T>(ref y, n));

    private static void Truncate<T>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where T : unmanaged, IFloatingPoint<T> => TensorPrimitives.Truncate(In<T>(ref a, n), Out<T>(ref y, n));

    private static void RoundToEven<T>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where T : unmanaged, IFloatingPoint<T> => TensorPrimitives.Round(In<T>(ref a, n), Out<T>(ref y, n));

    private static void Neg<T>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where T : unmanaged, INumber<T> => TensorPrimitives.Negate(In<T>(ref a, n), Out<T>(ref y, n));

    private static void Add<T>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where T : unmanaged, INumber<T> => TensorPrimitives.Add(In<T>(ref a, n), In<T>(ref b, n), Out<T>(ref y, n));

    private static void Sub<T>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where T : unmanaged, INumber<T> => TensorPrimitives.Subtract(In<T>(ref a, n), In<T>(ref b, n), Out<T>(ref y, n));

    private static void Mul<T>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where T : unmanaged, INumber<T> => TensorPrimitives.Multiply(In<T>(ref a, n), In<T>(ref b, n), Out<T>(ref y, n));

    private static void Div<T>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Divide(In<T>(ref a, n), In<T>(ref b, n), Out<T>(ref y, n));

    private static void Max<T>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where T : unmanaged, INumber<T> => TensorPrimitives.Max(In<T>(ref a, n), In<T>(ref b, n), Out<T>(ref y, n));

    private static void Min<T>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where T : unmanaged, INumber<T> => TensorPrimitives.Min(In<T>(ref a, n), In<T>(ref b, n), Out<T>(ref y, n));

    private static void And<T>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where T : unmanaged, IBinaryInteger<T> => TensorPrimitives.BitwiseAnd(In<T>(ref a, n), In<T>(ref b, n), Out<T>(ref y, n));

    private static void Or<T>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where T : unmanaged, IBinaryInteger<T> => TensorPrimitives.BitwiseOr(In<T>(ref a, n), In<T>(ref b, n), Out<T>(ref y, n));

    private static void Xor<T>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where T : unmanaged, IBinaryInteger<T> => TensorPrimitives.Xor(In<T>(ref a, n), In<T>(ref b, n), Out<T>(ref y, n));

    private static void Equal<T>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<T> left = In<T>(ref a, n), right = In<T>(ref b, n);
        Span<bool> result = Out<bool>(ref y, n);
        for (int i = 0; i < result.Length; i++) result[i] = left[i] == right[i];
    }

    private static void NotEqual<T>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<T> left = In<T>(ref a, n), right = In<T>(ref b, n);
        Span<bool> result = Out<bool>(ref y, n);
        for (int i = 0; i < result.Length; i++) result[i] = left[i] != right[i];
    }

    private static void Less<T>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<T> left = In<T>(ref a, n), right = In<T>(ref b, n);
        Span<bool> result = Out<bool>(ref y, n);
        for (int i = 0; i < result.Length; i++) result[i] = left[i] < right[i];
    }

    private static void LessEqual<T>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<T> left = In<T>(ref a, n), right = In<T>(ref b, n);
        Span<bool> result = Out<bool>(ref y, n);
        for (int i = 0; i < result.Length; i++) result[i] = left[i] <= right[i];
    }

    private static void Greater<T>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<T> left = In<T>(ref a, n), right = In<T>(ref b, n);
        Span<bool> result = Out<bool>(ref y, n);
        for (int i = 0; i < result.Length; i++) result[i] = left[i] > right[i];
    }

    private static void GreaterEqual<T>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<T> left = In<T>(ref a, n), right = In<T>(ref b, n);
        Span<bool> result = Out<bool>(ref y, n);
        for (int i = 0; i < result.Length; i++) result[i] = left[i] >= right[i];
    }

    private static void Copy<T>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where T : unmanaged => In<T>(ref a, n).CopyTo(Out<T>(ref y, n));

    private static void NotBool(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute)
    {
        ReadOnlySpan<byte> x = In<byte>(ref a, n);
        Span<byte> result = Out<byte>(ref y, n);
        for (int i = 0; i < result.Length; i++) result[i] = (byte)(x[i] ^ 1);
    }

    private static void Complement<T>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where T : unmanaged, IBinaryInteger<T> => TensorPrimitives.OnesComplement(In<T>(ref a, n), Out<T>(ref y, n));

    // Integers: the smallest has no positive counterpart and stays itself; TensorPrimitives would raise an overflow.
    private static void Abs<T>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        if (typeof(T) == typeof(float) || typeof(T) == typeof(double))
        {
            TensorPrimitives.Abs(In<T>(ref a, n), Out<T>(ref y, n));
            return;
        }

        ReadOnlySpan<T> x = In<T>(ref a, n);
        Span<T> result = Out<T>(ref y, n);
        for (int i = 0; i < result.Length; i++) result[i] = x[i] < T.Zero ? -x[i] : x[i];
    }

    private static void Select<T>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where T : unmanaged
    {
        ReadOnlySpan<byte> condition = In<byte>(ref a, n);
        ReadOnlySpan<T> left = In<T>(ref b, n), right = In<T>(ref c, n);
        Span<T> result = Out<T>(ref y, n);
        for (int i = 0; i < result.Length; i++) result[i] = condition[i] != 0 ? left[i] : right[i];
    }

    private static void Rsqrt<T>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where T : unmanaged, IFloatingPointIeee754<T>
    {
        TensorPrimitives.Sqrt(In<T>(ref a, n), Out<T>(ref y, n));
        TensorPrimitives.Divide(T.One, In<T>(ref y, n), Out<T>(ref y, n));
    }

    private static void SignOf<T>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<T> left = In<T>(ref a, n);
        Span<T> result = Out<T>(ref y, n);
        for (int i = 0; i < result.Length; i++) result[i] = left[i] > T.Zero ? T.One : left[i] < T.Zero ? -T.One : left[i] == T.Zero ? T.Zero : left[i];
    }

    private static void TruncatedRemainder<T>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> left = In<T>(ref a, n);
        ReadOnlySpan<T> right = In<T>(ref b, n);
        Span<T> result = Out<T>(ref y, n);
        for (int i = 0; i < result.Length; i++) result[i] = left[i] % right[i];
    }

    private static void FloorRemainder<T>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> left = In<T>(ref a, n), right = In<T>(ref b, n);
        Span<T> result = Out<T>(ref y, n);
        for (int i = 0; i < result.Length; i++)
        {
            T divisor = right[i], rest = left[i] % divisor;
            result[i] = rest != T.Zero && (rest < T.Zero) != (divisor < T.Zero) ? rest + divisor : rest;
        }
    }

    // Dividing the smallest integer by -1 overflows in hardware; here it wraps, so -1 is handled apart.
    private static T Quotient<T>(T a, T b) where T : unmanaged, IBinaryInteger<T> =>
        T.IsZero(b) ? throw new DivideByZeroException("intDiv: an integer divisor is 0") : b == -T.One ? -a : a / b;

    private static T Rest<T>(T a, T b) where T : unmanaged, IBinaryInteger<T> =>
        T.IsZero(b) ? throw new DivideByZeroException("rem: an integer divisor is 0") : b == -T.One ? T.Zero : a % b;

    private static void IntegerTruncatedQuotient<T>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where T : unmanaged, IBinaryInteger<T>
    {
        ReadOnlySpan<T> left = In<T>(ref a, n);
        ReadOnlySpan<T> right = In<T>(ref b, n);
        Span<T> result = Out<T>(ref y, n);
        for (int i = 0; i < result.Length; i++) result[i] = Quotient(left[i], right[i]);
    }

    private static void IntegerTruncatedRemainder<T>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where T : unmanaged, IBinaryInteger<T>
    {
        ReadOnlySpan<T> left = In<T>(ref a, n);
        ReadOnlySpan<T> right = In<T>(ref b, n);
        Span<T> result = Out<T>(ref y, n);
        for (int i = 0; i < result.Length; i++) result[i] = Rest(left[i], right[i]);
    }

    private static void IntegerFloorQuotient<T>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where T : unmanaged, IBinaryInteger<T>
    {
        ReadOnlySpan<T> left = In<T>(ref a, n), right = In<T>(ref b, n);
        Span<T> result = Out<T>(ref y, n);
        for (int i = 0; i < result.Length; i++)
        {
            T quotient = Quotient(left[i], right[i]), rest = Rest(left[i], right[i]);
            result[i] = rest != T.Zero && (rest < T.Zero) != (right[i] < T.Zero) ? quotient - T.One : quotient;
        }
    }

    private static void IntegerFloorRemainder<T>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where T : unmanaged, IBinaryInteger<T>
    {
        ReadOnlySpan<T> left = In<T>(ref a, n), right = In<T>(ref b, n);
        Span<T> result = Out<T>(ref y, n);
        for (int i = 0; i < result.Length; i++)
        {
            T rest = Rest(left[i], right[i]);
            result[i] = rest != T.Zero && (rest < T.Zero) != (right[i] < T.Zero) ? rest + right[i] : rest;
        }
    }

    private static void ShiftLeft<T>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        ReadOnlySpan<T> left = In<T>(ref a, n), right = In<T>(ref b, n);
        Span<T> result = Out<T>(ref y, n);
        T width = T.CreateTruncating(8 * System.Runtime.CompilerServices.Unsafe.SizeOf<T>());
        for (int i = 0; i < result.Length; i++) result[i] = right[i] < T.Zero || right[i] >= width ? T.Zero : left[i] << int.CreateTruncating(right[i]);
    }

    private static void ShiftRight<T>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        ReadOnlySpan<T> left = In<T>(ref a, n), right = In<T>(ref b, n);
        Span<T> result = Out<T>(ref y, n);
        int last = 8 * System.Runtime.CompilerServices.Unsafe.SizeOf<T>() - 1;
        for (int i = 0; i < result.Length; i++) result[i] = left[i] >> (right[i] < T.Zero || right[i] > T.CreateTruncating(last) ? last : int.CreateTruncating(right[i]));
    }

    // Repeated squaring, the bits of the exponent from the lowest: the same products in the same order for every element.
    private static void IntPow<T>(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<T> x = In<T>(ref a, n);
        Span<T> result = Out<T>(ref y, n);
        if (attribute == 2)
        {
            TensorPrimitives.Multiply(x, x, result);
            return;
        }

        uint exponent = (uint)Math.Abs((long)attribute);
        for (int i = 0; i < result.Length; i++)
        {
            T power = T.One, square = x[i];
            bool started = false;
            for (uint bits = exponent; bits != 0; bits >>= 1)
            {
                if ((bits & 1) != 0) (power, started) = (started ? power * square : square, true);
                if (bits > 1) square *= square;
            }

            result[i] = attribute < 0 ? T.One / power : power;
        }
    }
}
