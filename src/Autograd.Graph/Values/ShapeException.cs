namespace Autograd.Graph;

/// <summary>Shapes that do not fit an operation. The message names the operation, the shapes and what would be right.</summary>
public sealed class ShapeException : ArgumentException
{
    /// <summary>An exception with its text.</summary>
    public ShapeException(string message) : base(message) { }
}
