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
}
