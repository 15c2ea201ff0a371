namespace Autograd.Graph;

/// <summary>
/// What stands in the places of nodes, and how a node is built again on it: with its name and its call site, if anything below it has changed;
/// otherwise it stays the node it is. What a cell waits for is replaced behind a stop of derivatives. Bodies of control flow stay as they are, and
/// rules of derivatives are translated: see <see cref="TranslatedRule"/>.
/// </summary>
/// <param name="outer">what is looked up for nodes that are not known here</param>
internal abstract class Images(Images? outer)
{
    // Whether anything is another node than the one whose place it takes.
    private bool _changes = outer is { _changes: true };

    /// <summary>What stands in a node's place: it itself where nothing else is known.</summary>
    public Expr ImageOf(Expr node) => Find(node) ?? node;

    /// <summary>What stands in a node's place; null where that is not known.</summary>
    public Expr? Find(Expr node) => Own(node) ?? outer?.Find(node);

    /// <summary>What is known here to stand in a node's place.</summary>
    protected abstract Expr? Own(Expr node);

    /// <summary>To be told of each image that is known from now on.</summary>
    protected void Note(Expr node, Expr image) => _changes |= !ReferenceEquals(node, image);

    /// <summary>The node on images of its inputs.</summary>
    /// <param name="node">the node</param>
    /// <param name="inputs">what stands in the places of its inputs, as <see cref="AllInputs"/> has them</param>
    /// <param name="changed">whether one of them is another node</param>
    protected Expr Rebuilt(Expr node, ReadOnlySpan<Expr> inputs, bool changed)
    {
        Op op = _changes ? Translated(node) : node.Op;
        if (!changed && ReferenceEquals(op, node.Op)) return node;
        Expr made = op is not Op.Cell ? node.With(op, inputs) : node.Name is { } name ? Expr.StopGradient(inputs[0]).Named(name) : Expr.StopGradient(inputs[0]);
        CallSites.Copy(node, made);
        return made;
    }

    /// <summary>The op of a node, whose rule may have captured what is replaced though the node does not depend on it.</summary>
    private Op Translated(Expr node) => node.Op switch
    {
        Op.WithRule { MayCapture: true } op => new Op.WithRule(op.Label, TranslatedRule.Of(this, node, op)),
        Op.Control op => op.With(body => body.IsBare ? body : Rebuilding.Of(body, this)),
        var op => op,
    };
}
