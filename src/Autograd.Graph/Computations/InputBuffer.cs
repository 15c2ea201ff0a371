namespace Autograd.Graph;

/// <summary>
/// Where a run reads an argument: an <see cref="NDArray"/>, or the caller's own array or a part of one, in place. The caller must not write
/// it while the run reads it, and may afterwards.
/// </summary>
public readonly struct InputBuffer
{
    internal readonly ElementRange Range;

    private InputBuffer(ElementRange range, NDArray? value) => (Range, Value) = (range, value);

    /// <summary>The immutable array, where it is one.</summary>
    internal NDArray? Value { get; }

    /// <summary>An argument that is an immutable array.</summary>
    public static implicit operator InputBuffer(NDArray value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(ElementRange.Of(value.Data), value);
    }

    /// <summary>An argument in a .NET array: a flat one, its elements in row-major order, or one of the parameter's sizes.</summary>
    /// <exception cref="NotSupportedException">its element type is none of <see cref="DTypes"/></exception>
    public static implicit operator InputBuffer(Array array) => new(ElementRange.Of(array), null);

    /// <summary>An argument in a part of a flat array, its elements in row-major order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">the part is not inside of the array</exception>
    /// <exception cref="NotSupportedException">its element type is none of <see cref="DTypes"/></exception>
    public static InputBuffer Of<T>(T[] array, int start, int length) where T : unmanaged => new(ElementRange.Of(array, start, length), null);
}
