using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>What is exact or rounded once: arithmetic, comparison (to masks), logic, selection, rounding.</summary>
internal static class Operators
{
    internal readonly struct Add<T> : IBinaryKernel<T>
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V a, V b)
            where V : struct, IVector<V, T> => a + b;
    }

    internal readonly struct Sub<T> : IBinaryKernel<T>
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V a, V b)
            where V : struct, IVector<V, T> => a - b;
    }

    internal readonly struct Mul<T> : IBinaryKernel<T>
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V a, V b)
            where V : struct, IVector<V, T> => a * b;
    }

    internal readonly struct Div<T> : IBinaryKernel<T>
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V a, V b)
            where V : struct, IVector<V, T> => a / b;
    }

    internal readonly struct Max<T> : IBinaryKernel<T>
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V a, V b)
            where V : struct, IVector<V, T> => V.Max(a, b);
    }

    internal readonly struct Min<T> : IBinaryKernel<T>
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V a, V b)
            where V : struct, IVector<V, T> => V.Min(a, b);
    }

    internal readonly struct SquaredDifference<T> : IBinaryKernel<T>
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V a, V b)
            where V : struct, IVector<V, T>
        {
            V difference = a - b;
            return difference * difference;
        }
    }

    internal readonly struct And<T> : IBinaryKernel<T>
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V a, V b)
            where V : struct, IVector<V, T> => a & b;
    }

    internal readonly struct Or<T> : IBinaryKernel<T>
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V a, V b)
            where V : struct, IVector<V, T> => a | b;
    }

    internal readonly struct Xor<T> : IBinaryKernel<T>
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V a, V b)
            where V : struct, IVector<V, T> => a ^ b;
    }

    internal readonly struct Equal<T> : IBinaryKernel<T>
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V a, V b)
            where V : struct, IVector<V, T> => V.Equal(a, b);
    }

    internal readonly struct NotEqual<T> : IBinaryKernel<T>
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V a, V b)
            where V : struct, IVector<V, T> => V.NotEqual(a, b);
    }

    internal readonly struct Less<T> : IBinaryKernel<T>
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V a, V b)
            where V : struct, IVector<V, T> => a < b;
    }

    internal readonly struct LessEqual<T> : IBinaryKernel<T>
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V a, V b)
            where V : struct, IVector<V, T> => a <= b;
    }

    internal readonly struct Greater<T> : IBinaryKernel<T>
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V a, V b)
            where V : struct, IVector<V, T> => a > b;
    }

    internal readonly struct GreaterEqual<T> : IBinaryKernel<T>
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V a, V b)
            where V : struct, IVector<V, T> => a >= b;
    }

    internal readonly struct Same<T> : IUnaryKernel<T>
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, T> => x;
    }

    internal readonly struct Neg<T> : IUnaryKernel<T>
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, T> => -x;
    }

    internal readonly struct Abs<T> : IUnaryKernel<T>
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, T> => V.Abs(x);
    }

    internal readonly struct Complement<T> : IUnaryKernel<T>
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, T> => ~x;
    }

    // Of a truth value as a byte.
    internal readonly struct Not<T> : IUnaryKernel<T>
        where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, T> => x ^ V.Create(T.One);
    }

    internal readonly struct Sqrt<T> : IUnaryKernel<T>
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, T> => V.Sqrt(x);
    }

    internal readonly struct Rsqrt<T> : IUnaryKernel<T>
        where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, T> => V.Create(T.One) / V.Sqrt(x);
    }

    internal readonly struct Floor<T> : IUnaryKernel<T>
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, T> => V.Floor(x);
    }

    internal readonly struct Ceiling<T> : IUnaryKernel<T>
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, T> => V.Ceiling(x);
    }

    internal readonly struct Truncate<T> : IUnaryKernel<T>
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, T> => V.Truncate(x);
    }

    internal readonly struct RoundToEven<T> : IUnaryKernel<T>
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, T> => V.RoundToEven(x);
    }

    // NaN is its own sign.
    internal readonly struct Sign<T> : IUnaryKernel<T>
        where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, T> => V.Select(x > T.Zero, V.Create(T.One), V.Select(x < T.Zero, V.Create(-T.One), V.Select(V.Equal(x, V.Create(T.Zero)), V.Create(T.Zero), x)));
    }

    internal readonly struct IsNotZero<T> : IUnaryKernel<T>
        where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x)
            where V : struct, IVector<V, T> => V.NotEqual(x, V.Create(T.Zero));
    }

    // 1 where the mask is set, else 0.
    internal readonly struct Number<T> : IUnaryKernel<T>
        where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V mask)
            where V : struct, IVector<V, T> => mask & V.Create(T.One);
    }

    // The first argument is a mask.
    internal readonly struct Select<T> : IElementwise<T>
        where T : unmanaged
    {
        public static int Arity => 3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V a, V b, V c, int attribute)
            where V : struct, IVector<V, T> => V.Select(a, b, c);
    }

    // The attribute is the exponent.
    internal readonly struct IntPow<T> : IElementwise<T>
        where T : unmanaged, INumber<T>
    {
        public static int Arity => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V a, V b, V c, int attribute)
            where V : struct, IVector<V, T> => Power<V, T>(a, attribute);
    }

    // Repeated squaring, the bits of the exponent from the lowest: the same products in the same order for every element.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Power<V, T>(V x, int exponent)
        where V : struct, IVector<V, T>
        where T : unmanaged, INumber<T>
    {
        V power = V.Create(T.One), square = x;
        bool started = false;
        for (uint bits = (uint)Math.Abs((long)exponent); bits != 0; bits >>= 1)
        {
            if ((bits & 1) != 0) (power, started) = (started ? power * square : square, true);
            if (bits > 1) square *= square;
        }

        // Integers have no negative exponents.
        return (typeof(T) == typeof(float) || typeof(T) == typeof(double)) && exponent < 0 ? V.Create(T.One) / power : power;
    }
}
