using System.Runtime.InteropServices;

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

    // The holes, then the dependents.
    private readonly Expr[] _nodes;

    // For each input of each dependent, one after the other, its place among the nodes; then for each output.
    private readonly List<int> _places = [];
    private readonly int[] _placesOfOutputs;
    private readonly List<int> _firstPlaces = [];

    /// <summary>The template of outputs with holes at some nodes, below which nothing is looked at.</summary>
    public Template(IReadOnlyList<Expr> outputs, IReadOnlyList<Expr> holes)
    {
        (_outputs, _holes) = (outputs, holes.Count);
        using NodeMap marks = NodeMap.Create();
        for (int i = 0; i < holes.Count; i++) marks[holes[i]] = -2 - i;
        var order = new List<Expr>();
        foreach (Expr output in outputs) Traversal.Collect([output], order, marks, default(AllInputs));
        var placeOf = new int[order.Count];
        for (int i = 0; i < placeOf.Length; i++) placeOf[i] = Enter(order[i], marks, placeOf);
        _nodes = [.. holes, .. _dependents];
        _placesOfOutputs = new int[outputs.Count];
        for (int i = 0; i < _placesOfOutputs.Length; i++) _placesOfOutputs[i] = PlaceOf(outputs[i], marks, placeOf);
    }

    /// <summary>The nodes that depend on a hole, inputs first. The holes are not among them.</summary>
    public IReadOnlyList<Expr> Dependents => _dependents;

    /// <summary>Whether an output depends on a hole or is one.</summary>
    public bool IsFilled(int output) => _placesOfOutputs[output] != Unchanged;

    /// <summary>Whether an input of a dependent depends on a hole or is one.</summary>
    public bool IsFilled(int dependent, int input) => _places[_firstPlaces[dependent] + input] != Unchanged;

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
        var filled = new Rebuilding(_nodes, outer: null);
        for (int i = 0; i < _holes; i++) filled[i] = values[i];
        ReadOnlySpan<int> places = CollectionsMarshal.AsSpan(_places);
        for (int i = _holes; i < _nodes.Length; i++) filled.Rebuild(i, places[_firstPlaces[i - _holes]..]);
        var outputs = new Expr[_outputs.Count];
        for (int i = 0; i < outputs.Length; i++) outputs[i] = _placesOfOutputs[i] == Unchanged ? _outputs[i] : filled[_placesOfOutputs[i]];
        return outputs;
    }

    private int Enter(Expr node, NodeMap marks, int[] placeOf)
    {
        int first = _places.Count;
        bool depends = false;
        for (int k = 0; k < default(AllInputs).Count(node); k++)
        {
            int place = PlaceOf(default(AllInputs).Input(node, k), marks, placeOf);
            _places.Add(place);
            depends |= place != Unchanged;
        }

        if (!depends)
        {
            _places.RemoveRange(first, _places.Count - first);
            return Unchanged;
        }

        _firstPlaces.Add(first);
        _dependents.Add(node);
        return _holes + _dependents.Count - 1;
    }

    private static int PlaceOf(Expr node, NodeMap marks, int[] placeOf)
    {
        if (!marks.TryGet(node, out int mark)) return Unchanged;
        return mark >= 0 ? placeOf[mark] : -2 - mark;
    }
}
