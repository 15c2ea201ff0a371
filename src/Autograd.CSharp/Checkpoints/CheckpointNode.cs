using Autograd.CSharp.Operations;
using Autograd.Graph;
using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>
/// A function as one node: it ran without recording, and runs again, recorded, in the backward pass, which walks what it records and adds to the
/// leaves that it finds there. These gradients become part of the pass: a pass that fails changes none.
/// </summary>
internal sealed class CheckpointNode : FunctionNode
{
    private const string OnlyBackward =
        "Checkpointing is not compatible with .grad() or when an `inputs` parameter is passed to .backward(). Please use .backward() and do not pass its `inputs` argument.";

    private static readonly Operation Description = Operation.Internal("CheckpointFunctionBackward", saves: true);

    private readonly Func<IList<Tensor>, IList<Tensor>> _function;
    private readonly Recomputation _recomputation;
    private readonly bool[] _isAsked;

    // The arguments' values without history; null once dropped.
    private Tensor[]? _arguments;

    private CheckpointNode(Func<IList<Tensor>, IList<Tensor>> function, IList<Tensor> arguments, ReadOnlySpan<Operand> operands, int outputCount, Recomputation recomputation)
        : base(Description, operands, outputCount)
    {
        _function = function;
        _recomputation = recomputation;
        _isAsked = [.. arguments.Select(argument => argument.requires_grad)];
        _arguments = [.. arguments.Select(argument => argument.detach())];
    }

    /// <summary>The function's results, with such a node where gradients are asked of any argument.</summary>
    public static IList<Tensor> Run(Func<IList<Tensor>, IList<Tensor>> function, IList<Tensor> arguments, bool preservesRandom)
    {
        var recomputation = new Recomputation(preservesRandom);
        IList<Tensor> results;
        using (no_grad()) results = function(arguments);
        if (!GradMode.IsEnabled || !Recording.Tracks(arguments)) return results;
        var values = new Expr[arguments.Count];
        for (int i = 0; i < values.Length; i++) values[i] = arguments[i].Operand(tracked: true);
        int count = results.Count(result => result.DType.IsFloating());
        var node = new CheckpointNode(function, arguments, Recording.Operands(arguments, values), count, recomputation);
        var recorded = new Tensor[results.Count];
        for (int i = 0, output = 0; i < recorded.Length; i++)
            recorded[i] = results[i].DType.IsFloating() ? new Tensor(Expr.Variable(results[i].Evaluate()), node, output++) : results[i];
        return recorded;
    }

    internal override TrackedCotangent[] Pull(BackwardWalk walk, ReadOnlySpan<TrackedCotangent> arrived)
    {
        if (walk.IsRestricted) throw new InvalidOperationException(OnlyBackward);
        if (_arguments is null) throw new InvalidOperationException(SecondTime);
        var leaves = new Tensor[_arguments.Length];
        for (int i = 0; i < leaves.Length; i++)
            leaves[i] = _isAsked[i] ? _arguments[i].detach().requires_grad_() : _arguments[i];
        IList<Tensor> results = _recomputation.Run(() =>
        {
            using (enable_grad()) return _function(leaves);
        });
        var roots = new List<(Node, int, TrackedCotangent)>();
        for (int i = 0, output = 0; i < results.Count && output < arrived.Length; i++)
        {
            if (!results[i].DType.IsFloating()) continue;
            TrackedCotangent gradient = arrived[output++];
            if (results[i].requires_grad && gradient.Exists) roots.Add((results[i].HistoryNode, results[i].output_nr, gradient));
        }

        if (roots.Count == 0) throw new InvalidOperationException("none of output has requires_grad=True, this checkpoint() is not necessary");
        return Walked(walk, roots, leaves);
    }

    // The arguments' own gradients are this node's; those of other leaves go where the pass collects them.
    private TrackedCotangent[] Walked(BackwardWalk walk, List<(Node, int, TrackedCotangent)> roots, Tensor[] leaves)
    {
        var pulled = new TrackedCotangent[leaves.Length];
        BackwardWalk inner = BackwardWalk.Rent(retain: true, record: walk.Records);
        try
        {
            inner.Run([.. roots], [], restricted: false, accumulate: true);
            if (!walk.Records) Compute(inner.Arrived);
            foreach ((Tensor tensor, TrackedCotangent gradient) in inner.Arrived)
            {
                int place = Array.FindIndex(leaves, leaf => ReferenceEquals(leaf, tensor));
                if (place < 0) walk.Arrived.Add((tensor, gradient));
                else pulled[place] = gradient;
            }

            walk.AwaitAccumulation(inner);
        }
        finally
        {
            inner.Return();
        }

        return pulled;
    }

    // At once, so that what the function computes again is let go of before the next checkpoint runs again.
    private static void Compute(List<(Tensor Tensor, TrackedCotangent Gradient)> arrived)
    {
        NDArray[] arrays = Evaluation.Evaluate([.. arrived.Select(one => one.Gradient.Settle().Value)], FacadeOptions.LastUse);
        for (int i = 0; i < arrays.Length; i++) arrived[i] = (arrived[i].Tensor, new(Expr.Constant(arrays[i])));
    }

    /// <inheritdoc/>
    internal override void Free()
    {
        base.Free();
        _arguments = null;
    }
}
