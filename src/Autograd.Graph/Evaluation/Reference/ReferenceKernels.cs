namespace Autograd.Graph;

/// <summary>
/// What every primitive means: one naive loop a node, in the order of additions that the shapes fix. Faster kernels give the same bits.
/// </summary>
internal static class ReferenceKernels
{
    /// <summary>The values of a node's outputs from those of its inputs.</summary>
    /// <param name="node">the node</param>
    /// <param name="inputs">the values of its inputs</param>
    /// <param name="cancellationToken">asked within bodies</param>
    public static NDArray[] Compute(Expr node, ReadOnlySpan<NDArray> inputs, CancellationToken cancellationToken = default) => node.Op switch
    {
        Op.Elementwise op => [ReferenceElementwise.Compute(op, inputs)],
        Op.Structural op => [ReferenceStructure.Compute(op, node.Shape, inputs)],
        Op.Reduce or Op.ArgReduce or Op.Cumulative => [ReferenceReductions.Compute(node.Op, node.Shape, inputs)],
        Op.Dot op => [ReferenceContractions.Compute(op, node.Shape, inputs[0], inputs[1])],
        Op.Gather or Op.Scatter => [ReferenceIndexing.Compute(node.Op, node.Shape, inputs)],
        Op.RngBits op => [ReferenceRandom.Compute(op, node.Shape, inputs[0], inputs[1])],
        Op.Control op => ReferenceControl.Compute(op, inputs.ToArray(), cancellationToken),
        Op.Sort op => ReferenceIndexing.Sort(op, inputs[0]),
        _ => throw new NotSupportedException($"{node.Op.Name}: the reference has no line for it"),
    };
}
