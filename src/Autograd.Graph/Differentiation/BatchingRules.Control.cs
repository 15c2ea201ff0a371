namespace Autograd.Graph;

internal static partial class BatchingRules
{
    /// <summary>
    /// Control flow for all examples at once: for each output its examples along a first axis. Bodies are mapped in their turn. A choice by a
    /// condition that differs between examples computes both cases; a loop runs until all examples are done, those that are keep their values.
    /// </summary>
    public static Expr[] Batch(Op.Control op, in BatchedInputs x) => op switch
    {
        Op.Cond cond => x[0] is null ? Batch(cond, x) : Both(cond, x),
        Op.Scan scan => Batch(scan, x),
        Op.While loop => Batch(loop, x),
        _ => throw Missing(op),
    };

    private static Expr[] Batch(Op.Scan op, in BatchedInputs x)
    {
        (bool[] mapped, int size) = (Mapped(x, 0), x.Size);
        Expr[] parameters;
        Expr?[] found;
        do
        {
            parameters = Parameters(op.Body, mapped, size);
            found = Outputs(op.Body, parameters, mapped, x.Function);
        }
        while (AddMappedCarries(mapped, found.AsSpan(0, op.Carries)));

        var inputs = new Expr[mapped.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            if (!mapped[i]) inputs[i] = x.Node.Input(i);
            else if (i < op.Carries) inputs[i] = x.Full(i);
            else inputs[i] = i < op.Carries + op.Items ? x[i]!.SwapAxes(0, 1) : x[i]!;
        }

        Closure closure = Closure.Of(parameters, Whole(op.Body, found, parameters, k => k < op.Carries && mapped[k], size));
        Expr node = Expr.Apply(op with { Body = closure.BodyOf(..) }, (ReadOnlySpan<Expr>)[.. inputs, .. closure.Captured]);
        var result = new Expr[op.OutputCount];
        for (int k = 0; k < result.Length; k++)
        {
            Expr output = node.Output(k);
            bool isMapped = k < op.Carries ? mapped[k] : found[k] is not null;
            result[k] = !isMapped ? BatchedInputs.Repeated(output, size) : k < op.Carries ? output : output.SwapAxes(0, 1);
        }

        return result;
    }

    private static Expr[] Batch(Op.Cond op, in BatchedInputs x)
    {
        (bool[] mapped, int size) = (Mapped(x, 1), x.Size);
        Expr[] parameters = Parameters(op.Then, mapped, size);
        Expr?[] then = Outputs(op.Then, parameters, mapped, x.Function), otherwise = Outputs(op.Otherwise, parameters, mapped, x.Function);
        Expr[] wholeThen = Whole(op.Then, then, parameters, k => otherwise[k] is not null, size), wholeOtherwise = Whole(op.Otherwise, otherwise, parameters, k => then[k] is not null, size);
        var inputs = new Expr[mapped.Length];
        for (int i = 0; i < inputs.Length; i++) inputs[i] = x.Either(i + 1);
        Expr node = Control.CondNode(x.Node.Input(0), Closure.Of(parameters, [.. wholeThen, .. wholeOtherwise]), then.Length, inputs);
        var result = new Expr[then.Length];
        for (int k = 0; k < result.Length; k++) result[k] = then[k] is null && otherwise[k] is null ? BatchedInputs.Repeated(node.Output(k), size) : node.Output(k);
        return result;
    }

    /// <summary>
    /// Both cases, and of each example one. An example's inputs reach a case that it does not take without their derivative, so that an infinite
    /// one within the case is never multiplied by its zero.
    /// </summary>
    private static Expr[] Both(Op.Cond op, in BatchedInputs x)
    {
        (BatchingWalk function, int size) = (x.Function, x.Size);
        Expr condition = x[0]!;
        bool[] mapped = Mapped(x, 1);
        var inputs = new Expr[mapped.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            mapped[i] |= x.Node.Input(i + 1).DType.IsFloating();
            inputs[i] = mapped[i] ? x.Full(i + 1) : x.Node.Input(i + 1);
        }

        Expr[] then = Case(op.Then, taken: true), otherwise = Case(op.Otherwise, taken: false);
        return [.. then.Select((output, k) => Selected(condition, output, otherwise[k]))];

        Expr[] Case(Body body, bool taken)
        {
            Expr[] safe = Array.ConvertAll(inputs, input => !input.DType.IsFloating() ? input
                : taken ? Selected(condition, input, Expr.StopGradient(input)) : Selected(condition, Expr.StopGradient(input), input));
            return Whole(body, Outputs(body, safe, mapped, function), safe, _ => true, size);
        }
    }

