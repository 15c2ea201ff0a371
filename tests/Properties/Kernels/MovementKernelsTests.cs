using System.Numerics;
using System.Runtime.InteropServices;
using Autograd.Graph;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.Kernels;

/// <summary>Copies in any order, gather, scatter and sort by kernels against the reference.</summary>
[Properties(Arbitrary = [typeof(Arbitraries)], QuietOnSuccess = true)]
public class MovementKernelsTests
{
    private static readonly EvaluationOptions Reference = EvaluationOptions.Reference;

    private static void CheckCopy<T>(Random random, DType dtype) where T : unmanaged
    {
        // Ranks up to 4, sizes around those of squares; some axes stretched, reversed or not contiguous.
        int rank = random.Next(5), count = 1;
        int[] sizes = new int[rank], strides = new int[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            sizes[axis] = count > 2000 ? random.Next(1, 4) : random.Next(3) == 0 ? random.Next(60, 70) : random.Next(0, 9);
            count *= sizes[axis];
        }

        int spread = 1, origin = 0, gap = random.Next(1, 3);
        foreach (int axis in Draw.Permutation(random, rank))
        {
            if (random.Next(6) == 0) continue;
            strides[axis] = spread * (random.Next(4) == 0 ? gap : 1);
            spread = strides[axis] * Math.Max(sizes[axis], 1);
            if (random.Next(5) != 0) continue;
            origin += Math.Max(sizes[axis] - 1, 0) * strides[axis];
            strides[axis] = -strides[axis];
        }

        NDArray x = Draw.Array(random, dtype, new Shape(spread));
        T[] from = x.ToArray<T>(), y = new T[count];
        MovementKernels.Copy(in from[origin], sizes, strides, y);
        Assert.Equal(new Shape(sizes).Indices().Select(i => from[origin + i.Select((place, axis) => place * strides[axis]).Sum()]), y);
    }

    [Property]
    public void A_copy_reads_at_the_sum_of_index_times_stride(int seed)
    {
        var random = new Random(seed);
        CheckCopy<float>(random, DType.Float32);
        CheckCopy<double>(random, DType.Float64);
        CheckCopy<int>(random, DType.Int32);
        CheckCopy<bool>(random, DType.Bool);
    }

    [Theory]
    [InlineData(256, 70)]
    [InlineData(512, 33)]
    [InlineData(257, 64)]
    public void Rows_far_apart_by_a_power_of_two_are_transposed_alike(int rows, int columns)
    {
        float[] x = [.. Enumerable.Range(0, rows * columns)], y = new float[x.Length];
        MovementKernels.Copy(in x[0], [2, columns / 2, rows], [columns / 2, 1, columns], y.AsSpan(0, columns / 2 * 2 * rows));
        for (int i = 0; i < columns / 2 * 2 * rows; i++) Assert.Equal(x[i % rows * columns + i / rows], y[i]);
    }

    [Property]
    public void Gather_and_scatter_have_the_bits_of_the_reference(NDArray x, int seed)
    {
        if (x.Count == 0) return;
        switch (x.DType)
        {
            case DType.Float32: CheckIndexing<float>(x, new Random(seed)); break;
            case DType.Float64: CheckIndexing<double>(x, new Random(seed)); break;
            case DType.Int64: CheckIndexing<long>(x, new Random(seed)); break;
            case DType.Int32: CheckIndexing<int>(x, new Random(seed)); break;
        }
    }

    private static void CheckIndexing<T>(NDArray x, Random random) where T : unmanaged, INumber<T>
    {
        int batch = random.Next(x.Rank + 1);
        int[] behind = [.. Enumerable.Range(batch, x.Rank - batch)];
        if (random.Next(2) == 0) random.Shuffle(behind);
        var axes = IntList.Create(behind.AsSpan(0, random.Next(behind.Length + 1)));
        IndexMode mode = random.Next(2) == 0 ? IndexMode.Clip : IndexMode.Fill;
        var shape = new Shape([.. x.Shape.Sizes[..batch], random.Next(4), axes.Count]);
        NDArray indices = Draw.Array(DType.Int32, shape, () => random.Next(-2, 7));
        Expr gather = Expr.Constant(x).Gather(Expr.Constant(indices), axes, batch, mode);
        var geometry = new GatherGeometry("gather", x.Shape, shape, axes, batch, mode);
        var parts = new T[gather.Shape.Count];
        IndexKernels.Gather(geometry, x.AsSpan<T>(), indices.AsSpan<int>(), 0, parts);
        Indexed.Equal(gather.Evaluate(Reference), NDArray.Create<T>(parts, gather.Shape));

        NDArray wide = Expr.Constant(indices).Cast(DType.Int64).Evaluate(Reference), updates = Draw.Array(random, x.DType, gather.Shape);
        foreach (ScatterKind kind in Enum.GetValues<ScatterKind>())
        {
            T[] y = x.ToArray<T>();
            IndexKernels.Scatter(kind, geometry, wide.AsSpan<long>(), 0, updates.AsSpan<T>(), y);
            Indexed.Equal(Expr.Constant(x).Scatter(kind, Expr.Constant(wide), Expr.Constant(updates), axes, batch, mode).Evaluate(Reference), NDArray.Create<T>(y, x.Shape));
        }
    }

    [Fact]
    public void An_index_outside_has_the_text_of_the_reference()
    {
        NDArray x = NDArray.Zeros(5, 3), indices = NDArray.Create([0, 7], 2, 1);
        var geometry = new GatherGeometry("gather", x.Shape, indices.Shape, [0], 0, IndexMode.Assert);
        string message = Assert.Throws<ArgumentOutOfRangeException>(() => IndexKernels.Gather(geometry, x.AsSpan<float>(), indices.AsSpan<int>(), 0, new float[6])).Message;
        Assert.Equal(message, Assert.Throws<ArgumentOutOfRangeException>(() => Expr.Constant(x).Gather(Expr.Constant(indices), [0]).Evaluate(Reference)).Message);
    }

    [Property]
    public void Sort_has_the_bits_of_the_reference(NDArray x, int seed, bool descending)
    {
        switch (x.DType)
        {
            case DType.Float32: CheckSort<float, float>(x, seed, descending); break;
            case DType.Float64: CheckSort<double, double>(x, seed, descending); break;
            case DType.Int64: CheckSort<long, long>(x, seed, descending); break;
            case DType.Int32: CheckSort<int, int>(x, seed, descending); break;
            default: CheckSort<bool, byte>(x, seed, descending); break;
        }
    }

    private static void CheckSort<T, TNumber>(NDArray x, int seed, bool descending) where T : unmanaged where TNumber : unmanaged, INumber<TNumber>
    {
        if (x.Rank == 0) return;
        int axis = new Random(seed).Next(x.Rank), outer = new Shape(x.Shape.Sizes[..axis]).Count, inner = new Shape(x.Shape.Sizes[(axis + 1)..]).Count;
        var values = new T[x.Count];
        var places = new long[x.Count];
        SortKernels.Run(MemoryMarshal.Cast<T, TNumber>(x.AsSpan<T>()), MemoryMarshal.Cast<T, TNumber>(values.AsSpan()), places, outer, x.Shape[axis], inner, descending);
        (Expr sorted, Expr permutation) = Expr.Constant(x).Sort(axis, descending);
        Indexed.Equal(sorted.Evaluate(Reference), NDArray.Create<T>(values, x.Shape));
        Indexed.Equal(permutation.Evaluate(Reference), NDArray.Create<long>(places, x.Shape));
    }
}
