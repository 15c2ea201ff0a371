namespace Autograd.Graph;

/// <summary>A derivative that does not exist as it was asked for. The message says of what, and what would be right.</summary>
public sealed class GradientException : InvalidOperationException
{
    /// <summary>An exception with its text.</summary>
    public GradientException(string message) : base(message) { }
}
