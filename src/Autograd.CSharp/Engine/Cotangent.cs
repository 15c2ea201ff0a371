using Autograd.Graph;
using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>A gradient on its way: its value and, where gradients are themselves recorded, its history.</summary>
internal readonly struct Cotangent(Expr value, Node? node = null, int output = 0)
{
    public readonly Expr Value = value;
    public readonly Node? Node = node;
    public readonly int Output = output;

    /// <summary>A tensor's value and history.</summary>
    public static Cotangent Of(Tensor tensor, bool recorded) =>
        recorded && tensor.requires_grad ? new(tensor.Value, tensor.HistoryNode, tensor.output_nr) : new(tensor.Operand(tracked: false));

    /// <summary>The gradient as a tensor.</summary>
    public Tensor ToTensor() => Node switch
    {
        null => new Tensor(Value),
        AccumulateGrad leaf => leaf.variable,
        _ => new Tensor(Value, Node, Output),
    };
}
