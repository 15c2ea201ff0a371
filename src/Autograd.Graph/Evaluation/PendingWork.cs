namespace Autograd.Graph;

/// <summary>What an expression that is not computed yet keeps alive.</summary>
/// <param name="Nodes">how many nodes are still to be computed</param>
/// <param name="Bytes">how many bytes the different arrays hold that they read</param>
public readonly record struct PendingWork(int Nodes, long Bytes)
{
    /// <summary>Counts what an expression keeps alive, through cells that are not computed either.</summary>
    public static PendingWork Of(Expr x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance) { x };
        var stack = new Stack<Expr>();
        stack.Push(x);
        int nodes = 0;
        long bytes = 0;
        while (stack.TryPop(out Expr? node))
        {
            if (node.Value is { } value)
            {
                if (seen.Add(value)) bytes += value.ByteCount;
                continue;
            }

            nodes++;
            if (node.CellContent?.Pending is { } pending && seen.Add(pending)) stack.Push(pending);
            for (int i = 0; i < node.InputCount; i++)
                if (seen.Add(node.Input(i))) stack.Push(node.Input(i));
        }

        return new(nodes, bytes);
    }
}
