using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>A function of two numbers that the hardware has no vectors for.</summary>
internal interface IScalarFunction<T>
    where T : unmanaged
{
    static abstract T Apply(T a, T b);
}

/// <summary>Runs a function of numbers one by one; an argument whose bit of the mask is set is a single element.</summary>
internal static class ScalarLoop<TFunction, T, TScalars>
    where TFunction : struct, IScalarFunction<T>
    where T : unmanaged
    where TScalars : struct, IScalars
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute)
    {
        ref T left = ref Unsafe.As<byte, T>(ref a);
        ref T right = ref Unsafe.As<byte, T>(ref b);
        for (nint i = 0; i < n; i++)
            Unsafe.Add(ref Unsafe.As<byte, T>(ref y), i) = TFunction.Apply(Unsafe.Add(ref left, (TScalars.Mask & 1) == 0 ? i : 0), Unsafe.Add(ref right, (TScalars.Mask & 2) == 0 ? i : 0));
    }
}

/// <summary>Remainders, division of integers, and shifts by counts that may be out of range.</summary>
internal static class ScalarOperators
{
    internal readonly struct TruncatedRemainder<T> : IScalarFunction<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static T Apply(T a, T b) => a % b;
    }

    internal readonly struct FloorRemainder<T> : IScalarFunction<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static T Apply(T a, T b)
        {
            T rest = a % b;
            return rest != T.Zero && (rest < T.Zero) != (b < T.Zero) ? rest + b : rest;
        }
    }

    internal readonly struct IntegerTruncatedQuotient<T> : IScalarFunction<T>
        where T : unmanaged, IBinaryInteger<T>
    {
        public static T Apply(T a, T b) => Quotient(a, b);
    }

    internal readonly struct IntegerTruncatedRemainder<T> : IScalarFunction<T>
        where T : unmanaged, IBinaryInteger<T>
    {
        public static T Apply(T a, T b) => Rest(a, b);
    }

    internal readonly struct IntegerFloorQuotient<T> : IScalarFunction<T>
        where T : unmanaged, IBinaryInteger<T>
    {
        public static T Apply(T a, T b)
        {
            T quotient = Quotient(a, b), rest = Rest(a, b);
            return rest != T.Zero && (rest < T.Zero) != (b < T.Zero) ? quotient - T.One : quotient;
        }
    }

    internal readonly struct IntegerFloorRemainder<T> : IScalarFunction<T>
        where T : unmanaged, IBinaryInteger<T>
    {
        public static T Apply(T a, T b)
        {
            T rest = Rest(a, b);
            return rest != T.Zero && (rest < T.Zero) != (b < T.Zero) ? rest + b : rest;
        }
    }

    internal readonly struct ShiftLeft<T> : IScalarFunction<T>
        where T : unmanaged, IBinaryInteger<T>
    {
        public static T Apply(T a, T b) => b < T.Zero || b >= T.CreateTruncating(8 * Unsafe.SizeOf<T>()) ? T.Zero : a << int.CreateTruncating(b);
    }

    internal readonly struct ShiftRight<T> : IScalarFunction<T>
        where T : unmanaged, IBinaryInteger<T>
    {
        public static T Apply(T a, T b)
        {
            int last = 8 * Unsafe.SizeOf<T>() - 1;
            return a >> (b < T.Zero || b > T.CreateTruncating(last) ? last : int.CreateTruncating(b));
        }
    }

    // Dividing the smallest integer by -1 overflows in hardware; here it wraps, so -1 is handled apart.
    private static T Quotient<T>(T a, T b)
        where T : unmanaged, IBinaryInteger<T> =>
        T.IsZero(b) ? throw new DivideByZeroException("intDiv: an integer divisor is 0") : b == -T.One ? -a : a / b;

    private static T Rest<T>(T a, T b)
        where T : unmanaged, IBinaryInteger<T> =>
        T.IsZero(b) ? throw new DivideByZeroException("rem: an integer divisor is 0") : b == -T.One ? T.Zero : a % b;
}
