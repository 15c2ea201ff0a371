namespace Autograd.Graph;

/// <summary>
/// Maps the function between placeholders and outputs over examples: one pass over the nodes, first to last, that makes of each node which a
/// placeholder reaches the node for all examples at once. The others stay as they are, shared by all examples.
/// </summary>
internal sealed class BatchingWalk
{
    private readonly BatchingWalk? _outer, _around;
    private readonly List<Expr> _nodes = [];
    private Expr?[] _batched = [];
    private int _placeholders;

    // What the nodes became, for the rules of derivatives: these run later, and may have captured any of the nodes.
    private readonly Lazy<Dictionary<Expr, Expr?>> _known;

    // Control flow, by its node: what became of each output.
    private Dictionary<Expr, Expr[]>? _several;

    /// <param name="size">how many examples there are</param>
    /// <param name="outer">the walk over the function to which the rule belongs that gave what is mapped; null for what no rule gave</param>
    /// <param name="around">the walk over the function in which this one is a body of control flow: rules in a body may have captured its nodes; null for no body</param>
    public BatchingWalk(int size, BatchingWalk? outer = null, BatchingWalk? around = null)
    {
        (Size, _outer, _around) = (size, outer, around);
        _known = new(Known);
    }

    /// <summary>How many examples there are.</summary>
    public int Size { get; }

    /// <summary>Maps outputs; once for each walk.</summary>
    /// <param name="outputs">any nodes</param>
    /// <param name="placeholders">different nodes made by <see cref="Expr.Placeholder"/>: what stands for one example</param>
    /// <param name="values">for each placeholder the examples, along a first axis</param>
    /// <returns>for each output its examples along a first axis; null where it is alike for all of them</returns>
    public Expr?[] Batch(IReadOnlyList<Expr> outputs, IReadOnlyList<Expr> placeholders, IReadOnlyList<Expr> values)
    {
        using NodeMap places = NodeMap.Create();
        _placeholders = placeholders.Count;
        for (int i = 0; i < placeholders.Count; i++)
        {
            places[placeholders[i]] = i;
            _nodes.Add(placeholders[i]);
        }

        var edges = new Edges(_outer);
        for (int i = 0; i < outputs.Count; i++) Traversal.Collect([outputs[i]], _nodes, places, edges);
        _batched = new Expr?[_nodes.Count];
        for (int i = 0; i < values.Count; i++) _batched[i] = values[i];
        Expr?[] mapped = new Expr?[4];
        for (int place = placeholders.Count; place < _batched.Length; place++)
        {
            Expr node = _nodes[place];
            int count = edges.Count(node);
            if (count == 0)
            {
                _batched[place] = node.Op is Op.Parameter ? Examples(node.Op) : Captured(node);
                continue;
            }

            if (mapped.Length < count) mapped = new Expr?[2 * count];
            bool any = false;
            for (int i = 0; i < count; i++)
            {
                mapped[i] = places.TryGet(edges.Input(node, i), out int input) ? _batched[input] : null;
                any |= mapped[i] is not null;
            }

            if (any) _batched[place] = Named(node, Batch(new(node, mapped.AsSpan(0, count), this)));
        }

        var result = new Expr?[outputs.Count];
        for (int i = 0; i < result.Length; i++) result[i] = places.TryGet(outputs[i], out int place) ? _batched[place] : null;
        return result;
    }

    private Expr Batch(in BatchedInputs x) => x.Node.Op switch
    {
        Op.WithRule op => WithRule(op, x),
        Op.Cell => Expr.Cell(new SourceCell(x[0]!)),
        Op.Control op => Control(op, x),
        Op.Project op when x.Node.Input(0).Op is Op.Control => _several![x.Node.Input(0)][op.Index],
        _ => BatchingRules.Batch(x),
    };

    /// <summary>What stands for the node is its first output; the others are asked for by their index.</summary>
    private Expr Control(Op.Control op, in BatchedInputs x)
    {
        Expr[] outputs = BatchingRules.Batch(op, x);
        (_several ??= new(ReferenceEqualityComparer.Instance)).Add(x.Node, outputs);
        return outputs[0];
    }

    /// <summary>Value and arguments for all examples; arguments alike for all of them stay as they are.</summary>
    private Expr WithRule(Op.WithRule op, in BatchedInputs x)
    {
        var inputs = new Expr[x.Count];
        var mapped = new bool[inputs.Length - 1];
        inputs[0] = x.Full(0);
        for (int i = 1; i < inputs.Length; i++)
        {
            inputs[i] = x.Either(i);
            mapped[i - 1] = x[i] is not null;
        }

        return Expr.Apply(new Op.WithRule(op.Label, new BatchedRule(op, this, mapped).Rule), (ReadOnlySpan<Expr>)inputs);
    }

    /// <summary>Names stay.</summary>
    private static Expr Named(Expr node, Expr batched) => node.Name is { } name && !batched.IsSource ? batched.Named(name) : batched;

    /// <summary>What stands for examples behind a placeholder, or behind another node of its operation.</summary>
    private Expr? Examples(Op op)
    {
        for (int i = 0; i < _placeholders; i++)
            if (ReferenceEquals(_nodes[i].Op, op)) return _batched[i];
        return Beyond?.Examples(op);
    }

    // Where a rule finds what it captured, after this walk. A body is mapped while that around it is: only rules, which run later, look there.
    private BatchingWalk? Beyond => _outer ?? _around;

    /// <summary>What a node that a rule captured became in the function that the rule belongs to.</summary>
    private Expr? Captured(Expr node)
    {
        for (BatchingWalk? walk = _outer; walk is not null; walk = walk.Beyond)
            if (walk._known.Value.TryGetValue(node, out Expr? batched)) return batched;
        return null;
    }

    private static bool Knows(BatchingWalk? walk, Expr node)
    {
        for (; walk is not null; walk = walk.Beyond)
            if (walk._known.Value.ContainsKey(node)) return true;
        return false;
    }

    private Dictionary<Expr, Expr?> Known()
    {
        var known = new Dictionary<Expr, Expr?>(_nodes.Count, ReferenceEqualityComparer.Instance);
        for (int place = 0; place < _nodes.Count; place++) known[_nodes[place]] = _batched[place];
        return known;
    }

    /// <summary>
    /// All inputs, and what a cell waits for. A node with a value reaches no placeholder, which has none; of a node that an outer walk met it is
    /// known what it became.
    /// </summary>
    private readonly struct Edges(BatchingWalk? outer) : Traversal.IEdges
    {
        public int Count(Expr node)
        {
            if (node.Value is not null || Knows(outer, node)) return 0;
            return node.CellContent is not null ? 1 : node.InputCount;
        }

        // A cell whose value has just become known leads nowhere.
        public Expr Input(Expr node, int index) => node.CellContent is { } cell ? cell.Pending ?? node : node.Input(index);
    }
}
