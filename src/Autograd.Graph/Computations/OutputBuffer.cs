namespace Autograd.Graph;

/// <summary>
/// Where a run writes an output: the caller's own array, or a part of one. It may be one that an argument is read from: the run then writes
/// it at its very end. After a run that failed or was cancelled such an array is as it was, and any other holds anything.
/// </summary>
public readonly struct OutputBuffer
{
    internal readonly ElementRange Range;

    private OutputBuffer(ElementRange range) => Range = range;

    /// <summary>An output into a .NET array: a flat one, which receives the elements in row-major order, or one of the output's sizes.</summary>
    /// <exception cref="NotSupportedException">its element type is none of <see cref="DTypes"/></exception>
    public static implicit operator OutputBuffer(Array array) => new(ElementRange.Of(array));

    /// <summary>An output into a part of a flat array, in row-major order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">the part is not inside of the array</exception>
    /// <exception cref="NotSupportedException">its element type is none of <see cref="DTypes"/></exception>
    public static OutputBuffer Of<T>(T[] array, int start, int length) where T : unmanaged => new(ElementRange.Of(array, start, length));
}
