using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>
/// A checkpoint whose nodes are those of the function: hooks drop every value that the nodes would keep, and when a backward pass asks for the
/// first, the function runs again and its values are taken in the same order.
/// </summary>
internal sealed class SavedByRecomputation(Func<IList<Tensor>> function, bool preservesRandom)
{
    private const string Exposed = "You are calling backwards on a tensor that is never exposed. Please open an issue.";

    private readonly Recomputation _recomputation = new(preservesRandom);
    private List<Tensor>? _values;
    private int _count;

    /// <summary>The function's results, computed now, so that nothing but them is kept.</summary>
    public IList<Tensor> Run()
    {
        IList<Tensor> results;
        using (autograd.graph.saved_tensors_hooks(Pack, Unpack)) results = function();
        foreach (Tensor result in results)
            if (result.requires_grad) result.Evaluate();
        return results;
    }

    private int Pack(Tensor tensor) => _count++;

    private Tensor Unpack(int place)
    {
        _values ??= _recomputation.Run(Values);
        return place < _values.Count ? _values[place]
            : throw new InvalidOperationException($"checkpoint: the function saved {_count} tensors when it ran first, and {_values.Count} when it ran again: it must do the same both times");
    }

    private List<Tensor> Values()
    {
        var values = new List<Tensor>(_count);
        object? Keep(Tensor tensor)
        {
            values.Add(tensor.detach());
            return null;
        }

        using (enable_grad())
        using (autograd.graph.saved_tensors_hooks<object?>(Keep, _ => throw new InvalidOperationException(Exposed))) function();
        return values;
    }
}
