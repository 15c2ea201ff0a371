using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>
/// Folds of rows as instructions of loops: whole rows at once, or over a state in scratch memory that takes the row in order and in
/// pieces of any length. The bits do not depend on the pieces.
/// </summary>
/// <remarks>The state may be fed by one caller at a time; it is plain bytes and may be moved between pieces.</remarks>
/// <param name="whole">folds rows of n elements, which follow each other from x on, into as many values from y on</param>
/// <param name="begin">makes the state that of no elements</param>
/// <param name="feed">adds the next n elements, from x on, or their products with others</param>
/// <param name="append">adds what another state has taken: the blocks that follow, from a multiple of a power of two on that is not less than their number</param>
/// <param name="finish">writes the fold to y; the state must be begun anew before it is used again</param>
internal readonly unsafe struct RowKernel(delegate*<ref byte, int, ref byte, int, void> whole, delegate*<ref byte, void> begin, delegate*<ref byte, ref byte, int, ref byte, void> feed, delegate*<ref byte, ref byte, void> append, delegate*<ref byte, ref byte, void> finish)
{
    /// <summary>Bytes of the largest state.</summary>
    public const int StateBytes = 64 + RowFold.MaxLevels * RowFold.Lanes * sizeof(double);

    private readonly delegate*<ref byte, int, ref byte, int, void> _whole = whole;
    private readonly delegate*<ref byte, ref byte, int, ref byte, void> _feed = feed;
    private readonly delegate*<ref byte, void> _begin = begin;
    private readonly delegate*<ref byte, ref byte, void> _append = append, _finish = finish;

    public void Whole(ref byte x, int n, ref byte y, int rows = 1) => _whole(ref x, n, ref y, rows);

    public void Begin(ref byte state) => _begin(ref state);

    public void Feed(ref byte x, int n, ref byte state) => _feed(ref x, ref x, n, ref state);

    /// <summary>Adds the products of the next n elements and others, of the kernels that <see cref="RowKernels.OfProducts"/> gives.</summary>
    public void Feed(ref byte x, ref byte other, int n, ref byte state) => _feed(ref x, ref other, n, ref state);

    public void Append(ref byte state, ref byte next) => _append(ref state, ref next);

    public void Finish(ref byte state, ref byte y) => _finish(ref state, ref y);
}

/// <summary>The row kernels by kind and element type.</summary>
internal readonly unsafe struct RowKernels : IFoldKernels<RowKernel>
{
    public static RowKernel For(ReduceKind kind, DType dtype) => FoldTable<RowKernels, RowKernel>.For(kind, dtype);

    /// <summary>Of numbers, or of truth values as bytes.</summary>
    public static RowKernel For<T>(ReduceKind kind)
        where T : unmanaged, INumber<T> => FoldTable<RowKernels, RowKernel>.For<T>(kind);

    /// <summary>Sums of products, which take them piece by piece only.</summary>
    public static RowKernel OfProducts(DType dtype) => dtype == DType.Float64 ? OfProducts<double>() : OfProducts<float>();

    private static RowKernel OfProducts<T>()
        where T : unmanaged, INumber<T> =>
        new(&Whole<T, SumFold<T>>, &Begin, &FeedProducts<T>, &Append<T, SumFold<T>>, &Finish<T, SumFold<T>>);

    static RowKernel IFoldKernels<RowKernel>.Of<T, TFold>() => new(&Whole<T, TFold>, &Begin, &Feed<T, TFold>, &Append<T, TFold>, &Finish<T, TFold>);

    // The state: how far the fold has come, then the stack of lanes.
    private static ref RowFold.Progress Progress(ref byte state) => ref Unsafe.As<byte, RowFold.Progress>(ref state);

    private static ref T Stack<T>(ref byte state) => ref Unsafe.As<byte, T>(ref Unsafe.Add(ref state, 64));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Whole<T, TFold>(ref byte x, int n, ref byte y, int rows)
        where T : unmanaged
        where TFold : struct, IFold<T> => RowFold<T, TFold>.Whole(ref Unsafe.As<byte, T>(ref x), n, ref Unsafe.As<byte, T>(ref y), rows);

    private static void Begin(ref byte state) => Progress(ref state) = default;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Feed<T, TFold>(ref byte x, ref byte other, int n, ref byte state)
        where T : unmanaged
        where TFold : struct, IFold<T> => RowFold<T, TFold>.Feed(ref Unsafe.As<byte, T>(ref x), n, ref Stack<T>(ref state), ref Progress(ref state));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FeedProducts<T>(ref byte x, ref byte other, int n, ref byte state)
        where T : unmanaged, INumber<T> => MapFold<Binary<Operators.Mul<T>, T>, SumFold<T>, T, NoScalars, Dropped>.Feed(ref x, ref other, n, ref Stack<T>(ref state), ref Progress(ref state));

    private static void Append<T, TFold>(ref byte state, ref byte next)
        where T : unmanaged
        where TFold : struct, IFold<T> => RowFold<T, TFold>.Append(ref Stack<T>(ref state), ref Progress(ref state), ref Stack<T>(ref next), ref Progress(ref next));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Finish<T, TFold>(ref byte state, ref byte y)
        where T : unmanaged
        where TFold : struct, IFold<T> => Unsafe.As<byte, T>(ref y) = RowFold<T, TFold>.Finish(ref Stack<T>(ref state), ref Progress(ref state));
}
