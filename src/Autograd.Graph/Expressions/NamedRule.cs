namespace Autograd.Graph;

/// <summary>
/// A derivative rule as a value: its name and its attributes say all that it does. Nodes with equal rules are equal, and a rule whose reader
/// knows the name can be stored. Derive a sealed record whose properties are the attributes (axes, modes, numbers), and name each in <see cref="Exchange"/>.
/// </summary>
public abstract record NamedRule
{
    private Op.WithRule? _op;

    /// <summary>A rule of a name, which stands for it in documents.</summary>
    protected NamedRule(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    /// <summary>A copy, whose op is its own.</summary>
    protected NamedRule(NamedRule original) => Name = original?.Name ?? throw new ArgumentNullException(nameof(original));

    /// <summary>The rule's name, in errors, listings and documents.</summary>
    public string Name { get; }

    /// <summary>The op of nodes with this rule.</summary>
    internal Op.WithRule Node => _op ??= new(Name, Pull);

    /// <summary>The derivative: a <see cref="DerivativeRule"/>.</summary>
    /// <param name="value">the node's value</param>
    /// <param name="arguments">the expressions it is a function of</param>
    /// <param name="cotangent">the cotangent of the value, of its type</param>
    /// <returns>for each argument its cotangent, of its type; null where there is none</returns>
    public abstract IReadOnlyList<Expr?> Pull(Expr value, IReadOnlyList<Expr> arguments, Expr cotangent);

    /// <summary>This rule with the attributes that the exchange gives: <c>new Softmax(attributes.Ints("axes", Axes))</c>. The rule itself where it has none.</summary>
    public virtual NamedRule Exchange(Attributes attributes) => this;

    /// <summary>Whether both are the same rule with equal attributes.</summary>
    public virtual bool Equals(NamedRule? other) => ReferenceEquals(this, other) || (other is not null && EqualityContract == other.EqualityContract && Name == other.Name);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(EqualityContract, Name);
}
