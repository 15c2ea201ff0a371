namespace Autograd.Graph;

/// <summary>
/// Reverse mode: one pass over the nodes between outputs and what is asked for, last first. Each node that something asked for lies below
/// gets the whole of its cotangent before its rule is asked; contributions add up in the order in which they arrive.
/// </summary>
internal sealed class ReverseWalk
{
    // Walks are many and mostly small: each thread keeps one with its lists. A walk that a rule starts within another takes a new one.
    [ThreadStatic]
    private static ReverseWalk? t_spare;

    private readonly WalkOrder _order = new();
    private Cotangent[] _running = new Cotangent[16];
    private bool[] _needed = new bool[16];
    private int _slots;

    // The inputs of a walk of one step, whose slots are found by looking at them; null for any other.
    private IReadOnlyList<Expr>? _only;

    // Cotangents of the outputs of nodes with several, by the node's slot.
    private Dictionary<int, Cotangent[]>? _several;

    private ReverseWalk() { }

    /// <summary>The cotangents of inputs, which are cuts, from those of the outputs.</summary>
    /// <param name="outputs">where the cotangents come in</param>
    /// <param name="inputs">what is asked for</param>
    /// <param name="seeds">the cotangents of the outputs, checked; null where there is none</param>
    /// <param name="cuts">nodes below which nothing is asked for</param>
    /// <returns>for each input its cotangent; null where none arrives, and for a repeated input</returns>
    public static Expr?[] Pull(IReadOnlyList<Expr> outputs, IReadOnlyList<Expr> inputs, IReadOnlyList<Expr?> seeds, IReadOnlyList<Expr> cuts)
    {
        ReverseWalk walk = Rent();
        try
        {
            if (outputs.Count == 1 && IsOneStep(outputs[0], inputs, cuts)) walk.Step(outputs[0], inputs, new Cotangent(seeds[0]!));
            else walk.Between(outputs, inputs, seeds, cuts);
            var result = new Expr?[inputs.Count];
            for (int i = 0; i < result.Length; i++) result[i] = walk.Result(i);
            return result;
        }
        finally
        {
            walk.Return();
        }
    }

    /// <summary>The cotangents of inputs, which are cuts, from those of the outputs, masks and all.</summary>
    public static MaskedCotangent[] Pull(IReadOnlyList<Expr> outputs, IReadOnlyList<Expr> inputs, IReadOnlyList<MaskedCotangent> seeds)
    {
        ReverseWalk walk = Rent();
        try
        {
            if (outputs.Count == 1 && IsOneStep(outputs[0], inputs, [])) walk.Step(outputs[0], inputs, Of(seeds[0]));
            else walk.Between(outputs, inputs, seeds);
            var result = new MaskedCotangent[inputs.Count];
            for (int i = 0; i < result.Length; i++) result[i] = new(walk._running[i].Value, walk._running[i].Mask);
            return result;
        }
        finally
        {
            walk.Return();
        }
    }

    /// <summary>The cotangents of at most two inputs from that of one output, without any walk where a single path of primitives leads to them, as nearly always.</summary>
    public static void Pull(Expr output, MaskedCotangent seed, ReadOnlySpan<Expr> inputs, Span<MaskedCotangent> cotangents)
    {
        if (inputs.Length is 1 or 2 && Of(seed) is { Exists: true } g && TryPath(output, g, inputs, cotangents)) return;
        Pull([output], inputs.ToArray(), [seed]).CopyTo(cotangents);
    }

