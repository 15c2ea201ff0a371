namespace Autograd.Graph;

/// <summary>Derivatives of control flow, which are control flow: what a body does is differentiated once, however often it runs.</summary>
internal static class ControlRules
{
    /// <summary>The cotangents of a node's inputs, from those of its outputs.</summary>
    /// <param name="node">the node</param>
    /// <param name="needed">for each input whether its cotangent is asked for</param>
    /// <param name="g">for each output its cotangent, settled; null where there is none</param>
    /// <returns>for each input its cotangent; null where none arrives or none was asked for</returns>
    /// <exception cref="GradientException">a loop without a bound</exception>
    public static Expr?[] Pull(Expr node, bool[] needed, Expr?[] g) => node.Op switch
    {
        Op.Cond op => CondRules.Pull(op, node, needed, g),
        Op.Scan op => new ScanTranspose(op, node, needed, g).Pull(),
        Op.While op => WhileRules.Pull(op, node, needed, g),
        _ => throw DerivativeRules.Missing(node.Op),
    };

    /// <summary>The tangents of a node's outputs, from those of its inputs, of which at least one is not null; null where none arrives.</summary>
    public static Expr?[] Push(Expr node, ReadOnlySpan<Expr?> tangents) => node.Op switch
    {
        Op.Cond op => CondRules.Push(op, node, tangents.ToArray()),
        Op.Scan op => ScanRules.Push(op, node, tangents.ToArray()),
        Op.While op => WhileRules.Push(op, node, tangents.ToArray()),
        _ => throw DerivativeRules.Missing(node.Op),
    };

    /// <summary>For each output of a body whether a derivative by some of its parameters may reach it.</summary>
    public static bool[] Reached(Body body, ReadOnlySpan<bool> parameters)
    {
        var chosen = new List<Expr>();
        for (int i = 0; i < parameters.Length; i++)
            if (parameters[i]) chosen.Add(body.Parameters[i]);
        var order = new WalkOrder();
        try
        {
            order.Collect(body.Outputs, chosen, []);
            var reached = new bool[order.SlotCount];
            for (int i = 0; i < chosen.Count; i++) reached[i] = WalkOrder.Carries(chosen[i]);
            for (int place = 0; place < order.Nodes.Count; place++)
            {
                Expr node = order.Nodes[place];
                ref bool here = ref reached[order.SlotAt(place)];
                for (int k = WalkOrder.FirstArgument(node.Op); k < node.InputCount && !here && WalkOrder.Carries(node); k++)
                    here = order.Slot(node.Input(k)) is >= 0 and var slot && reached[slot];
            }

            var outputs = new bool[body.Outputs.Length];
            for (int k = 0; k < outputs.Length; k++) outputs[k] = order.Slot(body.Outputs[k]) is >= 0 and var slot && reached[slot];
            return outputs;
        }
        finally
        {
            order.Clear();
        }
    }

    /// <summary>Which carries of a loop a derivative may reach, from some of the body's parameters: <paramref name="parameters"/> receives them.</summary>
    public static void AddReachedCarries(Body body, int carries, Span<bool> parameters)
    {
        for (bool added = true; added;)
        {
            added = false;
            bool[] reached = Reached(body, parameters);
            for (int i = 0; i < carries; i++)
            {
                if (parameters[i] || !reached[i]) continue;
                added = parameters[i] = true;
            }
        }
    }

    /// <summary>The cotangents of some of a body's parameters.</summary>
    /// <param name="body">the body</param>
    /// <param name="asked">for each parameter whether its cotangent is asked for</param>
    /// <param name="seeds">for each output its cotangent; null where there is none</param>
    /// <returns>for each parameter its cotangent; null where none arrives or none was asked for</returns>
    public static Expr?[] Pull(Body body, ReadOnlySpan<bool> asked, ReadOnlySpan<Expr?> seeds)
    {
        List<Expr> outputs = [], inputs = [];
        List<Expr?> given = [];
        for (int k = 0; k < seeds.Length; k++)
        {
            if (seeds[k] is not { } seed) continue;
            outputs.Add(body.Outputs[k]);
            given.Add(seed);
        }

        for (int i = 0; i < asked.Length; i++)
            if (asked[i]) inputs.Add(body.Parameters[i]);
        var result = new Expr?[asked.Length];
        if (outputs.Count == 0 || inputs.Count == 0) return result;
        Expr?[] pulled = ReverseWalk.Pull(outputs, inputs, given, []);
        for (int i = 0, next = 0; i < result.Length; i++)
            if (asked[i]) result[i] = pulled[next++];
        return result;
    }

    /// <summary>A parameter of a body that has a type.</summary>
    public static Expr Parameter(string name, ExprType type) => Expr.Parameter(name, type.DType, type.Shape);
}
