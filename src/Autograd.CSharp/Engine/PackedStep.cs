using Autograd.Graph;
using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>
/// What a node keeps where hooks take its values: its outputs as functions of stand-ins, and what the hooks gave for each value. Nothing of what
/// the values were computed from is kept.
/// </summary>
internal sealed class PackedStep
{
    private readonly Expr[] _outputs;
    private readonly Expr?[] _operands;
    private readonly List<Value> _values;
    private readonly List<Expr> _cells;

    private PackedStep(Expr[] outputs, Expr?[] operands, List<Value> values, List<Expr> cells) => (_outputs, _operands, _values, _cells) = (outputs, operands, values, cells);

    /// <summary>A value that hooks took.</summary>
    private sealed record Value(string Name, Expr StandIn, object? Packed, SavedTensorHooks Hooks, Node? History, int Output);

    /// <summary>Gives a node's values to hooks: those that PyTorch's node keeps, in the order of its table, then what the derivative here needs beside them.</summary>
    public static PackedStep Of(Node node, SavedTensorHooks hooks)
    {
        List<SavedValues.Entry> entries = SavedValues.Tensors(node);
        var standIns = new Dictionary<Expr, Expr>(ReferenceEqualityComparer.Instance);
        foreach (SavedValues.Entry entry in entries)
            if (entry.Name != "result") StandFor(entry.Value, standIns);
        ReadOnlySpan<Edge> edges = node.Edges;
        var operands = new Expr?[edges.Length];
        for (int i = 0; i < operands.Length; i++)
            if (edges[i] is { Node: not null, Operand: { } operand }) operands[i] = StandFor(operand, standIns);
        Expr[] outputs = node.Outputs.ToArray();
        List<Expr> cells = Cells(outputs, standIns);
        foreach (Expr cell in cells) standIns.Add(cell, cell);
        outputs = Expr.Substitute(outputs, standIns);
        AddWhatElseIsNeeded(node, entries, operands, outputs);
        var values = new List<Value>(entries.Count);
        foreach (SavedValues.Entry entry in entries)
        {
            Expr standIn = ReferenceEquals(entry.History, node) ? outputs[entry.Output] : standIns.GetValueOrDefault(entry.Value, entry.Value);
            values.Add(new(entry.Name, standIn, hooks.Pack(SavedValues.ToTensor(entry)), hooks, entry.History, entry.Output));
        }

        return new(outputs, operands, values, cells);
    }

    /// <summary>One of the values, as its hook gives it back, with the history it had; null where it is not kept.</summary>
    public Tensor? Unpack(string name)
    {
        foreach (Value value in _values)
            if (value.Name == name) return WithHistory(value, Unpack(value));
        return null;
    }

    /// <summary>Takes all values back, for one pullback.</summary>
    public UnpackedStep Open()
    {
        var values = new Dictionary<Expr, Expr>(ReferenceEqualityComparer.Instance);
        var histories = new Dictionary<Expr, Edge>(ReferenceEqualityComparer.Instance);
        foreach (Value value in _values)
        {
            // Of its own, so that it is told apart from whatever else the hook's tensor is.
            Expr own = Expr.Identity(Unpack(value).Operand(tracked: false));
            if (!values.TryAdd(value.StandIn, own)) continue;
            histories.Add(own, value.History is null ? new Edge(own) : new Edge(value.History, value.Output, own));
        }

        foreach (Expr cell in _cells) values.TryAdd(cell, cell);
        return new(_outputs, _operands, values, histories);
    }

    private static Tensor Unpack(Value value)
    {
        Tensor tensor = value.Hooks.Unpack(value.Packed);
        if (tensor.Shape.Equals(value.StandIn.Shape) && tensor.DType == value.StandIn.DType) return tensor;
        throw new ArgumentException(
            $"unpack hook: '{value.Name}' was saved with shape {value.StandIn.Shape} and type {ScalarTypes.CName(value.StandIn.DType)}, and came back with shape {tensor.Shape} and type {ScalarTypes.CName(tensor.DType)}");
    }

    private static Tensor WithHistory(Value value, Tensor tensor) => value.History is { } history ? new Tensor(tensor.Operand(tracked: false), history, value.Output) : tensor;

    private static Expr StandFor(Expr value, Dictionary<Expr, Expr> standIns)
    {
        if (value.Op is Op.Literal) return value;
        if (!standIns.TryGetValue(value, out Expr? standIn)) standIns.Add(value, standIn = Expr.Parameter("saved", value.DType, value.Shape));
        return standIn;
    }

    /// <summary>The cells that a step reads. What they wait for is no part of it, and stays as it is.</summary>
    private static List<Expr> Cells(Expr[] outputs, Dictionary<Expr, Expr> standIns)
    {
        var seen = new HashSet<Expr>(ReferenceEqualityComparer.Instance);
        foreach (Expr output in outputs) Reach(output, seen, standIns.ContainsKey);
        return [.. seen.Where(node => node.Op is Op.Cell && !standIns.ContainsKey(node))];
    }

    /// <summary>What an expression depends on, down to <paramref name="cuts"/>.</summary>
    private static void Reach(Expr root, HashSet<Expr> seen, Predicate<Expr> cuts)
    {
        var pending = new Stack<Expr>();
        if (seen.Add(root)) pending.Push(root);
        while (pending.TryPop(out Expr? node))
        {
            if (cuts(node)) continue;
            foreach (Expr input in node.Inputs)
                if (seen.Add(input)) pending.Push(input);
        }
    }

    // PyTorch's formulas and the core's do not always read the same values.
    private static void AddWhatElseIsNeeded(Node node, List<SavedValues.Entry> entries, Expr?[] operands, Expr[] outputs)
    {
        bool keepsResult = entries.Exists(entry => ReferenceEquals(entry.History, node));
        var asked = new List<Expr>();
        foreach (Expr? operand in operands)
            if (operand is not null && !asked.Contains(operand)) asked.Add(operand);
        MaskedCotangent[] seeds = Array.ConvertAll(outputs, output => new MaskedCotangent(Expr.Parameter("seed", output.DType, output.Shape)));
        var seen = new HashSet<Expr>(ReferenceEqualityComparer.Instance);
        bool IsKept(Expr reached) => keepsResult && ReferenceEquals(reached, outputs[0]);
        foreach (MaskedCotangent cotangent in Gradient.MaskedPullback(outputs, asked, seeds))
        {
            if (cotangent.Value is { } value) Reach(value, seen, IsKept);
            if (cotangent.Mask is { } mask) Reach(mask, seen, IsKept);
        }

        for (int i = 0; i < operands.Length; i++)
        {
            if (operands[i] is not { } operand || !seen.Contains(operand)) continue;
            Edge edge = node.Edges[i];
            if (!entries.Exists(entry => ReferenceEquals(entry.Value, edge.Operand))) entries.Add(new(node.Operation.Operands[Math.Min(i, node.Operation.Operands.Count - 1)], edge.Operand!, edge.Node, edge.Output, i));
        }
    }
}
