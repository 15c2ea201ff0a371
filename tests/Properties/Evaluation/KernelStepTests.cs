using Autograd.Graph;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.Evaluation;

/// <summary>Plans' steps outside of loops, on operands read densely and through views, against the reference.</summary>
[Properties(Arbitrary = [typeof(Arbitraries)], QuietOnSuccess = true)]
public class KernelStepTests
{
    private static void Same(params Expr[] outputs)
    {
        NDArray[] expected = Graph.Evaluation.Evaluate(outputs, EvaluationOptions.Reference), actual = Graph.Evaluation.Evaluate(outputs);
        for (int i = 0; i < outputs.Length; i++) Indexed.Equal(expected[i], actual[i]);
    }

    /// <summary>An array as it is, and read in another order.</summary>
    private static Expr[] Read(NDArray x) => [Expr.Constant(x), Expr.Constant(x).Transpose(), Expr.Constant(x).Reverse()];

    [Property]
    public void Reductions_and_scans_have_the_bits_of_the_reference(NDArray array, int seed)
    {
        if (array.Rank == 0 || array.Count == 0) return;
        var random = new Random(seed);
        foreach (Expr x in Read(array))
        {
            int axis = random.Next(x.Rank), end = random.Next(axis, x.Rank);
            int[] axes = [.. Enumerable.Range(axis, end - axis + 1)];
            Same(x.Reduce(ReduceKind.Max, axes), x.Reduce(ReduceKind.Min, axes));
            if (array.DType == DType.Bool) continue;
            Same(x.Reduce(ReduceKind.Sum, axes), x.Reduce(ReduceKind.Product, axes), Expr.Apply(new Op.Reduce(ReduceKind.Sum, []), [x]));
            Same(x.ArgReduce(ExtremumKind.Max, axis), x.ArgReduce(ExtremumKind.Min, axis));
            Same(x.Cumulative(CumulativeKind.Sum, axis), x.Cumulative(CumulativeKind.Product, axis, true, true), Expr.LinearRecurrence(x, x, axis, true));
        }
    }

    [Property]
    public void Sorts_gathers_and_scatters_have_the_bits_of_the_reference(NDArray array, int seed, bool descending)
    {
        if (array.Rank == 0 || array.Count == 0) return;
        var random = new Random(seed);
        foreach (Expr x in Read(array))
        {
            int axis = random.Next(x.Rank);
            (Expr values, Expr places) = x.Sort(axis, descending);
            Same(values, places);
            Same(places);
            Expr indices = Expr.Constant(Draw.Array(random.Next(2) == 0 ? DType.Int32 : DType.Int64, new Shape(3, 2), () => random.Next(-1, 6)));
            Expr gathered = x.Gather(indices.Slice(1, 0, 1), [axis], 0, IndexMode.Fill);
            Same(gathered, x.Scatter(ScatterKind.Set, indices.Slice(1, 0, 1), gathered, [axis], 0, IndexMode.Clip));
            if (array.DType != DType.Bool) Same(x.Scatter(ScatterKind.Add, indices.Slice(1, 0, 1), gathered, [axis], 0, IndexMode.Fill));
        }
    }
}