    private static bool TryPath(Expr node, Cotangent g, ReadOnlySpan<Expr> inputs, Span<MaskedCotangent> cotangents)
    {
        const int longest = 4;
        Expr first = inputs[0], last = inputs[^1];
        if (inputs.Length == 2 && ReferenceEquals(first, last)) return false;
        for (int length = 1; length <= longest; length++)
        {
            if (!IsPlain(node) || ReferenceEquals(node, first) || ReferenceEquals(node, last)) return false;
            if (g.Mask is not null && DerivativeRules.TakesSettled(node.Op)) g = new(g.Settle());
            bool reaches = false;
            Expr? next = null;
            for (int i = 0; i < node.InputCount; i++)
            {
                Expr input = node.Input(i);
                if (ReferenceEquals(input, first) || ReferenceEquals(input, last)) reaches = true;
                // Through a condition, such as that of a selection, no derivative passes.
                else if (input.IsSource || !WalkOrder.Carries(input)) continue;
                else if (next is null) next = input;
                else if (!ReferenceEquals(input, next)) return false;
            }

            if (reaches != next is null) return false;
            if (next is null)
            {
                for (int k = 0; k < inputs.Length; k++)
                {
                    Cotangent sum = PullTo(node, inputs[k], g);
                    cotangents[k] = new(sum.Value, sum.Mask);
                }

                return true;
            }

            g = PullTo(node, next, g);
            if (g.Value is null) return false;
            node = next;
        }

        return false;
    }

    /// <summary>Whether a node has few inputs and a rule for each that needs no other's cotangent.</summary>
    private static bool IsPlain(Expr node) => node.InputCount <= 3 && (node.Op is Op.Elementwise || (node.Op is Op.Structural or Op.Reduce or Op.Dot && !DerivativeRules.AddsInto(node.Op)));

    /// <summary>The cotangent of one of a node's inputs, wherever it stands; without a value where none passes.</summary>
    private static Cotangent PullTo(Expr node, Expr input, in Cotangent g)
    {
        Cotangent sum = default;
        if (!input.IsFloating) return sum;
        for (int i = 0; i < node.InputCount; i++)
        {
            if (!ReferenceEquals(node.Input(i), input) || DerivativeRules.Pull(node, i, g) is not { Exists: true } cotangent) continue;
            sum = sum.Exists ? sum + cotangent : cotangent;
        }

        return sum;
    }

    private static Cotangent Of(MaskedCotangent seed) => new(seed.Value!, seed.Mask);

    /// <summary>The gradients of one output with respect to any nodes, of which one may lie below another.</summary>
    /// <param name="output">what is differentiated</param>
    /// <param name="wrt">what is asked for, each once; when null it is set to the floating variables that the output depends on</param>
    /// <param name="seed">the output's cotangent</param>
    /// <returns>for each node asked for its gradient; null where it is not connected</returns>
    public static Expr?[] Of(Expr output, ref Expr[]? wrt, Expr seed)
    {
        ReverseWalk walk = Rent();
        try
        {
            walk._order.Collect([output], [], []);
            wrt ??= Variables(walk._order.Nodes);
            walk.Prepare();
            foreach (Expr node in wrt)
                if (walk._order.Slot(node) is >= 0 and var slot) walk._needed[slot] = true;
            walk.MarkNeeded();
            walk._running[walk._order.Slot(output)] = new(seed);
            walk.Run();
            var result = new Expr?[wrt.Length];
            for (int i = 0; i < result.Length; i++)
                if (walk._order.Slot(wrt[i]) is >= 0 and var slot) result[i] = walk.Result(slot);
            return result;
        }
        finally
        {
            walk.Return();
        }
    }

    private static ReverseWalk Rent()
    {
        ReverseWalk walk = t_spare ?? new();
        t_spare = null;
        return walk;
    }

    private void Return()
    {
        Array.Clear(_running, 0, _slots);
        Array.Clear(_needed, 0, _slots);
        (_slots, _only, _several) = (0, null, null);
        if (_order.Clear()) t_spare = this;
    }

    private void Prepare()
    {
        _slots = _only?.Count ?? _order.SlotCount;
        if (_running.Length >= _slots) return;
        Array.Resize(ref _running, Math.Max(_slots, 2 * _running.Length));
        Array.Resize(ref _needed, _running.Length);
    }

