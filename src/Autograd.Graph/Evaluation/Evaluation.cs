using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Autograd.Graph;

/// <summary>From expressions to arrays.</summary>
public static class Evaluation
{
    /// <summary>The value of an expression.</summary>
    /// <param name="x">what is asked for</param>
    /// <param name="options">settings; <see cref="EvaluationOptions.Default"/> when null</param>
    /// <param name="cancellationToken">asked between the steps of the computation; a cancelled one leaves nothing behind</param>
    /// <exception cref="UnboundParameterException">it depends on a parameter that has no value</exception>
    /// <exception cref="ArgumentOutOfRangeException">an index that must be inside of its axis is not</exception>
    /// <exception cref="DivideByZeroException">integers are divided by zero</exception>
    /// <exception cref="InvalidOperationException">the node has several outputs; <see cref="Expr.Output"/> takes one</exception>
    /// <exception cref="OperationCanceledException">the evaluation was cancelled</exception>
    public static NDArray Evaluate(this Expr x, EvaluationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(x);
        options ??= EvaluationOptions.Default;
        if (Known(x, options) is { } known) return known;
        NDArray value = null!;
        Compute([x], new Span<NDArray>(ref value), options, cancellationToken);
        return value;
    }

    /// <summary>The values of several expressions at once: what they share is computed once.</summary>
    /// <param name="outputs">what is asked for</param>
    /// <param name="options">settings; <see cref="EvaluationOptions.Default"/> when null</param>
    /// <param name="cancellationToken">asked between the steps of the computation; a cancelled one leaves nothing behind</param>
    /// <exception cref="UnboundParameterException">one depends on a parameter that has no value</exception>
    /// <exception cref="ArgumentOutOfRangeException">an index that must be inside of its axis is not</exception>
    /// <exception cref="DivideByZeroException">integers are divided by zero</exception>
    /// <exception cref="InvalidOperationException">a node has several outputs; <see cref="Expr.Output"/> takes one</exception>
    /// <exception cref="OperationCanceledException">the evaluation was cancelled</exception>
    public static NDArray[] Evaluate(IReadOnlyList<Expr> outputs, EvaluationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        options ??= EvaluationOptions.Default;
        ReadOnlySpan<Expr> all = outputs switch
        {
            Expr[] array => array,
            List<Expr> list => CollectionsMarshal.AsSpan(list),
            _ => [.. outputs],
        };
        var values = new NDArray?[all.Length];
        List<Expr>? unknown = null;
        for (int i = 0; i < all.Length; i++)
        {
            values[i] = Known(all[i] ?? throw new ArgumentNullException(nameof(outputs), $"evaluate: output {i} is null"), options);
            if (values[i] is not null) unknown ??= [.. all[..i]];
            else unknown?.Add(all[i]);
        }

        if (unknown is null)
        {
            if (values.Length > 0) Compute(all, values!, options, cancellationToken);
        }
        else if (unknown.Count > 0)
        {
            var computed = new NDArray[unknown.Count];
            Compute(CollectionsMarshal.AsSpan(unknown), computed, options, cancellationToken);
            for (int i = 0, next = 0; i < values.Length; i++) values[i] ??= computed[next++];
        }

        return values!;
    }

    /// <summary>The plan by which <see cref="Evaluate(Expr, EvaluationOptions?, CancellationToken)"/> would compute an expression now; nothing is computed.</summary>
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

    /// <summary>What the process keeps between evaluations, now.</summary>
    public static EvaluationCaches Caches => EvaluationCaches.Now();

    /// <summary>
    /// Lets go of what the process keeps between evaluations: plans, and memory for intermediate values (of other threads' small arenas, of at
    /// most 256 KiB each, none). Later evaluations plan and allocate anew, and give the same bits.
    /// </summary>
    public static void Trim()
    {
        PlanCache.Clear();
        BufferPool.Trim();
        RunMemory.Trim();
    }

    private static NDArray? Known(Expr x, EvaluationOptions options) => options.Optimize ? x.Value : null;

    private static void Compute(ReadOnlySpan<Expr> outputs, Span<NDArray> values, EvaluationOptions options, CancellationToken cancellationToken)
    {
        if (!options.Optimize)
        {
            Interpreter.Evaluate(outputs, cancellationToken).CopyTo(values);
            return;
        }

        cancellationToken.ThrowIfCancellationRequested();
        foreach (Expr output in outputs) _ = output.Shape;
        long begin = options.Profile is null ? 0 : Stopwatch.GetTimestamp();
        Wiring wiring = Wiring.Of(outputs, secondTouch: !options.IsLastUse);
        try
        {
            Plan plan = PlanCache.Get(wiring, out PlanMiss? miss);
            options.Profile?.AddPreparation(Stopwatch.GetTimestamp() - begin);
            RunMemory memory = plan.Rent(wiring.Numbers, options.Threads);
            try
            {
                plan.PutArguments(memory, wiring.Arrays);
                plan.PutNewResults(memory);
                plan.Run(memory, cancellationToken, options.Profile);
                for (int i = 0; i < values.Length; i++)
                {
                    // An output that was asked for twice is known by now.
                    values[i] = outputs[i].Value ?? OutputOf(plan, memory, wiring, i);
                    outputs[i].Remember(values[i]);
                }

                Remember(wiring, plan, memory, values.Length);
            }
            finally
            {
                memory.Return();
            }

            options.Statistics?.Add(plan.NodeCount, miss);
        }
        finally
        {
            wiring.Return();
        }
    }

    private static NDArray OutputOf(Plan plan, RunMemory memory, Wiring wiring, int output)
    {
        (Buffer buffer, Shape shape) = plan.Output(output);
        return buffer.Kind == BufferKind.Argument ? wiring.Arrays[buffer.Index].WithShape(shape) : plan.TakeResult(memory, buffer.Index, shape);
    }

    private static void Remember(Wiring wiring, Plan plan, RunMemory memory, int asked)
    {
        ReadOnlySpan<Expr> nodes = wiring.Nodes;
        for (int i = 0; i < nodes.Length; i++)
        {
            if (nodes[i].Touches < byte.MaxValue) nodes[i].Touches++;
            if (!plan.KeepsResults || nodes[i].Value is not null || nodes[i].OutputCount != 1) continue;
            int result = plan.ResultOf(wiring.EntryOfNode[i]);
            if (result >= 0) nodes[i].Remember(plan.TakeResult(memory, result, nodes[i].Shape));
        }

        // Values kept on second touch follow the asked ones.
        ReadOnlySpan<int> kept = wiring.KeptNodes;
        for (int i = 0; i < kept.Length; i++) nodes[kept[i]].Remember(OutputOf(plan, memory, wiring, asked + i));
    }
}
