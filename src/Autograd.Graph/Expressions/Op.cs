namespace Autograd.Graph;

/// <summary>
/// What a node does: a closed hierarchy of sealed records, nested here by family, one file a family.
/// Attributes are structure (axes, sizes, modes) and compare by value; numbers are inputs. An op without attributes is a singleton.
/// </summary>
public abstract partial record Op
{
    // Left out of equality: Equals below looks at the type only, derived records add their attributes.
    private int _hash;

    private protected Op() { }

    /// <summary>A copy, which may get other attributes: its hash is its own.</summary>
    protected Op(Op original) { }

    /// <summary>The operation's name in errors and listings, such as <c>add</c>.</summary>
    public virtual string Name => char.ToLowerInvariant(GetType().Name[0]) + GetType().Name[1..];

    /// <summary>How many outputs a node of this op has; more than one are taken by <see cref="Project"/>.</summary>
    public virtual int OutputCount => 1;

    /// <summary>Type and shape of the only output, from checked inputs.</summary>
    /// <exception cref="ShapeException">the shapes do not fit</exception>
    /// <exception cref="DTypeException">the element types do not fit</exception>
    internal abstract ExprType Infer(ReadOnlySpan<Expr> inputs);

    /// <summary>Types and shapes of all outputs.</summary>
    internal virtual ExprType[] InferAll(ReadOnlySpan<Expr> inputs) => [Infer(inputs)];

    /// <summary>The hash of type and attributes, computed once.</summary>
    internal int Hash => _hash != 0 ? _hash : _hash = GetHashCode() is not 0 and var hash ? hash : 1;

    /// <summary>Whether both are the same op with equal attributes.</summary>
    public virtual bool Equals(Op? other) => ReferenceEquals(this, other) || (other is not null && EqualityContract == other.EqualityContract);

    /// <inheritdoc/>
    public override int GetHashCode() => EqualityContract.GetHashCode();

    private protected void CheckArity(ReadOnlySpan<Expr> inputs, int count)
    {
        if (inputs.Length != count) throw new ArgumentException($"{Name} takes {count} inputs, not {inputs.Length}");
    }

    private protected void CheckSameTypes(ReadOnlySpan<Expr> inputs)
    {
        for (int i = 1; i < inputs.Length; i++)
        {
            if (inputs[i].DType != inputs[0].DType)
                throw new DTypeException($"{Name}: element types {inputs[0].DType.Name()} and {inputs[i].DType.Name()} differ (inputs of a primitive are of one type; Cast converts)");
            if (!inputs[i].Shape.Equals(inputs[0].Shape))
                throw new ShapeException($"{Name}: shapes {inputs[0].Shape} and {inputs[i].Shape} differ (inputs of a primitive are of one shape; BroadcastTo stretches)");
        }
    }

    private protected void CheckFloating(Expr input)
    {
        if (!input.DType.IsFloating())
            throw new DTypeException($"{Name}: the input has element type {input.DType.Name()}; it takes floating types (Cast converts)");
    }

    private protected void CheckNotBool(Expr input)
    {
        if (input.DType == DType.Bool)
            throw new DTypeException($"{Name}: the input has element type bool; it takes numbers (Cast converts)");
    }
}
