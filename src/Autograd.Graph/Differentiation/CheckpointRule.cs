namespace Autograd.Graph;

/// <summary>
/// The derivative of a checkpointed function: that of the function as it was built, on values that are computed again from the arguments. These
/// stand behind barriers that wait for the cotangent, so that nothing is merged with the first computation or runs beside it.
/// </summary>
/// <param name="value">what the function gave</param>
/// <param name="points">the argument's leaves</param>
/// <param name="captured">other nodes that it reads and has derivatives by</param>
/// <param name="kept">nodes in it that are not computed again</param>
/// <param name="policy">which those are</param>
internal sealed class CheckpointRule(Expr value, Expr[] points, Expr[] captured, Expr[] kept, CheckpointPolicy policy) : ITangentRule, ISubstitutableRule
{
    private const string Name = "checkpoint";

    // Made when it is asked for; two threads may both make it, and either serves.
    private Derivative? _pull;

    /// <summary>The cotangents of arguments with holes for these and the cotangent.</summary>
    /// <param name="Template">those that there are</param>
    /// <param name="Outputs">whose they are</param>
    private sealed record Derivative(Template Template, int[] Outputs);

    /// <summary>What nodes of the rule are differentiated by, and what it takes values of.</summary>
    public Expr[] Arguments => [.. points, .. captured, .. kept];

    /// <summary>Function values as what a rule is attached to.</summary>
    /// <param name="points">the argument's leaves</param>
    /// <param name="values">what a function gave for them</param>
    /// <param name="policy">what is kept</param>
    public static Expr[] Attach(Expr[] points, IReadOnlyList<Expr> values, CheckpointPolicy policy) => Packing.Attach(Name, values, (_, value) =>
    {
        // Only what depends on the argument is computed again; the rest is captured, whoever made it.
        var function = new Template([value], points);
        Expr[] kept = [.. function.Dependents.Where(node => !ReferenceEquals(node, value) && policy.Keeps(node))];
        Expr[] captured = [.. function.Captured().Where(node => node.IsFloating && node.Op is not Op.Literal)];
        var rule = new CheckpointRule(value, points, captured, kept, policy);
        return (rule.Arguments, rule.Pull);
    });

    /// <summary>Whether a node is a checkpointed function's.</summary>
    public static bool IsOf(Expr node) => node.Op is Op.WithRule { Label: Name, Rule.Target: ITangentRule };

    /// <summary>The derivative of the function in which nodes were replaced.</summary>
    public DerivativeRule After(Images images)
    {
        Expr[] All(Expr[] nodes) => Array.ConvertAll(nodes, images.ImageOf);
        return new CheckpointRule(images.ImageOf(value), All(points), All(captured), All(kept), policy).Pull;
    }

    private IReadOnlyList<Expr?> Pull(Expr node, IReadOnlyList<Expr> arguments, Expr cotangent)
    {
        Derivative pull = _pull ??= MakePull();
        var filled = new Expr[arguments.Count + 1];
        for (int i = 0; i < arguments.Count; i++)
        {
            bool isCaptured = i >= points.Length && i < points.Length + captured.Length;
            filled[i] = isCaptured ? arguments[i] : Expr.Barrier(arguments[i], cotangent, node);
        }

        filled[^1] = cotangent;
        Expr[] found = pull.Template.Fill(filled);
        var cotangents = new Expr?[arguments.Count];
        for (int i = 0; i < found.Length; i++) cotangents[pull.Outputs[i]] = found[i];
        return cotangents;
    }

    private Derivative MakePull()
    {
        Expr cotangent = Expr.Parameter("cotangent", value.DType, value.Shape);
        Expr?[] pulled = ReverseWalk.Pull([value], [.. points, .. captured], [cotangent], []);
        int[] outputs = [.. Enumerable.Range(0, pulled.Length).Where(i => pulled[i] is not null)];
        return new(new([.. outputs.Select(i => pulled[i]!)], [.. Arguments, cotangent]), outputs);
    }

    /// <summary>The tangent is a checkpointed function too, of the arguments and their tangents.</summary>
    public Expr? Push(Expr node, IReadOnlyList<Expr> arguments, IReadOnlyList<Expr?> tangents)
    {
        int inputs = points.Length + captured.Length;
        Expr[] known = [.. Arguments[..inputs]];
        int[] moving = [.. Enumerable.Range(0, inputs).Where(i => tangents[i] is not null)];
        Expr[] placeholders = Array.ConvertAll(moving, i => Expr.Parameter("tangent", known[i].DType, known[i].Shape));
        if (moving.Length == 0 || ForwardWalk.Push([value], Array.ConvertAll(moving, i => known[i]), placeholders)[0] is not { } pushed) return null;
        Expr[] at = [.. arguments.Select(Expr.Identity), .. moving.Select(i => Expr.Identity(tangents[i]!))];
        Expr tangent = new Template([pushed], [.. Arguments, .. placeholders]).Fill(at)[0];
        return Attach(at, [tangent], policy)[0];
    }
}
