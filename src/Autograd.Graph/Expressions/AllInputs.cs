namespace Autograd.Graph;

/// <summary>Every edge: all inputs whatever is known of a node's value, and the pending expression of a cell.</summary>
internal readonly struct AllInputs : Traversal.IEdges
{
    public int Count(Expr node) => node.Op is Op.Cell ? node.CellContent!.Pending is null ? 0 : 1 : node.InputCount;

    // A cell may learn its value meanwhile, and then gives a leaf.
    public Expr Input(Expr node, int index) => node.Op is Op.Cell ? node.CellContent!.Pending ?? Expr.Constant(node.Value!) : node.Input(index);

    /// <summary>What nodes depend on and they themselves, inputs before the nodes that use them, in an order that the structure fixes.</summary>
    public static List<Expr> Collect(ReadOnlySpan<Expr> outputs, NodeMap places)
    {
        var order = new List<Expr>();
        Traversal.Collect(outputs, order, places, default(AllInputs));
        return order;
    }
}
