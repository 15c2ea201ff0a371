namespace Autograd.Graph;

/// <summary>
/// Expressions with holes: what of a graph depends on some of its nodes, to be built again on others. The graph is walked once; filling the holes
/// costs what depends on them. Everything else stays the nodes that it is.
/// </summary>
internal sealed class Template
{
    private const int Unchanged = -1;

    private readonly IReadOnlyList<Expr> _outputs;
    private readonly int _holes;
    private readonly List<Expr> _dependents = [];

    // For each input of each dependent, one after the other, its slot (holes first, then dependents); then for each output.
    private readonly List<int> _slots = [];
    private readonly int[] _slotsOfOutputs;
    private readonly List<int> _firstSlots = [];

    /// <summary>The template of outputs with holes at some nodes, below which nothing is looked at.</summary>
    public Template(IReadOnlyList<Expr> outputs, IReadOnlyList<Expr> holes)
    {
        (_outputs, _holes) = (outputs, holes.Count);
        using NodeMap places = NodeMap.Create();
        for (int i = 0; i < holes.Count; i++) places[holes[i]] = -2 - i;
        var order = new List<Expr>();
        foreach (Expr output in outputs) Traversal.Collect([output], order, places, default(Edges));
        var slotOfPlace = new int[order.Count];
        for (int place = 0; place < slotOfPlace.Length; place++) slotOfPlace[place] = Enter(order[place], places, slotOfPlace);
        _slotsOfOutputs = new int[outputs.Count];
        for (int i = 0; i < _slotsOfOutputs.Length; i++) _slotsOfOutputs[i] = SlotOf(outputs[i], places, slotOfPlace);
    }

    /// <summary>The nodes that depend on a hole, inputs first. The holes are not among them.</summary>
    public IReadOnlyList<Expr> Dependents => _dependents;

    /// <summary>Whether an output depends on a hole or is one.</summary>
    public bool IsFilled(int output) => _slotsOfOutputs[output] != Unchanged;

    /// <summary>Whether an input of a dependent depends on a hole or is one.</summary>
    public bool IsFilled(int dependent, int input) => _slots[_firstSlots[dependent] + input] != Unchanged;

    /// <summary>The nodes that dependents read and that depend on no hole, each once.</summary>
    public List<Expr> Captured()
    {
        var captured = new List<Expr>();
        var seen = new HashSet<Expr>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < _dependents.Count; i++)
            for (int k = 0; k < _dependents[i].InputCount; k++)
                if (!IsFilled(i, k) && seen.Add(_dependents[i].Input(k))) captured.Add(_dependents[i].Input(k));
        return captured;
    }

    /// <summary>The outputs with other nodes of the same types in place of the holes.</summary>
    public Expr[] Fill(ReadOnlySpan<Expr> values)
    {
        Expr[] filled = FillAll(values), outputs = new Expr[_outputs.Count];
        for (int i = 0; i < outputs.Length; i++) outputs[i] = _slotsOfOutputs[i] == Unchanged ? _outputs[i] : filled[_slotsOfOutputs[i]];
        return outputs;
    }

    /// <summary>The values, then what has become of the dependents.</summary>
    private Expr[] FillAll(ReadOnlySpan<Expr> values)
    {
        var filled = new Expr[_holes + _dependents.Count];
        values.CopyTo(filled);
        var inputs = new Expr[4];
        for (int i = 0; i < _dependents.Count; i++)
        {
            Expr node = _dependents[i];
            int count = node.InputCount;
            if (inputs.Length < count) inputs = new Expr[2 * count];
            for (int k = 0; k < count; k++) inputs[k] = _slots[_firstSlots[i] + k] is var slot && slot == Unchanged ? node.Input(k) : filled[slot];
            // Of a node with several outputs the node that all takers of one share.
            Expr made = node.Op is Op.Project project && inputs[0].OutputCount > 1 ? inputs[0].Output(project.Index) : Expr.Apply(node.Op, inputs.AsSpan(0, count));
            filled[_holes + i] = node.Name is { } name ? made.Named(name) : made;
        }

        return filled;
    }

    private int Enter(Expr node, NodeMap places, int[] slotOfPlace)
    {
        int first = _slots.Count;
        bool depends = false;
        for (int k = 0; k < node.InputCount; k++)
        {
            int slot = SlotOf(node.Input(k), places, slotOfPlace);
            _slots.Add(slot);
            depends |= slot != Unchanged;
        }

        if (!depends)
        {
            _slots.RemoveRange(first, _slots.Count - first);
            return Unchanged;
        }

        _firstSlots.Add(first);
        _dependents.Add(node);
        return _holes + _dependents.Count - 1;
    }

    private static int SlotOf(Expr node, NodeMap places, int[] slotOfPlace)
    {
        places.TryGet(node, out int mark);
        return mark >= 0 ? slotOfPlace[mark] : -2 - mark;
    }

    private readonly struct Edges : Traversal.IEdges
    {
        public int Count(Expr node) => node.InputCount;

        public Expr Input(Expr node, int index) => node.Input(index);
    }
}
