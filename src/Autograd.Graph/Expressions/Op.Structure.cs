namespace Autograd.Graph;

public abstract partial record Op
{
    /// <summary>Moves elements without changing them; linear.</summary>
    public abstract record Structural : Op
    {
        private protected Structural() { }
    }

    /// <summary>The same elements in row-major order under another shape.</summary>
    /// <param name="To">the new shape, of as many elements</param>
    public sealed record Reshape(Shape To) : Structural
    {
        internal override ExprType Infer(ReadOnlySpan<Expr> inputs)
        {
            CheckArity(inputs, 1);
            if (To.Count != inputs[0].Shape.Count)
                throw new ShapeException($"{Name}: shape {inputs[0].Shape} has {inputs[0].Shape.Count} elements, shape {To} has {To.Count}");
            return new(inputs[0].DType, To);
        }
    }

    /// <summary>Output axis i is input axis <c>Permutation[i]</c>.</summary>
    /// <param name="Permutation">every axis once</param>
    public sealed record Transpose(IntList Permutation) : Structural
    {
        internal override ExprType Infer(ReadOnlySpan<Expr> inputs)
        {
            CheckArity(inputs, 1);
            Shape shape = inputs[0].Shape;
            if (Permutation.Count != shape.Rank) throw new ShapeException($"{Name}: permutation {Permutation} has {Permutation.Count} axes, shape {shape} has {shape.Rank}");
            var sizes = new int[shape.Rank];
            Span<bool> seen = shape.Rank <= 64 ? stackalloc bool[shape.Rank] : new bool[shape.Rank];
            seen.Clear();
            for (int i = 0; i < sizes.Length; i++)
            {
                int axis = Permutation[i];
                if ((uint)axis >= (uint)shape.Rank || seen[axis])
                    throw new ArgumentException($"{Name}: {Permutation} is not a permutation of the axes of shape {shape}");
                seen[axis] = true;
                sizes[i] = shape[axis];
            }

            return new(inputs[0].DType, Shape.Wrap(sizes));
        }
    }

    /// <summary>Stretches axes of size 1 and adds leading axes, aligned at the last axis.</summary>
    /// <param name="To">the new shape</param>
    public sealed record Broadcast(Shape To) : Structural
    {
        [ThreadStatic]
        private static Broadcast?[]? t_recent;

        /// <summary>The op to a shape: for a shape met lately the same as then, whose hash is known.</summary>
        internal static Broadcast Of(Shape shape)
        {
            const int places = 16;
            ref Broadcast? recent = ref (t_recent ??= new Broadcast?[places])[shape.GetHashCode() & (places - 1)];
            return recent is not null && ReferenceEquals(recent.To, shape) ? recent : recent = new(shape);
        }

        internal override ExprType Infer(ReadOnlySpan<Expr> inputs)
        {
            CheckArity(inputs, 1);
            if (!inputs[0].Shape.BroadcastsTo(To))
                throw new ShapeException($"{Name}: shape {inputs[0].Shape} does not broadcast to {To} (aligned at the last axis, sizes must be equal or 1)");
            return new(inputs[0].DType, To);
        }
    }

    /// <summary>A regular part.</summary>
    /// <param name="Region">which</param>
    public sealed record Slice(Region Region) : Structural
    {
        internal override ExprType Infer(ReadOnlySpan<Expr> inputs)
        {
            CheckArity(inputs, 1);
            Region.CheckWithin(inputs[0].Shape, Name);
            return new(inputs[0].DType, Region.Shape);
        }
    }

