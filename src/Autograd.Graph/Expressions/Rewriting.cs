namespace Autograd.Graph;

/// <summary>Graphs put through a rule, node by node.</summary>
internal static class Rewriting
{
    /// <summary>The output with each node put through a rule, which is given the node with its inputs rewritten.</summary>
    public static Expr Map(Expr output, Func<Expr, Expr> rule)
    {
        using NodeMap places = NodeMap.Create();
        List<Expr> order = AllInputs.Collect([output], places);
        var rewritten = new Rebuilding(order, outer: null);
        for (int place = 0; place < order.Count; place++)
        {
            Expr node = rewritten.Rebuild(place, places);
            rewritten[place] = Checked(node, rule(node));
        }

        return rewritten[order.Count - 1];
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
}