    private Expr? Result(int slot) => _running[slot].Value is null ? null : _running[slot].Settle();

    private int Slot(Expr node) => _only is null ? _order.Slot(node) : IndexOf(_only, node);

    /// <summary>Whether an output is one primitive away from all its inputs that matter.</summary>
    private static bool IsOneStep(Expr output, IReadOnlyList<Expr> inputs, IReadOnlyList<Expr> cuts)
    {
        // Beyond this many inputs looking for each among the others costs more than marking them.
        const int most = 8;
        if (inputs.Count > most || cuts.Count > most || output.InputCount > most || output.Op is Op.Project || output.OutputCount > 1 || IndexOf(inputs, output) >= 0) return false;
        for (int i = 0; i < output.InputCount; i++)
        {
            Expr input = output.Input(i);
            if (!input.IsSource && IndexOf(inputs, input) < 0 && IndexOf(cuts, input) < 0) return false;
        }

        return true;
    }

    private static int IndexOf(IReadOnlyList<Expr> list, Expr node)
    {
        for (int i = 0; i < list.Count; i++)
            if (ReferenceEquals(list[i], node)) return i;
        return -1;
    }

    private static Expr[] Variables(List<Expr> nodes)
    {
        var variables = new List<Expr>();
        foreach (Expr node in nodes)
            if (node.Op is Op.Variable && node.DType.IsFloating()) variables.Add(node);
        return [.. variables];
    }

    private void Step(Expr output, IReadOnlyList<Expr> inputs, in Cotangent seed)
    {
        _only = inputs;
        Prepare();
        for (int i = 0; i < inputs.Count; i++) _needed[i] = inputs[i].IsFloating;
        if (seed.Exists) Pull(output, seed);
    }

    private void Between(IReadOnlyList<Expr> outputs, IReadOnlyList<Expr> inputs, IReadOnlyList<MaskedCotangent> seeds)
    {
        Mark(outputs, inputs, []);
        for (int i = 0; i < outputs.Count; i++)
            if (Of(seeds[i]) is { Exists: true } seed && Slot(outputs[i]) is >= 0 and var slot && _needed[slot]) Arrive(slot, seed);
        Run();
    }

    private void Mark(IReadOnlyList<Expr> outputs, IReadOnlyList<Expr> inputs, IReadOnlyList<Expr> cuts)
    {
        _order.Collect(outputs, inputs, cuts);
        Prepare();
        for (int i = 0; i < inputs.Count; i++) _needed[i] = inputs[i].IsFloating;
        MarkNeeded();
    }

    private void Between(IReadOnlyList<Expr> outputs, IReadOnlyList<Expr> inputs, IReadOnlyList<Expr?> seeds, IReadOnlyList<Expr> cuts)
    {
        Mark(outputs, inputs, cuts);
        for (int i = 0; i < outputs.Count; i++)
            if (seeds[i] is { } seed && Slot(outputs[i]) is >= 0 and var slot && _needed[slot]) Arrive(slot, new(seed));
        Run();
    }

    /// <summary>Marks the nodes from which a path that carries derivatives leads to something needed.</summary>
    private void MarkNeeded()
    {
        List<Expr> nodes = _order.Nodes;
        for (int place = 0; place < nodes.Count; place++)
        {
            Expr node = nodes[place];
            ref bool needed = ref _needed[_order.SlotAt(place)];
            if (needed || !WalkOrder.Carries(node)) continue;
            for (int i = WalkOrder.FirstArgument(node.Op); i < node.InputCount && !needed; i++)
                needed = Slot(node.Input(i)) is >= 0 and var slot && _needed[slot];
        }
    }

