namespace Autograd.Graph;

public abstract partial record Op
{
    /// <summary>
    /// Control flow over closed bodies. Its inputs are what the bodies' parameters stand for; equal bodies make equal ops, so that a graph built
    /// anew finds its plan.
    /// </summary>
    public abstract record Control : Op
    {
        private protected Control() { }

        /// <summary>The same for an evaluation: nothing is left in its bodies that means something to derivatives alone.</summary>
        internal Control Bare => With(static body => body.Bare);

        /// <summary>The same with other bodies in place of its own, for equal parameters; itself where none is another.</summary>
        internal abstract Control With(Func<Body, Body> image);

        internal sealed override ExprType Infer(ReadOnlySpan<Expr> inputs) => InferAll(inputs)[0];

        /// <summary>What a parameter of a body is given must be of its type.</summary>
        private protected void CheckInput(Body body, int parameter, ExprType given, string what)
        {
            ExprType expected = body.Parameters[parameter].Type;
            if (given.DType != expected.DType) throw new DTypeException($"{Name}: {what} is {given}; the body takes {expected} (Cast converts)");
            if (!given.Shape.Equals(expected.Shape)) throw new ShapeException($"{Name}: {what} is {given}; the body takes {expected}");
        }

        /// <summary>What a body makes of a carried value must be of the value's type.</summary>
        private protected void CheckCarry(Body body, int carry)
        {
            ExprType before = body.Parameters[carry].Type, behind = body.Outputs[carry].Type;
            if (before.DType != behind.DType) throw new DTypeException($"{Name}: carry {carry} is {before} before the body and {behind} behind it; it must keep its type (Cast converts)");
            if (!before.Shape.Equals(behind.Shape)) throw new ShapeException($"{Name}: carry {carry} is {before} before the body and {behind} behind it; it must keep its shape");
        }

        private protected static void CheckCondition(string name, ExprType type)
        {
            if (type.DType != DType.Bool) throw new DTypeException($"{name}: the condition is {type}; it must be one truth value (a comparison makes some)");
            if (type.Shape.Rank != 0) throw new ShapeException($"{name}: the condition is {type}; it must be a single one (Where selects element by element; a reduction of many makes one)");
        }
    }

    /// <summary>
    /// One of two bodies on the same inputs, by a truth value: the first input, a scalar. Only the body that is chosen is computed.
    /// Both take the inputs behind the condition and give outputs of the same types.
    /// </summary>
    /// <param name="Then">what is computed where the condition holds</param>
    /// <param name="Otherwise">what is computed where it does not</param>
    public sealed record Cond(Body Then, Body Otherwise) : Control
    {
        /// <inheritdoc/>
        public override int OutputCount => Then.Outputs.Length;

        internal override Control With(Func<Body, Body> image)
        {
            (Body then, Body otherwise) = (image(Then), image(Otherwise));
            return ReferenceEquals(then, Then) && ReferenceEquals(otherwise, Otherwise) ? this : new Cond(then, otherwise);
        }

        internal override ExprType[] InferAll(ReadOnlySpan<Expr> inputs)
        {
            CheckArity(inputs, 1 + Then.Parameters.Length);
            CheckCondition(Name, inputs[0].Type);
            for (int i = 0; i < Then.Parameters.Length; i++)
            {
                CheckInput(Then, i, inputs[1 + i].Type, $"argument {i}");
                CheckInput(Otherwise, i, inputs[1 + i].Type, $"argument {i}");
            }

            ExprType[] types = Then.OutputTypes(), other = Otherwise.OutputTypes();
            if (!types.AsSpan().SequenceEqual(other)) throw new ShapeException($"{Name}: one body gives ({string.Join(", ", types)}), the other ({string.Join(", ", other)}); they must give the same types");
            return types;
        }
    }

    /// <summary>
    /// A body that runs once for each place along the first axis of its items, handing a carry from one trip to the next. Inputs: the carries'
    /// first values, the items, and what the body captured. The body takes the carries, the items at one place and what was captured, and gives
    /// the next carries and, behind them, outputs that are stacked along a new first axis. Outputs: the last carries, and the stacks.
    /// </summary>
    /// <param name="Body">what a trip does</param>
    /// <param name="Carries">how many carries there are</param>
    /// <param name="Items">how many arrays of items</param>
    /// <param name="Trips">how often it runs: the size of the items' first axis</param>
    /// <param name="Reversed">whether it begins at the last place; outputs stand at the place of the items they came of</param>
    /// <param name="Recomputes">whether reverse mode keeps each trip's carries alone and computes all else again</param>
    public sealed record Scan(Body Body, int Carries, int Items, int Trips, bool Reversed = false, bool Recomputes = false) : Control
    {
        /// <inheritdoc/>
        public override int OutputCount => Body.Outputs.Length;

