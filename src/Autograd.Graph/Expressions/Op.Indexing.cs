namespace Autograd.Graph;

public abstract partial record Op
{
    /// <summary>
    /// Picks parts of the first input at places that the second names. The indices' shape is [batch, places, coordinates]: the first
    /// <paramref name="BatchRank"/> axes go with the same axes of x, the last has one coordinate for each of <paramref name="Axes"/>.
    /// The output's shape is [batch, places, the axes of x that are neither batch nor in Axes].
    /// </summary>
    /// <param name="Axes">the axes of x that are indexed, in the order of the coordinates</param>
    /// <param name="BatchRank">how many leading axes both share</param>
    /// <param name="Mode">what an index outside of its axis means</param>
    public sealed record Gather(IntList Axes, int BatchRank, IndexMode Mode) : Op
    {
        internal override ExprType Infer(ReadOnlySpan<Expr> inputs)
        {
            CheckArity(inputs, 2);
            return new(inputs[0].DType, PartsShape(inputs[0], inputs[1], Axes, BatchRank));
        }
    }

    /// <summary>
    /// The first input (x) with the third (u) combined into it at the places that the second names: the geometry is <see cref="Gather"/>'s,
    /// u has the shape that Gather would give. Updates are taken in row-major order of the indices, so later ones win and sums have one order.
    /// </summary>
    /// <param name="Kind">how an update combines with what is there</param>
    /// <param name="Axes">the axes of x that are indexed</param>
    /// <param name="BatchRank">how many leading axes x and the indices share</param>
    /// <param name="Mode">what an index outside of its axis means: with Fill its update is dropped</param>
    /// <param name="Unique">the caller's word that no place is named twice</param>
    public sealed record Scatter(ScatterKind Kind, IntList Axes, int BatchRank, IndexMode Mode, bool Unique = false) : Op
    {
        internal override ExprType Infer(ReadOnlySpan<Expr> inputs)
        {
            CheckArity(inputs, 3);
            Shape parts = PartsShape(inputs[0], inputs[1], Axes, BatchRank);
            if (inputs[2].DType != inputs[0].DType) throw new DTypeException($"{Name}: element types {inputs[0].DType.Name()} and {inputs[2].DType.Name()} differ");
            if (!inputs[2].Shape.Equals(parts)) throw new ShapeException($"{Name}: the updates have shape {inputs[2].Shape}; x {inputs[0].Shape} at indices {inputs[1].Shape} takes {parts}");
            if (inputs[0].DType == DType.Bool && Kind != ScatterKind.Set) throw new DTypeException($"{Name} ({Kind}): element type bool; it takes numbers");
            return inputs[0].Type;
        }
    }

    private protected Shape PartsShape(Expr x, Expr indices, IntList axes, int batchRank)
    {
        if (!indices.DType.IsInteger()) throw new DTypeException($"{Name}: indices have element type {indices.DType.Name()}; they must be integers");
        if (batchRank < 0 || batchRank >= indices.Rank || batchRank > x.Rank)
            throw new ShapeException($"{Name}: indices of shape {indices.Shape} have no {batchRank} batch axes before an axis of {axes.Count} coordinates");
        if (indices.Shape[indices.Rank - 1] != axes.Count)
            throw new ShapeException($"{Name}: the last axis of indices {indices.Shape} must have one coordinate for each of the axes {axes}");
        for (int axis = 0; axis < batchRank; axis++)
            if (x.Shape[axis] != indices.Shape[axis]) throw new ShapeException($"{Name}: batch axis {axis} is {x.Shape[axis]} in x {x.Shape} and {indices.Shape[axis]} in indices {indices.Shape}");
        for (int i = 0; i < axes.Count; i++)
            if (axes[i] < batchRank || axes[i] >= x.Rank || axes.IndexOf(axes[i]) != i)
                throw new ArgumentOutOfRangeException(nameof(axes), axes[i], $"{Name}: axes {axes} must be different axes of x {x.Shape} behind its {batchRank} batch axes");
        var sizes = new int[indices.Rank - 1 + x.Rank - batchRank - axes.Count];
        int at = 0;
        for (int axis = 0; axis < indices.Rank - 1; axis++) sizes[at++] = indices.Shape[axis];
        for (int axis = batchRank; axis < x.Rank; axis++)
            if (!axes.Contains(axis)) sizes[at++] = x.Shape[axis];
        return Shape.Wrap(sizes);
    }

    /// <summary>Two outputs: the elements in order along an axis, NaN last ascending and first descending, and the int64 places they came from. Stable.</summary>
    /// <param name="Axis">the axis</param>
    /// <param name="Descending">largest first</param>
    public sealed record Sort(int Axis, bool Descending = false) : Op
    {
        /// <inheritdoc/>
        public override int OutputCount => 2;

        internal override ExprType Infer(ReadOnlySpan<Expr> inputs) => throw new InvalidOperationException($"{Name} has two outputs");

        internal override ExprType[] InferAll(ReadOnlySpan<Expr> inputs)
        {
            CheckArity(inputs, 1);
            if ((uint)Axis >= (uint)inputs[0].Rank) throw new ArgumentOutOfRangeException(nameof(inputs), Axis, $"{Name}: axis {Axis} is not in [0, {inputs[0].Rank}) of shape {inputs[0].Shape}");
            return [inputs[0].Type, new(DType.Int64, inputs[0].Shape)];
        }
    }
}
