namespace Autograd.Graph;

/// <summary>
/// The rule of a node mapped over examples. When it is asked, the rule that was written for one example runs on placeholders for value, mapped
/// arguments and cotangent (or tangents), and what it gives is mapped over the examples in its turn, with the nodes of the mapped function that
/// it captured.
/// </summary>
/// <param name="op">the node's operation, with the rule for one example</param>
/// <param name="function">the walk that mapped the function to which the node belongs</param>
/// <param name="mapped">which of the arguments are mapped; the others are alike for all examples</param>
internal sealed class BatchedRule(Op.WithRule op, BatchingWalk function, bool[] mapped)
{
    /// <summary>The rule for all examples. One that says tangents still does.</summary>
    public DerivativeRule Rule => op.Rule.Target is ITangentRule ofOne
        ? new TangentFirstRule(op.Label, (value, arguments, tangents) => Push(ofOne, value, arguments, tangents), Pull).Pull
        : Pull;

    private IReadOnlyList<Expr?> Pull(Expr value, IReadOnlyList<Expr> arguments, Expr cotangent)
    {
        var examples = new Examples(op.Label);
        Expr ofValue = examples.One("value", value), ofCotangent = examples.One("cotangent", cotangent);
        IReadOnlyList<Expr?> given = DerivativeRules.PullOwn(op, ofValue, OfOne(examples, arguments), ofCotangent);
        Expr?[] cotangents = examples.Map(given, function);

        // An argument alike for all examples gets a cotangent from each.
        for (int k = 0; k < cotangents.Length; k++)
            if (!mapped[k]) cotangents[k] = cotangents[k]?.Reduce(ReduceKind.Sum, 0);
        return cotangents;
    }

    private Expr? Push(ITangentRule ofOne, Expr value, IReadOnlyList<Expr> arguments, IReadOnlyList<Expr?> tangents)
    {
        var examples = new Examples(op.Label);
        Expr ofValue = examples.One("value", value);
        var moving = new Expr?[tangents.Count];
        for (int k = 0; k < moving.Length; k++) moving[k] = mapped[k] && tangents[k] is { } tangent ? examples.One("tangent", tangent) : tangents[k];
        return examples.Map([ofOne.Push(ofValue, OfOne(examples, arguments), moving)], function)[0];
    }

    private Expr[] OfOne(Examples examples, IReadOnlyList<Expr> arguments)
    {
        var ofOne = new Expr[arguments.Count];
        for (int k = 0; k < ofOne.Length; k++) ofOne[k] = mapped[k] ? examples.One($"argument {k}", arguments[k]) : arguments[k];
        return ofOne;
    }

    /// <summary>Placeholders for one example of what a rule is called with.</summary>
    private readonly struct Examples(string label)
    {
        private const string NoValue = "inside VMap, values are not known (a rule builds expressions)";

        private readonly List<Expr> _placeholders = [], _values = [];

        /// <summary>What stands for one example.</summary>
        public Expr One(string role, Expr all)
        {
            Expr placeholder = Expr.Placeholder($"{role} of {label}", all.DType, new Shape(all.Shape.Sizes[1..]), NoValue);
            _placeholders.Add(placeholder);
            _values.Add(all);
            return placeholder;
        }

        /// <summary>What the rule gave for one example, for all of them.</summary>
        public Expr?[] Map(IReadOnlyList<Expr?> given, BatchingWalk function)
        {
            var found = new Expr?[given.Count];
            Expr?[] present = new BatchingWalk(function.Size, function).Batch([.. given.OfType<Expr>()], _placeholders, _values);
            for (int k = 0, next = 0; k < found.Length; k++)
                if (given[k] is { } ofOne) found[k] = present[next++] ?? BatchedInputs.Repeated(ofOne, function.Size);
            return found;
        }
    }
}
