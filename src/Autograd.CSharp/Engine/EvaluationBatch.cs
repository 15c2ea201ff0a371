using Autograd.Graph;
using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>
/// Everything that a backward pass computes, in one plan: gradients, roots, leaves that were updated in place. No tensor changes
/// before all is computed, so a pass that fails changes none.
/// </summary>
internal sealed class EvaluationBatch
{
    // Targets that are found by looking at all: a dictionary is faster beyond.
    private const int MostSearched = 16;

    private readonly List<Expr> _values = [];
    private readonly List<(Tensor Tensor, bool IsGrad)> _targets = [];
    private List<(Tensor Tensor, TrackedCotangent Gradient)>? _recorded;
    private Dictionary<Tensor, int>? _places;

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
        int place = PlaceOf(tensor);
        if (place >= 0)
        {
            _values[place] += gradient;
            return;
        }

        if (_targets.Count >= MostSearched) (_places ??= new(ReferenceEqualityComparer.Instance)).Add(tensor, _targets.Count);
        _values.Add(tensor.Grad is { } grad ? grad.Operand(tracked: false) + gradient : gradient);
        _targets.Add((tensor, true));
    }

    private int PlaceOf(Tensor tensor)
    {
        int searched = Math.Min(_targets.Count, MostSearched);
        for (int i = 0; i < searched; i++)
            if (_targets[i].IsGrad && ReferenceEquals(_targets[i].Tensor, tensor)) return i;
        return _places is not null && _places.TryGetValue(tensor, out int place) ? place : -1;
    }

    /// <summary>Makes the recorded sum of a tensor's grad and a gradient its grad.</summary>
    public void Replace(Tensor tensor, in TrackedCotangent gradient) => (_recorded ??= []).Add((tensor, gradient));

    /// <summary>Computes all, then changes the tensors.</summary>
    /// <param name="isLastUse">whether the graph is freed afterwards</param>
    public void Run(bool isLastUse)
    {
        if (_values.Count > 0)
        {
            NDArray[] arrays = Evaluation.Evaluate(_values, isLastUse ? FacadeOptions.LastUse : FacadeOptions.Current);
            for (int i = 0; i < arrays.Length; i++)
            {
                (Tensor tensor, bool isGrad) = _targets[i];
                if (!isGrad) tensor.Settle(_values[i], arrays[i]);
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

    /// <summary>Forgets everything, for the next pass.</summary>
    public void Clear()
    {
        _values.Clear();
        _targets.Clear();
        _recorded = null;
        _places = null;
    }
}
