using Autograd.Graph;
using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>
/// One backward pass. Nodes run in the order of their sequence numbers, the highest first: an operand's node has the smaller number,
/// so when a node's turn comes all its gradients have arrived. The gradient of a leaf is complete, and its hooks run, as soon as the
/// last node that used the leaf has run. Gradients stay expressions; nothing is computed here and no tensor is changed.
/// </summary>
internal sealed partial class BackwardWalk
{
    // A larger walk's memory is not kept for the next.
    private const int MostKept = 1 << 17;

    // Walks are many and mostly small: each thread keeps one with its memory. A walk that a hook starts within another takes a new one.
    [ThreadStatic]
    private static BackwardWalk? t_spare;

    private bool _record, _retain;

    // Nodes in the order they were met, leaves among them, and the gradients of all their outputs.
    private Visit[] _visits = new Visit[16];
    private TrackedCotangent[] _cotangents = new TrackedCotangent[16];
    private int[] _order = new int[16];
    private long[] _keys = [];
    private int _count, _placeCount;
    private bool _restricted;

    // One step's operands, where they stand among its edges, and their gradients.
    private Expr[] _inputs = new Expr[4];
    private int[] _to = new int[4];
    private MaskedCotangent[] _pulled = new MaskedCotangent[4];

    private BackwardWalk() { }

    /// <summary>A node that is met.</summary>
    private struct Visit
    {
        public Node Node;

        // Where the gradient of its first output is, and of a leaf how many uses have not run yet.
        public int Place, Uses;

        // Whether gradients are sent to it; whether it runs itself; whether it did.
        public bool IsWanted, IsNeeded, HasRun;
    }

    /// <summary>A pass that has not started; give it back by <see cref="Return"/>.</summary>
    /// <param name="retain">whether nodes keep their values</param>
    /// <param name="record">whether gradients are themselves recorded</param>
    public static BackwardWalk Rent(bool retain, bool record)
    {
        BackwardWalk walk = t_spare ?? new();
        t_spare = null;
        (walk._retain, walk._record) = (retain, record);
        return walk;
    }

    /// <summary>Forgets everything, however the pass ended; the walk must not be used any more.</summary>
    public void Return()
    {
        LeaveMode();
        if (_count > MostKept || _placeCount > MostKept) return;
        Array.Clear(_visits, 0, _count);
        Array.Clear(_cotangents, 0, _placeCount);
        Array.Clear(_inputs);
        Array.Clear(_pulled);
        Arrived.Clear();
        Batch.Clear();
        _accumulated = null;
        (_count, _placeCount) = (0, 0);
        t_spare = this;
    }

    /// <summary>The gradients of leaves and of tensors whose gradient is retained, in the order they were complete.</summary>
    public List<(Tensor Tensor, TrackedCotangent Gradient)> Arrived { get; } = [];

    /// <summary>What the pass computes when it has walked.</summary>
    public EvaluationBatch Batch { get; } = new();

    /// <summary>Whether nodes keep their values.</summary>
    public bool Retains => _retain;

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
        if (_cotangents.Length < _placeCount) _cotangents = new TrackedCotangent[Math.Max(_placeCount, 2 * _cotangents.Length)];
        ReadOnlySpan<int> order = Order();
        _restricted = restricted;
        if (restricted) Restrict(order, targets, accumulate, index);
        foreach (var root in roots)
            if (root.Node is AccumulateGrad) _visits[index.Find(root.Node)].Uses++;
        _index = index;
        foreach (var root in roots)
        {
            Arrive(index.Find(root.Node), root.Output, root.Gradient);
            if (root.Node is AccumulateGrad) Use(index.Find(root.Node));
        }

        foreach (int number in order) Execute(number, index);
        if (targets.Length == 0) return [];
        var captured = new TrackedCotangent[targets.Length];
        for (int i = 0; i < captured.Length; i++)
        {
            int number = index.Find(targets[i].Node);
            if (number >= 0) captured[i] = _cotangents[_visits[number].Place + targets[i].Output];
        }

