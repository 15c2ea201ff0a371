namespace Autograd.Graph;

/// <summary>A rule that says the tangent of its value: the target of a <see cref="DerivativeRule"/>, where forward mode finds it.</summary>
internal interface ITangentRule
{
    /// <summary>The tangent of the value, of its type; null where there is none.</summary>
    /// <param name="value">the node's value</param>
    /// <param name="arguments">the expressions it is a function of</param>
    /// <param name="tangents">those of the arguments; null where there is none, never all</param>
    Expr? Push(Expr value, IReadOnlyList<Expr> arguments, IReadOnlyList<Expr?> tangents);
}
