using Autograd.CSharp.Operations;
using Autograd.Graph;

namespace Autograd.CSharp;

/// <summary>
/// Gradients of gradients: what a node's pullback gives is recorded like any operation, with the gradients that arrived and the
/// node's operands as its own operands. It is named after the operation that its value ends in.
/// </summary>
internal static class RecordedPullback
{
    private static readonly Operation Sum = Operation.Internal("AddBackward0", saves: false, (_, x) => [x[0]! + x[1]!]);
    private static readonly Operation Copy = Operation.Internal("CopyBackwards", saves: false, (_, x) => [Expr.Identity(x[0]!)]);

    /// <summary>The sum of two gradients.</summary>
    public static TrackedCotangent Add(in TrackedCotangent a, in TrackedCotangent b)
    {
        if (a.Node is null && b.Node is null) return new(a.Cotangent + b.Cotangent);
        Expr right = ReferenceEquals(a.Value, b.Value) ? Expr.Identity(b.Value) : b.Value;
        MaskedCotangent sum = a.Cotangent + b.Cotangent with { Value = right };
        bool plain = a.Cotangent.Mask is null && b.Cotangent.Mask is null;
        return new(sum, new Node(plain ? Sum : Add0, (ReadOnlySpan<Edge>)[ToEdge(a, a.Value), ToEdge(b, right)], sum.Value!, 1, null));
    }

    /// <summary>A recorded gradient with the zeros of its mask written into it.</summary>
    public static TrackedCotangent Settle(in TrackedCotangent gradient)
    {
        Expr value = gradient.Cotangent.Settle()!;
        return new(value, new Node(Where0, (ReadOnlySpan<Edge>)[ToEdge(gradient, gradient.Value)], value, 1, null));
    }

    /// <summary>A copy, which the grad of a leaf starts as.</summary>
    public static TrackedCotangent CopyOf(in TrackedCotangent arrived)
    {
        TrackedCotangent gradient = arrived.Settle();
        if (gradient.Node is null) return gradient;
        Expr value = Expr.Identity(gradient.Value);
        return new(value, new Node(Copy, (ReadOnlySpan<Edge>)[ToEdge(gradient, gradient.Value)], value, 1, null));
    }

    /// <summary>The gradient of an operand, with the history it has through the gradients that arrived and through the operands.</summary>
    /// <param name="pulled">what the pullback gave</param>
    /// <param name="edges">the node's operands</param>
    /// <param name="step">the same as expressions</param>
    /// <param name="arrived">the gradients of the outputs</param>
    public static TrackedCotangent Record(MaskedCotangent pulled, ReadOnlySpan<Edge> edges, in LocalStep step, ReadOnlySpan<TrackedCotangent> arrived)
    {
        var operands = Histories(arrived);
        for (int i = 0; i < edges.Length; i++)
            if (step.Operand(i) is { } operand) operands.TryAdd(operand, new Edge(edges[i].Node!, edges[i].Output, operand));
        return Of(pulled, operands, arrived);
    }

    /// <summary>As the other, of a node whose values were given to hooks.</summary>
    /// <param name="pulled">what the pullback gave, of the values that hooks gave back</param>
    /// <param name="values">where these came from</param>
    /// <param name="arrived">the gradients of the outputs</param>
    public static TrackedCotangent Record(MaskedCotangent pulled, Dictionary<Expr, Edge> values, ReadOnlySpan<TrackedCotangent> arrived)
    {
        var operands = Histories(arrived);
        foreach ((Expr value, Edge edge) in values) operands.TryAdd(value, edge);
        return Of(pulled, operands, arrived);
    }

    /// <summary>A value that was computed by other ways than operations, with a history through those of its operands that it depends on.</summary>
    public static TrackedCotangent Link(Expr value, List<Edge> edges)
    {
        var operands = new Dictionary<Expr, Edge>(ReferenceEqualityComparer.Instance);
        foreach (Edge edge in edges) operands.TryAdd(edge.Operand!, edge);
        return Of(new MaskedCotangent(value), operands, []);
    }

