namespace Autograd.Graph;

/// <summary>
/// Graphs with nodes replaced by others. The walk is iterative and linear, and a node below which nothing changed stays the same node. What is
/// built anew keeps its name; a cell becomes one of its rewritten expression.
/// </summary>
internal static class Rewriting
{
    /// <summary>The outputs with some nodes replaced. What a replacement stands on is not rewritten.</summary>
    /// <param name="outputs">what is rewritten</param>
    /// <param name="replacements">by the nodes that they take the place of; each of its node's type</param>
    public static Expr[] Replace(ReadOnlySpan<Expr> outputs, IReadOnlyDictionary<Expr, Expr> replacements)
    {
        var result = new Expr[outputs.Length];
        using NodeMap places = NodeMap.Create();
        var order = new List<Expr>();
        Traversal.Collect(outputs, order, places, new Above(replacements));
        var rewritten = new Expr[order.Count];
        for (int i = 0; i < rewritten.Length; i++) rewritten[i] = replacements.TryGetValue(order[i], out Expr? by) ? by : Rebuilt(order[i], rewritten, places);
        for (int i = 0; i < result.Length; i++)
        {
            places.TryGet(outputs[i], out int place);
            result[i] = rewritten[place];
        }

        return result;
    }

    /// <summary>The output with each node put through a rule, which is given the node with its inputs rewritten.</summary>
    public static Expr Map(Expr output, Func<Expr, Expr> rule)
    {
        using NodeMap places = NodeMap.Create();
        List<Expr> order = AllInputs.Collect([output], places);
        var rewritten = new Expr[order.Count];
        for (int i = 0; i < rewritten.Length; i++)
        {
            Expr node = Rebuilt(order[i], rewritten, places);
            rewritten[i] = Checked(node, rule(node));
        }

        places.TryGet(output, out int place);
        return rewritten[place];
    }

    private static Expr Checked(Expr node, Expr? by)
    {
        if (by is null) throw new InvalidOperationException($"rewrite: the rule gave null for {node} (a node that stays is given back)");
        if (ReferenceEquals(node, by)) return by;
        bool fits = node.OutputCount == by.OutputCount;
        for (int i = 0; fits && i < node.OutputCount; i++) fits = node.OutputType(i) == by.OutputType(i);
        if (fits) return by;
        string message = $"rewrite: {node} cannot be replaced by {by}: the types differ (Cast converts, BroadcastTo stretches)";
        throw node.OutputCount == 1 && by.OutputCount == 1 && node.DType != by.DType ? new DTypeException(message) : new ShapeException(message);
    }

    private static Expr Rebuilt(Expr node, Expr[] rewritten, NodeMap places)
    {
        if (node.Op is Op.Cell)
        {
            if (node.CellContent!.Pending is not { } pending || !places.TryGet(pending, out int at) || ReferenceEquals(rewritten[at], pending)) return node;
            return Renamed(Expr.Cell(new SourceCell(rewritten[at])), node);
        }

        Expr[]? inputs = null;
        for (int i = 0; i < node.InputCount; i++)
        {
            Expr input = node.Input(i);
            places.TryGet(input, out int place);
            if (inputs is null && ReferenceEquals(rewritten[place], input)) continue;
            inputs ??= node.Inputs.ToArray();
            inputs[i] = rewritten[place];
        }

        return inputs is null ? node : Renamed(Rebuilt(node.Op, inputs), node);
    }

    /// <summary>A node of an op; of several outputs' one the node that all its takers share.</summary>
    internal static Expr Rebuilt(Op op, Expr[] inputs) => op is Op.Project project && inputs[0].OutputCount > 1 ? inputs[0].Output(project.Index) : Expr.Apply(op, (ReadOnlySpan<Expr>)inputs);

    private static Expr Renamed(Expr made, Expr node) => node.Name is { } name ? made.Named(name) : made;

    /// <summary>Down to the nodes that are replaced.</summary>
    private readonly struct Above(IReadOnlyDictionary<Expr, Expr> replacements) : Traversal.IEdges
    {
        public int Count(Expr node) => replacements.ContainsKey(node) ? 0 : default(AllInputs).Count(node);

        public Expr Input(Expr node, int index) => default(AllInputs).Input(node, index);
    }
}
