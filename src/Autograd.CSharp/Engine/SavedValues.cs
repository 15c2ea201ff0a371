using System.Runtime.CompilerServices;
using Autograd.CSharp.Operations;
using Autograd.Graph;
using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>What PyTorch's node of the same name keeps, found among what ours has: operands, outputs, and the arguments beside them.</summary>
internal static class SavedValues
{
    /// <summary>One kept tensor: its name, its value and its history.</summary>
    public readonly record struct Entry(string Name, Expr Value, Node? History, int Output, int Operand);

    /// <summary>The kept tensors that have a value, in the order of their names.</summary>
    public static List<Entry> Tensors(Node node)
    {
        var entries = new List<Entry>();
        foreach (string name in node.Operation.Saves)
            if (Find(node, name) is { } entry) entries.Add(entry);
        return entries;
    }

    /// <summary>A kept tensor; null where it is left out or not needed.</summary>
    public static Entry? Find(Node node, string name)
    {
        if (!IsNeeded(node, name)) return null;
        int operand = IndexOf(node.Operation.Operands, name);
        if (operand >= 0)
        {
            Edge edge = node.Edges[operand];
            if (edge.Operand is { } value) return new(name, value, edge.Node, edge.Output, operand);
            return Number(node.Outputs[0]) is { } number ? new(name, number, null, 0, -1) : null;
        }

        if (name == "result") return new(name, node.Outputs[0], node, 0, -1);
        return Argument(node, name) is Expr argument ? new(name, argument, null, 0, -1) : null;
    }

    /// <summary>One of the arguments that a node keeps beside its operands.</summary>
    public static object? Argument(Node node, string name)
    {
        IReadOnlyList<string> names = node.Operation.Arguments;
        int index = IndexOf(names, name);
        return index < 0 ? null : names.Count == 1 ? node.Arguments : ((ITuple?)node.Arguments)?[index];
    }

    public static int IndexOf(IReadOnlyList<string> names, string name)
    {
        for (int i = 0; i < names.Count; i++)
            if (names[i] == name) return i;
        return -1;
    }

    /// <summary>An operand, an output or an argument as a tensor: the leaf itself where it still has the value.</summary>
    public static Tensor ToTensor(in Entry entry) => entry.History switch
    {
        null => new Tensor(entry.Value),
        AccumulateGrad leaf when ReferenceEquals(leaf.variable.Value, entry.Value) => leaf.variable,
        { } history => new Tensor(entry.Value, history, entry.Output),
    };

    // Where a value is in the derivative by one operand only, PyTorch keeps it only if that is asked for.
    private static bool IsNeeded(Node node, string name)
    {
        string? by = (node.Operation.Node, name) switch
        {
            ("MulBackward0", "self") => "other",
            ("MulBackward0", "other") => "self",
            ("DivBackward0" or "DivBackward1", "self") => "other",
            ("PowBackward1", "result") => "exponent",
            ("MmBackward0" or "BmmBackward0", "self") => "mat2",
            ("MmBackward0" or "BmmBackward0", "mat2") => "self",
            ("MvBackward0", "self") => "vec",
            ("MvBackward0", "vec") => "self",
            ("DotBackward0", "self") => "tensor",
            ("DotBackward0", "tensor") => "self",
            ("AddmmBackward0", "mat1") => "mat2",
            ("AddmmBackward0", "mat2") => "mat1",
            ("AddcmulBackward0", "tensor1") => "tensor2",
            ("AddcmulBackward0", "tensor2") => "tensor1",
            ("AddcdivBackward0", "tensor1") => "tensor2",
            ("LerpBackward1", "self" or "end") => "weight",
            _ => null,
        };
        if (by is null) return true;
        int index = IndexOf(node.Operation.Operands, by);
        return index < 0 || index >= node.Edges.Length || node.Edges[index].Node is not null;
    }

    // A number that PyTorch wraps as a tensor stands in the expression as a literal.
    private static Expr? Number(Expr output)
    {
        while (output.Op is Op.Identity or Op.WithRule or Op.Cast && !output.IsSource) output = output.Inputs[0];
        foreach (Expr input in output.Inputs)
        {
            Expr source = input;
            while (source.Op is Op.Broadcast or Op.Identity) source = source.Inputs[0];
            if (source.Op is Op.Literal) return Expr.Literal(source.LiteralValue, source.DType, Shape.Scalar);
        }

        // The core's builders leave out a factor of 1.
        return Expr.Literal(1, output.DType, Shape.Scalar);
    }
}
