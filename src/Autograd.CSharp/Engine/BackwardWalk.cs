using Autograd.Graph;
using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>
/// One backward pass. Nodes run in the order of their sequence numbers, the highest first: an operand's node has the smaller number,
/// so when a node's turn comes all its gradients have arrived. The gradient of a leaf is complete, and its hooks run, as soon as the
/// last node that used the leaf has run. Gradients stay expressions; nothing is computed here and no tensor is changed.
/// </summary>
internal sealed class BackwardWalk
{
    private readonly bool _record, _retain;

    // Nodes in the order they were met, with the place of their first output's gradient; leaves among them.
    private readonly List<Node> _nodes = [];
    private readonly List<int> _places = [];
    private int _placeCount;
    private TrackedCotangent[] _cotangents = [];
    private int[] _uses = [];
    private bool[]? _wanted, _needed;

    // One step's operands, where they stand among its edges, outputs and gradients.
    private readonly List<Expr> _inputs = [], _outputs = [];
    private readonly List<int> _to = [];
    private readonly List<MaskedCotangent> _seeds = [];

    /// <summary>A pass that has not started.</summary>
    /// <param name="retain">whether nodes keep their values</param>
    /// <param name="record">whether gradients are themselves recorded</param>
    public BackwardWalk(bool retain, bool record) => (_retain, _record) = (retain, record);

    /// <summary>The gradients of leaves and of tensors whose gradient is retained, in the order they were complete.</summary>
    public List<(Tensor Tensor, TrackedCotangent Gradient)> Arrived { get; } = [];

    /// <summary>Whether nodes keep their values.</summary>
    public bool Retains => _retain;

    /// <summary>The nodes that ran.</summary>
    public List<Node> Executed { get; } = [];

    /// <summary>Walks from roots to leaves.</summary>
    /// <param name="roots">where gradients enter</param>
    /// <param name="targets">what gradients are asked of</param>
    /// <param name="restricted">whether only what leads to the targets runs</param>
    /// <param name="accumulate">whether the targets' own nodes run too, hooks and all, as when their grad is added to</param>
    /// <returns>the gradients of the targets before any hook, without a value where none arrived</returns>
    /// <exception cref="InvalidOperationException">a node that must run was freed</exception>
    public TrackedCotangent[] Run(ReadOnlySpan<(Node Node, int Output, TrackedCotangent Gradient)> roots, ReadOnlySpan<(Node Node, int Output)> targets, bool restricted, bool accumulate)
    {
        using NodeIndex index = NodeIndex.Rent();
        foreach (var root in roots) Meet(root.Node, index);
        Collect(index);
        _cotangents = new TrackedCotangent[_placeCount];
        int[] order = Order();
        if (restricted) Restrict(order, targets, accumulate, index);
        foreach (var root in roots)
            if (root.Node is AccumulateGrad) _uses[index.Find(root.Node)]++;
        foreach (var root in roots)
        {
            Arrive(index.Find(root.Node), root.Output, root.Gradient);
            if (root.Node is AccumulateGrad) Use(index.Find(root.Node));
        }

        foreach (int number in order) Execute(number, index);

        var captured = new TrackedCotangent[targets.Length];
        for (int i = 0; i < captured.Length; i++)
        {
            int number = index.Find(targets[i].Node);
            if (number >= 0) captured[i] = _cotangents[_places[number] + targets[i].Output];
        }

        return captured;
    }

    private int Meet(Node node, in NodeIndex index)
    {
        int number = index.Find(node);
        if (number >= 0) return number;
        number = _nodes.Count;
        index.Set(node, number);
        _nodes.Add(node);
        _places.Add(_placeCount);
        _placeCount += node.OutputCount;
        return number;
    }

    /// <summary>Meets every node that the roots lead to, and counts how often each leaf is used.</summary>
    private void Collect(in NodeIndex index)
    {
        var uses = new List<int>(new int[_nodes.Count]);
        for (int next = 0; next < _nodes.Count; next++)
        {
            foreach (ref readonly Edge edge in _nodes[next].Edges)
            {
                if (edge.Node is not { } node) continue;
                int number = Meet(node, index);
                if (number == uses.Count) uses.Add(0);
                if (node is AccumulateGrad) uses[number]++;
            }
        }

        _uses = [.. uses];
    }

    /// <summary>The numbers of the nodes that are no leaves, the latest made first.</summary>
    private int[] Order()
    {
        var order = new int[_nodes.Count];
        int count = 0;
        for (int i = 0; i < order.Length; i++)
            if (_nodes[i] is not AccumulateGrad) order[count++] = i;
        Array.Resize(ref order, count);
        for (int i = 1; i < count; i++)
        {
            if (_nodes[order[i - 1]].Sequence > _nodes[order[i]].Sequence) continue;
            var keys = new long[count];
            for (int k = 0; k < count; k++) keys[k] = -_nodes[order[k]].Sequence;
            Array.Sort(keys, order);
            break;
        }

        return order;
    }

