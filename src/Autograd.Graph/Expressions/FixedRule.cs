namespace Autograd.Graph;

/// <summary>A rule without attributes.</summary>
internal sealed record FixedRule(string Label, DerivativeRule Derivative) : NamedRule(Label)
{
    public override IReadOnlyList<Expr?> Pull(Expr value, IReadOnlyList<Expr> arguments, Expr cotangent) => Derivative(value, arguments, cotangent);
}
