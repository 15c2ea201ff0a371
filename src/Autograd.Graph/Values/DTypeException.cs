namespace Autograd.Graph;

/// <summary>Element types that do not fit an operation. The message names the operation, the types and what would be right.</summary>
public sealed class DTypeException : ArgumentException
{
    /// <summary>An exception with its text.</summary>
    public DTypeException(string message) : base(message) { }
}
