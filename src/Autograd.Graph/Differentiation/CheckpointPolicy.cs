namespace Autograd.Graph;

/// <summary>What <see cref="Transform.Checkpoint(Func{Expr, Expr}, CheckpointPolicy?)"/> keeps of a function for its derivative; everything else between argument and result is computed again.</summary>
public sealed class CheckpointPolicy
{
    private readonly Func<Expr, bool> _keeps;

    private CheckpointPolicy(Func<Expr, bool> keeps) => _keeps = keeps;

    /// <summary>Nothing but the argument: least memory, one more pass forward.</summary>
    public static CheckpointPolicy KeepNothing { get; } = new(static _ => false);

    /// <summary>Products of matrices and other contractions: what is costly to compute again.</summary>
    public static CheckpointPolicy KeepContractions { get; } = new(static node => node.Op is Op.Dot);

    /// <summary>Nodes with one of the names (<see cref="Expr.Named"/>).</summary>
    public static CheckpointPolicy KeepNamed(params string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var kept = new HashSet<string>(names);
        return new(node => node.Name is { } name && kept.Contains(name));
    }

    /// <summary>Nodes of which a predicate holds. It is asked once for each node between argument and result.</summary>
    public static CheckpointPolicy KeepWhere(Func<Expr, bool> keeps)
    {
        ArgumentNullException.ThrowIfNull(keeps);
        return new(keeps);
    }

    internal bool Keeps(Expr node) => node.OutputCount == 1 && _keeps(node);
}
