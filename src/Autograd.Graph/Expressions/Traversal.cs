namespace Autograd.Graph;

/// <summary>The walk over a graph: iterative, linear in nodes and edges, a shared node once, inputs before the nodes that use them.</summary>
internal static class Traversal
{
    private const int LargestPooled = 1 << 12;

    [ThreadStatic]
    private static Stack<(Expr Node, int Next, int Count)>? t_pending;

    /// <summary>Visits what the outputs depend on in topological order and notes each node's place.</summary>
    /// <param name="outputs">where to begin</param>
    /// <param name="order">receives the nodes</param>
    /// <param name="places">receives each node's index in <paramref name="order"/>; nodes it holds already are not entered</param>
    /// <param name="edges">which inputs of a node are walked</param>
    public static void Collect<TEdges>(ReadOnlySpan<Expr> outputs, List<Expr> order, NodeMap places, TEdges edges) where TEdges : struct, IEdges
    {
        // A walk nested in another, such as one that a derivative rule starts, finds no stack here and makes its own.
        Stack<(Expr Node, int Next, int Count)> pending = t_pending ?? new();
        t_pending = null;
        foreach (Expr output in outputs)
        {
            if (places.Contains(output)) continue;
            // Marked on entry, so that a node that waits on the stack is not entered again; its place is noted on leaving.
            places[output] = -1;
            pending.Push((output, 0, edges.Count(output)));
            while (pending.TryPop(out (Expr Node, int Next, int Count) top))
            {
                if (top.Next == top.Count)
                {
                    places[top.Node] = order.Count;
                    order.Add(top.Node);
                    continue;
                }

                pending.Push((top.Node, top.Next + 1, top.Count));
                Expr input = edges.Input(top.Node, top.Next);
                if (places.Contains(input)) continue;
                places[input] = -1;
                pending.Push((input, 0, edges.Count(input)));
            }
        }

        if (pending.Capacity <= LargestPooled) t_pending = pending;
    }

    /// <summary>Which edges a walk follows down from a node; asked for their count once a node.</summary>
    public interface IEdges
    {
        /// <summary>How many inputs of the node are walked.</summary>
        int Count(Expr node);

        /// <summary>One of them.</summary>
        Expr Input(Expr node, int index);
    }
}
