namespace Autograd.Graph;

public abstract partial record Op
{
    /// <summary>
    /// Combines the elements along neighbouring axes, which fall away. Sums add in the one order that the shape fixes.
    /// Truth values have max (any) and min (all) only.
    /// </summary>
    /// <param name="Kind">how</param>
    /// <param name="Axes">which: ascending, without gaps</param>
    public sealed record Reduce(ReduceKind Kind, IntList Axes) : Op
    {
        private const int SharedRank = 4;
        private static readonly Reduce?[] s_shared = new Reduce?[4 * SharedRank * SharedRank];

        /// <summary>The op on neighbouring axes: of few axes always the same, whose hash is known.</summary>
        internal static Reduce Of(ReduceKind kind, int first, int count)
        {
            if (first >= SharedRank || count > SharedRank) return new(kind, IntList.Range(count, first));
            ref Reduce? shared = ref s_shared[((int)kind * SharedRank + first) * SharedRank + count - 1];
            return Volatile.Read(ref shared) ?? (shared = new(kind, IntList.Range(count, first)));
        }

        internal override ExprType Infer(ReadOnlySpan<Expr> inputs)
        {
            CheckArity(inputs, 1);
            Shape shape = inputs[0].Shape;
            for (int i = 0; i < Axes.Count; i++)
            {
                if ((uint)Axes[i] >= (uint)shape.Rank) throw new ArgumentOutOfRangeException(nameof(inputs), Axes[i], $"{Name}: axis {Axes[i]} is not in [0, {shape.Rank}) of shape {shape}");
                if (i > 0 && Axes[i] != Axes[i - 1] + 1) throw new ArgumentException($"{Name}: axes {Axes} are not ascending neighbours");
            }

            Shape result = shape.Without(Axes.Span);
            if (inputs[0].DType == DType.Bool)
            {
                if (Kind is ReduceKind.Sum or ReduceKind.Product) throw new DTypeException($"{Kind}: element type bool; it takes numbers (Cast converts)");
            }
            else if (Kind is ReduceKind.Max or ReduceKind.Min && shape.Count == 0 && result.Count != 0)
            {
                throw new ShapeException($"{Kind}: shape {shape} has no elements along axes {Axes}, and {Kind} of nothing has no value");
            }

            return new(inputs[0].DType, result);
        }
    }

    /// <summary>The int64 index of the largest or smallest element along an axis, which falls away; the lowest index at ties, NaN before all.</summary>
    /// <param name="Kind">largest or smallest</param>
    /// <param name="Axis">the axis</param>
    public sealed record ArgReduce(ExtremumKind Kind, int Axis) : Op
    {
        internal override ExprType Infer(ReadOnlySpan<Expr> inputs)
        {
            CheckArity(inputs, 1);
            CheckNotBool(inputs[0]);
            Shape shape = inputs[0].Shape;
            if ((uint)Axis >= (uint)shape.Rank) throw new ArgumentOutOfRangeException(nameof(inputs), Axis, $"{Name}: axis {Axis} is not in [0, {shape.Rank}) of shape {shape}");
            Shape result = shape.Without([Axis]);
            if (shape[Axis] == 0 && result.Count != 0) throw new ShapeException($"{Name}: axis {Axis} of shape {shape} has no elements, there is no index of the {(Kind == ExtremumKind.Max ? "largest" : "smallest")}");
            return new(DType.Int64, result);
        }
    }

    /// <summary>
    /// Running values along an axis, of the input's shape. Sum and product: one input. LinearRecurrence: two inputs a and b of one type,
    /// y[i] = a[i] * y[i-1] + b[i], y[-1] = 0.
    /// </summary>
    /// <param name="Kind">how</param>
    /// <param name="Axis">the axis</param>
    /// <param name="Reversed">from the last place to the first</param>
    /// <param name="Exclusive">each place without its own element (sum and product only)</param>
    public sealed record Cumulative(CumulativeKind Kind, int Axis, bool Reversed = false, bool Exclusive = false) : Op
    {
        internal override ExprType Infer(ReadOnlySpan<Expr> inputs)
        {
            CheckArity(inputs, Kind == CumulativeKind.LinearRecurrence ? 2 : 1);
            CheckSameTypes(inputs);
            CheckNotBool(inputs[0]);
            if (Kind == CumulativeKind.LinearRecurrence && Exclusive) throw new ArgumentException($"{Name}: a linear recurrence has no exclusive form");
            if ((uint)Axis >= (uint)inputs[0].Rank) throw new ArgumentOutOfRangeException(nameof(inputs), Axis, $"{Name}: axis {Axis} is not in [0, {inputs[0].Rank}) of shape {inputs[0].Shape}");
            return inputs[0].Type;
        }
    }
}
