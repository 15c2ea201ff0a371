using System.Numerics;
using Autograd.Graph;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.Evaluation;

/// <summary>Reductions and scans, against plain formulas and against the order of sums written out.</summary>
[Properties(Arbitrary = [typeof(Arbitraries)], QuietOnSuccess = true)]
public class ReductionTests
{
    private static readonly EvaluationOptions Reference = EvaluationOptions.Reference;

    /// <summary>The elements that fall together at each place of the result, a group of neighbouring axes reduced.</summary>
    private static (int[] Axes, Number[][] Groups) Grouped(NDArray x, Random random)
    {
        int first = random.Next(x.Rank), count = random.Next(1, x.Rank - first + 1);
        int[] axes = [.. Enumerable.Range(first, count)];
        Shape result = x.Shape.Without(axes);
        var reduced = new Shape(x.Shape.Sizes.Slice(first, count));
        return (axes, [.. result.Indices().Select(i => reduced.Indices().Select(k => x[[.. i[..first], .. k, .. i[first..]]]).ToArray())]);
    }

    [Property]
    public void Sums_and_products_of_integers_are_exact_modulo_the_width(NDArray x, int seed)
    {
        if (x.Rank == 0 || !x.DType.IsInteger()) return;
        (int[] axes, Number[][] groups) = Grouped(x, new Random(seed));
        NDArray sum = Expr.Constant(x).Reduce(ReduceKind.Sum, axes).Evaluate(Reference), product = Expr.Constant(x).Reduce(ReduceKind.Product, axes).Evaluate(Reference);
        BigInteger modulus = BigInteger.One << (8 * x.DType.Size());
        for (int i = 0; i < groups.Length; i++)
        {
            Assert.True(((groups[i].Aggregate(BigInteger.Zero, (s, v) => s + v.ToInt64()) - sum.At(i).ToInt64()) % modulus).IsZero);
            Assert.True(((groups[i].Aggregate(BigInteger.One, (s, v) => s * v.ToInt64()) - product.At(i).ToInt64()) % modulus).IsZero);
        }
    }

    [Property]
    public void Sums_and_products_of_floating_numbers_are_near_those_of_doubles(Shape shape, int seed)
    {
        if (shape.Rank == 0) return;
        var random = new Random(seed);
        NDArray x = Draw.Plain(random, DType.Float32, shape);
        (int[] axes, Number[][] groups) = Grouped(x, random);
        NDArray sum = Expr.Constant(x).Reduce(ReduceKind.Sum, axes).Evaluate(Reference), product = Expr.Constant(x).Reduce(ReduceKind.Product, axes).Evaluate(Reference);
        for (int i = 0; i < groups.Length; i++)
        {
            double[] group = [.. groups[i].Select(v => v.ToDouble())];
            double bound = Math.Max(group.Length, 1) * Math.Pow(2, -24);
            Assert.Equal(group.Sum(), sum.At(i).ToDouble(), bound * group.Sum(Math.Abs) + 1e-30);
            Assert.Equal(group.Aggregate(1.0, (p, v) => p * v), product.At(i).ToDouble(), 2 * bound + 1e-30);
        }
    }

    [Fact]
    public void A_row_is_summed_in_lanes_blocks_and_pairs()
    {
        foreach (int n in new[] { 0, 1, 2, 31, 32, 33, 511, 512, 513, 1024, 1500, 3 * 512, 7 * 512 + 3, 8 * 512, 11 * 512 + 40 })
        {
            NDArray x = Draw.Plain(new Random(n), DType.Float32, new Shape(1, n));
            Assert.Equal(SumOfRow(x.ToArray<float>()), Expr.Constant(x).Reduce(ReduceKind.Sum, 1).Evaluate(Reference).ToScalar<float>());
        }
    }

    [Fact]
    public void Columns_are_summed_in_blocks_and_pairs()
    {
        foreach (int n in new[] { 0, 1, 127, 128, 129, 256, 300, 3 * 128, 7 * 128 + 5, 8 * 128, 13 * 128 + 1 })
        {
            NDArray x = Draw.Plain(new Random(n), DType.Float64, new Shape(2, n, 3)), y = Expr.Constant(x).Reduce(ReduceKind.Sum, 1).Evaluate(Reference);
            foreach (int[] i in y.Shape.Indices()) Assert.Equal(SumOfColumn([.. Enumerable.Range(0, n).Select(k => x[i[0], k, i[1]].ToDouble())]), y[i].ToDouble());
        }
    }