    /// <summary>The first input with the second, a scalar, around and between its elements; negative amounts crop.</summary>
    /// <param name="Low">places before each axis</param>
    /// <param name="High">places behind each axis</param>
    /// <param name="Interior">places between neighbours of each axis, at least 0</param>
    public sealed record Pad(IntList Low, IntList High, IntList Interior) : Structural
    {
        internal override ExprType Infer(ReadOnlySpan<Expr> inputs)
        {
            CheckArity(inputs, 2);
            Shape shape = inputs[0].Shape;
            if (inputs[1].Rank != 0) throw new ShapeException($"{Name}: the value has shape {inputs[1].Shape}, not that of a scalar");
            if (inputs[1].DType != inputs[0].DType) throw new DTypeException($"{Name}: element types {inputs[0].DType.Name()} and {inputs[1].DType.Name()} differ");
            if (Low.Count != shape.Rank || High.Count != shape.Rank || Interior.Count != shape.Rank)
                throw new ShapeException($"{Name}: amounts {Low}, {High}, {Interior} do not fit shape {shape} of rank {shape.Rank}");
            var sizes = new int[shape.Rank];
            for (int axis = 0; axis < sizes.Length; axis++)
            {
                if (Interior[axis] < 0) throw new ArgumentOutOfRangeException(nameof(Interior), Interior[axis], $"{Name}: interior amount {Interior[axis]} on axis {axis} is negative");
                long size = shape[axis] + (long)Math.Max(shape[axis] - 1, 0) * Interior[axis] + Low[axis] + High[axis];
                if (size < 0) throw new ShapeException($"{Name}: amounts {Low[axis]} and {High[axis]} crop more than axis {axis} of shape {shape} has");
                sizes[axis] = size <= int.MaxValue ? (int)size : throw new ShapeException($"{Name}: axis {axis} grows to {size}, more than an axis can have");
            }

            return new(inputs[0].DType, Shape.Wrap(sizes));
        }
    }

    /// <summary>The inputs one after the other along an axis.</summary>
    /// <param name="Axis">the axis, the only one in which they may differ</param>
    public sealed record Concat(int Axis) : Structural
    {
        internal override ExprType Infer(ReadOnlySpan<Expr> inputs)
        {
            if (inputs.Length == 0) throw new ArgumentException($"{Name}: there is nothing to join");
            Shape first = inputs[0].Shape;
            if ((uint)Axis >= (uint)first.Rank) throw new ArgumentOutOfRangeException(nameof(inputs), Axis, $"{Name}: axis {Axis} is not in [0, {first.Rank}) of shape {first}");
            long size = 0;
            foreach (Expr input in inputs)
            {
                if (input.DType != inputs[0].DType) throw new DTypeException($"{Name}: element types {inputs[0].DType.Name()} and {input.DType.Name()} differ");
                if (input.Rank != first.Rank || !input.Shape.With(Axis, first[Axis]).Equals(first))
                    throw new ShapeException($"{Name}: shapes {first} and {input.Shape} differ beside axis {Axis}");
                size += input.Shape[Axis];
            }

            return new(inputs[0].DType, first.With(Axis, size <= int.MaxValue ? (int)size : throw new ShapeException($"{Name}: axis {Axis} grows to {size}, more than an axis can have")));
        }
    }

    /// <summary>Axes turned around.</summary>
    /// <param name="Axes">which, ascending</param>
    public sealed record Reverse(IntList Axes) : Structural
    {
        internal override ExprType Infer(ReadOnlySpan<Expr> inputs)
        {
            CheckArity(inputs, 1);
            foreach (int axis in Axes)
                if ((uint)axis >= (uint)inputs[0].Rank) throw new ArgumentOutOfRangeException(nameof(inputs), axis, $"{Name}: axis {axis} is not in [0, {inputs[0].Rank}) of shape {inputs[0].Shape}");
            return inputs[0].Type;
        }
    }

    /// <summary>The first input with a part replaced by the second.</summary>
    /// <param name="Region">the part</param>
    public sealed record Update(Region Region) : Structural
    {
        internal override ExprType Infer(ReadOnlySpan<Expr> inputs) => InferUpdate(inputs, Region);
    }

    /// <summary>The first input with the second added to a part.</summary>
    /// <param name="Region">the part</param>
    public sealed record UpdateAdd(Region Region) : Structural
    {
        internal override ExprType Infer(ReadOnlySpan<Expr> inputs)
        {
            ExprType type = InferUpdate(inputs, Region);
            CheckNotBool(inputs[0]);
            return type;
        }
    }

    private protected ExprType InferUpdate(ReadOnlySpan<Expr> inputs, Region region)
    {
        CheckArity(inputs, 2);
        region.CheckWithin(inputs[0].Shape, Name);
        if (inputs[1].DType != inputs[0].DType) throw new DTypeException($"{Name}: element types {inputs[0].DType.Name()} and {inputs[1].DType.Name()} differ");
        if (!inputs[1].Shape.Equals(region.Shape)) throw new ShapeException($"{Name}: a part of shape {region.Shape} cannot take a value of shape {inputs[1].Shape}");
        return inputs[0].Type;
    }
}
