namespace Autograd.CSharp;

/// <summary>
/// Numbers the nodes that one walk meets. The walk that holds the process-wide lease writes on the nodes themselves;
/// any other at that time, on another thread or called from a hook, uses a dictionary.
/// </summary>
internal readonly struct NodeIndex : IDisposable
{
    private static int s_leased, s_stamp;

    private readonly Dictionary<Node, int>? _numbers;
    private readonly int _stamp;

    private NodeIndex(int stamp, Dictionary<Node, int>? numbers) => (_stamp, _numbers) = (stamp, numbers);

    /// <summary>A new numbering; dispose it at the end of the walk.</summary>
    public static NodeIndex Rent() =>
        Interlocked.CompareExchange(ref s_leased, 1, 0) == 0 ? new(++s_stamp, null) : new(0, new(ReferenceEqualityComparer.Instance));

    /// <summary>The number of a node, -1 if it has none yet.</summary>
    public int Find(Node node)
    {
        if (_numbers is not null) return _numbers.TryGetValue(node, out int number) ? number : -1;
        return node.Stamp == _stamp ? node.Mark : -1;
    }

    /// <summary>Gives a node a number.</summary>
    public void Set(Node node, int number)
    {
        if (_numbers is not null)
        {
            _numbers[node] = number;
            return;
        }

        node.Stamp = _stamp;
        node.Mark = number;
    }

    /// <summary>Gives the lease back.</summary>
    public void Dispose()
    {
        if (_numbers is null) Volatile.Write(ref s_leased, 0);
    }
}
