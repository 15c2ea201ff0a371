namespace Autograd.Graph;

/// <summary>
/// What an expression that is not computed yet keeps alive. Values that are known by now do not let go of what they were computed from:
/// that counts too, until the expression itself is replaced by its value.
/// </summary>
/// <param name="Nodes">how many nodes that are no sources</param>
/// <param name="Bytes">how many bytes the different arrays hold, of sources and of values that are known</param>
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
            if (node.Value is { } value && seen.Add(value.Data)) bytes += value.ByteCount;
            Expr? pending = node.CellContent?.Pending;
            if (pending is not null || !node.IsSource) nodes++;
            if (pending is not null && seen.Add(pending)) stack.Push(pending);
            for (int i = 0; i < node.InputCount; i++)
                if (seen.Add(node.Input(i))) stack.Push(node.Input(i));
        }

        return new(nodes, bytes);
    }
}
