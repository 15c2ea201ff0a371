namespace Autograd.Graph;

/// <summary>A loop's body with the tangents of its carries beside them.</summary>
internal sealed class DoubledLoop
{
    private readonly Body _body;
    private readonly int _carries;
    private readonly Expr _node;
    private readonly Expr?[] _parameters, _tangents;
    private readonly int[] _carryOf;
    private readonly List<Expr> _doubled = [], _next = [];
    private readonly List<Expr> _outer;

    /// <param name="body">takes and gives carries first</param>
    /// <param name="carries">how many carries there are</param>
    /// <param name="node">the loop</param>
    /// <param name="tangents">for each input its tangent; null where there is none</param>
    /// <param name="eachTrip">how many inputs behind the carries the body takes in parts, one a trip; it takes the others as they are</param>
    public DoubledLoop(Body body, int carries, Expr node, Expr?[] tangents, int eachTrip)
    {
        (_body, _carries, _node) = (body, carries, node);
        _outer = [.. node.Inputs, .. tangents.OfType<Expr>()];
        bool[] reached = Array.ConvertAll(tangents, tangent => tangent is not null);
        ControlRules.AddReachedCarries(body, carries, reached);
        _parameters = new Expr?[tangents.Length];
        for (int i = 0; i < tangents.Length; i++)
            if (reached[i]) _parameters[i] = i < carries + eachTrip ? ControlRules.Parameter("tangent", body.Parameters[i].Type) : tangents[i];
        _tangents = ForwardWalk.Push(body.Outputs, body.Parameters, _parameters);

        for (int i = 0; i < carries; i++)
        {
            _doubled.Add(body.Parameters[i]);
            _next.Add(body.Outputs[i]);
            First.Add(node.Input(i));
        }

        _carryOf = new int[carries];
        for (int i = 0; i < carries; i++)
        {
            _carryOf[i] = -1;
            if (_parameters[i] is not { } parameter) continue;
            _carryOf[i] = _doubled.Count;
            _doubled.Add(parameter);
            _next.Add(_tangents[i] ?? Expr.ZerosLike(parameter));
            First.Add(tangents[i] ?? Expr.ZerosLike(node.Input(i)));
        }
    }

    /// <summary>The first values of carries and tangents.</summary>
    public List<Expr> First { get; } = [];

    /// <summary>Which carry the tangent of one is; -1 where it has none.</summary>
    public int CarryOf(int carry) => _carryOf[carry];

    /// <summary>What stands for the tangent of a parameter; null where it has none.</summary>
    public Expr? ParameterOf(int parameter) => _parameters[parameter];

    /// <summary>The tangent of an output; null where it has none.</summary>
    public Expr? TangentOf(int output) => _tangents[output];

    /// <summary>The body, closed.</summary>
    /// <param name="items">parameters behind the carries</param>
    /// <param name="outputs">outputs behind the next carries</param>
    /// <param name="before">outputs before them</param>
    public Closure Close(IReadOnlyList<Expr> items, IReadOnlyList<Expr> outputs, params IReadOnlyList<Expr> before)
    {
        // What stands outside of the loop is not looked into.
        var replaced = new List<KeyValuePair<Expr, Expr>>(_outer.Select(node => KeyValuePair.Create(node, node)));
        for (int i = _carries; i < _body.Parameters.Length; i++)
            if (!items.Contains(_body.Parameters[i])) replaced.Add(new(_body.Parameters[i], _node.Input(i)));
        return Closure.Of([.. _doubled, .. items], [.. Substitution.In([.. before, .. _next, .. outputs], replaced)!], _outer);
    }
}
