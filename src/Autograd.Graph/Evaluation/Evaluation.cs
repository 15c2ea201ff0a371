namespace Autograd.Graph;

/// <summary>From expressions to arrays.</summary>
public static class Evaluation
{
    /// <summary>The value of an expression.</summary>
    /// <exception cref="UnboundParameterException">it depends on a parameter that has no value</exception>
    /// <exception cref="ArgumentOutOfRangeException">an index that must be inside of its axis is not</exception>
    /// <exception cref="DivideByZeroException">integers are divided by zero</exception>
    /// <exception cref="InvalidOperationException">the node has several outputs; <see cref="Expr.Output"/> takes one</exception>
    public static NDArray Evaluate(this Expr x, EvaluationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Known(x, options ?? EvaluationOptions.Default) ?? Compute([x], options ?? EvaluationOptions.Default)[0];
    }

    /// <summary>The values of several expressions at once: what they share is computed once.</summary>
    /// <exception cref="UnboundParameterException">one depends on a parameter that has no value</exception>
    /// <exception cref="ArgumentOutOfRangeException">an index that must be inside of its axis is not</exception>
    /// <exception cref="DivideByZeroException">integers are divided by zero</exception>
    /// <exception cref="InvalidOperationException">a node has several outputs; <see cref="Expr.Output"/> takes one</exception>
    public static NDArray[] Evaluate(IReadOnlyList<Expr> outputs, EvaluationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        options ??= EvaluationOptions.Default;
        var values = new NDArray?[outputs.Count];
        var unknown = new List<Expr>(values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            Expr output = outputs[i] ?? throw new ArgumentNullException(nameof(outputs), $"evaluate: output {i} is null");
            values[i] = Known(output, options);
            if (values[i] is null) unknown.Add(output);
        }

        if (unknown.Count > 0)
        {
            NDArray[] computed = Compute([.. unknown], options);
            for (int i = 0, next = 0; i < values.Length; i++) values[i] ??= computed[next++];
        }

        return values!;
    }

    /// <summary>The plan by which <see cref="Evaluate(Expr, EvaluationOptions?)"/> would compute an expression now; nothing is computed.</summary>
    /// <exception cref="UnboundParameterException">it depends on a parameter that has no value</exception>
    /// <exception cref="InvalidOperationException">the node has several outputs; <see cref="Expr.Output"/> takes one</exception>
    public static PlanDescription Explain(this Expr x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Explain([x]);
    }

    /// <summary>The plan by which several expressions would be computed at once now; nothing is computed.</summary>
    /// <exception cref="UnboundParameterException">one depends on a parameter that has no value</exception>
    /// <exception cref="InvalidOperationException">a node has several outputs; <see cref="Expr.Output"/> takes one</exception>
    public static PlanDescription Explain(IReadOnlyList<Expr> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        var asked = new Expr[outputs.Count];
        for (int i = 0; i < asked.Length; i++)
        {
            asked[i] = outputs[i] ?? throw new ArgumentNullException(nameof(outputs), $"explain: output {i} is null");
            _ = asked[i].Shape;
        }

        Wiring wiring = Wiring.Of(asked, secondTouch: true);
        try
        {
            return Planner.Make(wiring).Describe();
        }
        finally
        {
            wiring.Return();
        }
    }

    private static NDArray? Known(Expr x, EvaluationOptions options) => options.Optimize ? x.Value : null;

    private static NDArray[] Compute(ReadOnlySpan<Expr> outputs, EvaluationOptions options)
    {
        if (!options.Optimize) return Interpreter.Evaluate(outputs);
        foreach (Expr output in outputs) _ = output.Shape;
        Wiring wiring = Wiring.Of(outputs, secondTouch: !options.IsLastUse);
        try
        {
            Plan plan = PlanCache.Get(wiring, out bool hit);
            NDArray[] values = plan.Run(wiring.Arrays, wiring.Numbers, options.Threads, out NDArray[] results);
            Remember(outputs, values, wiring, plan, results);
            options.Statistics?.Add(plan.NodeCount, hit);
            return values[..outputs.Length];
        }
        finally
        {
            wiring.Return();
        }
    }

    private static void Remember(ReadOnlySpan<Expr> outputs, NDArray[] values, Wiring wiring, Plan plan, NDArray[] results)
    {
        for (int i = 0; i < outputs.Length; i++) outputs[i].Remember(values[i]);
        ReadOnlySpan<Expr> nodes = wiring.Nodes;
        for (int i = 0; i < nodes.Length; i++)
        {
            if (nodes[i].Touches < byte.MaxValue) nodes[i].Touches++;
            if (!plan.KeepsResults || nodes[i].Value is not null || nodes[i].OutputCount != 1) continue;
            int result = plan.ResultOf(wiring.EntryOfNode[i]);
            if (result >= 0) nodes[i].Remember(results[result].WithShape(nodes[i].Shape));
        }

        // Values kept on second touch follow the asked ones.
        ReadOnlySpan<int> kept = wiring.KeptNodes;
        for (int i = 0; i < kept.Length; i++) nodes[kept[i]].Remember(values[outputs.Length + i]);
    }
}
