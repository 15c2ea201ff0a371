namespace Autograd.Graph;

/// <summary>Structures of expressions that should be alike and are not. The message says where and how they differ.</summary>
public sealed class StructureException : ArgumentException
{
    /// <summary>An exception with its text.</summary>
    public StructureException(string message) : base(message) { }
}
