namespace Autograd.Graph;

/// <summary>
/// The nodes between outputs and cuts in topological order, and a slot for each: first those of the inputs, which are cuts,
/// then those of the nodes. Nodes below a cut, and those that no derivative reaches, are not visited.
/// </summary>
internal sealed class WalkOrder
{
    private const int Ignored = int.MinValue;

    // Larger lists are not kept from one walk to the next.
    private const int LargestKept = 4096;

    private readonly List<Expr> _nodes = [];
    private NodeMap? _places;
    private int _inputs;

    /// <summary>The nodes, inputs before the nodes that use them.</summary>
    public List<Expr> Nodes => _nodes;

    /// <summary>How many slots there are.</summary>
    public int SlotCount => _inputs + _nodes.Count;

    /// <summary>The slot of a node by its place in the order.</summary>
    public int SlotAt(int place) => _inputs + place;

    /// <summary>The slot of a node, or -1 where it was not visited or is a cut that nobody asked for.</summary>
    public int Slot(Expr node)
    {
        if (!_places!.TryGet(node, out int mark) || mark == Ignored) return -1;
        return mark >= 0 ? _inputs + mark : -2 - mark;
    }

    /// <summary>Visits what the outputs depend on.</summary>
    /// <param name="outputs">where to begin</param>
    /// <param name="inputs">cuts with slots 0, 1, 2 ...; of a repeated one the first</param>
    /// <param name="cuts">cuts without slots</param>
    public void Collect(IReadOnlyList<Expr> outputs, IReadOnlyList<Expr> inputs, IReadOnlyList<Expr> cuts)
    {
        _places = NodeMap.Create();
        _inputs = inputs.Count;
        for (int i = 0; i < inputs.Count; i++)
            if (!_places.Contains(inputs[i])) _places[inputs[i]] = -2 - i;
        for (int i = 0; i < cuts.Count; i++)
            if (!_places.Contains(cuts[i])) _places[cuts[i]] = Ignored;
        for (int i = 0; i < outputs.Count; i++) Traversal.Collect([outputs[i]], _nodes, _places, default(Edges));
    }

    /// <summary>Whether derivatives pass through a node: not through integers and truth values, nor where they are stopped.</summary>
    public static bool Carries(Expr node) => node.Op is not Op.StopGradient && (node.IsFloating || node.OutputCount > 1);

    /// <summary>The first input that is differentiated: a node with a rule of its own is never by its value.</summary>
    public static int FirstArgument(Op op) => op is Op.WithRule ? 1 : 0;

    /// <summary>The edges along which derivatives may pass.</summary>
    private readonly struct Edges : Traversal.IEdges
    {
        public int Count(Expr node) => !Carries(node) ? 0 : node.Op is Op.Barrier ? 1 : node.InputCount - FirstArgument(node.Op);

        public Expr Input(Expr node, int index) => node.Input(index + FirstArgument(node.Op));
    }

    /// <summary>Forgets everything and gives the marks free.</summary>
    /// <returns>whether what is left is small enough to be kept for the next walk</returns>
    public bool Clear()
    {
        _places?.Dispose();
        _places = null;
        _nodes.Clear();
        return _nodes.Capacity <= LargestKept;
    }
}
