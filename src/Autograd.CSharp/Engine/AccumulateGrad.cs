using Autograd.CSharp.Operations;
using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>The end of every path: adds what arrives to the <c>grad</c> of a leaf. A leaf has one, made when it is first used.</summary>
public sealed class AccumulateGrad : Node
{
    private static readonly Operation Description = Operation.Internal("torch::autograd::AccumulateGrad", saves: false);

    internal AccumulateGrad(Tensor leaf) : base(Description, ReadOnlySpan<Edge>.Empty, null, 1, null) => variable = leaf;

    /// <summary>The leaf.</summary>
    public Tensor variable { get; }
}