        return captured;
    }

    private int Meet(Node node, in NodeIndex index)
    {
        int number = index.Find(node);
        if (number >= 0) return number;
        number = _count++;
        index.Set(node, number);
        if (number == _visits.Length) Array.Resize(ref _visits, 2 * number);
        ref Visit visit = ref _visits[number];
        (visit.Node, visit.Place) = (node, _placeCount);
        _placeCount += node.OutputCount;
        return number;
    }

    /// <summary>Meets every node that the roots lead to, and counts how often each leaf is used.</summary>
    private void Collect(in NodeIndex index)
    {
        for (int next = 0; next < _count; next++)
        {
            foreach (ref readonly Edge edge in _visits[next].Node.Edges)
            {
                if (edge.Node is not { } node) continue;
                int number = Meet(node, index);
                if (node is AccumulateGrad) _visits[number].Uses++;
            }
        }
    }

    /// <summary>The numbers of the nodes that are no leaves, the latest made first.</summary>
    private ReadOnlySpan<int> Order()
    {
        if (_order.Length < _count) _order = new int[_visits.Length];
        int count = 0;
        bool sorted = true;
        long last = long.MaxValue;
        for (int i = 0; i < _count; i++)
        {
            Node node = _visits[i].Node;
            if (node is AccumulateGrad) continue;
            sorted &= node.Sequence < last;
            last = node.Sequence;
            _order[count++] = i;
        }

        if (!sorted)
        {
            if (_keys.Length < count) _keys = new long[_order.Length];
            for (int i = 0; i < count; i++) _keys[i] = -_visits[_order[i]].Node.Sequence;
            Array.Sort(_keys, _order, 0, count);
        }

        return _order.AsSpan(0, count);
    }

    /// <summary>Marks what leads to the targets: only that runs.</summary>
    private void Restrict(ReadOnlySpan<int> order, ReadOnlySpan<(Node Node, int Output)> targets, bool accumulate, in NodeIndex index)
    {
        foreach (var target in targets)
        {
            int number = index.Find(target.Node);
            if (number < 0) continue;
            _visits[number].IsWanted = true;
            _visits[number].IsNeeded = accumulate;
        }

        for (int i = order.Length - 1; i >= 0; i--)
        {
            ref Visit visit = ref _visits[order[i]];
            foreach (ref readonly Edge edge in visit.Node.Edges)
                if (edge.Node is not null && _visits[index.Find(edge.Node)].IsWanted) visit.IsNeeded = true;
            visit.IsWanted |= visit.IsNeeded;
        }
    }

    private void Arrive(int number, int output, in TrackedCotangent gradient)
    {
        ref TrackedCotangent place = ref _cotangents[_visits[number].Place + output];
        place = !place.Exists ? gradient : _record ? RecordedPullback.Add(place, gradient) : new(place.Cotangent + gradient.Cotangent);
    }

    /// <summary>One node that uses a leaf has run; after the last the leaf's gradient is complete.</summary>
    private void Use(int number)
    {
        ref Visit visit = ref _visits[number];
        if (--visit.Uses > 0 || (_restricted && !visit.IsNeeded)) return;
        var leaf = (AccumulateGrad)visit.Node;
        TrackedCotangent gradient = _cotangents[visit.Place];
        // A leaf may have been told meanwhile that it needs no gradient.
        if (!gradient.Exists || !leaf.variable.requires_grad) return;
        if (leaf.Hooks is { } hooks)
        {
            var hooked = new[] { gradient };
            CallBefore(hooks, hooked);
            if (!hooked[0].Exists) return;
            gradient = hooked[0];
            if (hooks.AwaitsAccumulation) (_accumulated ??= []).Add((leaf, gradient));
        }

        Arrived.Add((leaf.variable, gradient));
    }

    private void Execute(int number, in NodeIndex index)
    {
        ref Visit visit = ref _visits[number];
        if (_restricted && !visit.IsNeeded) return;
        Node node = visit.Node;
        Span<TrackedCotangent> arrived = _cotangents.AsSpan(visit.Place, node.OutputCount);
        bool any = false;
        foreach (ref readonly TrackedCotangent gradient in arrived) any |= gradient.Exists;
        if (any)
        {
            if (Modes.AreSpecial && Modes.Current is { Anomaly: true } or { Profile: not null }) RunObserved(number);
            else RunNode(node, arrived, index);
            visit.HasRun = true;
        }

        foreach (ref readonly Edge edge in node.Edges)
            if (edge.Node is AccumulateGrad) Use(index.Find(edge.Node));
    }

    private void RunNode(Node node, Span<TrackedCotangent> arrived, in NodeIndex index)
    {
        if (node.Hooks is { } hooks)
        {
            // What arrived stays as it was for grad(), which does not see hooks of its own inputs.
            arrived = arrived.ToArray();
            CallBefore(hooks, arrived);
        }

        if (node.GetType() != typeof(Node) || node.Hooks is { After.Count: > 0 } || (Modes.AreSpecial && NeedsCare(node))) PullWithCare(node, arrived);
        else Pull(node, arrived, index);
    }

    /// <summary>Asks a node for the gradients of its operands and sends them on.</summary>
    private void Pull(Node node, ReadOnlySpan<TrackedCotangent> arrived, in NodeIndex index)
    {
        LocalStep step = node.Step();
        ReadOnlySpan<Edge> edges = node.Edges;
        if (_inputs.Length < edges.Length) (_inputs, _to, _pulled) = (new Expr[edges.Length], new int[edges.Length], new MaskedCotangent[edges.Length]);
        int count = 0;
        for (int i = 0; i < edges.Length; i++)
        {
            // An operand that is used twice gets its whole gradient at its first place.
            if (edges[i].Node is not { } source || Skips(source, index) || step.Operand(i) is not { } operand || Contains(_inputs.AsSpan(0, count), operand)) continue;
            _inputs[count] = operand;
            _to[count++] = i;
        }

        if (count == 0) return;
        Span<MaskedCotangent> pulled = _pulled.AsSpan(0, count);
        if (arrived.Length == 1) Gradient.MaskedPullback(step.Output(0), arrived[0].Cotangent, _inputs.AsSpan(0, count), pulled);
        else PullSeveral(step, arrived, pulled);
        for (int i = 0; i < count; i++)
        {
            ref readonly Edge edge = ref edges[_to[i]];
            // What does not depend on its operand has a gradient of zeros all the same, as in PyTorch.
            if (pulled[i].Value is null) Arrive(index.Find(edge.Node!), edge.Output, new(Expr.ZerosLike(_inputs[i])));
            else Arrive(index.Find(edge.Node!), edge.Output, _record ? RecordedPullback.Record(pulled[i], edges, step, arrived) : new(pulled[i]));
        }
    }

    private void PullSeveral(in LocalStep step, ReadOnlySpan<TrackedCotangent> arrived, Span<MaskedCotangent> pulled)
    {
        var outputs = new List<Expr>(arrived.Length);
        var seeds = new List<MaskedCotangent>(arrived.Length);
        for (int i = 0; i < arrived.Length; i++)
        {
            if (!arrived[i].Exists) continue;
            outputs.Add(step.Output(i));
            seeds.Add(arrived[i].Cotangent);
        }

        Gradient.MaskedPullback(outputs, _inputs[..pulled.Length], seeds).CopyTo(pulled);
    }

    private bool Skips(Node node, in NodeIndex index) => _restricted && !_visits[index.Find(node)].IsWanted;

    private static bool Contains(ReadOnlySpan<Expr> list, Expr expr)
    {
        foreach (Expr item in list)
            if (ReferenceEquals(item, expr)) return true;
        return false;
    }

    /// <summary>Lets the nodes that ran go of their values, unless the graph is retained.</summary>
    public void Free()
    {
        if (_retain) return;
        foreach (ref readonly Visit visit in _visits.AsSpan(0, _count))
            if (visit.HasRun) visit.Node.Free();
    }
}
