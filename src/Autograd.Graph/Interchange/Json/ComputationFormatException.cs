namespace Autograd.Graph;

/// <summary>A document that is no computation. The message says where, what stands there and what would be right.</summary>
public sealed class ComputationFormatException : FormatException
{
    /// <summary>An exception with its text.</summary>
    /// <param name="message">what is wrong</param>
    /// <param name="line">the line, from 1</param>
    /// <param name="byteInLine">the byte within the line, from 1</param>
    /// <param name="position">the byte within the document, from 0</param>
    /// <param name="inner">what caused it, or null</param>
    public ComputationFormatException(string message, long line, long byteInLine, long position, Exception? inner = null)
        : base($"line {line}, byte {byteInLine}: {message}", inner) => (Line, ByteInLine, Position) = (line, byteInLine, position);

    /// <summary>The line, from 1.</summary>
    public long Line { get; }

    /// <summary>The byte within the line, from 1.</summary>
    public long ByteInLine { get; }

    /// <summary>The byte within the document, from 0.</summary>
    public long Position { get; }
}
