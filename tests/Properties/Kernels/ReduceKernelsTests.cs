using System.Numerics;
using Autograd.Graph;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.Kernels;

/// <summary>Reductions and scans by kernels against the reference: the same bits.</summary>
[Properties(QuietOnSuccess = true)]
public class ReduceKernelsTests
{
    // Around the sizes of vectors, of blocks of rows and columns and of a strip of columns.
    private static readonly int[] Lengths = [0, 1, 2, 3, 31, 33, 127, 128, 129, 300, 512, 513, 900, 1500], Widths = [1, 1, 2, 3, 7, 8, 17, 64, 1023, 1025];

    private static (int Outer, int N, int Inner) Extent(Random random)
    {
        int n = Lengths[random.Next(Lengths.Length)], inner = Widths[random.Next(Widths.Length)];
        return n * inner > 100_000 ? (1, n, 65) : (random.Next(3), n, inner);
    }

    private static void Equal<T>(Expr expected, T[] actual) where T : unmanaged =>
        Assert.True(expected.Evaluate(EvaluationOptions.Reference).BitsEqual(NDArray.Create<T>(actual, expected.Shape)), $"{expected} of {expected.Inputs[0]}");

    private static NDArray Drawn(Random random, DType dtype, params int[] shape) =>
        random.Next(2) == 0 ? Draw.Plain(random, dtype, new Shape(shape)) : Draw.Array(random, dtype, new Shape(shape));

    private static void CheckReductions<T>(Random random, DType dtype) where T : unmanaged, INumber<T>
    {
        (int outer, int n, int inner) = Extent(random);
        NDArray x = Drawn(random, dtype, outer, n, inner);
        foreach (ReduceKind kind in Enum.GetValues<ReduceKind>())
        {
            if (n == 0 && kind is ReduceKind.Max or ReduceKind.Min) continue;
            var y = new T[outer * inner];
            ReduceKernels.Run(kind, x.AsSpan<T>(), y, outer, n, inner);
            Equal(Expr.Constant(x).Reduce(kind, 1), y);
        }

        if (n == 0) return;
        foreach (ExtremumKind kind in Enum.GetValues<ExtremumKind>())
        {
            var y = new long[outer * inner];
            ReduceKernels.Arg(kind, x.AsSpan<T>(), y, outer, n, inner);
            Equal(Expr.Constant(x).ArgReduce(kind, 1), y);
        }
    }

    private static void CheckScans<T>(Random random, DType dtype, bool reversed, bool exclusive) where T : unmanaged, INumber<T>
    {
        (int outer, int n, int inner) = Extent(random);
        NDArray x = Drawn(random, dtype, outer, n, inner), z = Drawn(random, dtype, outer, n, inner);
        var y = new T[x.Count];
        foreach (CumulativeKind kind in new[] { CumulativeKind.Sum, CumulativeKind.Product })
        {
            ScanKernels.Run(kind, x.AsSpan<T>(), y, outer, n, inner, reversed, exclusive);
            Equal(Expr.Constant(x).Cumulative(kind, 1, reversed, exclusive), y);
        }

        ScanKernels.Recurrence(x.AsSpan<T>(), z.AsSpan<T>(), y, outer, n, inner, reversed);
        Equal(Expr.LinearRecurrence(Expr.Constant(x), Expr.Constant(z), 1, reversed), y);
    }

    [Property(MaxTest = 40)]
    public void Reductions_have_the_bits_of_the_reference(int seed)
    {
        var random = new Random(seed);
        CheckReductions<float>(random, DType.Float32);
        CheckReductions<double>(random, DType.Float64);
        CheckReductions<long>(random, DType.Int64);
        CheckReductions<int>(random, DType.Int32);
    }

    [Property]
    public void Short_rows_have_the_bits_of_the_reference(int seed)
    {
        var random = new Random(seed);
        CheckRows<float>(random, DType.Float32);
        CheckRows<double>(random, DType.Float64);
        CheckRows<long>(random, DType.Int64);
        CheckRows<int>(random, DType.Int32);
        CheckRows<bool>(random, DType.Bool);
    }

    private static void CheckRows<T>(Random random, DType dtype) where T : unmanaged
    {
        int rows = random.Next(1, 20), n = random.Next(1, 20);
        NDArray x = Drawn(random, dtype, rows, n);
        foreach (ReduceKind kind in Kinds(dtype, n))
        {
            T[] elements = x.ToArray<T>(), y = new T[rows];
            RowKernels.For(kind, dtype).Whole(ref Byte(ref elements[0]), n, ref Byte(ref y[0]), rows);
            Equal(Expr.Constant(x).Reduce(kind, 1), y);
        }
    }

