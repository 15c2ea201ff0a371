using System.Runtime.CompilerServices;
using Autograd.CSharp.Operations;
using Autograd.Graph;
using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>
/// One recorded operation: what a tensor's <c>grad_fn</c> is. A backward pass asks it for the cotangents of its operands;
/// unless the graph is retained, it then drops the values it kept.
/// </summary>
public partial class Node
{
    private static long s_sequence;

    private readonly Operation _operation;
    private object? _arguments;

    // Nearly all nodes have at most two operands: their edges stand inline.
    private TwoEdges _inline;
    private readonly Edge[]? _many;
    private readonly int _edgeCount;

    // An Expr, an Expr[] of several, a PackedStep where hooks took the values, or null once dropped.
    private object? _outputs;

    /// <summary>The stamp of the walk that last visited, and what that walk noted; see <see cref="NodeIndex"/>.</summary>
    internal int Stamp, Mark;

    [InlineArray(2)]
    private struct TwoEdges
    {
        private Edge _first;
    }

    private Node(Operation operation, object? outputs, int outputCount, object? arguments, int edgeCount)
    {
        _operation = operation;
        _outputs = outputs;
        _arguments = arguments;
        OutputCount = outputCount;
        _edgeCount = edgeCount;
        if (edgeCount > 2) _many = new Edge[edgeCount];
        Sequence = Interlocked.Increment(ref s_sequence);
    }

    internal Node(Operation operation, ReadOnlySpan<Edge> edges, object? outputs, int outputCount, object? arguments) : this(operation, outputs, outputCount, arguments, edges.Length)
    {
        edges.CopyTo(OwnEdges);
        if (Modes.AreSpecial) Observe();
    }

    internal Node(Operation operation, ReadOnlySpan<Operand> operands, object? outputs, int outputCount, object? arguments) : this(operation, outputs, outputCount, arguments, operands.Length)
    {
        Span<Edge> edges = OwnEdges;
        for (int i = 0; i < operands.Length; i++)
        {
            ref readonly Operand operand = ref operands[i];
            if (operand.Tensor is { } tensor) edges[i] = tensor.requires_grad ? new(tensor.HistoryNode, tensor.output_nr, operand.Value!) : new(operand.Value!);
        }

        if (Tensor.MayBeInference) CheckSavable(operands, operation);
        if (Modes.AreSpecial) Observe();
    }

    /// <summary>Nodes are numbered as they are made, so that an operand's number is always the smaller.</summary>
    internal long Sequence { get; }

    /// <summary>The number of the node made last, on whichever thread.</summary>
    internal static long LastSequence => Interlocked.Read(ref s_sequence);

    /// <summary>How many outputs have gradients.</summary>
    internal int OutputCount { get; }

    /// <summary>The description of the operation.</summary>
    internal Operation Operation => _operation;

    internal ReadOnlySpan<Edge> Edges => OwnEdges;

    private Span<Edge> OwnEdges => _many ?? ((Span<Edge>)_inline)[.._edgeCount];

    /// <summary>The functions that a backward pass calls at this node; null for none.</summary>
    internal NodeHooks? Hooks { get; set; }

    /// <summary>PyTorch's name of the node: <c>MulBackward0</c>, <c>torch::autograd::AccumulateGrad</c>.</summary>
    public virtual string name() => _operation.Node!;

    /// <summary>The name of the node's type, which Python writes as <c>type(node).__name__</c>: without namespaces.</summary>
    public string __name__
    {
        get
        {
            string full = name();
            return full[(full.LastIndexOf(':') + 1)..];
        }
    }

    /// <summary>The nodes that made the operands, with the number of the output that was taken; null for an operand that needs no gradient.</summary>
    public IReadOnlyList<(Node? node, int input_nr)> next_functions
    {
        get
        {
            ReadOnlySpan<Edge> edges = Edges;
            var next = new (Node?, int)[edges.Length];
            for (int i = 0; i < next.Length; i++) next[i] = (edges[i].Node, edges[i].Output);
            return next;
        }
    }

    /// <summary>The old name of <see cref="next_functions"/>.</summary>
    public IReadOnlyList<(Node? node, int input_nr)> previous_functions => next_functions;

    /// <summary>Notes on this node: in anomaly mode <c>traceback_</c>, where it was made, and <c>parent_</c>, the node whose backward made it.</summary>
    public IDictionary<string, object?> metadata => NodeTrace.Of(this);

    /// <summary>Whether gradients flow through it: always.</summary>
    public bool requires_grad => true;

    /// <summary>The text that PyTorch refuses a freed graph with.</summary>
    internal const string SecondTime =
        "Trying to backward through the graph a second time (or directly access saved tensors after they have already been freed). " +
        "Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). Specify retain_graph=True if you need to " +
        "backward through the graph a second time or if you need to access saved tensors after calling backward.";

    /// <summary>The step that this node recorded: its operands and outputs as expressions.</summary>
    /// <exception cref="InvalidOperationException">the values it needs were dropped</exception>
    internal LocalStep Step()
    {
        if (_outputs is Expr output) return new(this, output, null, null);
        if (_outputs is Expr[] outputs) return new(this, null, outputs, null);
        if (_operation.SavesTensors || _operation.Rebuild is null) throw new InvalidOperationException(SecondTime);
        // Linear in what it was given: any stand-ins of the right types have the same pullback.
        ReadOnlySpan<Edge> edges = Edges;
        var operands = new Expr?[edges.Length];
        for (int i = 0; i < operands.Length; i++)
            operands[i] = edges[i].IsTensor ? Expr.Parameter("operand", edges[i].DType, edges[i].Shape) : null;
        return new(this, null, _operation.Rebuild(_arguments, operands), operands);
    }

    /// <summary>Lets go of the values.</summary>
    internal virtual void Free()
    {
        _outputs = null;
        if (_operation.KeepsTensorArguments) _arguments = null;
        foreach (ref Edge edge in OwnEdges) edge.Drop();
    }

    /// <summary>As Python shows the object; the number stands for its address.</summary>
    public override string ToString() => $"<{__name__} object at 0x{0x7f00_0000_0000 + (Sequence << 4):x}>";
}
