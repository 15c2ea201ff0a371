using System.Collections.Immutable;

namespace Autograd.Graph;

/// <summary>Notes which nodes have values that are not finite, and from which inputs these came.</summary>
internal sealed class NonFiniteTracer(NonFiniteKinds kinds) : INodeObserver
{
    private readonly List<NonFiniteOrigin> _origins = [];

    // For each node with such a value, the inputs that passed one on.
    private readonly Dictionary<Expr, Expr[]> _carriers = new(ReferenceEqualityComparer.Instance);

    /// <summary>Nodes with such a value whose inputs have none, in the order in which they were computed.</summary>
    public IReadOnlyList<NonFiniteOrigin> Origins => _origins;

    /// <summary>How many nodes were computed.</summary>
    public int NodeCount { get; private set; }

    /// <inheritdoc/>
    public void Computed(Expr node, ReadOnlySpan<NDArray> inputs, NDArray[] outputs)
    {
        NodeCount++;
        int output = 0, place = -1;
        for (; output < outputs.Length && (place = PlaceOf(outputs[output])) < 0; output++) { }
        if (place < 0) return;
        Expr[] carriers = [.. Carriers(node, inputs)];
        _carriers.Add(node, carriers);
        if (carriers.Length == 0) _origins.Add(new(node, outputs[output], place, [.. inputs], false, false, CallSites.Of(node)));
    }

    /// <summary>The nodes whose values that are not finite pass on to one of the outputs.</summary>
    public HashSet<Expr> PassedOnTo(IReadOnlyList<Expr> outputs)
    {
        var reached = new HashSet<Expr>(ReferenceEqualityComparer.Instance);
        var waiting = new Stack<Expr>();
        foreach (Expr output in outputs) Reach(output);
        while (waiting.TryPop(out Expr? node))
            foreach (Expr carrier in _carriers[node]) Reach(carrier);
        return reached;

        void Reach(Expr node)
        {
            node = Original(node);
            if (_carriers.ContainsKey(node) && reached.Add(node)) waiting.Push(node);
        }
    }

    private static Expr Original(Expr node)
    {
        while (Interpreter.StandsFor(node) is { } original) node = original;
        return node;
    }

    private IEnumerable<Expr> Carriers(Expr node, ReadOnlySpan<NDArray> inputs)
    {
        if (node.Op is Op.Project) return _carriers.ContainsKey(Original(node.Input(0))) ? [node.Input(0)] : [];
        var carriers = new List<Expr>();
        for (int i = 0; i < inputs.Length; i++)
            if (node.Op is Op.Select && i > 0 ? IsChosen(inputs[0].AsSpan<bool>(), inputs[i], i == 1) : PlaceOf(inputs[i]) >= 0) carriers.Add(node.Input(i));
        return carriers;
    }

    /// <summary>Whether a selection takes an element that is not finite: a branch that is not taken passes nothing on.</summary>
    private bool IsChosen(ReadOnlySpan<bool> condition, NDArray branch, bool when)
    {
        for (int i = 0; i < condition.Length; i++)
            if (condition[i] == when && Is(branch.At(i).ToDouble())) return true;
        return false;
    }

    private int PlaceOf(NDArray array)
    {
        switch (array.Data)
        {
            case float[] elements:
                for (int i = 0; i < elements.Length; i++)
                    if (!float.IsFinite(elements[i]) && Is(elements[i])) return i;
                break;
            case double[] elements:
                for (int i = 0; i < elements.Length; i++)
                    if (!double.IsFinite(elements[i]) && Is(elements[i])) return i;
                break;
        }

        return -1;
    }

    private bool Is(double value) => (double.IsNaN(value) && kinds.HasFlag(NonFiniteKinds.NaN)) || (double.IsInfinity(value) && kinds.HasFlag(NonFiniteKinds.Infinity));
}
