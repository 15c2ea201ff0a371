using System.Diagnostics.CodeAnalysis;
using Autograd.CSharp.Operations;
using Autograd.Graph;
using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>What every operation does before and after its definition: operands become expressions, results become tensors with their history.</summary>
internal static class Recording
{
    /// <summary>Whether gradients are asked of an operand.</summary>
    public static bool Tracks(Tensor? tensor) => tensor is not null && tensor.requires_grad;

    /// <summary>Whether gradients are asked of any operand.</summary>
    public static bool Tracks(IList<Tensor> tensors)
    {
        for (int i = 0; i < tensors.Count; i++)
            if (tensors[i].requires_grad) return true;
        return false;
    }

    /// <summary>An operand as an expression.</summary>
    /// <param name="tensor">the tensor, or null where it was left out</param>
    /// <param name="tracked">whether the operation is recorded</param>
    [return: NotNullIfNotNull(nameof(tensor))]
    public static Expr? Operand(Tensor? tensor, bool tracked) => tensor?.Operand(tracked);

    /// <summary>Operands as expressions.</summary>
    public static Expr[] Operand(IList<Tensor> tensors, bool tracked)
    {
        var values = new Expr[tensors.Count];
        for (int i = 0; i < values.Length; i++)
            values[i] = (tensors[i] ?? throw new ArgumentException($"element {i} of the list of tensors is null", nameof(tensors))).Operand(tracked);
        return values;
    }

    /// <summary>A list's tensors with their expressions.</summary>
    public static Operand[] Operands(IList<Tensor> tensors, Expr[] values)
    {
        var operands = new Operand[values.Length];
        for (int i = 0; i < operands.Length; i++) operands[i] = new(tensors[i], values[i]);
        return operands;
    }

    /// <summary>How much a value keeps alive while it is not computed; see <see cref="PendingCells"/>.</summary>
    public static int Weight(Tensor? tensor) => tensor is null ? 0 : tensor.Weight;

    /// <summary>How much values keep alive while they are not computed.</summary>
    public static int Weight(IList<Tensor> tensors)
    {
        int weight = 0;
        for (int i = 0; i < tensors.Count; i++) weight = Math.Min(weight + tensors[i].Weight, Tensor.LargestWeight);
        return weight;
    }

    /// <summary>A result without history.</summary>
    public static Tensor Untracked(Expr value, int weight)
    {
        value = Bounded(value, ref weight);
        return new(value) { Weight = weight };
    }

    /// <summary>Results without history.</summary>
    public static Tensor[] Untracked(IReadOnlyList<Expr> values, int weight)
    {
        var tensors = new Tensor[values.Count];
        for (int i = 0; i < tensors.Length; i++) tensors[i] = Untracked(values[i], weight);
        return tensors;
    }

    /// <summary>A result, with a node where it is recorded.</summary>
    public static Tensor Result(Operation operation, bool tracked, int weight, Expr value, object? arguments, params ReadOnlySpan<Operand> operands)
    {
        if (!tracked)
        {
            Tensor result = Untracked(value, weight);
            if (!Trace.IsActive && IsMuchSmaller(value, operands)) PendingResults.Watch(result);
            return result;
        }

        if (!value.DType.IsFloating()) return Untracked(PendingCells.Wrap(value, weight), weight);
        value = OfItsOwn(value, operands);
        return new(value, new Node(operation, operands, value, 1, arguments), 0) { Weight = weight };
    }

    /// <summary>Several results of one node; those that are not floating have no history.</summary>
    public static Tensor[] Results(Operation operation, bool tracked, int weight, IReadOnlyList<Expr> values, object? arguments, params ReadOnlySpan<Operand> operands)
    {
        if (!tracked) return Untracked(values, weight);
        var differentiable = new List<Expr>(values.Count);
        foreach (Expr value in values)
            if (value.DType.IsFloating()) differentiable.Add(OfItsOwn(value, operands));
        Expr[] outputs = [.. differentiable];
        var node = new Node(operation, operands, outputs, outputs.Length, arguments);
        var tensors = new Tensor[values.Count];
        for (int i = 0, output = 0; i < tensors.Length; i++)
        {
            tensors[i] = values[i].DType.IsFloating()
                ? new(outputs[output], node, output++) { Weight = weight }
                : Untracked(PendingCells.Wrap(values[i], weight), weight);
        }

        return tensors;
    }

    /// <summary>A result that is a view of an operand, or a copy where no view has those elements.</summary>
    public static Tensor View(Operation operation, bool tracked, int weight, Expr value, object? arguments, Tensor self, params ReadOnlySpan<Operand> operands)
    {
        if (operation.Reshapes && !self.is_contiguous() && ViewOf.LayoutOf(self.Layout, self.DType, operation, arguments, 0) is null) return Reshaped(operation, self, value.Shape);
        return (tracked ? Result(operation, true, weight, value, arguments, operands) : Untracked(OfItsOwn(value, operands), weight)).AsView(self, operation, arguments);
    }

    /// <summary>Results that are views of an operand.</summary>
    public static Tensor[] Views(Operation operation, bool tracked, int weight, IReadOnlyList<Expr> values, object? arguments, Tensor self, params ReadOnlySpan<Operand> operands)
    {
        Tensor[] tensors = Results(operation, tracked, weight, values, arguments, operands);
        for (int i = 0; i < tensors.Length; i++)
        {
            // Each by itself: one of many rows is not found by taking all of them.
            Expr slice = values[i].Op is Op.Reshape ? values[i].Inputs[0] : values[i];
            if (slice.Op is Op.Slice part) tensors[i].AsView(self, Piece, (part.Region, values[i].Shape), isOneOfSeveral: true);
            else tensors[i].AsView(self, operation, arguments, i, isOneOfSeveral: true);
        }

        return tensors;
    }

