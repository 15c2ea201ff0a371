using Autograd.CSharp.Operations;
using Autograd.Graph;
using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>
/// The dual tensors of a level: points, each with its tangent. Tangents of what is computed from them are not carried along; whoever asks for one
/// gets it by a walk of the core's from the points.
/// </summary>
internal sealed class DualLevel
{
    private static readonly Operation Alias = Operation.Internal("AliasBackward0", saves: false, (_, x) => [Expr.Identity(x[0]!)]);

    private readonly long _start = Node.LastSequence;
    private readonly List<Expr> _points = [];
    private readonly List<Expr?> _tangents = [];
    private readonly List<Tensor> _given = [];

    /// <summary>A tensor with a tangent: of the same value, and of its history.</summary>
    public Tensor Dual(Tensor primal, Tensor tangent)
    {
        if (!tangent.Shape.Equals(primal.Shape))
            throw new ArgumentException($"Trying to set a forward gradient that has a different size than that of the original Tensor, this is not supported. Tensor is of size {primal.Shape} while the given forward gradient is of size {tangent.Shape}.");
        if (tangent.DType != primal.DType) tangent = tangent.to(primal.dtype);
        _given.Add(tangent);
        return With(primal, tangent.Value);
    }

    /// <summary>The tensor without its tangent; itself where it has none.</summary>
    public Tensor Primal(Tensor tensor) => Tangent(tensor.Value) is null ? tensor : With(tensor, null);

    /// <summary>The tangent of a tensor, with its history; null where it has none.</summary>
    public Tensor? TangentOf(Tensor tensor)
    {
        if (!tensor.DType.IsFloating() || Tangent(tensor.Value) is not { } tangent) return null;
        foreach (Tensor given in _given)
            if (ReferenceEquals(given.Value, tangent)) return given;
        // It depends on the points too, and has no tangent of its own.
        tangent = Expr.Identity(tangent);
        Add(tangent, null);
        var outside = new List<Edge>();
        foreach (Tensor given in _given)
            if (given.requires_grad) outside.Add(new(given.HistoryNode, given.output_nr, given.Value));
        if (GradMode.IsEnabled) Reach(tensor, outside);
        return outside.Count > 0 && GradMode.IsEnabled ? RecordedPullback.Link(tangent, outside).ToTensor() : new Tensor(tangent);
    }

    /// <summary>A value in the place of another, which ends its history: its tangent goes on.</summary>
    public Expr Carry(Expr value, Expr source)
    {
        if (!ReferenceEquals(value, source) && Tangent(value) is { } tangent) Add(source, tangent);
        return source;
    }

    /// <summary>From now on this is the tangent of a tensor that was just made.</summary>
    public void Replace(Tensor tensor, Tensor? tangent)
    {
        if (!tensor.DType.IsFloating()) return;
        if (tangent is not null) _given.Add(tangent = Primal(tangent));
        Add(tensor.Value, tangent?.Value);
    }

    private Tensor With(Tensor tensor, Expr? tangent)
    {
        Expr value = Expr.Identity(tensor.Value);
        Add(value, tangent);
        return tensor.requires_grad ? new(value, new Node(Alias, (ReadOnlySpan<Edge>)[new Edge(tensor.HistoryNode, tensor.output_nr, tensor.Value)], value, 1, null), 0) : new(value);
    }

    private void Add(Expr point, Expr? tangent)
    {
        _points.Add(point);
        _tangents.Add(tangent);
    }

    private Expr? Tangent(Expr value) => _points.Count == 0 ? null : Gradient.Pushforward([value], _points, _tangents)[0];

    // The leaves behind, and what was there before the level.
    private void Reach(Tensor tensor, List<Edge> outside)
    {
        if (!tensor.requires_grad) return;
        var seen = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        var pending = new Stack<Node>();
        Visit(new(tensor.HistoryNode, tensor.output_nr, tensor.Value));
        while (pending.TryPop(out Node? node))
            foreach (ref readonly Edge edge in node.Edges)
                if (edge.Node is not null) Visit(edge);

        void Visit(in Edge edge)
        {
            if (edge.Node is AccumulateGrad || edge.Node!.Sequence <= _start)
            {
                if (edge.Operand is not null) outside.Add(edge);
            }
            else if (seen.Add(edge.Node)) pending.Push(edge.Node);
        }
    }
}
