using Autograd.Graph;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.Evaluation;

/// <summary>Gather, scatter and sort, against loops over indices.</summary>
[Properties(Arbitrary = [typeof(Arbitraries)], QuietOnSuccess = true)]
public class IndexingTests
{
    private static readonly EvaluationOptions Reference = EvaluationOptions.Reference;

    private sealed record Geometry(IntList Axes, int BatchRank, NDArray Indices, int[] PartAxes)
    {
        public static Geometry Drawn(Random random, NDArray x, bool outside)
        {
            int batch = random.Next(x.Rank + 1);
            int[] behind = [.. Enumerable.Range(batch, x.Rank - batch)];
            random.Shuffle(behind);
            int[] axes = behind[..random.Next(behind.Length + 1)];
            int[] places = [.. Enumerable.Range(0, random.Next(3)).Select(_ => random.Next(1, 4))];
            var shape = new Shape([.. x.Shape.Sizes[..batch], .. places, axes.Length]);
            NDArray indices = NDArray.Zeros(shape, random.Next(2) == 0 ? DType.Int32 : DType.Int64);
            for (int i = 0; i < indices.Count; i++)
            {
                int size = x.Shape[axes[i % axes.Length]];
                indices.Set(i, outside ? random.Next(-3, size + 3) : random.Next(size));
            }

            return new(IntList.Create(axes), batch, indices, [.. behind[axes.Length..].Order()]);
        }

        /// <summary>Where in x each element of the parts is; null outside.</summary>
        public int[]? Place(NDArray x, int[] of, IndexMode mode)
        {
            var place = new int[x.Rank];
            int lead = Indices.Rank - 1;
            for (int axis = 0; axis < BatchRank; axis++) place[axis] = of[axis];
            for (int i = 0; i < PartAxes.Length; i++) place[PartAxes[i]] = of[lead + i];
            for (int c = 0; c < Axes.Count; c++)
            {
                long index = Indices[[.. of[..lead], c]].ToInt64();
                if (mode == IndexMode.Clip) index = Math.Clamp(index, 0, x.Shape[Axes[c]] - 1);
                if (index < 0 || index >= x.Shape[Axes[c]]) return null;
                place[Axes[c]] = (int)index;
            }

            return place;
        }
    }

    [Property]
    public void Gather_reads_where_the_indices_say(NDArray x, int seed)
    {
        if (x.Count == 0) return;
        foreach (IndexMode mode in Enum.GetValues<IndexMode>())
        {
            Geometry g = Geometry.Drawn(new Random(seed), x, mode != IndexMode.Assert);
            Expr y = Expr.Constant(x).Gather(Expr.Constant(g.Indices), g.Axes, g.BatchRank, mode);
            Indexed.Equal(Indexed.Array(x.DType, y.Shape, i => g.Place(x, i, mode) is { } place ? x[place] : ((Number)0).As(x.DType)), y.Evaluate(Reference));
        }
    }

    [Property]
    public void Scatter_takes_updates_one_after_the_other(NDArray x, int seed)
    {
        if (x.Count == 0) return;
        var random = new Random(seed);
        foreach (IndexMode mode in Enum.GetValues<IndexMode>())
        {
            Geometry g = Geometry.Drawn(random, x, mode != IndexMode.Assert);
            Shape parts = Expr.Constant(x).Gather(Expr.Constant(g.Indices), g.Axes, g.BatchRank, mode).Shape;
            NDArray updates = Draw.Array(random, x.DType, parts);
            foreach (ScatterKind kind in x.DType == DType.Bool ? [ScatterKind.Set] : Enum.GetValues<ScatterKind>())
            {
                Expr y = Expr.Constant(x).Scatter(kind, Expr.Constant(g.Indices), Expr.Constant(updates), g.Axes, g.BatchRank, mode);
                NDArray expected = Indexed.Array(x.DType, x.Shape, i => x[i]);
                foreach (int[] i in parts.Indices())
                    if (g.Place(x, i, mode) is { } place) expected.Set(Flat(x.Shape, place), Combined(kind, expected[place], updates[i]));
                Indexed.Equal(expected, y.Evaluate(Reference));
            }
        }
    }

