using Autograd.Graph;
using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>
/// Everything that a backward pass computes, in one plan: gradients, roots, leaves that were updated in place. No tensor changes
/// before all is computed, so a pass that fails changes none.
/// </summary>
/// <param name="isLastUse">whether the graph is freed afterwards</param>
internal sealed class EvaluationBatch(bool isLastUse)
{
    private readonly List<Expr> _values = [];
    private readonly List<(Tensor Tensor, bool IsGrad)> _targets = [];
    private List<(Tensor Tensor, TrackedCotangent Gradient)>? _recorded;

    /// <summary>Computes a tensor's value, if it is not known yet.</summary>
    public void Add(Tensor tensor)
    {
        if (!tensor.IsPending) return;
        _values.Add(tensor.Value);
        _targets.Add((tensor, false));
    }

    /// <summary>Computes the sum of a tensor's grad and a gradient.</summary>
    public void Accumulate(Tensor tensor, Expr gradient)
    {
        // A tensor may get several gradients in one pass: a leaf that is given twice, or retained and asked for.
        for (int i = 0; i < _targets.Count; i++)
        {
            if (!_targets[i].IsGrad || !ReferenceEquals(_targets[i].Tensor, tensor)) continue;
            _values[i] += gradient;
            return;
        }

        _values.Add(tensor.Grad is { } grad ? grad.Operand(tracked: false) + gradient : gradient);
        _targets.Add((tensor, true));
    }

    /// <summary>Makes the recorded sum of a tensor's grad and a gradient its grad.</summary>
    public void Replace(Tensor tensor, in TrackedCotangent gradient) => (_recorded ??= []).Add((tensor, gradient));

    /// <summary>Computes all, then changes the tensors.</summary>
    public void Run()
    {
        if (_values.Count > 0)
        {
            NDArray[] arrays = Evaluation.Evaluate(_values, isLastUse ? FacadeOptions.LastUse : FacadeOptions.Current);
            for (int i = 0; i < arrays.Length; i++)
            {
                (Tensor tensor, bool isGrad) = _targets[i];
                if (!isGrad) tensor.Settle(arrays[i]);
                else if (tensor.Grad is { } grad) grad.Write(Expr.Constant(arrays[i]));
                else tensor.Grad = new Tensor(Expr.Constant(arrays[i]));
            }

            PendingCells.Settle();
        }

        if (_recorded is null) return;
        foreach ((Tensor tensor, TrackedCotangent gradient) in _recorded)
        {
            tensor.Grad = tensor.Grad is { } grad
                ? RecordedPullback.Add(TrackedCotangent.Of(grad, recorded: true), gradient).ToTensor()
                : RecordedPullback.CopyOf(gradient).ToTensor();
        }
    }
}