        internal override Control With(Func<Body, Body> image) => image(Body) is var body && ReferenceEquals(body, Body) ? this : this with { Body = body };

        internal override ExprType[] InferAll(ReadOnlySpan<Expr> inputs)
        {
            CheckArity(inputs, Body.Parameters.Length);
            if (Carries < 0 || Items < 0 || Carries + Items > inputs.Length || Carries > Body.Outputs.Length)
                throw new ArgumentException($"{Name}: a body of {inputs.Length} parameters and {Body.Outputs.Length} outputs has no {Carries} carries and {Items} items");
            if (Trips < 0) throw new ArgumentOutOfRangeException(nameof(inputs), Trips, $"{Name}: it cannot run {Trips} times");
            ExprType[] types = Body.OutputTypes();
            for (int i = 0; i < inputs.Length; i++)
            {
                if (i < Carries)
                {
                    CheckInput(Body, i, inputs[i].Type, $"the first value of carry {i}");
                    CheckCarry(Body, i);
                }
                else if (i < Carries + Items)
                {
                    CheckInput(Body, i, ItemOf(inputs[i], i - Carries), $"an item of array {i - Carries}");
                }
                else
                {
                    CheckInput(Body, i, inputs[i].Type, "a captured value");
                }
            }

            for (int k = Carries; k < types.Length; k++) types[k] = types[k] with { Shape = Stacked(types[k].Shape, Trips) };
            return types;
        }

        /// <summary>A shape behind a first axis of trips.</summary>
        internal static Shape Stacked(Shape shape, int trips) => Shape.Wrap([trips, .. shape.Sizes]);

        private ExprType ItemOf(Expr items, int index)
        {
            if (items.Rank == 0) throw new ShapeException($"{Name}: items {index} are {items.Type}; their first axis is that of the trips");
            if (items.Shape[0] != Trips) throw new ShapeException($"{Name}: items {index} are {items.Type}, of which {Trips} trips take one each; the first axis must have {Trips} places");
            return new(items.DType, Shape.Wrap(items.Shape.Sizes[1..].ToArray()));
        }
    }

    /// <summary>
    /// A body that runs as long as a condition holds, handing carries from one trip to the next. Inputs: the carries' first values and what was
    /// captured, which condition and body both take. Outputs: the last carries.
    /// </summary>
    /// <param name="Condition">whether there is a further trip: one truth value</param>
    /// <param name="Body">the next carries</param>
    /// <param name="MaxTrips">it ends after so many trips though the condition holds; null for no bound, and no derivative in reverse mode</param>
    public sealed record While(Body Condition, Body Body, int? MaxTrips = null) : Control
    {
        /// <inheritdoc/>
        public override int OutputCount => Body.Outputs.Length;

        internal override Control With(Func<Body, Body> image)
        {
            (Body condition, Body body) = (image(Condition), image(Body));
            return ReferenceEquals(condition, Condition) && ReferenceEquals(body, Body) ? this : this with { Condition = condition, Body = body };
        }

        internal override ExprType[] InferAll(ReadOnlySpan<Expr> inputs)
        {
            CheckArity(inputs, Body.Parameters.Length);
            CheckCondition(Name, Condition.Outputs[0].Type);
            if (MaxTrips < 0) throw new ArgumentOutOfRangeException(nameof(inputs), MaxTrips, $"{Name}: it cannot run {MaxTrips} times at most");
            for (int i = 0; i < inputs.Length; i++)
            {
                CheckInput(Body, i, inputs[i].Type, i < OutputCount ? $"the first value of carry {i}" : "a captured value");
                CheckInput(Condition, i, inputs[i].Type, i < OutputCount ? $"the first value of carry {i}" : "a captured value");
                if (i < OutputCount) CheckCarry(Body, i);
            }

            return Body.OutputTypes();
        }
    }
}
