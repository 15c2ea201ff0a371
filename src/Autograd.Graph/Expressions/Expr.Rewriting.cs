namespace Autograd.Graph;

public sealed partial class Expr
{
    /// <summary>
    /// The expression with each node that it depends on put through a rule, inputs before the nodes that use them, a shared node once. The rule is
    /// given the node with its inputs rewritten, and gives what takes its place: a node of the same type, or the one it was given. What a rule
    /// builds is not rewritten in turn, nor are the bodies of control flow. Iterative and linear in the size of the graph.
    /// </summary>
    /// <param name="rule">what takes a node's place</param>
    /// <exception cref="ShapeException">what takes a node's place has another shape</exception>
    /// <exception cref="DTypeException">what takes a node's place has another element type</exception>
    /// <exception cref="InvalidOperationException">the rule gave null</exception>
    public Expr Rewrite(Func<Expr, Expr> rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return Rewriting.Map(this, rule);
    }

    /// <summary>
    /// Expressions with nodes replaced, all at once: what a replacement depends on is not replaced in turn, and a node that stands for itself keeps
    /// what is below it. A node below which nothing is replaced stays the same node; what is built anew keeps its name. Derivatives speak of the
    /// replacements too, also where a rule captured a node: one whose rule is a delegate that may have captured some is always built anew.
    /// Iterative and linear in the size of the graph.
    /// </summary>
    /// <param name="expressions">what is rewritten</param>
    /// <param name="replacements">by nodes what takes their places, each of its node's type; a node that nothing depends on counts for nothing</param>
    /// <exception cref="DTypeException">a replacement has not its node's element type</exception>
    /// <exception cref="ShapeException">a replacement has not its node's shape</exception>
    /// <exception cref="InvalidOperationException">a node has several outputs; <see cref="Output"/> takes one</exception>
    public static Expr[] Substitute(IReadOnlyList<Expr> expressions, IReadOnlyDictionary<Expr, Expr> replacements)
    {
        ArgumentNullException.ThrowIfNull(expressions);
        ArgumentNullException.ThrowIfNull(replacements);
        for (int i = 0; i < expressions.Count; i++)
            if (expressions[i] is null) throw new ArgumentNullException(nameof(expressions), $"substitute: expression {i} is null");
        foreach ((Expr node, Expr by) in replacements)
        {
            ArgumentNullException.ThrowIfNull(by, nameof(replacements));
            if (node.DType != by.DType) throw new DTypeException($"substitute: {node} cannot be replaced by {by}: the element types differ (Cast converts)");
            if (!node.Shape.Equals(by.Shape)) throw new ShapeException($"substitute: {node} cannot be replaced by {by}: the shapes differ (BroadcastTo stretches)");
        }

        return Substitution.In(expressions, replacements)!;
    }
}
