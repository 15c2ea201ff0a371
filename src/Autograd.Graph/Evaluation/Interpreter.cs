namespace Autograd.Graph;

/// <summary>
/// The reference evaluation: every node once, inputs first, by one naive loop each. It neither uses nor leaves anything on nodes but
/// the values of sources, so that an optimised evaluation can be held against it.
/// </summary>
internal static class Interpreter
{
    /// <summary>The values of nodes with one output each.</summary>
    /// <param name="outputs">the nodes</param>
    /// <param name="cancellationToken">asked before each node</param>
    /// <param name="bound">the values of parameters; null for none</param>
    /// <param name="observer">is told of each node that has a value of its own; null for nobody</param>
    public static NDArray[] Evaluate(ReadOnlySpan<Expr> outputs, CancellationToken cancellationToken = default, IReadOnlyDictionary<Expr, NDArray>? bound = null, INodeObserver? observer = null)
    {
        foreach (Expr output in outputs) _ = output.Shape;
        using NodeMap places = NodeMap.Create();
        List<Expr> order = Collect(outputs, places);
        int[] readers = CountReaders(order, places, outputs);
        var values = new NDArray[]?[order.Count];
        var inputs = new List<NDArray>();
        for (int i = 0; i < values.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Expr node = order[i];
            if (StandsFor(node) is { } original) values[i] = Take(original);
            else if (node.Op is Op.Project project) values[i] = [Take(node.Input(0))[project.Index]];
            else if (node.Op is Op.Source source) values[i] = [bound is not null && bound.TryGetValue(node, out NDArray? value) ? value : Source(node, source)];
            else values[i] = Compute(node);
            if (observer is not null && StandsFor(node) is null) observer.Computed(node, node.IsSource || node.Op is Op.Project ? [] : System.Runtime.InteropServices.CollectionsMarshal.AsSpan(inputs), values[i]!);
        }

        var result = new NDArray[outputs.Length];
        for (int i = 0; i < result.Length; i++) result[i] = Take(outputs[i])[0];
        return result;

        NDArray[] Compute(Expr node)
        {
            inputs.Clear();
            for (int k = 0; k < node.InputCount; k++) inputs.Add(Take(node.Input(k))[0]);
            return ReferenceKernels.Compute(node, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(inputs), cancellationToken);
        }

        // The last reader lets go of the value.
        NDArray[] Take(Expr node)
        {
            places.TryGet(node, out int place);
            NDArray[] value = values[place]!;
            if (--readers[place] == 0) values[place] = null;
            return value;
        }
    }

    /// <summary>The nodes whose values the outputs depend on, inputs before the nodes that use them.</summary>
    public static List<Expr> Collect(ReadOnlySpan<Expr> outputs, NodeMap places)
    {
        var order = new List<Expr>();
        Traversal.Collect(outputs, order, places, default(Edges));
        return order;
    }

    /// <summary>The node whose value a node has; null where it has one of its own. Of a node with a rule only the value is computed.</summary>
    public static Expr? StandsFor(Expr node) => node.Op switch
    {
        Op.Alias or Op.WithRule => node.Input(0),
        Op.Cell => node.CellContent!.Pending,
        _ => null,
    };

    /// <summary>A node that stands for another depends on that one alone.</summary>
    private readonly struct Edges : Traversal.IEdges
    {
        public int Count(Expr node) => StandsFor(node) is null ? node.InputCount : 1;

        // A cell that was resolved since it was counted needs nothing any more: it names itself, which is visited already.
        public Expr Input(Expr node, int index) => node.Op is Op.Cell ? StandsFor(node) ?? node : node.Input(index);
    }

    private static NDArray Source(Expr node, Op.Source source) => source switch
    {
        Op.Literal => NDArray.Full(node.LiteralValue, node.Shape),
        Op.Iota iota => ReferenceStructure.Iota(iota),
        _ => node.Value ?? throw (source is Op.Parameter parameter
            ? new UnboundParameterException(parameter)
            : new InvalidOperationException($"{source.Name}: a source without a value")),
    };

    private static int[] CountReaders(List<Expr> order, NodeMap places, ReadOnlySpan<Expr> outputs)
    {
        var readers = new int[order.Count];
        foreach (Expr node in order)
        {
            if (StandsFor(node) is { } original) Count(original);
            else for (int k = 0; k < node.InputCount; k++) Count(node.Input(k));
        }

        foreach (Expr output in outputs) Count(output);
        return readers;

        void Count(Expr node)
        {
            places.TryGet(node, out int place);
            readers[place]++;
        }
    }
}
