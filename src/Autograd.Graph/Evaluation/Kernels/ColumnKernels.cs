using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>
/// Folds of rows into one row, column by column, as instructions of loops: <see cref="Begin"/>, then <see cref="Feed(ref byte, nint, int, int, ref byte)"/> with the rows in
/// order, any number at a time, then <see cref="Finish"/>. The bits do not depend on the pieces, nor on which columns of an array are
/// folded together: a strip of columns, were it only one, gives the bits that they have in the whole. (An array that has a single column
/// is a row to the order of sums: it is folded by a <see cref="RowKernel"/>.)
/// </summary>
/// <remarks>
/// The state lies in scratch memory of <see cref="StateBytes"/> bytes and is plain bytes: it may be moved between pieces, and be fed by
/// one caller at a time. The number of columns is the same in all calls.
/// </remarks>
/// <param name="feed">adds rows: the first element, that of what it is multiplied by, elements from a row to the next, rows, columns, the state</param>
/// <param name="append">adds what another state has taken: the state, columns, the other</param>
/// <param name="finish">writes the columns: the state, columns, y</param>
/// <param name="elementSize">bytes of an element</param>
internal readonly unsafe struct ColumnKernel(delegate*<ref byte, ref byte, nint, int, int, ref byte, void> feed, delegate*<ref byte, int, ref byte, void> append, delegate*<ref byte, int, ref byte, void> finish, int elementSize)
{
    private readonly delegate*<ref byte, ref byte, nint, int, int, ref byte, void> _feed = feed;
    private readonly delegate*<ref byte, int, ref byte, void> _append = append, _finish = finish;

    /// <summary>Bytes of the state of a fold.</summary>
    /// <param name="rows">how many it takes altogether, at most</param>
    /// <param name="columns">elements of each</param>
    public int StateBytes(int rows, int columns) => checked(64 + ColumnKernels.Levels(rows) * columns * elementSize);

    /// <summary>Makes the state that of no rows.</summary>
    public void Begin(ref byte state) => Unsafe.As<byte, RowFold.Progress>(ref state) = default;

    /// <summary>Adds the next rows.</summary>
    /// <param name="x">the first element of the first row</param>
    /// <param name="stride">elements from a row to the next</param>
    /// <param name="rows">how many</param>
    /// <param name="columns">elements of each</param>
    /// <param name="state">begun</param>
    public void Feed(ref byte x, nint stride, int rows, int columns, ref byte state) => _feed(ref x, ref x, stride, rows, columns, ref state);

    /// <summary>Adds the products of the next rows and others, of the kernels that <see cref="ColumnKernels.OfProducts"/> gives.</summary>
    public void Feed(ref byte x, ref byte other, nint stride, int rows, int columns, ref byte state) => _feed(ref x, ref other, stride, rows, columns, ref state);

    /// <summary>Adds the rows that another state has taken: blocks that follow, from a multiple of a power of two on that is not less than their number.</summary>
    public void Append(ref byte state, int columns, ref byte next) => _append(ref state, columns, ref next);

    /// <summary>Writes the fold of all rows; the state must be begun anew before it is used again.</summary>
    public void Finish(ref byte state, int columns, ref byte y) => _finish(ref state, columns, ref y);
}

/// <summary>The column kernels by kind and element type.</summary>
internal readonly unsafe struct ColumnKernels : IFoldKernels<ColumnKernel>
{
    public static ColumnKernel For(ReduceKind kind, DType dtype) => FoldTable<ColumnKernels, ColumnKernel>.For(kind, dtype);

    /// <summary>Of numbers, or of truth values as bytes.</summary>
    public static ColumnKernel For<T>(ReduceKind kind)
        where T : unmanaged, INumber<T> => FoldTable<ColumnKernels, ColumnKernel>.For<T>(kind);

    /// <summary>Rows of results that can wait at once while the given number of rows is folded, and the one being made.</summary>
    internal static int Levels(int rows) => BitOperations.Log2((uint)Math.Max((rows + RowFold.ColumnBlock - 1) / RowFold.ColumnBlock, 1)) + 2;

    /// <summary>Sums of the products of rows.</summary>
    public static ColumnKernel OfProducts(DType dtype) => dtype == DType.Float64 ? OfProducts<double>() : OfProducts<float>();

    private static ColumnKernel OfProducts<T>()
        where T : unmanaged, INumber<T> =>
        new(&Feed<T, SumFold<T>, Binary<Operators.Mul<T>, T>>, &Append<T, SumFold<T>>, &Finish<T, SumFold<T>>, Unsafe.SizeOf<T>());

    static ColumnKernel IFoldKernels<ColumnKernel>.Of<T, TFold>() => new(&Feed<T, TFold, Unary<Operators.Same<T>, T>>, &Append<T, TFold>, &Finish<T, TFold>, Unsafe.SizeOf<T>());

    // The state: how far the fold has come, then the stack of rows.
    private static ref RowFold.Progress Progress(ref byte state) => ref Unsafe.As<byte, RowFold.Progress>(ref state);

    private static ref T Stack<T>(ref byte state) => ref Unsafe.As<byte, T>(ref Unsafe.Add(ref state, 64));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Feed<T, TFold, TFunction>(ref byte x, ref byte other, nint stride, int rows, int columns, ref byte state)
        where T : unmanaged
        where TFold : struct, IFold<T>
        where TFunction : struct, IElementwise<T> => ColumnFold<T, TFold>.Feed<TFunction>(ref Unsafe.As<byte, T>(ref x), ref Unsafe.As<byte, T>(ref other), stride, rows, columns, ref Stack<T>(ref state), ref Progress(ref state));

    private static void Append<T, TFold>(ref byte state, int columns, ref byte next)
        where T : unmanaged
        where TFold : struct, IFold<T> => ColumnFold<T, TFold>.Append(ref Stack<T>(ref state), columns, ref Progress(ref state), ref Stack<T>(ref next), ref Progress(ref next));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Finish<T, TFold>(ref byte state, int columns, ref byte y)
        where T : unmanaged
        where TFold : struct, IFold<T> => ColumnFold<T, TFold>.Finish(ref Stack<T>(ref state), columns, ref Progress(ref state), ref Unsafe.As<byte, T>(ref y));
}
