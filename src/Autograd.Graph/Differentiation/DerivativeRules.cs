namespace Autograd.Graph;

/// <summary>The rule of every primitive, by family, for both modes.</summary>
internal static class DerivativeRules
{
    /// <summary>
    /// Whether the pull of an op takes its cotangent settled, because it mixes elements or cannot say of each where it went.
    /// Elementwise ops keep a mask, ops that move elements (or stretch a sum's cotangent) move it along.
    /// </summary>
    public static bool TakesSettled(Op op) => op is not (Op.Elementwise or Op.Structural or Op.Reduce or Op.Identity or Op.Barrier) or Op.Slice;

    /// <summary>The cotangent of input i of a node with one output, linear in g; none where none passes. Asked only for floating inputs.</summary>
    public static Cotangent Pull(Expr y, int i, in Cotangent g) => y.Op is Op.Elementwise op ? ElementwiseRules.Pull(op, i, y, y.Inputs, g) : PullOther(y, i, g);

    private static Cotangent PullOther(Expr y, int i, in Cotangent g) => y.Op switch
    {
        Op.Structural op => StructureRules.Pull(op, i, y.Inputs, g),
        Op.Reduce op => ReductionRules.Pull(op, y, y.Input(0), g),
        Op.Dot op => new(ContractionRules.Pull(op, i, y.Inputs, g.Value)),
        Op.Cumulative op => new(ReductionRules.Pull(op, i, y, y.Inputs, g.Value)),
        Op.Scatter op => new(IndexingRules.Pull(op, i, y, y.Inputs, g.Value)),
        Op.Identity => g,
        Op.Barrier => i == 0 ? g : Cotangent.None,
        Op.Source or Op.StopGradient or Op.ArgReduce or Op.RngBits => Cotangent.None,
        _ => throw Missing(y.Op),
    };

    /// <summary>Whether the transpose of an op adds into the running cotangent of its first input: <see cref="AddInto"/>.</summary>
    public static bool AddsInto(Op op) => op is Op.Slice or Op.Gather;

    /// <summary>The running cotangent of a node's first input with that of the node added to the part it was taken from.</summary>
    public static Expr AddInto(Expr y, Expr running, Expr g) => y.Op switch
    {
        Op.Slice op => StructureRules.AddInto(op, running, g),
        Op.Gather op => IndexingRules.AddInto(op, running, y.Input(1), g),
        _ => throw Missing(y.Op),
    };

    /// <summary>The cotangent of input i of a node with several outputs, from those of its outputs, null where one has none.</summary>
    public static Expr? PullSeveral(Expr node, int i, ReadOnlySpan<Expr?> g) => node.Op switch
    {
        Op.Sort op => g[0] is { } values ? IndexingRules.Pull(op, node, values) : null,
        _ => throw Missing(node.Op),
    };

    /// <summary>The cotangents of the arguments of a node with its own rule, checked.</summary>
    /// <exception cref="GradientException">the rule gave another number of cotangents, or one for an argument that has none</exception>
    /// <exception cref="ShapeException">a cotangent has not its argument's shape</exception>
    /// <exception cref="DTypeException">a cotangent has not its argument's element type</exception>
    public static IReadOnlyList<Expr?> PullOwn(Op.WithRule op, Expr y, Expr g)
    {
        var arguments = new Expr[y.InputCount - 1];
        for (int k = 0; k < arguments.Length; k++) arguments[k] = y.Input(k + 1);
        return PullOwn(op, y, arguments, g);
    }

    /// <summary>As <see cref="PullOwn(Op.WithRule, Expr, Expr)"/>, of a value and arguments that need not be a node's.</summary>
    public static IReadOnlyList<Expr?> PullOwn(Op.WithRule op, Expr value, Expr[] arguments, Expr g)
    {
        IReadOnlyList<Expr?> cotangents = op.Rule(value, arguments, g) ?? throw new GradientException($"{op.Label}: the rule gave null, not a list of {arguments.Length} cotangents");
        if (cotangents.Count != arguments.Length)
            throw new GradientException($"{op.Label}: the rule gave {cotangents.Count} cotangents for {arguments.Length} arguments (one for each; null where there is none)");
        for (int k = 0; k < arguments.Length; k++)
        {
            if (cotangents[k] is not { } cotangent) continue;
            ExprType expected = arguments[k].Type;
            if (!expected.DType.IsFloating())
                throw new GradientException($"{op.Label}: the rule gave a cotangent for argument {k}, whose element type {expected.DType.Name()} has none (null is right)");
            if (cotangent.DType != expected.DType)
                throw new DTypeException($"{op.Label}: the rule gave {cotangent.Type} as cotangent of argument {k}, which is {expected}");
            if (!cotangent.Shape.Equals(expected.Shape))
                throw new ShapeException($"{op.Label}: the rule gave {cotangent.Type} as cotangent of argument {k}, which is {expected}");
        }

        return cotangents;
    }

