namespace Autograd.Graph;

public abstract partial record Op
{
    /// <summary>
    /// Sum of products over the contracted axes of both inputs. The output's axes are the batch axes, the first input's free axes, the second's.
    /// Each result is one chain of fused multiply-adds over the contracted places in order (with at most <see cref="TreeColumns"/> free places
    /// of the second input: the summation tree that reductions use), so its bits depend on shapes alone.
    /// </summary>
    /// <param name="LeftContract">contracted axes of the first input</param>
    /// <param name="RightContract">contracted axes of the second, paired in order</param>
    /// <param name="LeftBatch">batch axes of the first input</param>
    /// <param name="RightBatch">batch axes of the second, paired in order</param>
    public sealed record Dot(IntList LeftContract, IntList RightContract, IntList LeftBatch, IntList RightBatch) : Op
    {
        /// <summary>Up to this many columns a chain over k would be one long dependency with nothing beside it; a tree keeps lanes busy.</summary>
        internal const int TreeColumns = 4;

        /// <summary>Products of matrices: a · b, and as their cotangents need them a · bᵀ and aᵀ · b. One op each, whose hash is known.</summary>
        internal static readonly Dot Matrices = new([1], [0], [], []), ByTransposed = new([1], [1], [], []), OfTransposed = new([0], [0], [], []);

        internal override ExprType Infer(ReadOnlySpan<Expr> inputs)
        {
            CheckArity(inputs, 2);
            CheckNotBool(inputs[0]);
            if (inputs[0].DType != inputs[1].DType) throw new DTypeException($"{Name}: element types {inputs[0].DType.Name()} and {inputs[1].DType.Name()} differ");
            Shape left = inputs[0].Shape, right = inputs[1].Shape;
            CheckPairs(left, right, LeftContract, RightContract, "contracted");
            CheckPairs(left, right, LeftBatch, RightBatch, "batch");
            IntList leftFree = FreeAxes(left.Rank, LeftContract, LeftBatch), rightFree = FreeAxes(right.Rank, RightContract, RightBatch);
            if (leftFree.Count + LeftContract.Count + LeftBatch.Count != left.Rank || rightFree.Count + RightContract.Count + RightBatch.Count != right.Rank)
                throw new ArgumentException($"{Name}: an axis is named twice among contracted {LeftContract}, {RightContract} and batch {LeftBatch}, {RightBatch}");
            int rank = LeftBatch.Count + leftFree.Count + rightFree.Count, at = 0;
            Span<int> sizes = rank <= 16 ? stackalloc int[rank] : new int[rank];
            foreach (int axis in LeftBatch) sizes[at++] = left[axis];
            foreach (int axis in leftFree) sizes[at++] = left[axis];
            foreach (int axis in rightFree) sizes[at++] = right[axis];
            return new(inputs[0].DType, Shape.Recent(sizes));
        }

        private void CheckPairs(Shape left, Shape right, IntList leftAxes, IntList rightAxes, string role)
        {
            if (leftAxes.Count != rightAxes.Count) throw new ArgumentException($"{Name}: {role} axes {leftAxes} and {rightAxes} are not paired");
            for (int i = 0; i < leftAxes.Count; i++)
            {
                int l = leftAxes[i], r = rightAxes[i];
                if ((uint)l >= (uint)left.Rank) throw new ArgumentOutOfRangeException(nameof(left), l, $"{Name}: {role} axis {l} is not in [0, {left.Rank}) of shape {left}");
                if ((uint)r >= (uint)right.Rank) throw new ArgumentOutOfRangeException(nameof(right), r, $"{Name}: {role} axis {r} is not in [0, {right.Rank}) of shape {right}");
                if (left[l] != right[r]) throw new ShapeException($"{Name}: shapes {left} and {right} do not multiply: {role} axes {l} and {r} are {left[l]} and {right[r]} (they must be equal)");
            }
        }

        /// <summary>The axes that are neither contracted nor batch, ascending.</summary>
        internal static IntList FreeAxes(int rank, IntList contract, IntList batch)
        {
            int count = 0;
            for (int axis = 0; axis < rank; axis++)
                if (!contract.Contains(axis) && !batch.Contains(axis)) count++;
            var free = new int[count];
            for (int axis = rank - 1; count > 0; axis--)
                if (!contract.Contains(axis) && !batch.Contains(axis)) free[--count] = axis;
            return IntList.Wrap(free);
        }
    }
}
