using Autograd.Graph;

namespace Autograd.CSharp;

/// <summary>
/// What tensors that share their memory share here: the value written last, without its history. It exists only where <c>detach</c> or
/// <c>data</c> was called, or a part was written alone; before the first write each has its own expression of the value.
/// </summary>
internal sealed class Memory(int writes)
{
    private static int s_count;

    private Expr? _value;
    private NDArrayBuilder? _elements;

    /// <summary>Tells memories apart.</summary>
    public int Number { get; } = Interlocked.Increment(ref s_count);

    /// <summary>How often the memory was written to, before it was shared too.</summary>
    public int Writes { get; private set; } = writes;

    /// <summary>How much the value keeps alive.</summary>
    public int Weight { get; private set; }

    /// <summary>The elements, while parts are written to them one by one: then reading all makes the next write copy all.</summary>
    public NDArrayBuilder? Open => _elements is { IsOpen: true } ? _elements : null;

    /// <summary>The value written last, as an expression of its own; there was a write.</summary>
    public Expr Value => _elements is not null ? Expr.Constant(_elements.ToArray()) : PendingCells.Wrap(_value!, Weight);

    /// <summary>Replaces the value for all that share it.</summary>
    public void Write(Expr value, int weight)
    {
        _elements = null;
        _value = PendingCells.Wrap(value, weight);
        Weight = weight;
        Writes++;
    }

    /// <summary>Writes into a part of the elements, which are those of <paramref name="whole"/> unless parts were written before.</summary>
    public void Write(NDArray? whole, Layout part, NDArray value)
    {
        NDArrayBuilder elements = _elements ?? new(whole!);
        elements.Write(value, part.Offset, part.Sizes, part.Strides);
        _elements = elements;
        _value = null;
        Weight = 0;
        Writes++;
    }

    /// <summary>Whether parts were written since the last whole.</summary>
    public bool IsWrittenInParts => _elements is not null;
}
