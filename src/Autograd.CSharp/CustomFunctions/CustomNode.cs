using Autograd.CSharp.Operations;
using Autograd.Graph;
using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>One application of a function of the caller's: its pullback is the caller's code.</summary>
internal sealed class CustomNode : FunctionNode
{
    private const string LeafWritten = "a leaf Variable that requires grad has been used in an in-place operation.";

    private const string DirtyNotReturned =
        "Some elements marked as dirty during the forward method were not returned as output. The inputs that are modified inplace must all be outputs of the Function.";

    private readonly autograd.Function _function;
    private readonly autograd.AutogradContext _context;
    private readonly CustomPullback _pullback;
    private readonly (DType DType, Graph.Shape Shape)[] _outputs;

    private CustomNode(autograd.Function function, autograd.AutogradContext context, CustomPullback pullback, ReadOnlySpan<Operand> operands, (DType, Graph.Shape)[] outputs)
        : base(Operation.Internal(function.Name + "Backward", saves: false), operands, outputs.Length)
    {
        _function = function;
        _context = context;
        _pullback = pullback;
        _outputs = outputs;
    }

    /// <summary>The function's results, with such a node where gradients are asked of any argument.</summary>
    public static Tensor[] Apply(autograd.Function function, object?[] arguments)
    {
        Tensor?[] tensors = Array.ConvertAll(arguments, argument => argument as Tensor);
        bool[] needs = Array.ConvertAll(tensors, Recording.Tracks);
        bool tracked = GradMode.IsEnabled && needs.Contains(true);
        if (Trace.IsActive) return TracedFunction.Apply(function, arguments, tensors, needs, tracked);
        // Before the forward, which may write to them.
        Operand[] operands = [.. tensors.OfType<Tensor>().Select(tensor => new Operand(tensor, tensor.Operand(tracked)))];
        var context = new autograd.AutogradContext(needs);
        Tensor[] results = Forward(function, context, arguments);
        foreach (Tensor dirty in context.Dirty) CheckDirty(dirty, results, tracked);
        return tracked ? Recorded(function, context, tensors, operands, results) : [.. results.Select(result => result.requires_grad ? result.detach() : result)];
    }

    /// <summary>Runs the caller's forward without recording.</summary>
    public static Tensor[] Forward(autograd.Function function, autograd.AutogradContext context, object?[] arguments)
    {
        using (no_grad())
        {
            Tensor[] results = [.. function.Forward(context, arguments)];
            foreach (Tensor? result in results)
                if (result is null) throw new ArgumentException($"{function.Name}.forward returned null in place of a tensor");
            return results;
        }
    }

    public static void CheckDirty(Tensor dirty, Tensor[] results, bool tracked)
    {
        if (!Contains(results, dirty)) throw new ArgumentException(DirtyNotReturned);
        if (tracked && dirty is { requires_grad: true, is_leaf: true }) throw new InvalidOperationException(LeafWritten);
    }

    private static Tensor[] Recorded(autograd.Function function, autograd.AutogradContext context, Tensor?[] arguments, Operand[] operands, Tensor[] results)
    {
        bool[] flows = Array.ConvertAll(results, result => result.DType.IsFloating() && !Contains(context.NonDifferentiable, result));
        var types = new List<(DType, Graph.Shape)>();
        for (int i = 0; i < results.Length; i++)
            if (flows[i]) types.Add((results[i].DType, results[i].Shape));
        var node = new CustomNode(function, context, new CustomPullback(function, flows, arguments), operands, [.. types]);
        var recorded = new Tensor[results.Length];
        var values = new Expr[results.Length];
        for (int i = 0, output = 0; i < results.Length; i++)
        {
            Tensor result = results[i];
            recorded[i] = result;
            if (!flows[i]) continue;
            // A source: further steps must not look into the forward.
            values[i] = PendingCells.Wrap(result.Value, result.Weight);
            recorded[i] = Contains(context.Dirty, result) ? result.Rebase(values[i], node, output) : new Tensor(values[i], node, output) { Weight = result.Weight };
            output++;
        }

        context.Finish(tensor => IndexOf(results, tensor) is >= 0 and var place && flows[place] ? new(values[place], node, recorded[place].output_nr) : SavedTensor.Of(tensor));
        return recorded;
    }

    internal override TrackedCotangent[] Pull(BackwardWalk walk, ReadOnlySpan<TrackedCotangent> arrived)
    {
        walk.EnterMode();
        var gradients = new Tensor?[arrived.Length];
        for (int i = 0; i < gradients.Length; i++)
        {
            if (arrived[i].Exists) gradients[i] = arrived[i].ToTensor();
            else if (_context.Materializes) gradients[i] = new Tensor(Expr.Literal(0, _outputs[i].DType, _outputs[i].Shape));
        }

        Tensor?[] pulled = _pullback.Run(_context, gradients);
        if (walk.Records && _function.IsOnceDifferentiable) pulled = OnceNode.Guard(pulled, gradients);
        return Array.ConvertAll(pulled, gradient => gradient is null ? default : TrackedCotangent.Of(gradient, walk.Records));
    }

    /// <inheritdoc/>
    internal override void Free()
    {
        base.Free();
        _context.Free();
    }

    private static bool Contains(IReadOnlyList<Tensor> list, Tensor tensor) => IndexOf(list, tensor) >= 0;

    public static int IndexOf(IReadOnlyList<Tensor?> list, Tensor tensor)
    {
        for (int i = 0; i < list.Count; i++)
            if (ReferenceEquals(list[i], tensor)) return i;
        return -1;
    }
}
