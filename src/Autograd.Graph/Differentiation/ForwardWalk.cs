namespace Autograd.Graph;

/// <summary>Forward mode: one pass over the nodes between inputs and outputs, first to last, with the rules that reverse mode uses.</summary>
internal sealed class ForwardWalk
{
    private readonly WalkOrder _order = new();
    private Expr?[] _tangents = [];

    // Of nodes with several outputs, by the node's slot: the inputs' tangents, by which outputs are asked for theirs one by one; of control flow,
    // which has all at once, the outputs'.
    private Dictionary<int, Expr?[]>? _several;

    private ForwardWalk() { }

    /// <summary>The tangents of outputs from those of inputs, which are cuts.</summary>
    /// <returns>for each output its tangent; null where none of the inputs' reaches it</returns>
    public static Expr?[] Push(IReadOnlyList<Expr> outputs, IReadOnlyList<Expr> inputs, IReadOnlyList<Expr?> tangents)
    {
        var walk = new ForwardWalk();
        try
        {
            return walk.Run(outputs, inputs, tangents);
        }
        finally
        {
            walk._order.Clear();
        }
    }

    private Expr?[] Run(IReadOnlyList<Expr> outputs, IReadOnlyList<Expr> inputs, IReadOnlyList<Expr?> tangents)
    {
        _order.Collect(outputs, inputs, []);
        _tangents = new Expr?[_order.SlotCount];
        for (int i = 0; i < inputs.Count; i++)
        {
            // A repeated input has one slot: its tangents add up, as its cotangent is given once.
            int slot = _order.Slot(inputs[i]);
            if (tangents[i] is { } tangent) _tangents[slot] = _tangents[slot] is { } other ? other + tangent : tangent;
        }

        var ofInputs = new Expr?[4];
        for (int place = 0; place < _order.Nodes.Count; place++)
        {
            Expr node = _order.Nodes[place];
            if (ofInputs.Length < node.InputCount) ofInputs = new Expr?[2 * node.InputCount];
            _tangents[_order.SlotAt(place)] = Push(node, ofInputs.AsSpan(0, node.InputCount));
        }

        var result = new Expr?[outputs.Count];
        for (int i = 0; i < result.Length; i++) result[i] = _order.Slot(outputs[i]) is >= 0 and var slot ? _tangents[slot] : null;
        return result;
    }

    private Expr? Push(Expr node, Span<Expr?> ofInputs)
    {
        if (node.Op is Op.Project project)
            return _several is not null && _order.Slot(node.Input(0)) is >= 0 and var several && _several.TryGetValue(several, out Expr?[]? outer) && node.DType.IsFloating()
                ? node.Input(0).Op is Op.Control ? outer[project.Index] : DerivativeRules.PushSeveral(node.Input(0), project.Index, outer)
                : null;
        if (!WalkOrder.Carries(node)) return null;
        bool any = false;
        int first = WalkOrder.FirstArgument(node.Op);
        ofInputs.Clear();
        for (int i = first; i < ofInputs.Length; i++)
        {
            ofInputs[i] = _order.Slot(node.Input(i)) is >= 0 and var slot ? _tangents[slot] : null;
            any |= ofInputs[i] is not null;
        }

        if (!any) return null;
        if (node.OutputCount == 1) return DerivativeRules.Push(node, ofInputs);
        (_several ??= [])[_order.Slot(node)] = node.Op is Op.Control ? ControlRules.Push(node, ofInputs) : ofInputs.ToArray();
        return null;
    }
}
