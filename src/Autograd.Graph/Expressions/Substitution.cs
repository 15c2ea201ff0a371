namespace Autograd.Graph;

/// <summary>Nodes that are replaced, and expressions after that.</summary>
/// <param name="outer">what stands in the places of other nodes</param>
internal sealed class Substitution(Images? outer = null) : Images(outer)
{
    private readonly Dictionary<Expr, Expr> _images = new(ReferenceEqualityComparer.Instance);

    /// <summary>Expressions after a replacement; null stays null.</summary>
    /// <param name="expressions">the expressions</param>
    /// <param name="replaced">the nodes and what stands in their places, of the same types; nothing below these is looked at, so that a node may stand for itself</param>
    public static Expr?[] In(IReadOnlyList<Expr?> expressions, IEnumerable<KeyValuePair<Expr, Expr>> replaced)
    {
        var substitution = new Substitution();
        foreach ((Expr node, Expr image) in replaced) substitution.Set(node, image);
        return substitution.In(expressions);
    }

    /// <summary>Notes what stands in a node's place.</summary>
    public void Set(Expr node, Expr image)
    {
        _images[node] = image;
        Note(node, image);
    }

    /// <summary>Expressions after the replacement; null stays null.</summary>
    public Expr?[] In(IReadOnlyList<Expr?> expressions)
    {
        using NodeMap places = NodeMap.Create();
        var order = new List<Expr>();
        for (int i = 0; i < expressions.Count; i++)
            if (expressions[i] is { } expression) Traversal.Collect([expression], order, places, new Unknown(this));
        var rebuilt = new Rebuilding(order, this);
        for (int place = 0; place < order.Count; place++)
        {
            if (Find(order[place]) is { } image) rebuilt[place] = image;
            else rebuilt.Rebuild(place, places);
        }

        var result = new Expr?[expressions.Count];
        for (int i = 0; i < result.Length; i++)
            if (expressions[i] is { } expression && places.TryGet(expression, out int place)) result[i] = rebuilt[place];
        return result;
    }

    protected override Expr? Own(Expr node) => _images.GetValueOrDefault(node);

    /// <summary>Down to what is known.</summary>
    private readonly struct Unknown(Substitution substitution) : Traversal.IEdges
    {
        public int Count(Expr node) => substitution.Find(node) is not null ? 0 : default(AllInputs).Count(node);

        public Expr Input(Expr node, int index) => default(AllInputs).Input(node, index);
    }
}
