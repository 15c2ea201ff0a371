using Autograd.Graph;
using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>
/// A gradient on its way from node to node: its value with the mask of branches not taken and, where gradients are themselves recorded,
/// the history of the value.
/// </summary>
internal readonly struct TrackedCotangent(MaskedCotangent cotangent, Node? node = null, int output = 0)
{
    public readonly MaskedCotangent Cotangent = cotangent;
    public readonly Node? Node = node;
    public readonly int Output = output;

    public TrackedCotangent(Expr value, Node? node = null, int output = 0) : this(new MaskedCotangent(value), node, output) { }

    /// <summary>Whether anything arrived.</summary>
    public bool Exists => Cotangent.Value is not null;

    /// <summary>The value of a gradient that exists.</summary>
    public Expr Value => Cotangent.Value!;

    /// <summary>A tensor's value and history.</summary>
    public static TrackedCotangent Of(Tensor tensor, bool recorded) =>
        recorded && tensor.requires_grad ? new(tensor.Value, tensor.HistoryNode, tensor.output_nr) : new(tensor.Operand(tracked: recorded));

    /// <summary>The gradient with the zeros of its mask written into it.</summary>
    public TrackedCotangent Settle() => Cotangent.Mask is null ? this : Node is null ? new(Cotangent.Settle()!) : RecordedPullback.Settle(this);

    /// <summary>The settled gradient as a tensor.</summary>
    public Tensor ToTensor()
    {
        TrackedCotangent settled = Settle();
        return settled.Node switch
        {
            null => new Tensor(settled.Value),
            AccumulateGrad leaf => leaf.variable,
            _ => new Tensor(settled.Value, settled.Node, settled.Output),
        };
    }
}