    [Fact]
    public void A_group_before_axes_of_size_1_is_a_row()
    {
        NDArray x = Draw.Plain(new Random(1), DType.Float32, new Shape(700, 1, 1));
        Assert.Equal(SumOfRow(x.ToArray<float>()), Expr.Constant(x).Reduce(ReduceKind.Sum, 0).Evaluate(Reference).At(0).ToDouble());
    }

    [Fact]
    public void A_sum_of_minus_zeros_is_plus_zero()
    {
        float sum = Expr.Constant(NDArray.Full(-0f, new Shape(40))).Reduce(ReduceKind.Sum, 0).Evaluate(Reference).ToScalar<float>();
        Assert.Equal(0, BitConverter.SingleToInt32Bits(sum));
    }

    [Property]
    public void Largest_and_smallest_are_those_of_the_group_with_NaN_before_all(NDArray x, int seed)
    {
        if (x.Count == 0 || x.Rank == 0) return;
        (int[] axes, Number[][] groups) = Grouped(x, new Random(seed));
        NDArray max = Expr.Constant(x).Reduce(ReduceKind.Max, axes).Evaluate(Reference), min = Expr.Constant(x).Reduce(ReduceKind.Min, axes).Evaluate(Reference);
        for (int i = 0; i < groups.Length; i++)
        {
            // Of equal numbers that differ in the sign of zero, the positive one is larger.
            Number[] ordered = [.. groups[i].OrderBy(v => v, Comparer<Number>.Create(Compare))];
            bool nan = groups[i].Any(v => double.IsNaN(v.ToDouble()));
            Assert.True(nan ? double.IsNaN(max.At(i).ToDouble()) : max.At(i) == ordered[^1]);
            Assert.True(nan ? double.IsNaN(min.At(i).ToDouble()) : min.At(i) == ordered[0]);
        }

        static int Compare(Number a, Number b) => !a.DType.IsFloating() ? a.ToInt64().CompareTo(b.ToInt64())
            : a.ToDouble() != b.ToDouble() ? a.ToDouble().CompareTo(b.ToDouble()) : -double.IsNegative(a.ToDouble()).CompareTo(double.IsNegative(b.ToDouble()));
    }

    [Fact]
    public void Any_and_all_of_no_truth_values()
    {
        Expr none = Expr.Constant(NDArray.Zeros(new Shape(2, 0), DType.Bool));
        Assert.Equal([false, false], none.Reduce(ReduceKind.Max, 1).Evaluate(Reference).ToArray<bool>());
        Assert.Equal([true, true], none.Reduce(ReduceKind.Min, 1).Evaluate(Reference).ToArray<bool>());
    }

    [Property]
    public void ArgReduce_gives_the_first_place_of_the_extremum(NDArray x, int seed)
    {
        if (x.Count == 0 || x.Rank == 0 || x.DType == DType.Bool) return;
        int axis = new Random(seed).Next(x.Rank);
        foreach (ExtremumKind kind in new[] { ExtremumKind.Max, ExtremumKind.Min })
        {
            NDArray arg = Expr.Constant(x).ArgReduce(kind, axis).Evaluate(Reference);
            NDArray extremum = Expr.Constant(x).Reduce(kind == ExtremumKind.Max ? ReduceKind.Max : ReduceKind.Min, axis).Evaluate(Reference);
            foreach (int[] i in arg.Shape.Indices())
            {
                Number[] row = [.. Enumerable.Range(0, x.Shape[axis]).Select(k => x[[.. i[..axis], k, .. i[axis..]]])];
                int first = Array.FindIndex(row, v => extremum[i].DType.IsFloating() ? v.ToDouble().Equals(extremum[i].ToDouble()) : v == extremum[i]);
                Assert.Equal(first, arg[i].ToInt64());
            }
        }
    }