    [Property(MaxTest = 40)]
    public void Scans_have_the_bits_of_the_reference(int seed, bool reversed, bool exclusive)
    {
        var random = new Random(seed);
        CheckScans<float>(random, DType.Float32, reversed, exclusive);
        CheckScans<double>(random, DType.Float64, reversed, exclusive);
        CheckScans<long>(random, DType.Int64, reversed, exclusive);
        CheckScans<int>(random, DType.Int32, reversed, exclusive);
    }

    [Property]
    public void Any_and_all_of_truth_values_as_bytes(int seed)
    {
        var random = new Random(seed);
        (int outer, int n, int inner) = (random.Next(3), random.Next(40), random.Next(1, 5));
        NDArray x = Draw.Array(random, DType.Bool, new Shape(outer, n, inner));
        foreach (ReduceKind kind in new[] { ReduceKind.Max, ReduceKind.Min })
        {
            var y = new byte[outer * inner];
            ReduceKernels.Run(kind, System.Runtime.InteropServices.MemoryMarshal.Cast<bool, byte>(x.AsSpan<bool>()), y, outer, n, inner);
            Equal(Expr.Constant(x).Reduce(kind, 1), Array.ConvertAll(y, v => v != 0));
        }
    }

    [Property(MaxTest = 60)]
    public void Rows_fed_in_pieces_of_any_length_have_the_bits_of_the_whole(int seed)
    {
        var random = new Random(seed);
        CheckPieces<float>(random, DType.Float32);
        CheckPieces<double>(random, DType.Float64);
        CheckPieces<long>(random, DType.Int64);
        CheckPieces<int>(random, DType.Int32);
        CheckPieces<bool>(random, DType.Bool);
    }

    private static void CheckPieces<T>(Random random, DType dtype) where T : unmanaged
    {
        int n = Lengths[random.Next(Lengths.Length)] + random.Next(3), most = random.Next(4) == 0 ? 5 : 1200;
        NDArray x = Drawn(random, dtype, n);
        foreach (ReduceKind kind in Kinds(dtype, n))
        {
            RowKernel kernel = RowKernels.For(kind, dtype);
            T[] elements = [.. x.AsSpan<T>(), default], y = new T[1];
            var state = new byte[RowKernel.StateBytes];
            kernel.Begin(ref state[0]);
            for (int done = 0, some; done < n; done += some)
            {
                some = Math.Min(random.Next(most), n - done);
                kernel.Feed(ref Byte(ref elements[done]), some, ref state[0]);
            }

            kernel.Finish(ref state[0], ref Byte(ref y[0]));
            Equal(Expr.Constant(x).Reduce(kind, 0), y);
        }
    }

    [Property(MaxTest = 60)]
    public void Columns_fed_with_rows_in_pieces_have_the_bits_of_the_whole(int seed)
    {
        var random = new Random(seed);
        CheckColumns<float>(random, DType.Float32);
        CheckColumns<double>(random, DType.Float64);
        CheckColumns<long>(random, DType.Int64);
        CheckColumns<int>(random, DType.Int32);
        CheckColumns<bool>(random, DType.Bool);
    }

    /// <summary>A strip of columns inside an array, so that a row's end is not the next one's beginning.</summary>
    private static void CheckColumns<T>(Random random, DType dtype) where T : unmanaged
    {
        int n = Lengths[random.Next(Lengths.Length)], inner = random.Next(2, 150), from = random.Next(inner), columns = random.Next(1, inner - from + 1), most = random.Next(4) == 0 ? 3 : 400;
        NDArray x = Drawn(random, dtype, n, inner);
        foreach (ReduceKind kind in Kinds(dtype, n))
        {
            ColumnKernel kernel = ColumnKernels.For(kind, dtype);
            T[] elements = [.. x.AsSpan<T>(), .. new T[inner]];
            var y = new T[columns];
            var state = new byte[kernel.StateBytes(n, columns)];
            kernel.Begin(ref state[0]);
            for (int done = 0, some; done < n; done += some)
            {
                some = Math.Min(random.Next(most), n - done);
                kernel.Feed(ref Byte(ref elements[done * inner + from]), inner, some, columns, ref state[0]);
            }

            kernel.Finish(ref state[0], columns, ref Byte(ref y[0]));
            Equal(Expr.Constant(x).Reduce(kind, 0).Slice(0, from, from + columns), y);
        }
    }

    /// <summary>What can be reduced: truth values to their extrema, and nothing to sums and products alone, or of truth values to any.</summary>
    private static IEnumerable<ReduceKind> Kinds(DType dtype, int n) => Enum.GetValues<ReduceKind>()
        .Where(kind => kind is ReduceKind.Max or ReduceKind.Min ? n > 0 || dtype == DType.Bool : dtype != DType.Bool);

    private static ref byte Byte<T>(ref T x) => ref System.Runtime.CompilerServices.Unsafe.As<T, byte>(ref x);
}
