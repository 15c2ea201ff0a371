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
        return Known(x, options ?? EvaluationOptions.Default) ?? Interpreter.Evaluate([x])[0];
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
            NDArray[] computed = Interpreter.Evaluate([.. unknown]);
            for (int i = 0, next = 0; i < values.Length; i++) values[i] ??= computed[next++];
        }

        return values!;
    }

    private static NDArray? Known(Expr x, EvaluationOptions options) => options.Optimize ? x.Value : null;
}