    [Property]
    public void Scans_run_from_the_identity_along_the_axis(Shape shape, int seed, bool reversed, bool exclusive)
    {
        if (shape.Rank == 0) return;
        var random = new Random(seed);
        int axis = random.Next(shape.Rank);
        NDArray x = Draw.Array(random, DType.Float32, shape), y = Draw.Array(random, DType.Float32, shape);
        Expr sum = Expr.Constant(x).Cumulative(CumulativeKind.Sum, axis, reversed, exclusive), product = Expr.Constant(x).Cumulative(CumulativeKind.Product, axis, reversed, exclusive);
        Indexed.Equal(Scanned((s, i) => s + (float)x[i].ToDouble(), 0f, exclusive), sum.Evaluate(Reference));
        Indexed.Equal(Scanned((s, i) => s * (float)x[i].ToDouble(), 1f, exclusive), product.Evaluate(Reference));
        Indexed.Equal(Scanned((s, i) => MathF.FusedMultiplyAdd((float)x[i].ToDouble(), s, (float)y[i].ToDouble()), 0f, false), Expr.LinearRecurrence(Expr.Constant(x), Expr.Constant(y), axis, reversed).Evaluate(Reference));

        NDArray Scanned(Func<float, int[], float> step, float identity, bool without) => Indexed.Array(DType.Float32, shape, i =>
        {
            float sofar = identity;
            IEnumerable<int> before = reversed ? Enumerable.Range(i[axis], shape[axis] - i[axis]).Reverse() : Enumerable.Range(0, i[axis] + 1);
            foreach (int k in before)
                if (k != i[axis] || !without) sofar = step(sofar, [.. i[..axis], k, .. i[(axis + 1)..]]);
            return sofar;
        });
    }

    [Property]
    public void Scans_of_integers_wrap(int[] items)
    {
        if (items.Length == 0) return;
        Expr x = Expr.Constant(NDArray.Vector(items)) * int.MaxValue;
        int[] expected = new int[items.Length], recurrence = new int[items.Length];
        for (int i = 0, sum = 0, previous = 0; i < items.Length; i++)
        {
            expected[i] = sum = unchecked(sum + items[i] * int.MaxValue);
            recurrence[i] = previous = unchecked(items[i] * int.MaxValue * previous + items[i] * int.MaxValue);
        }

        Assert.Equal(expected, x.Cumulative(CumulativeKind.Sum, 0).Evaluate(Reference).ToArray<int>());
        Assert.Equal(recurrence, Expr.LinearRecurrence(x, x, 0).Evaluate(Reference).ToArray<int>());
    }

    // The tree as a binary counter builds it: a finished block merges with the earlier subtree of its size, as often as there is one.
    private static float SumOfRow(float[] x)
    {
        var subtrees = new Stack<(int Blocks, float[] Lanes)>();
        for (int start = 0; start < x.Length; start += 512)
        {
            (int Blocks, float[] Lanes) next = (1, new float[32]);
            for (int i = start; i < Math.Min(start + 512, x.Length); i++) next.Lanes[i % 32] += x[i];
            while (subtrees.TryPeek(out var earlier) && earlier.Blocks == next.Blocks) next = Merge(subtrees.Pop(), next);
            subtrees.Push(next);
        }

        if (subtrees.Count == 0) return 0;
        (int Blocks, float[] Lanes) all = subtrees.Pop();
        while (subtrees.TryPop(out var earlier)) all = Merge(earlier, all);
        float[] lanes = all.Lanes;
        while (lanes.Length > 1) lanes = [.. lanes[..(lanes.Length / 2)].Zip(lanes[(lanes.Length / 2)..], (a, b) => a + b)];
        return lanes[0];

        static (int, float[]) Merge((int Blocks, float[] Lanes) earlier, (int Blocks, float[] Lanes) later) =>
            (earlier.Blocks + later.Blocks, [.. earlier.Lanes.Zip(later.Lanes, (a, b) => a + b)]);
    }

    private static double SumOfColumn(double[] x)
    {
        var subtrees = new Stack<(int Blocks, double Sum)>();
        foreach (double[] block in x.Chunk(128))
        {
            (int Blocks, double Sum) next = (1, block.Aggregate(0.0, (s, v) => s + v));
            while (subtrees.TryPeek(out var earlier) && earlier.Blocks == next.Blocks)
            {
                subtrees.Pop();
                next = (2 * next.Blocks, earlier.Sum + next.Sum);
            }

            subtrees.Push(next);
        }

        if (subtrees.Count == 0) return 0;
        double all = subtrees.Pop().Sum;
        while (subtrees.TryPop(out var earlier)) all = earlier.Sum + all;
        return all;
    }
}