    private static Dictionary<Expr, Edge> Histories(ReadOnlySpan<TrackedCotangent> arrived)
    {
        var operands = new Dictionary<Expr, Edge>(ReferenceEqualityComparer.Instance);
        foreach (TrackedCotangent gradient in arrived)
            if (gradient.Node is not null) operands.TryAdd(gradient.Value, ToEdge(gradient, gradient.Value));
        return operands;
    }

    private static TrackedCotangent Of(MaskedCotangent pulled, Dictionary<Expr, Edge> operands, ReadOnlySpan<TrackedCotangent> arrived)
    {
        Expr value = pulled.Value!;
        // A gradient without history ends the walk too: what is behind it was looked at when it was made.
        foreach (TrackedCotangent gradient in arrived)
            if (gradient.Exists && gradient.Node is null) operands.TryAdd(gradient.Value, new Edge(gradient.Value));
        if (operands.TryGetValue(value, out Edge passed)) return new(pulled, passed.Node, passed.Output);
        Edge[] reached = Reached(value, operands);
        return reached.Length == 0 ? new(pulled) : new(pulled, new Node(NamedAfter(value), reached, value, 1, null));
    }

    private static Edge ToEdge(in TrackedCotangent gradient, Expr value) => gradient.Node is null ? new(value) : new(gradient.Node, gradient.Output, value);

    /// <summary>The operands that a value depends on, in the order in which a walk from it meets them.</summary>
    private static Edge[] Reached(Expr value, Dictionary<Expr, Edge> operands)
    {
        var reached = new List<Edge>();
        var seen = new HashSet<Expr>(ReferenceEqualityComparer.Instance) { value };
        var pending = new Stack<Expr>();
        pending.Push(value);
        while (pending.TryPop(out Expr? expr))
        {
            if (operands.TryGetValue(expr, out Edge edge))
            {
                if (edge.Node is not null) reached.Add(edge);
                continue;
            }

            ExprInputs inputs = expr.Inputs;
            for (int i = inputs.Count - 1; i >= 0; i--)
                if (seen.Add(inputs[i])) pending.Push(inputs[i]);
        }

        return [.. reached];
    }

    private static Operation NamedAfter(Expr value)
    {
        while (value.Op is Op.Identity or Op.WithRule) value = value.Inputs[0];
        return value.Op switch
        {
            Op.Add => Add0,
            Op.Sub => Sub0,
            Op.Neg => Neg0,
            Op.Div => Div0,
            Op.Pow or Op.IntPow => Pow0,
            Op.Select => Where0,
            Op.Reduce => Sum1,
            Op.Broadcast => Expand0,
            Op.Reshape => View0,
            Op.Transpose => Permute0,
            Op.Dot => Mm0,
            Op.Cast => ToCopy0,
            Op.Concat => Cat0,
            Op.Slice => Slice0,
            Op.Gather => Gather0,
            Op.Scatter => IndexPut0,
            _ => Mul0,
        };
    }

    private static readonly Operation
        Add0 = Operation.Internal("AddBackward0", saves: true), Sub0 = Operation.Internal("SubBackward0", saves: true),
        Neg0 = Operation.Internal("NegBackward0", saves: true), Mul0 = Operation.Internal("MulBackward0", saves: true),
        Div0 = Operation.Internal("DivBackward0", saves: true), Pow0 = Operation.Internal("PowBackward0", saves: true),
        Where0 = Operation.Internal("WhereBackward0", saves: true), Sum1 = Operation.Internal("SumBackward1", saves: true),
        Expand0 = Operation.Internal("ExpandBackward0", saves: true), View0 = Operation.Internal("ViewBackward0", saves: true),
        Permute0 = Operation.Internal("PermuteBackward0", saves: true), Mm0 = Operation.Internal("MmBackward0", saves: true),
        ToCopy0 = Operation.Internal("ToCopyBackward0", saves: true), Cat0 = Operation.Internal("CatBackward0", saves: true),
        Slice0 = Operation.Internal("SliceBackward0", saves: true), Gather0 = Operation.Internal("GatherBackward0", saves: true),
        IndexPut0 = Operation.Internal("IndexPutBackward0", saves: true);
}