    /// <summary>Marks what leads to the targets: only that runs.</summary>
    private void Restrict(int[] order, ReadOnlySpan<(Node Node, int Output)> targets, bool accumulate, in NodeIndex index)
    {
        _wanted = new bool[_nodes.Count];
        _needed = new bool[_nodes.Count];
        foreach (var target in targets)
        {
            int number = index.Find(target.Node);
            if (number < 0) continue;
            _wanted[number] = true;
            _needed[number] = accumulate;
        }

        for (int i = order.Length - 1; i >= 0; i--)
        {
            int number = order[i];
            foreach (ref readonly Edge edge in _nodes[number].Edges)
                if (edge.Node is not null && _wanted[index.Find(edge.Node)]) _needed[number] = true;
            _wanted[number] |= _needed[number];
        }
    }

    private void Arrive(int number, int output, in TrackedCotangent gradient)
    {
        ref TrackedCotangent place = ref _cotangents[_places[number] + output];
        place = !place.Exists ? gradient : _record ? RecordedPullback.Add(place, gradient) : new(place.Cotangent + gradient.Cotangent);
    }

    /// <summary>One node that uses a leaf has run; after the last the leaf's gradient is complete.</summary>
    private void Use(int number)
    {
        if (--_uses[number] > 0) return;
        if (_needed is not null && !_needed[number]) return;
        var leaf = (AccumulateGrad)_nodes[number];
        TrackedCotangent gradient = _cotangents[_places[number]];
        // A leaf may have been told meanwhile that it needs no gradient.
        if (!gradient.Exists || !leaf.variable.requires_grad) return;
        if (leaf.Hooks is { } hooks) gradient = CallHooks(hooks, 0, gradient);
        Arrived.Add((leaf.variable, gradient));
    }

    private void Execute(int number, in NodeIndex index)
    {
        if (_needed is not null && !_needed[number]) return;
        Node node = _nodes[number];
        Span<TrackedCotangent> arrived = _cotangents.AsSpan(_places[number], node.OutputCount);
        bool any = false;
        foreach (TrackedCotangent gradient in arrived) any |= gradient.Exists;
        if (any)
        {
            if (node.Hooks is { } hooks)
            {
                // What arrived stays as it was for grad(), which does not see hooks of its own inputs.
                arrived = arrived.ToArray();
                for (int output = 0; output < arrived.Length; output++)
                    if (arrived[output].Exists) arrived[output] = CallHooks(hooks, output, arrived[output]);
            }

            Pull(node, arrived, index);
            Executed.Add(node);
        }

        foreach (ref readonly Edge edge in node.Edges)
            if (edge.Node is AccumulateGrad) Use(index.Find(edge.Node));
    }

    /// <summary>Asks a node for the gradients of its operands and sends them on.</summary>
    private void Pull(Node node, ReadOnlySpan<TrackedCotangent> arrived, in NodeIndex index)
    {
        LocalStep step = node.Step();
        ReadOnlySpan<Edge> edges = node.Edges;
        _inputs.Clear();
        _to.Clear();
        _outputs.Clear();
        _seeds.Clear();
        for (int i = 0; i < edges.Length; i++)
        {
            // An operand that is used twice gets its whole gradient at its first place.
            if (edges[i].Node is not { } source || Skips(index.Find(source)) || step.Operand(i) is not { } operand || Contains(_inputs, operand)) continue;
            _inputs.Add(operand);
            _to.Add(i);
        }

        if (_inputs.Count == 0) return;
        for (int i = 0; i < arrived.Length; i++)
        {
            if (!arrived[i].Exists) continue;
            _outputs.Add(step.Output(i));
            _seeds.Add(arrived[i].Cotangent);
        }

        MaskedCotangent[] pulled = Gradient.MaskedPullback(_outputs, _inputs, _seeds);
        for (int i = 0; i < _to.Count; i++)
        {
            ref readonly Edge edge = ref edges[_to[i]];
            // What does not depend on its operand has a gradient of zeros all the same, as in PyTorch.
            if (pulled[i].Value is null) Arrive(index.Find(edge.Node!), edge.Output, new(Expr.ZerosLike(_inputs[i])));
            else Arrive(index.Find(edge.Node!), edge.Output, _record ? RecordedPullback.Record(pulled[i], edges, step, arrived) : new(pulled[i]));
        }
    }

    private bool Skips(int number) => _wanted is not null && !_wanted[number];

    private static bool Contains(List<Expr> list, Expr expr)
    {
        foreach (Expr item in list)
            if (ReferenceEquals(item, expr)) return true;
        return false;
    }

    private TrackedCotangent CallHooks(List<GradientHook> hooks, int output, TrackedCotangent gradient)
    {
        foreach (GradientHook hook in hooks.ToArray())
        {
            if (hook.Output != output) continue;
            gradient = gradient.Settle();
            if (hook.Retains is { } retains) Arrived.Add((retains, gradient));
            if (hook.Call is not { } call || call(gradient.ToTensor()) is not { } replaced) continue;
            if (!replaced.Shape.Equals(gradient.Value.Shape)) throw new ArgumentException("hook '<lambda>' has changed the size of value");
            DType dtype = gradient.Value.DType;
            if (replaced.DType != dtype)
                throw new ArgumentException($"hook '<lambda>' has changed the type of value (was torch.{ScalarTypes.CName(dtype)}Tensor got torch.{ScalarTypes.CName(replaced.DType)}Tensor)");
            gradient = TrackedCotangent.Of(replaced, _record);
        }

        return gradient;
    }

    /// <summary>Lets the nodes that ran go of their values, unless the graph is retained.</summary>
    public void Free()
    {
        if (_retain) return;
        foreach (Node node in Executed) node.Free();
    }
}
