namespace Autograd.Graph;

/// <summary>The walk over a graph: iterative, linear in nodes and edges, a shared node once, inputs before the nodes that use them.</summary>
internal static class Traversal
{
    /// <summary>Visits what the outputs depend on in topological order and notes each node's place.</summary>
    /// <param name="outputs">where to begin</param>
    /// <param name="order">receives the nodes</param>
    /// <param name="places">receives each node's index in <paramref name="order"/>; nodes it holds already are not entered</param>
    /// <param name="isCut">nodes that are visited but not looked below; null for none but sources</param>
    public static void Collect(ReadOnlySpan<Expr> outputs, List<Expr> order, NodeMap places, Func<Expr, bool>? isCut = null)
    {
        var pending = new Stack<(Expr Node, int Next)>();
        foreach (Expr output in outputs)
        {
            if (places.Contains(output)) continue;
            Enter(output);
            while (pending.Count > 0)
            {
                (Expr node, int next) = pending.Pop();
                if (next == node.InputCount)
                {
                    places[node] = order.Count;
                    order.Add(node);
                    continue;
                }

                pending.Push((node, next + 1));
                Expr input = node.Input(next);
                if (!places.Contains(input)) Enter(input);
            }
        }

        void Enter(Expr node)
        {
            // Marked on entry, so that a node that waits on the stack is not entered again; its place is noted on leaving.
            places[node] = -1;
            pending.Push((node, isCut is not null && isCut(node) ? node.InputCount : 0));
        }
    }

    /// <summary>Rebuilds a graph from its sources on: where <paramref name="replace"/> gives a node, that stands in; where nothing changed, the node itself stays.</summary>
    public static Expr[] Rewrite(ReadOnlySpan<Expr> outputs, Func<Expr, Expr?> replace)
    {
        using NodeMap places = NodeMap.Create();
        var order = new List<Expr>();
        Collect(outputs, order, places, node => replace(node) is not null);
        var rewritten = new Expr[order.Count];
        var inputs = new List<Expr>();
        for (int i = 0; i < rewritten.Length; i++)
        {
            if (replace(order[i]) is { } replacement)
            {
                rewritten[i] = replacement;
                continue;
            }

            inputs.Clear();
            for (int k = 0; k < order[i].InputCount; k++)
            {
                places.TryGet(order[i].Input(k), out int place);
                inputs.Add(rewritten[place]);
            }

            rewritten[i] = order[i].Update(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(inputs));
        }

        var result = new Expr[outputs.Length];
        for (int i = 0; i < result.Length; i++)
        {
            places.TryGet(outputs[i], out int place);
            result[i] = rewritten[place];
        }

        return result;
    }
}
