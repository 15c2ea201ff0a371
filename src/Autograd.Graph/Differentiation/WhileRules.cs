namespace Autograd.Graph;

/// <summary>Derivatives of a loop that ends by a condition: forward mode carries tangents beside the values; reverse mode takes a bound.</summary>
internal static class WhileRules
{
    /// <summary>The cotangents of the inputs: those of <see cref="Bounded"/>, which computes the same.</summary>
    /// <exception cref="GradientException">the loop has no bound</exception>
    public static Expr?[] Pull(Op.While op, Expr node, bool[] needed, Expr?[] g)
    {
        if (op.MaxTrips is null)
            throw new GradientException($"{op.Name}: a loop without a bound has no derivative in reverse mode, which keeps something of each trip; give maxTrips, loop by Scan, or take the derivative in forward mode (Pushforward)");
        Expr bounded = Bounded(op, node, op.MaxTrips.Value);
        List<Expr> outputs = [], inputs = [];
        List<Expr?> seeds = [];
        for (int k = 0; k < g.Length; k++)
        {
            if (g[k] is null) continue;
            outputs.Add(bounded.Output(1 + k));
            seeds.Add(g[k]);
        }

        for (int i = 0; i < needed.Length; i++)
            if (needed[i]) inputs.Add(node.Input(i));
        var result = new Expr?[needed.Length];
        if (inputs.Count == 0) return result;
        Expr?[] pulled = ReverseWalk.Pull(outputs, inputs, seeds, node.Inputs);
        for (int i = 0, next = 0; i < result.Length; i++)
            if (needed[i]) result[i] = pulled[next++];
        return result;
    }

    /// <summary>The tangents of the outputs.</summary>
    public static Expr?[] Push(Op.While op, Expr node, Expr?[] tangents)
    {
        int carries = op.OutputCount;
        var doubled = new DoubledLoop(op.Body, carries, node, tangents, eachTrip: 0);
        Closure closure = doubled.Close([], [], OnParameters(op));
        Expr made = Control.WhileNode(closure, doubled.First, op.MaxTrips);
        var result = new Expr?[carries];
        for (int i = 0; i < carries; i++) result[i] = doubled.CarryOf(i) is >= 0 and var output ? made.Output(output) : null;
        return result;
    }

    /// <summary>The condition on the parameters of the body.</summary>
    private static Expr OnParameters(Op.While op) =>
        Substitution.In(op.Condition.Outputs, op.Condition.Parameters.Select((parameter, i) => KeyValuePair.Create(parameter, op.Body.Parameters[i])))[0]!;

    /// <summary>The loop as a scan of so many trips, which carries whether it goes on, and does nothing when it does not.</summary>
    private static Expr Bounded(Op.While op, Expr node, int trips)
    {
        int carries = op.OutputCount;
        Expr[] parameters = [.. op.Body.Parameters];
        Expr alive = Expr.Parameter("goes on", DType.Bool, Shape.Scalar);
        Expr goesOn = Expr.Apply(Op.Logic.And, alive, OnParameters(op));
        var stays = new Body(op.Body.Parameters, [.. parameters[..carries]]);
        Expr next = Expr.Apply(new Op.Cond(op.Body, stays), (ReadOnlySpan<Expr>)[goesOn, .. parameters]);
        var outputs = new Expr?[1 + carries];
        outputs[0] = goesOn;
        for (int i = 0; i < carries; i++) outputs[1 + i] = next.Output(i);

        var replaced = new List<KeyValuePair<Expr, Expr>>();
        List<Expr> first = [Expr.Literal(true, DType.Bool)];
        for (int i = 0; i < parameters.Length; i++)
        {
            if (i < carries) first.Add(node.Input(i));
            else replaced.Add(new(parameters[i], node.Input(i)));
        }

        var closure = Closure.Of([alive, .. parameters[..carries]], [.. Substitution.In(outputs, replaced)!], node.Inputs);
        return Control.ScanNode(closure, first, [], trips, reversed: false, recomputes: false);
    }
}
