using Autograd.Graph;

namespace Autograd.CSharp;

/// <summary>
/// What tensors that share their memory share here: the value written last, without its history. It exists only where <c>detach</c> or
/// <c>data</c> was called; before the first write each has its own expression of the value.
/// </summary>
internal sealed class SharedValue(int writes)
{
    /// <summary>The value written last; null before the first write.</summary>
    public Expr? Value { get; private set; }

    /// <summary>How often the memory was written to, before it was shared too.</summary>
    public int Writes { get; private set; } = writes;

    /// <summary>How much the value keeps alive.</summary>
    public int Weight { get; private set; }

    /// <summary>Replaces the value for all that share it.</summary>
    public void Write(Expr value, int weight)
    {
        Value = PendingCells.Wrap(value, weight);
        Weight = weight;
        Writes++;
    }
}
