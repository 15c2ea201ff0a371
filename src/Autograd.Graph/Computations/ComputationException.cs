namespace Autograd.Graph;

/// <summary>Parameters, outputs or arguments that do not make a computation. The message names what is wrong and what would be right.</summary>
public sealed class ComputationException : ArgumentException
{
    /// <summary>An exception with its text.</summary>
    public ComputationException(string message) : base(message) { }
}