    private static Expr[] Batch(Op.While op, in BatchedInputs x)
    {
        (bool[] mapped, int size, int carries) = (Mapped(x, 0), x.Size, op.OutputCount);
        Expr[] parameters;
        Expr?[] found;
        Expr? condition;
        do
        {
            parameters = Parameters(op.Body, mapped, size);
            found = Outputs(op.Body, parameters, mapped, x.Function);
            condition = Outputs(op.Condition, parameters, mapped, x.Function)[0];
            // Of an example that is done, every carry stays as it is.
            if (condition is not null) Array.Fill(found, condition);
        }
        while (AddMappedCarries(mapped, found.AsSpan(0, carries)));

        var inputs = new Expr[mapped.Length];
        for (int i = 0; i < inputs.Length; i++) inputs[i] = !mapped[i] ? x.Node.Input(i) : x.Full(i);
        Expr[] next = Whole(op.Body, Outputs(op.Body, parameters, mapped, x.Function), parameters, k => mapped[k], size);
        if (condition is null)
        {
            var alike = Closure.Of(parameters, [Whole(op.Condition, [null], parameters, _ => false, size)[0], .. next]);
            Expr loop = Expr.Apply(new Op.While(alike.BodyOf(..1), alike.BodyOf(1..), op.MaxTrips), (ReadOnlySpan<Expr>)[.. inputs, .. alike.Captured]);
            return [.. next.Select((_, k) => mapped[k] ? loop.Output(k) : BatchedInputs.Repeated(loop.Output(k), size))];
        }

        Expr goesOn = Expr.Parameter("goes on", DType.Bool, condition.Shape);
        for (int k = 0; k < carries; k++) next[k] = Selected(goesOn, next[k], parameters[k]);
        Expr furtherOn = Expr.Apply(Op.Logic.And, goesOn, In(condition, parameters, next));
        var closure = Closure.Of([goesOn, .. parameters], [goesOn.Reduce(ReduceKind.Max, 0), furtherOn, .. next]);
        Expr first = In(condition, parameters, inputs);
        Expr node = Expr.Apply(new Op.While(closure.BodyOf(..1), closure.BodyOf(1..), op.MaxTrips), (ReadOnlySpan<Expr>)[first, .. inputs, .. closure.Captured]);
        return [.. next.Select((_, k) => node.Output(1 + k))];
    }

    /// <summary>Which inputs are mapped, from one on.</summary>
    private static bool[] Mapped(in BatchedInputs x, int first)
    {
        var mapped = new bool[x.Count - first];
        for (int i = 0; i < mapped.Length; i++) mapped[i] = x[first + i] is not null;
        return mapped;
    }

    /// <summary>A carry that a trip makes differ between examples is mapped from the first trip on.</summary>
    private static bool AddMappedCarries(bool[] mapped, ReadOnlySpan<Expr?> next)
    {
        bool added = false;
        for (int i = 0; i < next.Length; i++)
        {
            if (mapped[i] || next[i] is null) continue;
            added = mapped[i] = true;
        }

        return added;
    }

    /// <summary>The parameters of a mapped body: those that are mapped stand for all examples.</summary>
    private static Expr[] Parameters(Body body, bool[] mapped, int size) =>
        [.. body.Parameters.Select((parameter, i) => mapped[i] ? Expr.Parameter(((Op.Parameter)parameter.Op).Label, parameter.DType, Operands.Insert(parameter.Shape, 0, size)) : parameter)];

    /// <summary>The outputs of a body with its examples along a first axis; null for one that is alike for all of them.</summary>
    private static Expr?[] Outputs(Body body, Expr[] values, bool[] mapped, BatchingWalk function)
    {
        Expr[] placeholders = [.. body.Parameters.Where((_, i) => mapped[i])], examples = [.. values.Where((_, i) => mapped[i])];
        // What the values are made of is not the body's, and is not looked into.
        return Substitution.In(new BatchingWalk(function.Size, around: function).Batch(body.Outputs, placeholders, examples), [.. examples.Select(value => KeyValuePair.Create(value, value)), .. Alike(body, values, mapped)]);
    }

    /// <summary>All outputs; of those that are alike, some are repeated for all examples.</summary>
    private static Expr[] Whole(Body body, Expr?[] found, Expr[] values, Func<int, bool> isRepeated, int size)
    {
        Expr?[] alike = Substitution.In(body.Outputs, body.Parameters.Select((parameter, i) => KeyValuePair.Create(parameter, values[i])).Where(pair => pair.Key.Shape.Equals(pair.Value.Shape)));
        return [.. found.Select((output, k) => output ?? (isRepeated(k) ? BatchedInputs.Repeated(alike[k]!, size) : alike[k]!))];
    }

    private static IEnumerable<KeyValuePair<Expr, Expr>> Alike(Body body, Expr[] values, bool[] mapped) =>
        body.Parameters.Select((parameter, i) => KeyValuePair.Create(parameter, values[i])).Where((_, i) => !mapped[i]);

    private static Expr In(Expr expression, Expr[] parameters, Expr[] values) =>
        Substitution.In([expression], parameters.Take(values.Length).Select((parameter, i) => KeyValuePair.Create(parameter, values[i])))[0]!;

    /// <summary>A choice for each example.</summary>
    private static Expr Selected(Expr condition, Expr a, Expr b)
    {
        var sizes = new int[a.Rank];
        Array.Fill(sizes, 1);
        sizes[0] = condition.Shape[0];
        return Expr.Apply(Op.Select.Instance, [condition.Reshape(sizes).BroadcastTo(a.Shape), a, b]);
    }
}