    private static int Flat(Shape shape, int[] index) => index.Select((place, axis) => place * shape.Strides()[axis]).Sum();

    private static Number Combined(ScatterKind kind, Number x, Number u) => kind switch
    {
        ScatterKind.Add => Applied(x, u, (a, b) => a + b, (a, b) => a + b),
        ScatterKind.Multiply => Applied(x, u, (a, b) => a * b, (a, b) => a * b),
        ScatterKind.Max => Applied(x, u, Math.Max, Math.Max),
        ScatterKind.Min => Applied(x, u, Math.Min, Math.Min),
        _ => u,
    };

    // One operation on floats in double, rounded once more, is the operation on floats: a double has more than twice the digits.
    private static Number Applied(Number x, Number u, Func<double, double, double> floating, Func<long, long, long> integer) =>
        (x.DType.IsFloating() ? (Number)floating(x.ToDouble(), u.ToDouble()) : integer(x.ToInt64(), u.ToInt64())).As(x.DType);

    [Fact]
    public void An_index_outside_is_named_with_its_axis_and_shape()
    {
        Expr x = Expr.Constant(NDArray.Zeros(5, 3)), outside = Expr.Constant(NDArray.Create([0, 7], 2, 1));
        Assert.Equal("gather: index 7 is not in [0, 5) of axis 0 of shape [5, 3]", Message(x.Gather(outside, [0])));
        Assert.Equal("scatter: index 7 is not in [0, 3) of axis 1 of shape [5, 3]", Message(x.Scatter(ScatterKind.Add, outside, Expr.Constant(NDArray.Zeros(2, 5)), [1])));
        Assert.Equal("gather: index -1 is not in [0, 5) of axis 0 of shape [5, 3]", Message(x.Gather(Expr.Constant(NDArray.Create([-1L], 1, 1)), [0])));
        Assert.Equal("gather: index 0 is not in [0, 0) of axis 0 of shape [0]", Message(Expr.Constant(NDArray.Zeros(0)).Gather(Expr.Constant(NDArray.Create([0], 1, 1)), [0], 0, IndexMode.Clip)));
        Assert.Equal("gather: index 7 is not in [0, 5) of axis 0 of shape [5, 0]", Message(Expr.Constant(NDArray.Zeros(5, 0)).Gather(outside, [0])));

        static string Message(Expr y) => Assert.Throws<ArgumentOutOfRangeException>(() => y.Evaluate(Reference)).Message;
    }

    [Property]
    public void Sort_is_a_stable_order_with_NaN_largest(NDArray x, int seed, bool descending)
    {
        if (x.Rank == 0) return;
        int axis = new Random(seed).Next(x.Rank);
        (Expr values, Expr permutation) = Expr.Constant(x).Sort(axis, descending);
        NDArray[] sorted = Graph.Evaluation.Evaluate([values, permutation], Reference);
        foreach (int[] i in x.Shape.With(axis, x.Shape[axis] == 0 ? 0 : 1).Indices())
        {
            var row = Enumerable.Range(0, x.Shape[axis]).Select(k => (Place: k, Value: x[At(k)])).ToArray();
            var comparer = Comparer<Number>.Create((a, b) => Key(a).CompareTo(Key(b)));
            // LINQ's orders are stable.
            var expected = (descending ? row.OrderByDescending(item => item.Value, comparer) : row.OrderBy(item => item.Value, comparer)).ToArray();
            for (int k = 0; k < expected.Length; k++)
            {
                Assert.Equal(expected[k].Place, sorted[1][At(k)].ToInt64());
                Assert.Equal(expected[k].Value, sorted[0][At(k)]);
            }

            int[] At(int k) => [.. i[..axis], k, .. i[(axis + 1)..]];
        }

        static (bool, double, long) Key(Number v) => v.DType.IsFloating() ? (double.IsNaN(v.ToDouble()), double.IsNaN(v.ToDouble()) ? 0 : v.ToDouble(), 0) : (false, 0, v.ToInt64());
    }
}