    private void Run()
    {
        List<Expr> nodes = _order.Nodes;
        for (int place = nodes.Count - 1; place >= 0; place--)
        {
            int slot = _order.SlotAt(place);
            if (!_needed[slot]) continue;
            if (_several is not null && _several.Remove(slot, out Cotangent[]? outputs)) PullSeveral(nodes[place], outputs);
            else if (_running[slot].Value is not null) Pull(nodes[place], _running[slot]);
        }
    }

    private void Pull(Expr node, in Cotangent g)
    {
        if (!CallSites.AreRecorded)
        {
            PullThrough(node, g);
            return;
        }

        using (CallSites.BackwardOf(node)) PullThrough(node, g);
    }

    /// <summary>Asks a node's rule for the cotangents of the inputs that need one.</summary>
    private void PullThrough(Expr node, Cotangent g)
    {
        switch (node.Op)
        {
            case Op.WithRule op:
                IReadOnlyList<Expr?> cotangents = DerivativeRules.PullOwn(op, node, g.Settle());
                for (int k = 0; k < cotangents.Count; k++)
                    if (cotangents[k] is { } cotangent && NeededSlot(node.Input(k + 1)) is >= 0 and var slot) Arrive(slot, Cotangent.OfRule(cotangent));
                return;
            case Op.Project op:
                ArriveAt(node.Input(0), op.Index, g);
                return;
            case Op.Control:
                PullControl(node, [g.Settle()]);
                return;
        }

        // Where nothing is masked there is nothing to settle.
        if (g.Mask is not null && DerivativeRules.TakesSettled(node.Op)) g = new(g.Settle());
        bool addsInto = DerivativeRules.AddsInto(node.Op);
        for (int i = 0; i < node.InputCount; i++)
        {
            if (NeededSlot(node.Input(i)) is not (>= 0 and var slot)) continue;
            if (addsInto) _running[slot] = new(DerivativeRules.AddInto(node, Result(slot) ?? Expr.ZerosLike(node.Input(i)), g.Value));
            else if (DerivativeRules.Pull(node, i, g) is { Exists: true } cotangent) Arrive(slot, cotangent);
        }
    }

    private void PullSeveral(Expr node, Cotangent[] outputs)
    {
        var settled = new Expr?[outputs.Length];
        for (int k = 0; k < settled.Length; k++) settled[k] = outputs[k].Value is null ? null : outputs[k].Settle();
        if (node.Op is Op.Control)
        {
            PullControl(node, settled);
            return;
        }

        for (int i = 0; i < node.InputCount; i++)
            if (NeededSlot(node.Input(i)) is >= 0 and var slot && DerivativeRules.PullSeveral(node, i, settled) is { } cotangent) Arrive(slot, new(cotangent));
    }

    /// <summary>Control flow is asked for all inputs at once, since one body makes the cotangents of all.</summary>
    private void PullControl(Expr node, Expr?[] outputs)
    {
        var needed = new bool[node.InputCount];
        for (int i = 0; i < needed.Length; i++) needed[i] = node.Input(i).IsFloating && NeededSlot(node.Input(i)) >= 0;
        Expr?[] cotangents = ControlRules.Pull(node, needed, outputs);
        for (int i = 0; i < needed.Length; i++)
            if (needed[i] && cotangents[i] is { } cotangent) Arrive(NeededSlot(node.Input(i)), new(cotangent));
    }

    private int NeededSlot(Expr node) => Slot(node) is >= 0 and var slot && _needed[slot] ? slot : -1;

    private void Arrive(int slot, Cotangent g)
    {
        ref Cotangent running = ref _running[slot];
        running = running.Value is null ? g : running + g;
    }

    private void ArriveAt(Expr node, int output, Cotangent g)
    {
        if (NeededSlot(node) is not (>= 0 and var slot)) return;
        _several ??= [];
        if (!_several.TryGetValue(slot, out Cotangent[]? outputs)) _several[slot] = outputs = new Cotangent[node.OutputCount];
        outputs[output] = outputs[output].Value is null ? g : outputs[output] + g;
    }
}
