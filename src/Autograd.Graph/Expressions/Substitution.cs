namespace Autograd.Graph;

/// <summary>Expressions with some nodes replaced by others of the same types. A node below which nothing is replaced stays the node it is.</summary>
internal sealed class Substitution
{
    private readonly Dictionary<Expr, Expr> _images;

    // What a rule's answer is translated by beside what is its own; it does not change any more when a rule runs.
    private readonly Substitution? _outer;

    private Substitution(Dictionary<Expr, Expr> images, Substitution? outer) => (_images, _outer) = (images, outer);

    /// <summary>Expressions after a replacement; null stays null.</summary>
    /// <param name="expressions">the expressions</param>
    /// <param name="replaced">the nodes and what stands in their place; nothing below these is looked at</param>
    public static Expr?[] In(IReadOnlyList<Expr?> expressions, IEnumerable<KeyValuePair<Expr, Expr>> replaced) =>
        new Substitution(new(replaced, ReferenceEqualityComparer.Instance), outer: null).Of(expressions);

    private Expr?[] Of(IReadOnlyList<Expr?> expressions)
    {
        using (NodeMap places = NodeMap.Create())
        {
            var order = new List<Expr>();
            for (int i = 0; i < expressions.Count; i++)
                if (expressions[i] is { } expression) Traversal.Collect([expression], order, places, new Edges(this));
            foreach (Expr node in order)
                if (ImageOf(node) is null) _images.Add(node, Rebuilt(node));
        }

        var result = new Expr?[expressions.Count];
        for (int i = 0; i < result.Length; i++) result[i] = expressions[i] is { } expression ? ImageOf(expression) : null;
        return result;
    }

    private Expr? ImageOf(Expr node) => _images.TryGetValue(node, out Expr? image) ? image : _outer?.ImageOf(node);

    private Expr Rebuilt(Expr node)
    {
        if (node.Value is not null) return node;
        if (node.CellContent?.Pending is { } pending) return ImageOf(pending) is { } known && !ReferenceEquals(known, pending) ? Expr.StopGradient(known) : node;
        var inputs = new Expr[node.InputCount];
        bool changed = false;
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = ImageOf(node.Input(i))!;
            changed |= !ReferenceEquals(inputs[i], node.Input(i));
        }

        if (!changed) return node;
        Expr made = node.Op switch
        {
            Op.Project project => inputs[0].Output(project.Index),
            Op.WithRule rule => Expr.Apply(new Op.WithRule(rule.Label, new TranslatedRule(this, node, rule).Pull), (ReadOnlySpan<Expr>)inputs),
            _ => Expr.Apply(node.Op, (ReadOnlySpan<Expr>)inputs),
        };
        return node.Name is { } name ? made.Named(name) : made;
    }

    /// <summary>A rule that was written for a node speaks of that node and its arguments, and of what it captured: its answer is translated.</summary>
    private sealed class TranslatedRule(Substitution substitution, Expr node, Op.WithRule op)
    {
        public IReadOnlyList<Expr?> Pull(Expr value, IReadOnlyList<Expr> arguments, Expr cotangent)
        {
            var original = new Expr[node.InputCount - 1];
            for (int i = 0; i < original.Length; i++) original[i] = node.Input(i + 1);
            // A node that stands for the cotangent keeps the translation from looking for more below it.
            Expr standIn = Expr.Parameter($"cotangent of {op.Label}", cotangent.DType, cotangent.Shape);
            IReadOnlyList<Expr?>? given = op.Rule(node, original, standIn);
            return given is null ? null! : new Substitution(new(ReferenceEqualityComparer.Instance) { [standIn] = cotangent }, substitution).Of(given);
        }
    }

    /// <summary>Down to what is replaced or known.</summary>
    private readonly struct Edges(Substitution substitution) : Traversal.IEdges
    {
        public int Count(Expr node) => substitution.ImageOf(node) is not null || node.Value is not null ? 0 : node.CellContent is not null ? 1 : node.InputCount;

        // A cell whose value has just become known leads nowhere.
        public Expr Input(Expr node, int index) => node.CellContent is { } cell ? cell.Pending ?? node : node.Input(index);
    }
}
