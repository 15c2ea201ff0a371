using System.Collections.Immutable;

namespace Autograd.Graph;

/// <summary>
/// Traced outputs made a closed function: whatever does not depend on the parameters is captured, as the value of a further parameter, and so
/// is computed once outside. Numbers that are neither 0, 1 nor -1 are captured too, so that bodies that differ in them alone are equal.
/// </summary>
internal sealed class Closure
{
    private readonly List<Expr> _nodes = [];
    private readonly Dictionary<Expr, Expr> _replaced = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Number, Expr> _numbers = [];
    private readonly List<Expr> _parameters, _captured = [];

    private Closure(IReadOnlyList<Expr> parameters) => _parameters = [.. parameters];

    /// <summary>The parameters, those for what was captured behind the ones that were given.</summary>
    public ImmutableArray<Expr> Parameters => [.. _parameters];

    /// <summary>What was captured, in the order of its parameters.</summary>
    public IReadOnlyList<Expr> Captured => _captured;

    /// <summary>The outputs, which depend on the parameters alone.</summary>
    public ImmutableArray<Expr> Outputs { get; private set; }

    /// <summary>The body of some of the outputs.</summary>
    public Body BodyOf(Range outputs) => new(Parameters, [.. Outputs.AsSpan()[outputs]]);

    /// <summary>Closes traced outputs.</summary>
    /// <param name="parameters">the nodes that the function was traced with</param>
    /// <param name="outputs">what it gave</param>
    /// <param name="outer">nodes that are known not to depend on the parameters: nothing below them is looked at</param>
    public static Closure Of(IReadOnlyList<Expr> parameters, IReadOnlyList<Expr> outputs, IEnumerable<Expr>? outer = null)
    {
        var closure = new Closure(parameters);
        closure.Close(outputs, new(outer ?? [], ReferenceEqualityComparer.Instance));
        return closure;
    }

    private void Close(IReadOnlyList<Expr> outputs, HashSet<Expr> outer)
    {
        var parameterOf = new Dictionary<Op, Expr>(ReferenceEqualityComparer.Instance);
        foreach (Expr parameter in _parameters) parameterOf.Add(parameter.Op, parameter);
        using (NodeMap places = NodeMap.Create())
        {
            var edges = new Edges(outer);
            for (int i = 0; i < outputs.Count; i++) Traversal.Collect([outputs[i]], _nodes, places, edges);
            var inside = new bool[_nodes.Count];
            for (int i = 0; i < inside.Length; i++)
            {
                Expr node = _nodes[i];
                if (edges.Count(node) == 0)
                {
                    inside[i] = parameterOf.TryGetValue(node.Op, out Expr? parameter);
                    // A parameter that was given a name is another node.
                    if (inside[i] && !ReferenceEquals(node, parameter)) _replaced[node] = Expr.Identity(parameter!).Named(node.Name!);
                    continue;
                }

                for (int k = 0; k < edges.Count(node) && !inside[i]; k++) inside[i] = IsInside(edges.Input(node, k));
            }

            for (int i = 0; i < inside.Length; i++)
                for (int k = 0; inside[i] && k < edges.Count(_nodes[i]); k++)
                    if (edges.Input(_nodes[i], k) is var input && !IsInside(input)) Capture(input);
            for (int i = 0; i < outputs.Count; i++)
                if (!IsInside(outputs[i])) Capture(outputs[i]);

            bool IsInside(Expr node) => places.TryGet(node, out int place) && inside[place];
        }

        Outputs = [.. Substitution.In(outputs, _replaced)!];
    }

    private void Capture(Expr node)
    {
        if (_replaced.ContainsKey(node)) return;
        if (node.Op is not Op.Literal) _replaced.Add(node, Add(node));
        else if (IsMerelyFinite(node.LiteralValue)) _replaced.Add(node, CapturedNumber(node.LiteralValue).BroadcastTo(node.Shape));
        else _replaced.Add(node, node);
    }

    private Expr CapturedNumber(Number number) => _numbers.TryGetValue(number, out Expr? parameter)
        ? parameter
        : _numbers[number] = Add(Expr.SharedLiteral(number, number.DType, Shape.Scalar));

    private Expr Add(Expr captured)
    {
        Expr parameter = Expr.Parameter($"captured {_captured.Count}", captured.DType, captured.Shape);
        _captured.Add(captured);
        _parameters.Add(parameter);
        return parameter;
    }

    // What a plan makes use of stays in the body.
    private static bool IsMerelyFinite(Number number) => number.ToDouble() is var value && double.IsFinite(value) && value is not (0 or 1 or -1) && number.DType != DType.Bool;

    /// <summary>What values and derivatives depend on, down to what cannot depend on a parameter.</summary>
    private readonly struct Edges(HashSet<Expr> outer) : Traversal.IEdges
    {
        public int Count(Expr node) => node.Value is not null || outer.Contains(node) ? 0 : node.CellContent is not null ? 1 : node.InputCount;

        // A cell whose value has just become known leads nowhere.
        public Expr Input(Expr node, int index) => node.CellContent is { } cell ? cell.Pending ?? node : node.Input(index);
    }
}
