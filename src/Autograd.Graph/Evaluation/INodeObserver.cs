namespace Autograd.Graph;

/// <summary>Looks on while a graph is computed node by node.</summary>
internal interface INodeObserver
{
    /// <summary>A node was computed.</summary>
    /// <param name="node">the node; inputs come before the nodes that use them</param>
    /// <param name="inputs">the values of its inputs; none for a source and for an output taken of a node with several</param>
    /// <param name="outputs">the values of its outputs</param>
    void Computed(Expr node, ReadOnlySpan<NDArray> inputs, NDArray[] outputs);
}
