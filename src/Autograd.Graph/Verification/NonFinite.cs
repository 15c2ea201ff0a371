using System.Collections.Immutable;

namespace Autograd.Graph;

/// <summary>Hunts NaN and infinity: evaluates node by node and names the first node, forward or backward, that made one.</summary>
public static class NonFinite
{
    /// <summary>Where the values that are not finite in some outputs began.</summary>
    /// <param name="outputs">what is evaluated, by the reference evaluation</param>
    /// <param name="kinds">what is looked for</param>
    /// <param name="cancellationToken">asked before each node</param>
    /// <exception cref="UnboundParameterException">an output depends on a parameter that has no value</exception>
    /// <exception cref="OperationCanceledException">the evaluation was cancelled</exception>
    public static NonFiniteReport Find(IReadOnlyList<Expr> outputs, NonFiniteKinds kinds = NonFiniteKinds.All, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        return Find(outputs, [], kinds, cancellationToken);
    }

    /// <inheritdoc cref="Find(IReadOnlyList{Expr}, NonFiniteKinds, CancellationToken)"/>
    public static NonFiniteReport Find(Expr output, NonFiniteKinds kinds = NonFiniteKinds.All, CancellationToken cancellationToken = default) => Find([output], kinds, cancellationToken);

    /// <summary>Where the values that are not finite in an output or its gradients began; nodes of the gradients are told apart as backward.</summary>
    /// <param name="output">a floating scalar</param>
    /// <param name="wrt">of what the gradient is taken; all variables that the output depends on if omitted</param>
    /// <param name="kinds">what is looked for</param>
    /// <param name="cancellationToken">asked before each node</param>
    /// <exception cref="GradientException">the output is no scalar, or no floating one</exception>
    /// <exception cref="UnboundParameterException">the output depends on a parameter that has no value</exception>
    /// <exception cref="OperationCanceledException">the evaluation was cancelled</exception>
    public static NonFiniteReport FindInGradient(Expr output, IReadOnlyList<Expr>? wrt = null, NonFiniteKinds kinds = NonFiniteKinds.All, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        GradientMap gradients = wrt is null ? Gradient.Of(output) : Gradient.Of(output, [.. wrt]);
        return Find([output], [.. gradients.Select(pair => pair.Value)], kinds, cancellationToken);
    }

    private static NonFiniteReport Find(IReadOnlyList<Expr> outputs, IReadOnlyList<Expr> gradients, NonFiniteKinds kinds, CancellationToken cancellationToken)
    {
        var tracer = new NonFiniteTracer(kinds);
        // The outputs come first in the order, so that what follows them belongs to gradients.
        Expr[] all = [.. outputs, .. gradients];
        HashSet<Expr>? forward = gradients.Count == 0 ? null : NodesOf(outputs);
        Interpreter.Evaluate(all, cancellationToken, observer: tracer);
        HashSet<Expr> reaching = tracer.PassedOnTo(all);
        return new([.. tracer.Origins.Select(origin => origin with { IsBackward = forward is not null && !forward.Contains(origin.Node), Reaches = reaching.Contains(origin.Node) })], tracer.NodeCount);
    }

    private static HashSet<Expr> NodesOf(IReadOnlyList<Expr> outputs)
    {
        using NodeMap places = NodeMap.Create();
        return new(AllInputs.Collect([.. outputs], places), ReferenceEqualityComparer.Instance);
    }
}
