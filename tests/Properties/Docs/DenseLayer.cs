using Autograd.Graph;

namespace Autograd.Docs;

/// <summary>The record of docs/functional.md.</summary>
public sealed record DenseLayer(Expr Weight, Expr Bias) : IStructured<DenseLayer>
{
    /// <summary>How it comes apart.</summary>
    public static Structure<DenseLayer> Layout { get; } =
        Structure.Of<DenseLayer>(layer => [layer.Weight, layer.Bias], leaves => new(leaves[0], leaves[1]), "weight", "bias");
}