    /// <summary>The tangent of a node with one output from those of its inputs, of which at least one is not null; null where none passes.</summary>
    public static Expr? Push(Expr y, ReadOnlySpan<Expr?> tangents) => y.Op switch
    {
        Op.Elementwise op => ElementwiseRules.Push(op, y, y.Inputs, tangents),
        Op.Structural or Op.Identity => Linear(y, tangents),
        Op.Barrier op => tangents[0] is { } tangent ? Expr.Apply(op, [tangent, .. y.Inputs.ToArray().AsSpan(1)]) : null,
        Op.Reduce op => ReductionRules.Push(op, y, y.Input(0), tangents[0]!),
        Op.Dot op => ContractionRules.Push(op, y.Inputs, tangents),
        Op.Cumulative op => ReductionRules.Push(op, y, y.Inputs, tangents),
        Op.Gather op => Expr.Apply(op, tangents[0]!, y.Input(1)),
        Op.Scatter op => IndexingRules.Push(op, y, y.Inputs, tangents),
        Op.Control => ControlRules.Push(y, tangents)[0],
        Op.WithRule op => PushOwn(op, y, tangents),
        Op.Source or Op.StopGradient or Op.ArgReduce or Op.RngBits => null,
        _ => throw Missing(y.Op),
    };

    /// <summary>The tangent of one output of a node with several.</summary>
    public static Expr? PushSeveral(Expr node, int output, ReadOnlySpan<Expr?> tangents) => node.Op switch
    {
        Op.Sort op => output == 0 ? IndexingRules.Push(op, node, tangents[0]!) : null,
        _ => throw Missing(node.Op),
    };

    /// <summary>The error of an op without a line in a table.</summary>
    public static NotSupportedException Missing(Op op) => new($"{op.Name} has no derivative rule");

    /// <summary>A linear op on the tangents.</summary>
    private static Expr Linear(Expr y, ReadOnlySpan<Expr?> tangents)
    {
        if (tangents.Length == 1) return Expr.Apply(y.Op, tangents[0]!);
        var inputs = new Expr[tangents.Length];
        for (int i = 0; i < inputs.Length; i++) inputs[i] = tangents[i] ?? Expr.ZerosLike(y.Input(i));
        return Expr.Apply(y.Op, (ReadOnlySpan<Expr>)inputs);
    }

    /// <summary>
    /// A rule gives the cotangents of the arguments as a linear map of that of the value; the tangent of the value is the transposed map of the
    /// arguments' tangents. It is had by pulling them back through the rule to a placeholder for the cotangent.
    /// </summary>
    private static Expr? PushOwn(Op.WithRule op, Expr y, ReadOnlySpan<Expr?> tangents)
    {
        if (op.Rule.Target is ITangentRule rule) return rule.Push(y, y.Inputs.ToArray()[1..], tangents[1..].ToArray());
        // Only a rule that is not linear leaves the placeholder in its transpose: what evaluates that says so by this name.
        Expr placeholder = Expr.Parameter($"cotangent of {op.Label}, whose rule is not linear in it", y.DType, y.Shape);
        IReadOnlyList<Expr?> map = PullOwn(op, y, placeholder);
        var outputs = new List<Expr>(map.Count);
        var seeds = new List<Expr?>(map.Count);
        for (int k = 0; k < map.Count; k++)
        {
            if (map[k] is not { } output || tangents[k + 1] is not { } tangent) continue;
            outputs.Add(output);
            seeds.Add(tangent);
        }

        Expr[] below = [y, .. y.Inputs];
        return ReverseWalk.Pull(outputs, [placeholder], seeds, below)[0];
    }
}
