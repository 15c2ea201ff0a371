using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>
/// One place in an index, as Python's: a number, a slice, an ellipsis, a new dimension, a tensor of indices or truth values.
/// Made from <c>2</c>, <c>^1</c>, <c>1..3</c>, <c>..</c> or a tensor where one is expected.
/// </summary>
public readonly struct TensorIndex
{
    internal enum Kind : byte
    {
        Number,
        Slice,
        Ellipsis,
        None,
        Tensor,
    }

    private TensorIndex(Kind kind, long? start = null, long? stop = null, long step = 1, Tensor? tensor = null) =>
        (What, Start, Stop, Step, Indices) = (kind, start, stop, step, tensor);

    internal Kind What { get; }

    internal long? Start { get; }

    internal long? Stop { get; }

    internal long Step { get; }

    internal Tensor? Indices { get; }

    /// <summary><c>...</c>: as many whole dimensions as are left.</summary>
    public static TensorIndex Ellipsis => new(Kind.Ellipsis);

    /// <summary><c>None</c>: a new dimension of size 1.</summary>
    public static TensorIndex None => new(Kind.None);

    /// <summary>As <see cref="None"/>.</summary>
    public static TensorIndex Null => None;

    /// <summary><c>:</c>, a whole dimension.</summary>
    public static TensorIndex Colon => new(Kind.Slice);

    /// <summary><c>start:stop:step</c>; negative numbers count from the end.</summary>
    /// <exception cref="ArgumentException">step is not positive</exception>
    public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
        step is null or > 0 ? new(Kind.Slice, start, stop, step ?? 1) : throw new ArgumentException("step must be greater than zero");

    /// <summary>One place; negative numbers count from the end.</summary>
    /// <exception cref="ArgumentNullException">there is no number</exception>
    public static TensorIndex Single(long? index) => new(Kind.Number, index ?? throw new ArgumentNullException(nameof(index)));

    /// <summary>Places by number, or where true.</summary>
    public static TensorIndex Tensor(Tensor indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        return new(Kind.Tensor, tensor: indices);
    }

    /// <summary>One place; negative numbers count from the end.</summary>
    public static implicit operator TensorIndex(long index) => Single(index);

    /// <summary>One place; negative numbers count from the end.</summary>
    public static implicit operator TensorIndex(int index) => Single(index);

    /// <summary>One place, <c>^1</c> the last.</summary>
    public static implicit operator TensorIndex(Index index) => Single(Of(index));

    /// <summary>Places from <c>start</c> up to <c>end</c>.</summary>
    public static implicit operator TensorIndex(Range range) =>
        new(Kind.Slice, Of(range.Start), range.End.Equals(Index.End) ? null : Of(range.End));

    /// <summary>Places by number, or where true.</summary>
    public static implicit operator TensorIndex(Tensor indices) => Tensor(indices);

    private static long Of(Index index) => index.IsFromEnd ? -(long)index.Value : index.Value;
}
