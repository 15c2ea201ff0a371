namespace Autograd.Graph;

/// <summary>
/// Reverse mode of a scan: a scan from the last trip to the first that carries cotangents. What its body needs of a trip, the scan's own body
/// puts out as further stacks; the wider scan then takes the place of the scan in every plan that computes both. Cotangents of what was captured
/// add up in carries of their own.
/// </summary>
internal sealed class ScanTranspose
{
    private readonly Op.Scan _op;
    private readonly Expr _node;
    private readonly bool[] _needed;
    private readonly Expr?[] _g;

    // For each output of the body what stands for its cotangent; null where there is none.
    private readonly Expr?[] _seeds;
    private readonly List<Expr> _items = [], _stacks = [];

    // What takes the place of the body's nodes: items, and what was captured.
    private readonly Dictionary<Expr, Expr> _replaced = new(ReferenceEqualityComparer.Instance);

    public ScanTranspose(Op.Scan op, Expr node, bool[] needed, Expr?[] g)
    {
        (_op, _node, _g) = (op, node, g);
        _needed = (bool[])needed.Clone();
        _seeds = new Expr?[g.Length];
    }

    private Body Body => _op.Body;

    /// <summary>For each input its cotangent; null where none arrives or none was asked for.</summary>
    public Expr?[] Pull()
    {
        bool[] asked = (bool[])_needed.Clone();
        ControlRules.AddReachedCarries(Body, _op.Carries, asked);
        bool[] reached = ControlRules.Reached(Body, asked);
        for (int k = 0; k < _seeds.Length; k++)
            if (_g[k] is not null && reached[k]) _seeds[k] = ControlRules.Parameter("cotangent", Body.Outputs[k].Type);
        Expr?[] pulled;
        do pulled = ControlRules.Pull(Body, asked, _seeds);
        while (AddSeeds(pulled));
        return Array.TrueForAll(_seeds, seed => seed is null) ? new Expr?[_needed.Length] : Node(pulled);
    }

    /// <summary>A cotangent that arrives at a carry is the cotangent of what the trip before made.</summary>
    private bool AddSeeds(Expr?[] pulled)
    {
        bool added = false;
        for (int i = 0; i < _op.Carries; i++)
        {
            if (pulled[i] is null || _seeds[i] is not null) continue;
            _seeds[i] = ControlRules.Parameter("cotangent", Body.Outputs[i].Type);
            added = true;
        }

        return added;
    }

    private Expr?[] Node(Expr?[] pulled)
    {
        List<Expr> carries = [], next = [], first = [], stacked = [];
        var outputOf = new int[_needed.Length];
        Array.Fill(outputOf, -1);
        for (int i = 0; i < _op.Carries; i++)
        {
            if (_seeds[i] is not { } seed) continue;
            outputOf[i] = carries.Count;
            carries.Add(seed);
            first.Add(_g[i] ?? Expr.ZerosLike(_node.Input(i)));
            next.Add(pulled[i] ?? Expr.ZerosLike(_node.Input(i)));
        }

        for (int i = _op.Carries + _op.Items; i < pulled.Length; i++)
        {
            if (pulled[i] is not { } part) continue;
            Expr sum = ControlRules.Parameter("sum", Body.Parameters[i].Type);
            outputOf[i] = carries.Count;
            carries.Add(sum);
            first.Add(Expr.ZerosLike(_node.Input(i)));
            next.Add(Expr.Apply(Op.Add.Instance, sum, part));
        }

        for (int i = _op.Carries; i < _op.Carries + _op.Items; i++)
        {
            if (pulled[i] is not { } item) continue;
            outputOf[i] = carries.Count + stacked.Count;
            stacked.Add(item);
        }

        for (int k = _op.Carries; k < _seeds.Length; k++)
        {
            if (_seeds[k] is not { } seed) continue;
            _items.Add(seed);
            _stacks.Add(_g[k]!);
        }

        Expr[] outputs = [.. next, .. stacked];
        Save(outputs);
        var closure = Closure.Of([.. carries, .. _items], [.. Substitution.In(outputs, _replaced)!], _node.Inputs);
        Expr node = Control.ScanNode(closure, first, _stacks, _op.Trips, !_op.Reversed, _op.Recomputes);
        return Array.ConvertAll(outputOf, output => output < 0 ? null : node.Output(output));
    }

    /// <summary>Finds what the outputs use of the body and has it stacked, unless it is there already.</summary>
    private void Save(Expr[] outputs)
    {
        var saved = new List<Expr>();
        foreach (Expr used in Used(outputs))
        {
            int parameter = Body.Parameters.IndexOf(used);
            if (parameter >= _op.Carries + _op.Items) _replaced[used] = _node.Input(parameter);
            else if (parameter >= _op.Carries) AddItem(used, _node.Input(parameter));
            else saved.Add(used);
        }

        Expr wider = _node;
        var added = new List<Expr>();
        var places = new int[saved.Count];
        for (int k = 0; k < places.Length; k++)
        {
            places[k] = Body.Outputs.AsSpan()[_op.Carries..].IndexOf(saved[k]);
            if (places[k] >= 0)
            {
                places[k] += _op.Carries;
                continue;
            }

            places[k] = Body.Outputs.Length + added.Count;
            added.Add(saved[k]);
        }

        if (added.Count > 0) wider = Expr.Apply(_op with { Body = new Body(Body.Parameters, [.. Body.Outputs, .. added]) }, (ReadOnlySpan<Expr>)_node.Inputs.ToArray());
        for (int k = 0; k < places.Length; k++) AddItem(saved[k], wider.Output(places[k]));
    }

    private void AddItem(Expr used, Expr stack)
    {
        Expr item = ControlRules.Parameter("saved", used.Type);
        _replaced[used] = item;
        _items.Add(item);
        _stacks.Add(stack);
    }

    /// <summary>The nodes of the body that outputs are made of, down to which they are computed in the reversed scan.</summary>
    private List<Expr> Used(Expr[] outputs)
    {
        var used = new List<Expr>();
        var seen = new HashSet<Expr>(ReferenceEqualityComparer.Instance);
        var stack = new Stack<Expr>(outputs.Reverse());
        while (stack.TryPop(out Expr? node))
        {
            if (!seen.Add(node) || node.Op is Op.Literal) continue;
            bool ofBody = Body.Nodes.Contains(node) || (node.Op is Op.Project && Body.Nodes.Contains(node.Input(0)));
            if (ofBody && (node.Op is Op.Parameter || (node.OutputCount == 1 && !IsComputedAgain(node)))) used.Add(node);
            else
                for (int i = node.InputCount - 1; i >= 0; i--) stack.Push(node.Input(i));
        }

        return used;
    }

    /// <summary>Whether a value costs nothing to compute again, or is to be.</summary>
    private bool IsComputedAgain(Expr node) => _op.Recomputes || (node.InputCount == 1 && node.Op is Op.Structural or Op.Alias);
}
