namespace Autograd.Graph;

/// <summary>Bodies run by the interpreter itself, trip by trip.</summary>
internal static class ReferenceControl
{
    public static NDArray[] Compute(Op.Control op, NDArray[] inputs, CancellationToken cancellationToken) => op switch
    {
        Op.Cond cond => Run(inputs[0].AsSpan<bool>()[0] ? cond.Then : cond.Otherwise, inputs[1..], cancellationToken),
        Op.Scan scan => Scan(scan, inputs, cancellationToken),
        Op.While loop => While(loop, inputs, cancellationToken),
        _ => throw new NotSupportedException($"{op.Name}: the reference has no line for it"),
    };

    private static NDArray[] Run(Body body, NDArray[] arguments, CancellationToken cancellationToken)
    {
        var bound = new Dictionary<Expr, NDArray>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < arguments.Length; i++) bound.Add(body.Parameters[i], arguments[i]);
        return Interpreter.Evaluate(body.Outputs.AsSpan(), cancellationToken, bound);
    }

    private static NDArray[] Scan(Op.Scan op, NDArray[] inputs, CancellationToken cancellationToken)
    {
        var arguments = (NDArray[])inputs.Clone();
        ExprType[] types = op.Body.OutputTypes();
        var outputs = new NDArray[types.Length];
        for (int k = op.Carries; k < outputs.Length; k++) outputs[k] = NDArray.Uninitialized(types[k].DType, Op.Scan.Stacked(types[k].Shape, op.Trips));
        for (int trip = 0; trip < op.Trips; trip++)
        {
            int place = op.Reversed ? op.Trips - 1 - trip : trip;
            for (int i = op.Carries; i < op.Carries + op.Items; i++) arguments[i] = PlaceOf(inputs[i], place);
            NDArray[] made = RunTrip(op, op.Body, arguments, trip, cancellationToken);
            made.AsSpan(0, op.Carries).CopyTo(arguments);
            for (int k = op.Carries; k < outputs.Length; k++)
                for (int e = 0; e < made[k].Count; e++) outputs[k].Set(place * made[k].Count + e, made[k].At(e));
        }

        arguments.AsSpan(0, op.Carries).CopyTo(outputs);
        return outputs;
    }

    private static NDArray[] While(Op.While op, NDArray[] inputs, CancellationToken cancellationToken)
    {
        var arguments = (NDArray[])inputs.Clone();
        for (long trip = 0; trip < (op.MaxTrips ?? long.MaxValue) && RunTrip(op, op.Condition, arguments, trip, cancellationToken)[0].AsSpan<bool>()[0]; trip++)
            RunTrip(op, op.Body, arguments, trip, cancellationToken).CopyTo(arguments, 0);
        return arguments[..op.OutputCount];
    }

    private static NDArray[] RunTrip(Op.Control op, Body body, NDArray[] arguments, long trip, CancellationToken cancellationToken)
    {
        try
        {
            return Run(body, arguments, cancellationToken);
        }
        catch (Exception e) when (BodyPlan.AtTrip(e, op.Name, trip) is { } named)
        {
            throw named;
        }
    }

    private static NDArray PlaceOf(NDArray items, int place)
    {
        Shape shape = new(items.Shape.Sizes[1..]);
        NDArray item = NDArray.Uninitialized(items.DType, shape);
        for (int e = 0; e < shape.Count; e++) item.Set(e, items.At(place * shape.Count + e));
        return item;
    }
}
