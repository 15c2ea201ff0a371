using Autograd.Graph;

namespace Autograd.Properties.Operations;

/// <summary>A composite at a point where it is smooth: a function of float64 inputs, with the inputs.</summary>
public sealed record Sample(string Name, Func<Expr[], Expr> Function, params NDArray[] Inputs)
{
    public override string ToString() => Name;
}
