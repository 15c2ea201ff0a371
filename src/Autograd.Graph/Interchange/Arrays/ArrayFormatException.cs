namespace Autograd.Graph;

/// <summary>Bytes that are not a file of arrays, or not a whole one. The message names the format, the file and the place, and what was expected there.</summary>
public sealed class ArrayFormatException : FormatException
{
    /// <summary>An exception with its text and place.</summary>
    /// <param name="message">the text</param>
    /// <param name="position">the byte at which reading stopped, from the beginning of what was read; -1 where there is none</param>
    /// <param name="innerException">what lies behind it</param>
    public ArrayFormatException(string message, long position, Exception? innerException = null) : base(message, innerException) => Position = position;

    /// <summary>The byte at which reading stopped, from the beginning of what was read; -1 where there is none.</summary>
    public long Position { get; }
}
