namespace Autograd.Graph;

/// <summary>
/// The rule of a node that was built again. It was written for the node as it was: for its value and its arguments, and whatever else it captured.
/// So it is asked about these, and what it gives is translated: by what it is asked now in their places, and by their images elsewhere.
/// </summary>
internal class TranslatedRule
{
    private readonly Images _images;
    private readonly Expr _node;
    private readonly Op.WithRule _op;
    private readonly Expr[] _arguments;

    private TranslatedRule(Images images, Expr node, Op.WithRule op) => (_images, _node, _op, _arguments) = (images, node, op, node.Inputs.ToArray()[1..]);

    /// <summary>The rule of a node after a substitution. One that says tangents still does.</summary>
    public static DerivativeRule Of(Images images, Expr node, Op.WithRule op) => op.Rule.Target switch
    {
        ISubstitutableRule rule => rule.After(images),
        ITangentRule rule => new WithTangent(images, node, op, rule).Pull,
        _ => new TranslatedRule(images, node, op).Pull,
    };

    /// <summary>The rule as it was written, before any translation.</summary>
    public static DerivativeRule Written(DerivativeRule rule)
    {
        while (rule.Target is TranslatedRule translated) rule = translated._op.Rule;
        return rule;
    }

    private IReadOnlyList<Expr?> Pull(Expr value, IReadOnlyList<Expr> arguments, Expr cotangent)
    {
        Substitution here = Here(value, arguments);
        IReadOnlyList<Expr?>? given = _op.Rule(_node, _arguments, StandIn("cotangent", cotangent, here));
        // Null is the caller's to complain of.
        return given is null ? null! : here.In(given);
    }

    private Substitution Here(Expr value, IReadOnlyList<Expr> arguments)
    {
        var here = new Substitution(_images);
        here.Set(_node, value);
        for (int i = 0; i < _arguments.Length; i++) here.Set(_arguments[i], arguments[i]);
        return here;
    }

    /// <summary>What keeps the translation from looking below something that is not the rule's.</summary>
    private Expr StandIn(string role, Expr given, Substitution here)
    {
        Expr standIn = Expr.Parameter($"{role} of {_op.Label}", given.DType, given.Shape);
        here.Set(standIn, given);
        return standIn;
    }

    private sealed class WithTangent(Images images, Expr node, Op.WithRule op, ITangentRule rule) : TranslatedRule(images, node, op), ITangentRule
    {
        public Expr? Push(Expr value, IReadOnlyList<Expr> arguments, IReadOnlyList<Expr?> tangents)
        {
            Substitution here = Here(value, arguments);
            Expr?[] standIns = [.. tangents.Select(tangent => tangent is null ? null : StandIn("tangent", tangent, here))];
            return here.In([rule.Push(_node, _arguments, standIns)])[0];
        }
    }
}
