namespace Autograd.Graph;

/// <summary>The inputs of a node whose function is mapped over examples: what became of each, at least one being mapped.</summary>
/// <param name="node">the node as it is for one example</param>
/// <param name="mapped">for each input its examples along a first axis; null where it is alike for all of them</param>
/// <param name="function">the walk that maps the function</param>
internal readonly ref struct BatchedInputs(Expr node, ReadOnlySpan<Expr?> mapped, BatchingWalk function)
{
    private readonly ReadOnlySpan<Expr?> _mapped = mapped;

    /// <summary>The node as it is for one example.</summary>
    public Expr Node { get; } = node;

    /// <summary>The walk that maps the function in which the node stands.</summary>
    public BatchingWalk Function { get; } = function;

    /// <summary>How many examples there are.</summary>
    public int Size => Function.Size;

    /// <summary>How many inputs there are.</summary>
    public int Count => _mapped.Length;

    /// <summary>An input with its examples along a first axis; null where it is alike for all of them.</summary>
    public Expr? this[int i] => _mapped[i];

    /// <summary>An input as it goes into an operation that gives each input's axis a meaning of its own.</summary>
    public Expr Either(int i) => _mapped[i] ?? Node.Input(i);

    /// <summary>An input with a first axis of examples, along which it may be alike.</summary>
    public Expr Full(int i) => _mapped[i] ?? Repeated(Node.Input(i), Size);

    /// <summary>All inputs with a first axis of examples.</summary>
    public Expr[] AllFull()
    {
        var inputs = new Expr[Count];
        for (int i = 0; i < inputs.Length; i++) inputs[i] = Full(i);
        return inputs;
    }

    /// <summary>An expression so many times along a new first axis; nothing is copied.</summary>
    public static Expr Repeated(Expr x, int size) => x.BroadcastTo(Operands.Insert(x.Shape, 0, size));
}
