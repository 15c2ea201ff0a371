using Autograd.CSharp.Operations;
using Autograd.Graph;
using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>
/// One call of a function of tensors as one of expressions, for a transform of the core. What the transform gives becomes tensors again, with a
/// history where the function, its arguments among what it reads, depends on tensors outside that require grad.
/// </summary>
internal sealed class TracedCall : IDisposable
{
    // What one result weighs that nobody computed: see Tensor.Weight.
    private const int OwnWeight = 100;

    private static readonly Operation Alias = Operation.Internal("AliasBackward0", saves: true);

    private readonly long _start = Node.LastSequence;
    private readonly bool _records;
    private readonly HashSet<Tensor> _points = new(ReferenceEqualityComparer.Instance);
    private readonly List<Edge> _outside = [];
    private readonly HashSet<Node> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly TraceKind _kind;
    private readonly IDisposable _mode;
    private int _weight = OwnWeight;

    /// <param name="kind">what it is traced for</param>
    /// <param name="records">whether results have a history; as outside when omitted</param>
    public TracedCall(TraceKind kind, bool? records = null)
    {
        _records = records ?? GradMode.IsEnabled;
        _kind = kind;
        _mode = Trace.Begin(kind);
    }

    /// <summary>The trace goes on, for a map that the transform gave.</summary>
    public IDisposable Again() => Trace.Begin(_kind);

    /// <summary>A tensor in an argument's place where the function is differentiated.</summary>
    /// <param name="argument">the argument</param>
    /// <param name="value">what it is in the traced function</param>
    public Tensor Point(Tensor argument, Expr value)
    {
        if (argument.requires_grad) return Example(argument, value);
        if (!value.DType.IsFloating()) return new(value);
        Tensor point = Tensor.At(value);
        _points.Add(point);
        return point;
    }

    /// <summary>A tensor in an argument's place where the function is not differentiated by it: one of many.</summary>
    /// <param name="argument">the argument</param>
    /// <param name="value">what it is in the traced function</param>
    public Tensor Example(Tensor argument, Expr value)
    {
        _weight = Math.Min(_weight + argument.Weight, Tensor.LargestWeight);
        return argument.requires_grad ? new(value, new Node(Alias, (ReadOnlySpan<Edge>)[EdgeTo(argument)], value, 1, null), 0) : new(value);
    }

    /// <summary>The results of the function as expressions.</summary>
    public Expr[] Values(IReadOnlyList<Tensor> results)
    {
        var values = new Expr[results.Count];
        for (int i = 0; i < values.Length; i++)
        {
            Reach(results[i]);
            values[i] = results[i].Value;
        }

        return values;
    }

    /// <summary>Tensors that a map of the transform is given, as expressions; what it gives depends on them too.</summary>
    public Expr[] Given(Tensor[] tensors)
    {
        foreach (Tensor tensor in tensors)
            if (_records && tensor.requires_grad) _outside.Add(EdgeTo(tensor));
        return Array.ConvertAll(tensors, tensor => tensor.Value);
    }

    /// <summary>Notes through which tensors outside a result depends on what requires grad.</summary>
    public void Reach(Tensor result)
    {
        if (!_records || !result.requires_grad) return;
        var pending = new Stack<Node>();
        Visit(EdgeTo(result), pending);
        while (pending.TryPop(out Node? node))
            foreach (ref readonly Edge edge in node.Edges)
                if (edge.Node is not null) Visit(edge, pending);
    }

    private void Visit(in Edge edge, Stack<Node> pending)
    {
        Node node = edge.Node!;
        if (node is AccumulateGrad leaf && _points.Contains(leaf.variable)) return;
        if (node.Sequence <= _start || node is AccumulateGrad)
        {
            if (edge.Operand is not null) _outside.Add(edge);
        }
        else if (_seen.Add(node)) pending.Push(node);
    }

    /// <summary>What a transform of the core gives.</summary>
    /// <exception cref="ArgumentException">as an error of the core's</exception>
    public static T Run<T>(Func<T> transform)
    {
        try
        {
            return transform();
        }
        catch (Exception error) when (Border.Stops(error) || error is GradientException)
        {
            throw Border.Translate(error);
        }
    }

    /// <summary>A value that a transform gave, as a tensor of the world outside; call it when the trace has ended.</summary>
    public Tensor Result(Expr value)
    {
        if (value.IsAbsent) throw new ArgumentException("only Tensors of floating point dtype can require gradients");
        if (value.IsSource) value = Expr.Identity(value);
        if (!_records || _outside.Count == 0 || !value.DType.IsFloating()) return Recording.Untracked(value, _weight);
        Tensor result = RecordedPullback.Link(value, _outside).ToTensor();
        result.Weight = _weight;
        return result;
    }

    /// <summary>Values that a transform gave.</summary>
    public Tensor[] Results(IReadOnlyList<Expr> values)
    {
        var results = new Tensor[values.Count];
        for (int i = 0; i < results.Length; i++) results[i] = Result(values[i]);
        return results;
    }

    /// <summary>What a function gave beside its result: a tensor, or a list of them, becomes one of the world outside.</summary>
    public object? Released(object? value) => value switch
    {
        Tensor tensor => Result(Values([tensor])[0]),
        Tensor[] tensors => Results(Values(tensors)),
        List<Tensor> tensors => new List<Tensor>(Results(Values(tensors))),
        _ => value,
    };

    /// <summary>The trace ends; results are made afterwards.</summary>
    public void Dispose() => _mode.Dispose();

    private static Edge EdgeTo(Tensor tensor) => new(tensor.HistoryNode, tensor.output_nr, tensor.Value);
}
