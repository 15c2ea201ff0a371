using Autograd.Graph;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.Evaluation;

/// <summary>Operations that move elements, against arithmetic on the index.</summary>
[Properties(Arbitrary = [typeof(Arbitraries)], QuietOnSuccess = true)]
public class StructureTests
{
    private static void Holds(Expr y, Func<int[], Number> element) =>
        Indexed.Equal(Indexed.Array(y.DType, y.Shape, element), y.Evaluate(EvaluationOptions.Reference));

    [Property]
    public void Reshape_keeps_the_elements_in_order(NDArray x)
    {
        Expr y = Expr.Constant(x).Reshape(new Shape([1, x.Count, 1]));
        Holds(y, i => x.At(i[1]));
    }

    [Property]
    public void Transpose_permutes_the_index(NDArray x, int seed)
    {
        int[] permutation = Draw.Permutation(new Random(seed), x.Rank);
        Holds(Expr.Apply(new Op.Transpose(IntList.Create(permutation)), Expr.Constant(x)), i =>
        {
            var from = new int[x.Rank];
            for (int axis = 0; axis < from.Length; axis++) from[permutation[axis]] = i[axis];
            return x[from];
        });
    }

    [Property]
    public void Broadcast_repeats_along_axes_of_size_1_and_leading_axes(NDArray x, int seed)
    {
        var random = new Random(seed);
        int added = random.Next(3);
        int[] sizes = [.. Enumerable.Range(0, added).Select(_ => random.Next(4)), .. x.Shape.Sizes.ToArray().Select(size => size == 1 ? random.Next(4) : size)];
        Holds(Expr.Constant(x).BroadcastTo(sizes), i => x[[.. x.Shape.Sizes.ToArray().Select((size, axis) => size == 1 ? 0 : i[added + axis])]]);
    }

    [Property]
    public void Slice_reads_every_stride_th_place_from_the_start(NDArray x, int seed)
    {
        Region region = Draw.Region(new Random(seed), x.Shape);
        Holds(Expr.Constant(x).Slice(region), i => x[[.. i.Select((place, axis) => region.Starts[axis] + place * region.Strides[axis])]]);
    }

    [Property]
    public void Reverse_counts_from_the_end(NDArray x, int seed)
    {
        var random = new Random(seed);
        int[] axes = [.. Enumerable.Range(0, x.Rank).Where(_ => random.Next(2) == 0)];
        Holds(Expr.Apply(new Op.Reverse(IntList.Create(axes)), Expr.Constant(x)), i => x[[.. i.Select((place, axis) => axes.Contains(axis) ? x.Shape[axis] - 1 - place : place)]]);
    }

    [Property]
    public void Pad_has_the_value_everywhere_but_at_the_elements(NDArray x, int seed)
    {
        var random = new Random(seed);
        int[] interior = [.. x.Shape.Sizes.ToArray().Select(_ => random.Next(3))], low = [.. x.Shape.Sizes.ToArray().Select(_ => random.Next(-2, 3))], high = new int[x.Rank];
        for (int axis = 0; axis < x.Rank; axis++)
        {
            int spread = x.Shape[axis] + Math.Max(x.Shape[axis] - 1, 0) * interior[axis];
            high[axis] = Math.Max(random.Next(-2, 3), -spread - low[axis]);
        }

        NDArray value = Draw.Array(random, x.DType, Shape.Scalar);
        Holds(Expr.Constant(x).Pad(Expr.Constant(value), low, high, interior), i =>
        {
            var from = new int[x.Rank];
            for (int axis = 0; axis < from.Length; axis++)
            {
                int place = i[axis] - low[axis];
                if (place < 0 || place % (interior[axis] + 1) != 0 || place / (interior[axis] + 1) >= x.Shape[axis]) return value.At(0);
                from[axis] = place / (interior[axis] + 1);
            }

            return x[from];
        });
    }

    [Property]
    public void Concat_puts_one_behind_the_other(NDArray x, int seed)
    {
        if (x.Rank == 0) return;
        var random = new Random(seed);
        int axis = random.Next(x.Rank), second = random.Next(4);
        NDArray middle = Draw.Array(random, x.DType, x.Shape.With(axis, second));
        Holds(Expr.Concat([Expr.Constant(x), Expr.Constant(middle), Expr.Constant(x)], axis), i =>
        {
            int[] from = [.. i];
            int first = x.Shape[axis];
            bool inMiddle = i[axis] >= first && i[axis] < first + second;
            from[axis] -= i[axis] < first ? 0 : inMiddle ? first : first + second;
            return inMiddle ? middle[from] : x[from];
        });
    }

    [Property]
    public void Update_replaces_and_UpdateAdd_adds_to_the_region_only(NDArray x, int seed)
    {
        var random = new Random(seed);
        Region region = Draw.Region(random, x.Shape);
        NDArray value = Draw.Array(random, x.DType, region.Shape);
        Holds(Expr.Constant(x).Update(region, Expr.Constant(value)), i => Inside(region, i) is { } part ? value[part] : x[i]);
        if (x.DType == DType.Bool) return;
        Expr added = Expr.Constant(x).UpdateAdd(region, Expr.Constant(value)), sums = Expr.Constant(x).Slice(region) + Expr.Constant(value);
        NDArray sum = sums.Evaluate(EvaluationOptions.Reference);
        Holds(added, i => Inside(region, i) is { } part ? sum[part] : x[i]);
    }

    [Property]
    public void A_literal_and_an_iota_are_functions_of_the_index(Shape shape, int seed)
    {
        Holds(Expr.Literal(seed, DType.Float64, shape), _ => (double)seed);
        if (shape.Rank == 0) return;
        int axis = new Random(seed).Next(shape.Rank);
        foreach (DType dtype in DTypes.All.Where(d => d != DType.Bool)) Holds(Expr.Iota(shape, axis, dtype), i => i[axis]);
    }

    /// <summary>The index within the region, null outside.</summary>
    private static int[]? Inside(Region region, int[] index)
    {
        var part = new int[index.Length];
        for (int axis = 0; axis < part.Length; axis++)
        {
            int place = index[axis] - region.Starts[axis];
            if (place < 0 || place % region.Strides[axis] != 0 || place / region.Strides[axis] >= region.Sizes[axis]) return null;
            part[axis] = place / region.Strides[axis];
        }

        return part;
    }
}
