namespace Autograd.Graph;

/// <summary>The derivative of a <see cref="Op.WithRule"/> node as expressions, linear in the cotangent.</summary>
/// <param name="value">the node's value</param>
/// <param name="arguments">the expressions it is a function of</param>
/// <param name="cotangent">the cotangent of the value, of its type</param>
/// <returns>for each argument its cotangent, of its type; null where there is none</returns>
public delegate IReadOnlyList<Expr?> DerivativeRule(Expr value, IReadOnlyList<Expr> arguments, Expr cotangent);
