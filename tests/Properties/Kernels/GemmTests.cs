using System.Numerics;
using Autograd.Graph;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.Kernels;

/// <summary>Blocked products against the reference: the same bits whatever the strides, sizes and blocks.</summary>
[Properties(QuietOnSuccess = true)]
public class GemmTests
{
    // Around the sizes of tiles, of the tree's columns and rows, of single rows and of blocks of depth and the sum tree.
    private static readonly int[] Sizes = [0, 1, 2, 3, 4, 5, 6, 7, 11, 12, 13, 16, 31, 32, 33, 40, 64, 65, 131, 200];
    private static readonly int[] Depths = [0, 1, 2, 3, 7, 31, 32, 33, 100, 255, 256, 257, 511, 512, 513, 600, 1030, 2060];

    /// <summary>A batch of matrices somewhere in a buffer: transposed, reversed, with gaps or shared by the batch.</summary>
    private static (NDArray Dense, T[] Buffer, int Origin, nint Batch, nint Row, nint Column) Drawn<T>(Random random, DType dtype, int batch, int rows, int columns, bool inColumns = false) where T : unmanaged
    {
        int gap = random.Next(3) == 0 ? 2 : 1;
        (nint row, nint column) = !inColumns && random.Next(2) == 0 ? ((nint)columns * gap + random.Next(3), (nint)gap) : ((nint)gap, rows * gap + random.Next(3));
        nint one = Math.Max(1, Math.Abs(row) * rows + Math.Abs(column) * columns), step = random.Next(4) == 0 ? 0 : one;
        int origin = 0;
        if (random.Next(4) == 0) (row, origin) = (-row, origin + (int)row * Math.Max(rows - 1, 0));
        if (random.Next(4) == 0) (column, origin) = (-column, origin + (int)column * Math.Max(columns - 1, 0));
        NDArray buffer = random.Next(3) == 0 ? Draw.Array(random, dtype, new Shape((int)one * Math.Max(batch, 1) + 1)) : Draw.Plain(random, dtype, new Shape((int)one * Math.Max(batch, 1) + 1));
        NDArray dense = Indexed.Array(dtype, new Shape(batch, rows, columns), i => buffer.At((int)(origin + i[0] * step + i[1] * row + i[2] * column)));
        return (dense, buffer.ToArray<T>(), origin, step, row, column);
    }

    private static void Check<T>(Random random, DType dtype, int batch, int m, int n, int k, int threads = 1, bool leftInColumns = false) where T : unmanaged, INumber<T>
    {
        var a = Drawn<T>(random, dtype, batch, m, k, leftInColumns);
        var b = Drawn<T>(random, dtype, batch, k, n);
        var c = new T[batch * m * n];
        Gemm.Run(batch, m, n, k, new StridedMatrices<T>(in a.Buffer[a.Origin], a.Batch, a.Row, a.Column), new StridedMatrices<T>(in b.Buffer[b.Origin], b.Batch, b.Row, b.Column), c, threads);
        Expr expected = Expr.Dot(Expr.Constant(a.Dense), Expr.Constant(b.Dense), [2], [1], [0], [0]);
        Assert.True(expected.Evaluate(EvaluationOptions.Reference).BitsEqual(NDArray.Create(c, batch, m, n)), $"{dtype.Name()} {batch} x [{m}, {k}] x [{k}, {n}]");
    }

    [Property(MaxTest = 150)]
    public void Products_have_the_bits_of_the_reference(int seed)
    {
        var random = new Random(seed);
        int m = Sizes[random.Next(Sizes.Length)], n = Sizes[random.Next(Sizes.Length)], k = Depths[random.Next(Depths.Length)], batch = random.Next(3);
        if ((long)m * n * k > 1_000_000) k = 1_000_000 / (m * n);
        Check<float>(random, DType.Float32, batch, m, n, k);
        Check<double>(random, DType.Float64, batch, m, n, k);
        Check<long>(random, DType.Int64, batch, m, n, Math.Min(k, 40));
        Check<int>(random, DType.Int32, batch, m, n, Math.Min(k, 40));
    }

    // Rows of a that are not contiguous are packed for many columns.
    [Property(MaxTest = 60)]
    public void Products_of_columns_have_the_bits_of_the_reference(int seed)
    {
        var random = new Random(seed);
        int m = 1 + random.Next(40), n = 100 + random.Next(200), k = Math.Min(Depths[random.Next(1, Depths.Length)], 3_000_000 / (m * n));
        Check<float>(random, DType.Float32, 1, m, n, k, leftInColumns: true);
        Check<double>(random, DType.Float64, 1, m, n, k, leftInColumns: true);
    }

    [Property(MaxTest = 12)]
    public void Products_have_the_bits_of_the_reference_on_any_number_of_threads(int seed)
    {
        var random = new Random(seed);
        int batch = 1 + random.Next(3), k = Depths[random.Next(7, Depths.Length)], n = Sizes[random.Next(Sizes.Length)];
        int m = Math.Clamp(random.Next(3_000_000, 10_000_000) / (2 * batch * k * Math.Max(n, 1)), 1, 3000);
        if (random.Next(2) == 0) (m, n) = (n, m);
        Check<float>(random, DType.Float32, batch, m, n, k, threads: 1 + random.Next(6));
        Check<double>(random, DType.Float64, batch, m, n, k, threads: 1 + random.Next(6));
        Check<long>(random, DType.Int64, batch, m, n, k, threads: 3);
    }

    [Property]
    public void Parts_cover_every_result_once(byte batch, byte rows, byte columns, ushort k, byte threads)
    {
        int m = rows + 1, n = columns + 1, matrices = batch % 9 + 1;
        var parts = GemmParts.Of(matrices, m, n, k, 1 + threads % 20);
        var covered = new int[matrices, m, n];
        for (int part = 0; part < parts.Count; part++)
        {
            (Interval i, Interval r, Interval c) = parts[part];
            for (int x = i.Start; x < i.End; x++)
                for (int y = r.Start; y < r.End; y++)
                    for (int z = c.Start; z < c.End; z++) covered[x, y, z]++;
        }

        Assert.All(covered.Cast<int>(), count => Assert.Equal(1, count));
    }

    [Theory]
    [InlineData(200, 40, 3)]
    [InlineData(13, 2055, 2)]
    [InlineData(2060, 9, 5)]
    [InlineData(400, 6, 300)]
    [InlineData(1100, 6, 1030)]
    [InlineData(60, 1030, 70)]
    [InlineData(140, 140, 1030)]
    [InlineData(2, 1030, 1030)]
    public void Products_larger_than_a_block_have_the_bits_of_the_reference(int m, int n, int k)
    {
        Check<float>(new Random(m), DType.Float32, 1, m, n, k);
        Check<double>(new Random(n), DType.Float64, 1, m, n, k);
    }
}
