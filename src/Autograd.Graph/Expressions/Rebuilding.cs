namespace Autograd.Graph;

/// <summary>Nodes of a graph in topological order, and what becomes of them one after the other.</summary>
/// <param name="nodes">the nodes</param>
/// <param name="outer">what stands in the places of others, where a rule speaks of them</param>
internal sealed class Rebuilding(IReadOnlyList<Expr> nodes, Images? outer) : Images(outer)
{
    private readonly Expr?[] _images = new Expr?[nodes.Count];
    private Expr[] _inputs = new Expr[4];
    private int[] _placesOfInputs = new int[4];

    // Made when a rule asks, which most graphs have none of.
    private Dictionary<Expr, int>? _places;

    /// <summary>What has become of a node, by its place.</summary>
    public Expr this[int place]
    {
        get => _images[place]!;
        set
        {
            _images[place] = value;
            Note(nodes[place], value);
        }
    }

    /// <summary>A body after a substitution outside of it. What it computes is its own, whatever its nodes are elsewhere; only rules in it can speak of others.</summary>
    public static Body Of(Body body, Images outer)
    {
        using NodeMap places = NodeMap.Create();
        var order = new List<Expr>();
        Traversal.Collect(body.Parameters.AsSpan(), order, places, default(AllInputs));
        Traversal.Collect(body.Outputs.AsSpan(), order, places, default(AllInputs));
        var inside = new Rebuilding(order, outer);
        bool changed = false;
        for (int place = 0; place < order.Count; place++) changed |= !ReferenceEquals(inside.Rebuild(place, places), order[place]);
        return changed ? new(body.Parameters, [.. body.Outputs.Select(inside.ImageOf)]) : body;
    }

    /// <summary>Builds a node again on what has become of its inputs.</summary>
    /// <param name="place">the node's place</param>
    /// <param name="places">those of its inputs</param>
    public Expr Rebuild(int place, NodeMap places)
    {
        int count = default(AllInputs).Count(nodes[place]);
        if (_placesOfInputs.Length < count) _placesOfInputs = new int[2 * count];
        for (int i = 0; i < count; i++) _placesOfInputs[i] = places.TryGet(default(AllInputs).Input(nodes[place], i), out int input) ? input : -1;
        return Rebuild(place, _placesOfInputs);
    }

    /// <summary>Builds a node again on what has become of its inputs.</summary>
    /// <param name="place">the node's place</param>
    /// <param name="places">those of its inputs; negative for one that stays as it is</param>
    public Expr Rebuild(int place, ReadOnlySpan<int> places)
    {
        Expr node = nodes[place];
        int count = default(AllInputs).Count(node);
        if (_inputs.Length < count) _inputs = new Expr[2 * count];
        bool changed = false;
        for (int i = 0; i < count; i++)
        {
            Expr input = default(AllInputs).Input(node, i), image = places[i] < 0 ? input : _images[places[i]]!;
            changed |= !ReferenceEquals(image, input);
            _inputs[i] = image;
        }

        return this[place] = Rebuilt(node, _inputs.AsSpan(0, count), changed);
    }

    protected override Expr? Own(Expr node)
    {
        if (_places is null)
        {
            var places = new Dictionary<Expr, int>(nodes.Count, ReferenceEqualityComparer.Instance);
            for (int i = 0; i < nodes.Count; i++) places[nodes[i]] = i;
            _places = places;
        }

        return _places.TryGetValue(node, out int place) ? _images[place] : null;
    }
}
