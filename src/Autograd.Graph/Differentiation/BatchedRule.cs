namespace Autograd.Graph;

/// <summary>
/// The rule of a node mapped over examples. When it is asked, the rule that was written for one example runs on placeholders for value, mapped
/// arguments and cotangent, and what it gives is mapped over the examples in its turn, with the nodes of the mapped function that it captured.
/// </summary>
/// <param name="op">the node's operation, with the rule for one example</param>
/// <param name="function">the walk that mapped the function to which the node belongs</param>
/// <param name="size">how many examples there are</param>
/// <param name="mapped">which of the arguments are mapped; the others are alike for all examples</param>
internal sealed class BatchedRule(Op.WithRule op, BatchingWalk function, int size, bool[] mapped)
{
    private const string NotKnown = "inside VMap, values are not known";

    /// <summary>The rule, as <see cref="DerivativeRule"/> says.</summary>
    public IReadOnlyList<Expr?> Pull(Expr value, IReadOnlyList<Expr> arguments, Expr cotangent)
    {
        Expr[] batched = [value, cotangent, .. arguments.Where((_, k) => mapped[k])];
        var examples = new Expr[batched.Length];
        for (int i = 0; i < examples.Length; i++)
            examples[i] = Expr.Placeholder($"{(i == 0 ? "value" : i == 1 ? "cotangent" : "an argument")} of {op.Label}", batched[i].DType, new Shape(batched[i].Shape.Sizes[1..]), NotKnown);

        var ofOne = new Expr[arguments.Count];
        for (int k = 0, next = 2; k < ofOne.Length; k++) ofOne[k] = mapped[k] ? examples[next++] : arguments[k];
        IReadOnlyList<Expr?> given = DerivativeRules.PullOwn(op, examples[0], ofOne, examples[1]);
        Expr[] outputs = [.. given.OfType<Expr>()];
        Expr?[] found = new BatchingWalk(size, function).Batch(outputs, examples, batched);

        var cotangents = new Expr?[given.Count];
        for (int k = 0, next = 0; k < cotangents.Length; k++)
        {
            if (given[k] is null) continue;
            Expr ofAll = found[next] ?? BatchedInputs.Repeated(outputs[next], size);
            next++;

            // An argument alike for all examples gets a cotangent from each.
            cotangents[k] = mapped[k] ? ofAll : ofAll.Reduce(ReduceKind.Sum, 0);
        }

        return cotangents;
    }
}
