namespace Autograd.Graph;

/// <summary>
/// What one walk notes of each node it visits. The walk that holds the process-wide lease writes on the nodes themselves;
/// any other at that time, on another thread or nested in a rule, uses a dictionary.
/// </summary>
internal sealed class NodeMap : IDisposable
{
    private static int s_leased, s_stamp;

    private readonly Dictionary<Expr, int>? _marks;
    private readonly int _stamp;
    private bool _disposed;

    private NodeMap(int stamp, Dictionary<Expr, int>? marks) => (_stamp, _marks) = (stamp, marks);

    /// <summary>A new, empty map; dispose it at the end of the walk.</summary>
    public static NodeMap Create()
    {
        if (Interlocked.CompareExchange(ref s_leased, 1, 0) != 0) return new(0, new(ReferenceEqualityComparer.Instance));
        // Only the holder of the lease reads or writes stamps. Zero is the stamp of new nodes; after four billion walks old ones could be met again.
        if (++s_stamp == 0) ++s_stamp;
        return new(s_stamp, null);
    }

    /// <summary>Notes a number at a node.</summary>
    public int this[Expr node]
    {
        set
        {
            if (_marks is not null) _marks[node] = value;
            else (node.Stamp, node.Mark) = (_stamp, value);
        }
    }

    /// <summary>What was noted at the node.</summary>
    public bool TryGet(Expr node, out int mark)
    {
        if (_marks is not null) return _marks.TryGetValue(node, out mark);
        mark = node.Mark;
        return node.Stamp == _stamp;
    }

    /// <summary>Whether anything was noted at the node.</summary>
    public bool Contains(Expr node) => _marks is not null ? _marks.ContainsKey(node) : node.Stamp == _stamp;

    /// <summary>Gives the lease back, once.</summary>
    public void Dispose()
    {
        if (_marks is null && !_disposed) Volatile.Write(ref s_leased, 0);
        _disposed = true;
    }
}
