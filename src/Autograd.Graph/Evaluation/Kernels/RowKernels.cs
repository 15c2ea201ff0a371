using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd.Graph;

/// <summary>Folds of rows as instructions of loops: a whole row at once, or piece by piece over a state in scratch memory.</summary>
/// <param name="whole">folds n elements of x into y</param>
/// <param name="begin">makes the state that of no elements</param>
/// <param name="feed">adds n elements of x, a multiple of <see cref="RowFold.Block"/> but for the last piece</param>
/// <param name="finish">writes the fold to y</param>
internal readonly unsafe struct RowKernel(delegate*<ref byte, int, ref byte, void> whole, delegate*<ref byte, void> begin, delegate*<ref byte, int, ref byte, void> feed, delegate*<ref byte, ref byte, void> finish)
{
    /// <summary>Bytes of the largest state.</summary>
    public const int StateBytes = 64 + RowFold.MaxLevels * RowFold.Lanes * sizeof(double);

    private readonly delegate*<ref byte, int, ref byte, void> _whole = whole, _feed = feed;
    private readonly delegate*<ref byte, void> _begin = begin;
    private readonly delegate*<ref byte, ref byte, void> _finish = finish;

    public void Whole(ref byte x, int n, ref byte y) => _whole(ref x, n, ref y);

    public void Begin(ref byte state) => _begin(ref state);

    public void Feed(ref byte x, int n, ref byte state) => _feed(ref x, n, ref state);

    public void Finish(ref byte state, ref byte y) => _finish(ref state, ref y);
}

/// <summary>The row kernels by kind and element type.</summary>
internal static unsafe class RowKernels
{
    public static RowKernel For(ReduceKind kind, DType dtype) => dtype switch
    {
        DType.Float32 => For<float>(kind),
        DType.Float64 => For<double>(kind),
        DType.Int64 => For<long>(kind),
        DType.Int32 => For<int>(kind),
        DType.Bool => kind == ReduceKind.Max ? Extreme<byte, Largest<byte>>() : Extreme<byte, Smallest<byte>>(),
        _ => throw new NotSupportedException($"{kind}: no kernel for {dtype.Name()}"),
    };

    private static RowKernel For<T>(ReduceKind kind) where T : unmanaged, INumber<T>, IMinMaxValue<T> => kind switch
    {
        ReduceKind.Sum => Folded<T, SumFold<T>>(),
        ReduceKind.Product => Folded<T, ProductFold<T>>(),
        ReduceKind.Max => Extreme<T, Largest<T>>(),
        _ => Extreme<T, Smallest<T>>(),
    };

    private static RowKernel Folded<T, TFold>() where T : unmanaged where TFold : struct, IFold<T> =>
        new(&FoldWhole<T, TFold>, &BeginFold, &FeedFold<T, TFold>, &FinishFold<T, TFold>);

    private static RowKernel Extreme<T, TKind>() where T : unmanaged, INumber<T> where TKind : struct, IExtreme<T> =>
        new(&ExtremeWhole<T, TKind>, &BeginExtreme<T, TKind>, &FeedExtreme<T, TKind>, &FinishExtreme<T>);

    private static ReadOnlySpan<T> Row<T>(ref byte x, int n) where T : unmanaged => MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref x), n);

    // The state of a fold: the number of blocks, then the stack of lanes.
    private static Span<T> Stack<T>(ref byte state) where T : unmanaged => MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref Unsafe.Add(ref state, 64)), RowFold.MaxLevels * RowFold.Lanes);

    private static void FoldWhole<T, TFold>(ref byte x, int n, ref byte y) where T : unmanaged where TFold : struct, IFold<T> => Unsafe.As<byte, T>(ref y) = RowFold<T, TFold>.Whole(Row<T>(ref x, n));

    private static void BeginFold(ref byte state) => Unsafe.As<byte, int>(ref state) = 0;

    private static void FeedFold<T, TFold>(ref byte x, int n, ref byte state) where T : unmanaged where TFold : struct, IFold<T> =>
        RowFold<T, TFold>.Feed(Row<T>(ref x, n), Stack<T>(ref state), ref Unsafe.As<byte, int>(ref state));

    private static void FinishFold<T, TFold>(ref byte state, ref byte y) where T : unmanaged where TFold : struct, IFold<T> =>
        Unsafe.As<byte, T>(ref y) = RowFold<T, TFold>.Finish(Stack<T>(ref state), Unsafe.As<byte, int>(ref state));

    /// <summary>The larger or smaller: independent of order, NaN wins, +0 is above -0.</summary>
    private interface IExtreme<T>
    {
        static abstract T Identity { get; }

        static abstract T Of(ReadOnlySpan<T> x);

        static abstract T Of(T a, T b);
    }

    private readonly struct Largest<T> : IExtreme<T> where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        // Of no elements: only truth values have a largest of none, which is false.
        public static T Identity => typeof(T) == typeof(byte) ? T.Zero : typeof(T) == typeof(float) ? (T)(object)float.NegativeInfinity : typeof(T) == typeof(double) ? (T)(object)double.NegativeInfinity : T.MinValue;

        public static T Of(ReadOnlySpan<T> x) => TensorPrimitives.Max(x);

        public static T Of(T a, T b) => T.Max(a, b);
    }

    private readonly struct Smallest<T> : IExtreme<T> where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        public static T Identity => typeof(T) == typeof(byte) ? T.One : typeof(T) == typeof(float) ? (T)(object)float.PositiveInfinity : typeof(T) == typeof(double) ? (T)(object)double.PositiveInfinity : T.MaxValue;

        public static T Of(ReadOnlySpan<T> x) => TensorPrimitives.Min(x);

        public static T Of(T a, T b) => T.Min(a, b);
    }

    private static void ExtremeWhole<T, TKind>(ref byte x, int n, ref byte y) where T : unmanaged where TKind : struct, IExtreme<T> =>
        Unsafe.As<byte, T>(ref y) = n == 0 ? TKind.Identity : TKind.Of(Row<T>(ref x, n));

    private static void BeginExtreme<T, TKind>(ref byte state) where T : unmanaged where TKind : struct, IExtreme<T> => Unsafe.As<byte, T>(ref state) = TKind.Identity;

    private static void FeedExtreme<T, TKind>(ref byte x, int n, ref byte state) where T : unmanaged where TKind : struct, IExtreme<T>
    {
        if (n > 0) Unsafe.As<byte, T>(ref state) = TKind.Of(Unsafe.As<byte, T>(ref state), TKind.Of(Row<T>(ref x, n)));
    }

    private static void FinishExtreme<T>(ref byte state, ref byte y) where T : unmanaged => Unsafe.As<byte, T>(ref y) = Unsafe.As<byte, T>(ref state);
}
