namespace Autograd.Graph;

public abstract partial record Op
{
    /// <summary>A node without inputs.</summary>
    public abstract record Source : Op
    {
        private protected Source() { }

        internal override ExprType Infer(ReadOnlySpan<Expr> inputs) => throw new InvalidOperationException($"{Name}: a source has its type from the value it was made of");
    }

    /// <summary>A leaf with a value, of which gradients are taken.</summary>
    public sealed record Variable : Source
    {
        internal static readonly Variable Instance = new();

        private Variable() { }
    }

    /// <summary>An input that is bound when a computation runs.</summary>
    /// <param name="Label">the name it is bound by</param>
    /// <param name="Type">its element type and shape</param>
    public sealed record Parameter(string Label, ExprType Type) : Source
    {
        /// <summary>Why there is no value, of one that no computation binds.</summary>
        internal string? NoValue { get; init; }

        internal override ExprType Infer(ReadOnlySpan<Expr> inputs) => Type;
    }

    /// <summary>Data: no gradient is taken of it unless it is named.</summary>
    public sealed record Constant : Source
    {
        internal static readonly Constant Instance = new();

        private Constant() { }
    }

    /// <summary>A number, alike for every element of a shape.</summary>
    /// <param name="Weak">whether it came as a plain number, which never widens an array within its category</param>
    public sealed record Literal(bool Weak) : Source
    {
        internal static readonly Literal Strong = new(false);
        internal static readonly Literal Plain = new(true);

        /// <inheritdoc/>
        public override string Name => "literal";
    }

    /// <summary>The index along an axis: 0, 1, 2 ...</summary>
    /// <param name="Type">element type (a number type) and shape</param>
    /// <param name="Axis">the axis counted along</param>
    public sealed record Iota(ExprType Type, int Axis) : Source
    {
        internal override ExprType Infer(ReadOnlySpan<Expr> inputs) => Type;
    }

    /// <summary>The value of a <see cref="SourceCell"/>: to differentiation a source, to evaluation its pending expression or array.</summary>
    public sealed record Cell : Source
    {
        internal static readonly Cell Instance = new();

        private Cell() { }
    }

    /// <summary>A node that stands for its input: the same value, and more or less of its derivative.</summary>
    public abstract record Alias : Op
    {
        private protected Alias() { }

        internal override ExprType Infer(ReadOnlySpan<Expr> inputs)
        {
            CheckArity(inputs, 1);
            return inputs[0].Type;
        }
    }

    /// <summary>The input under an identity of its own. A plan erases it.</summary>
    public sealed record Identity : Alias
    {
        internal static readonly Identity Instance = new();

        private Identity() { }
    }

    /// <summary>The input without its derivative.</summary>
    public sealed record StopGradient : Alias
    {
        internal static readonly StopGradient Instance = new();

        private StopGradient() { }
    }

    /// <summary>
    /// The first input as something of its own to a plan: what follows from it is not merged with what follows from the input itself, and where
    /// the other inputs are computed at all it is computed after them. To differentiation it is the first input.
    /// </summary>
    public sealed record Barrier : Alias
    {
        internal static readonly Barrier Instance = new();

        private Barrier() { }

        internal override ExprType Infer(ReadOnlySpan<Expr> inputs) => inputs.Length == 0
            ? throw new ArgumentException($"{Name} takes the value first, then what it waits for")
            : inputs[0].Type;
    }

    /// <summary>What stands where there is no value, such as in place of the gradient of an integer. Whatever takes it is told why.</summary>
    /// <param name="Why">the error of taking it</param>
    internal sealed record Absent(string Why) : Source
    {
        /// <inheritdoc/>
        public override int OutputCount => 0;
    }

    /// <summary>
    /// Evaluates to its first input; a cotangent goes to <paramref name="Rule"/> and on to the other inputs, never into the first.
    /// </summary>
    /// <param name="Label">the rule's name, in errors and listings</param>
    /// <param name="Rule">the derivative</param>
    public sealed record WithRule(string Label, DerivativeRule Rule) : Op
    {
        /// <inheritdoc/>
        public override string Name => Label;

        /// <summary>The rule as a value; null where it is a mere delegate.</summary>
        public NamedRule? Named => Rule.Target is NamedRule rule && rule.Name == Label && rule.Node.Rule == Rule ? rule : null;

        /// <summary>Whether the rule may speak of nodes that it is not asked about: a delegate that is no static method may.</summary>
        internal bool MayCapture => Rule.Target is not null && Named is null;

        /// <inheritdoc/>
        public bool Equals(WithRule? other) =>
            ReferenceEquals(this, other) || (other is not null && Label == other.Label && (Rule == other.Rule || (Named is { } named && named.Equals(other.Named))));

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(EqualityContract, Label, Named?.GetHashCode() ?? Rule.GetHashCode());

        internal override ExprType Infer(ReadOnlySpan<Expr> inputs) => inputs.Length == 0
            ? throw new ArgumentException($"{Label}: a node with a rule takes its value first")
            : inputs[0].Type;
    }

    /// <summary>One output of a node with several.</summary>
    /// <param name="Index">which</param>
    public sealed record Project(int Index) : Op
    {
        internal override ExprType Infer(ReadOnlySpan<Expr> inputs)
        {
            CheckArity(inputs, 1);
            if ((uint)Index >= (uint)inputs[0].OutputCount)
                throw new ArgumentOutOfRangeException(nameof(inputs), Index, $"project: {inputs[0].Op.Name} has {inputs[0].OutputCount} outputs, there is no output {Index}");
            return inputs[0].OutputType(Index);
        }
    }
}
