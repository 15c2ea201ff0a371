namespace Autograd.CSharp;

/// <summary>Names under which PyTorch's nodes keep what ours keep under another, or do not need to keep since it is always the same.</summary>
internal static class SavedAliases
{
    private static readonly (string Node, string Name, Func<Node, object?> Value)[] s_table =
    [
        ("PowBackward0", "exponent", _ => (Scalar)2),
        ("EluBackward0", "input_scale", _ => (Scalar)1),
        ("EluBackward0", "scale", _ => (Scalar)1),
        ("StdBackward0", "correction", node => node._saved["unbiased"] is true ? 1 : 0),
        ("StdBackward0", "dim", _ => null),
        ("StdBackward0", "keepdim", _ => false),
        ("VarBackward0", "correction", node => node._saved["unbiased"] is true ? 1 : 0),
        ("VarBackward0", "dim", _ => null),
        ("VarBackward0", "keepdim", _ => false),
        ("NormBackward1", "dim", _ => Array.Empty<long>()),
        ("NormBackward1", "keepdim", _ => false),
        ("SliceBackward0", "end", node => (long)node._saved["start"]! + (long)node._saved["length"]!),
        ("SliceBackward0", "step", _ => 1L),
        ("SplitBackward0", "split_size", SplitSize),
        ("IndexBackward0", "indices", node => node._saved["coordinates"]),
        ("GatherBackward0", "sparse_grad", _ => false),
        ("MseLossBackward0", "self", Input),
        ("SmoothL1LossBackward0", "self", Input),
        ("HuberLossBackward0", "self", Input),
        ("BinaryCrossEntropyBackward0", "self", Input),
        ("BinaryCrossEntropyBackward0", "weight", _ => null),
        ("BinaryCrossEntropyWithLogitsBackward0", "self", Input),
        ("BinaryCrossEntropyWithLogitsBackward0", "weight", _ => null),
        ("BinaryCrossEntropyWithLogitsBackward0", "pos_weight", _ => null),
        ("NllLossBackward0", "self", Input),
        ("NllLossBackward0", "weight", _ => null),
        ("EmbeddingBackward0", "indices", Input),
        ("EmbeddingBackward0", "weight", node => SavedValues.Find(node, "weight") is { } entry ? SavedValues.ToTensor(entry) : null),
        ("EmbeddingBackward0", "padding_idx", _ => -1),
        ("EmbeddingBackward0", "scale_grad_by_freq", _ => false),
        ("EmbeddingBackward0", "sparse", _ => false),
    ];

    /// <summary>The further names of a node.</summary>
    public static IEnumerable<string> Names(Node node)
    {
        foreach ((string of, string name, _) in s_table)
            if (of == node.Operation.Node) yield return name;
    }

    /// <summary>What a node keeps under a further name.</summary>
    public static bool TryGet(Node node, string name, out object? value)
    {
        foreach ((string of, string known, Func<Node, object?> get) in s_table)
        {
            if (of != node.Operation.Node || known != name) continue;
            value = get(node);
            return true;
        }

        value = null;
        return false;
    }

    private static object? Input(Node node) => node._saved["input"];

    private static object? SplitSize(Node node)
    {
        Graph.Shape shape = node.Edges[0].Shape;
        int size = shape[Shapes.Dim((long)node._saved["dim"]!, shape.Rank)];
        long chunks = (long)node._saved["chunks"]!;
        return (size + chunks - 1) / chunks;
    }
}
