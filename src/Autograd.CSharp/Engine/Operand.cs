using Autograd.Graph;
using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>A tensor that an operation takes, and the expression by which it entered; both null for a number or a tensor left out.</summary>
internal readonly struct Operand(Tensor? tensor, Expr? value)
{
    public readonly Tensor? Tensor = tensor;

    public readonly Expr? Value = value;
}
