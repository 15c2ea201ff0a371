namespace Autograd.Graph;

/// <summary>The walk over a graph: iterative, linear in nodes and edges, a shared node once, inputs before the nodes that use them.</summary>
internal static class Traversal
{
    private const int LargestPooled = 1 << 17;

    [ThreadStatic]
    private static Frame[]? t_frames;

    /// <summary>A node whose inputs are being walked.</summary>
    private struct Frame
    {
        public Expr Node;
        public int Next, Count;
    }

    /// <summary>Visits what the outputs depend on in topological order and notes each node's place.</summary>
    /// <param name="outputs">where to begin</param>
    /// <param name="order">receives the nodes</param>
    /// <param name="places">receives each node's index in <paramref name="order"/>; nodes it holds already are not entered</param>
    /// <param name="edges">which inputs of a node are walked</param>
    public static void Collect<TEdges>(ReadOnlySpan<Expr> outputs, List<Expr> order, NodeMap places, TEdges edges) where TEdges : struct, IEdges
    {
        // A walk nested in another, such as one that a derivative rule starts, finds no frames here and makes its own.
        Frame[] frames = t_frames ?? new Frame[64];
        t_frames = null;
        foreach (Expr output in outputs)
        {
            int depth = 0;
            Expr? next = places.Contains(output) ? null : output;
            while (true)
            {
                if (next is not null)
                {
                    int count = edges.Count(next);
                    // Marked on entry, so that a node that waits is not entered again; its place is noted on leaving.
                    places[next] = count == 0 ? order.Count : -1;
                    if (count == 0)
                    {
                        order.Add(next);
                    }
                    else
                    {
                        if (depth == frames.Length) Array.Resize(ref frames, 2 * depth);
                        frames[depth++] = new() { Node = next, Count = count };
                    }
                }

                next = null;
                if (depth == 0) break;
                ref Frame top = ref frames[depth - 1];
                if (top.Next < top.Count)
                {
                    Expr input = edges.Input(top.Node, top.Next++);
                    if (!places.Contains(input)) next = input;
                    continue;
                }

                places[top.Node] = order.Count;
                order.Add(top.Node);
                top = default;
                depth--;
            }
        }

        if (frames.Length <= LargestPooled) t_frames = frames;
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