    // One of several results: a regular part, maybe without a dimension.
    private static readonly Operation Piece = Operation.Internal("SliceBackward0", saves: true, static (piece, x) =>
    {
        var (region, shape) = ((Region, Shape))piece!;
        return [x[0]!.Slice(region).Reshape(shape)];
    });

    /// <summary>A view of a tensor whose parts are being written one by one: it is read when somebody asks for its value.</summary>
    public static Tensor Unread(Operation operation, object? arguments, Tensor self)
    {
        Expr result = Rebuilt(operation, arguments, self)[0];
        if (operation.Reshapes && !self.is_contiguous() && ViewOf.LayoutOf(self.Layout, self.DType, operation, arguments, 0) is null) return Reshaped(operation, self, result.Shape);
        return Tensor.Unread(self, result, operation, arguments);
    }

    private static Expr[] Rebuilt(Operation operation, object? arguments, Tensor self)
    {
        try
        {
            return operation.Rebuild!(arguments, [Expr.Parameter("view", self.DType, self.Shape)]);
        }
        catch (Exception error) when (Border.Stops(error))
        {
            throw Border.Translate(error);
        }
    }

    private static Tensor Reshaped(Operation operation, Tensor self, Shape shape) => operation.Node == "ViewBackward0"
        ? throw new ArgumentException("view size is not compatible with input tensor's size and stride (at least one dimension spans across two contiguous subspaces). Use .reshape(...) instead.")
        : Calls.unsafe_view(self.clone(), Array.ConvertAll(shape.Sizes.ToArray(), static size => (long)size));

    /// <summary>The result of an operation without derivative, written into a tensor: the derivative by what it was before is 0.</summary>
    public static Tensor WriteUnderived(Operation operation, Tensor self, Expr value, int weight)
    {
        if (!GradMode.IsEnabled || !self.requires_grad) return Write(self, value, weight);
        Expr before = self.Operand(tracked: true);
        self.Write(operation.Erasing, Fit(self, value), null, [new(self, before)], weight);
        return self;
    }

    /// <summary>A result without history, written into a tensor.</summary>
    public static Tensor Write(Tensor self, Expr value, int weight) => WriteUntracked(self, Fit(self, value), weight);

    /// <summary>A result written into a tensor, whose history becomes the operation's where it is recorded.</summary>
    public static Tensor Write(Operation operation, bool tracked, int weight, Tensor self, Expr value, object? arguments, params ReadOnlySpan<Operand> operands)
    {
        value = OfItsOwn(Fit(self, value), operands);
        if (!tracked) return WriteUntracked(self, value, weight);
        self.Write(operation, value, arguments, operands, weight);
        return self;
    }

    private static Tensor WriteUntracked(Tensor self, Expr value, int weight)
    {
        value = Bounded(value, ref weight, PendingCells.MostUpdates);
        self.Write(value);
        self.Weight = weight;
        return self;
    }

    private static bool IsMuchSmaller(Expr value, ReadOnlySpan<Operand> operands)
    {
        if (value.IsSource) return false;
        foreach (ref readonly Operand operand in operands)
            if (operand.Value is { } from && from.Shape.Count > 2L * value.Shape.Count) return true;
        return false;
    }

    // Weights are sums over operands, which count twice what is used twice: only when they say that it is too much is it measured. What
    // computing would free counts: sources as large as the value they give are no reason to compute it, and it fuses with what comes.
    private static Expr Bounded(Expr value, ref int weight, int mostNodes = PendingCells.MostWeight)
    {
        if (weight <= mostNodes || Trace.IsActive) return value;
        PendingWork work = PendingWork.Of(value);
        long freed = work.Bytes - (long)value.Shape.Count * value.DType.Size();
        // Whatever is much used is measured often, unless it is computed somewhat earlier.
        bool isMuch = work.Nodes > Math.Min(mostNodes, PendingCells.MostMeasured) || freed > PendingCells.MostWeight * (long)PendingCells.BytesPerNode;
        weight = (int)Math.Min(work.Nodes + work.Bytes / PendingCells.BytesPerNode, Tensor.LargestWeight);
        return isMuch ? Expr.Constant(value.Evaluate(FacadeOptions.Current)) : value;
    }

    /// <summary>The value in the type of the tensor it is to be written into.</summary>
    /// <exception cref="ArgumentException">it has another shape, or a type of a higher category</exception>
    private static Expr Fit(Tensor self, Expr value)
    {
        if (!value.Shape.Equals(self.Shape))
            throw new ArgumentException($"output with shape {self.Shape} doesn't match the broadcast shape {value.Shape}");
        DType dtype = self.DType;
        if (value.DType == dtype) return value;
        if (ScalarTypes.Category(value.DType) > ScalarTypes.Category(dtype))
            throw new ArgumentException($"result type {ScalarTypes.CName(value.DType)} can't be cast to the desired output type {ScalarTypes.CName(dtype)}");
        return value.Cast(dtype);
    }

    // Pullbacks tell operands and results apart by reference, so a result that is an operand itself, or a literal
    // (which the core's builders fold away), gets a node of its own.
    private static Expr OfItsOwn(Expr value, ReadOnlySpan<Operand> operands)
    {
        if (value.Op is Op.Literal) return Expr.Identity(value);
        foreach (Operand operand in operands)
            if (ReferenceEquals(operand.Value, value)) return Expr.Identity(value);
        return value;
    }
}
