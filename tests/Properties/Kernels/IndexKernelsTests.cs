using System.Numerics;
using Autograd.Graph;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.Kernels;

/// <summary>Parts gathered and scattered in pieces of any length against the reference: the same bits.</summary>
[Properties(QuietOnSuccess = true)]
public class IndexKernelsTests
{
    [Property]
    public void Pieces_of_gathers_and_scatters_have_the_bits_of_the_reference(int seed)
    {
        var random = new Random(seed);
        Check<float>(random, DType.Float32);
        Check<double>(random, DType.Float64);
        Check<long>(random, DType.Int64);
        Check<int>(random, DType.Int32);
    }

    private static void Check<T>(Random random, DType dtype) where T : unmanaged, INumber<T>
    {
        // Around the lengths of vectors.
        int rows = random.Next(1, 9), part = random.Next(1, 40), places = random.Next(1, 30);
        NDArray x = Draw.Array(random, dtype, new Shape(rows, part)), updates = Draw.Array(random, dtype, new Shape(places, part)), indices = NDArray.Zeros(new Shape(places, 1), DType.Int64);
        IndexMode mode = random.Next(2) == 0 ? IndexMode.Fill : IndexMode.Clip;
        for (int i = 0; i < places; i++) indices.Set(i, random.Next(-1, rows + 1));
        var geometry = new GatherGeometry("gather", x.Shape, indices.Shape, [0], 0, mode);
        var gathered = new T[places * part];
        ReadOnlySpan<long> at = indices.AsSpan<long>();
        foreach ((int from, int count) in Pieces(random, gathered.Length)) IndexKernels.Gather(geometry, x.AsSpan<T>(), at, from, gathered.AsSpan(from, count));
        Equal(Expr.Constant(x).Gather(Expr.Constant(indices), [0], 0, mode), gathered);
        foreach (ScatterKind kind in Enum.GetValues<ScatterKind>())
        {
            T[] y = x.ToArray<T>();
            foreach ((int from, int count) in Pieces(random, gathered.Length)) IndexKernels.Scatter(kind, geometry, at, from, updates.AsSpan<T>().Slice(from, count), y);
            Equal(Expr.Constant(x).Scatter(kind, Expr.Constant(indices), Expr.Constant(updates), [0], 0, mode), y);
        }
    }

    private static List<(int From, int Count)> Pieces(Random random, int length)
    {
        var pieces = new List<(int, int)>();
        int most = random.Next(3) == 0 ? length : random.Next(1, 100);
        for (int done = 0, some; done < length; done += some) pieces.Add((done, some = Math.Min(random.Next(1, most + 1), length - done)));
        return pieces;
    }

    private static void Equal<T>(Expr expected, T[] actual) where T : unmanaged =>
        Assert.True(expected.Evaluate(EvaluationOptions.Reference).BitsEqual(NDArray.Create<T>(actual, expected.Shape)), $"{expected} of {expected.Inputs[0]}");
}
