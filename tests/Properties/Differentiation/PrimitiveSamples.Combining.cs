using Autograd.Graph;

namespace Autograd.Properties.Differentiation;

// Samples of the primitives that mix elements, and of those with several forms.
internal static partial class PrimitiveSamples
{
    private static PrimitiveSample Remainder(Sampler s)
    {
        // Quotients between 0.2 and 0.8 beyond an integer: away from the jumps.
        Shape shape = s.Shape();
        NDArray divisor = s.AwayFromZero(shape);
        NDArray dividend = s.Fill(shape, i => divisor.AsSpan<double>()[i] * (s.Int(-3, 3) + s.Real(0.2, 0.8)));
        return s.Bool() ? new(x => Expr.Remainder(x[0], x[1]), dividend, divisor) : new(x => Expr.TruncatedRemainder(x[0], x[1]), dividend, divisor);
    }

    private static PrimitiveSample Sorted(Sampler s)
    {
        Shape shape = s.Shape(minRank: 1);
        int axis = s.Int(0, shape.Rank - 1);
        bool descending = s.Bool();
        return new(x => Expr.Sin(x[0].Sort(axis, descending).Values), s.Separated(shape));
    }

    private static PrimitiveSample Padded(Sampler s)
    {
        Shape shape = s.Shape();
        int[] low = new int[shape.Rank], high = new int[shape.Rank], interior = new int[shape.Rank];
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            interior[axis] = s.Int(0, 2);
            int size = shape[axis] + Math.Max(shape[axis] - 1, 0) * interior[axis];
            low[axis] = s.Int(-size, 2);
            high[axis] = s.Int(-Math.Max(0, size + Math.Min(low[axis], 0)), 2);
        }

        return new(x => Expr.Sin(Expr.Exp(x[0]).Pad(Expr.Exp(x[1]), low, high, interior)), s.Uniform(shape), s.Uniform(Shape.Scalar));
    }

    private static PrimitiveSample Reduced(Sampler s)
    {
        var kind = s.Of(ReduceKind.Sum, ReduceKind.Product, ReduceKind.Max, ReduceKind.Min);
        Shape shape = s.Shape(minSize: kind is ReduceKind.Max or ReduceKind.Min ? 1 : 0);
        int[] axes = s.Permutation(shape.Rank)[..s.Int(0, shape.Rank)];
        NDArray at = kind == ReduceKind.Product ? s.Uniform(shape) : s.Separated(shape);
        return new(x => Expr.Sin(x[0].Reduce(kind, axes)), at);
    }

    private static PrimitiveSample Scanned(Sampler s)
    {
        var kind = s.Of(CumulativeKind.Sum, CumulativeKind.Product, CumulativeKind.LinearRecurrence);
        Shape shape = s.Shape(minRank: 1);
        int axis = s.Int(0, shape.Rank - 1);
        bool reversed = s.Bool(), exclusive = s.Bool();
        return kind == CumulativeKind.LinearRecurrence
            ? new(x => Expr.LinearRecurrence(Expr.Sin(x[0]), x[1], axis, reversed), s.Uniform(shape), s.Uniform(shape))
            : new(x => Expr.Sin(x[0].Cumulative(kind, axis, reversed, exclusive)), s.Uniform(shape));
    }

    /// <summary>Up to two axes each of batch, contracted, free of either side, in random order.</summary>
    private static PrimitiveSample Contracted(Sampler s)
    {
        int batch = s.Int(0, 2), contracted = s.Int(0, 2), leftFree = s.Int(0, 2), rightFree = s.Int(0, 2);
        int[] sizes = [.. Enumerable.Range(0, batch + contracted + leftFree + rightFree).Select(_ => s.Int(0, 8) == 0 ? 0 : s.Int(1, 3))];
        int[] left = s.Permutation(batch + contracted + leftFree), right = s.Permutation(batch + contracted + rightFree);
        var leftSizes = new int[left.Length];
        var rightSizes = new int[right.Length];
        for (int i = 0; i < left.Length; i++) leftSizes[left[i]] = sizes[i];
        for (int i = 0; i < right.Length; i++) rightSizes[right[i]] = sizes[i < batch + contracted ? i : i + leftFree];
        IntList leftBatch = IntList.Create(left.AsSpan(0, batch)), rightBatch = IntList.Create(right.AsSpan(0, batch));
        IntList leftContract = IntList.Create(left.AsSpan(batch, contracted)), rightContract = IntList.Create(right.AsSpan(batch, contracted));
        return new(x => Expr.Dot(x[0], Expr.Sin(x[1]), leftContract, rightContract, leftBatch, rightBatch), s.Uniform(new Shape(leftSizes)), s.Uniform(new Shape(rightSizes)));
    }

    private static PrimitiveSample Gathered(Sampler s)
    {
        (Shape shape, Expr indices, IntList axes, int batchRank, IndexMode mode) = Places(s, unique: false);
        return new(x => Expr.Sin(x[0].Gather(indices, axes, batchRank, mode)) * Expr.Exp(x[0]).Gather(indices, axes, batchRank, mode), s.Uniform(shape));
    }

    private static PrimitiveSample Scattered(Sampler s)
    {
        var kind = s.Of(ScatterKind.Add, ScatterKind.Set, ScatterKind.Max, ScatterKind.Min, ScatterKind.Multiply);
        bool unique = kind == ScatterKind.Multiply || s.Bool();
        (Shape shape, Expr indices, IntList axes, int batchRank, IndexMode mode) = Places(s, unique);
        Shape parts = Expr.Literal(0.0, shape: shape).Gather(indices, axes, batchRank, mode).Shape;
        var grid = new List<int>();
        NDArray x = kind is ScatterKind.Max or ScatterKind.Min ? s.Separated(shape, grid) : s.Uniform(shape);
        NDArray updates = kind is ScatterKind.Max or ScatterKind.Min ? s.Separated(parts, grid) : s.Uniform(parts);
        return new(v => Expr.Sin(v[0].Scatter(kind, indices, Expr.Sin(0.1 * v[1]) + v[1], axes, batchRank, mode, unique)), x, updates);
    }

    /// <summary>A shape and indices into some of its axes; with some modes a few lie outside.</summary>
    private static (Shape Shape, Expr Indices, IntList Axes, int BatchRank, IndexMode Mode) Places(Sampler s, bool unique)
    {
        Shape shape = s.Shape(minRank: 1, minSize: 1);
        int batchRank = s.Int(0, shape.Rank - 1);
        IndexMode mode = unique ? IndexMode.Assert : s.Of(IndexMode.Assert, IndexMode.Clip, IndexMode.Fill);
        int outside = mode == IndexMode.Assert ? 0 : 2;
        int[] axes = [.. s.Permutation(shape.Rank - batchRank)[..(unique ? 1 : s.Int(1, shape.Rank - batchRank))].Select(axis => axis + batchRank)];
        int count = unique ? s.Int(1, shape[axes[0]]) : s.Int(0, 4);
        int batches = 1;
        for (int axis = 0; axis < batchRank; axis++) batches *= shape[axis];
        var indices = new List<long>();
        for (int b = 0; b < batches; b++)
        {
            int[] each = unique ? s.Permutation(shape[axes[0]]) : [];
            for (int i = 0; i < count; i++)
                foreach (int axis in axes) indices.Add(unique ? each[i] : s.Int(-outside, shape[axis] - 1 + outside));
        }

        Shape indexShape = new([.. shape.Sizes[..batchRank], count, axes.Length]);
        return (shape, Expr.Constant(NDArray.Create<long>(indices.ToArray(), indexShape)), IntList.Create(axes), batchRank, mode);
    }
}
