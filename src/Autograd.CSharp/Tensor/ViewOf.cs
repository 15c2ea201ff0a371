using Autograd.CSharp.Operations;
using Autograd.Graph;
using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>How a view follows from its base, so that it can be read again after the base was written to.</summary>
/// <param name="Base">the tensor it is a part of</param>
/// <param name="Operation">the operation that made it</param>
/// <param name="Arguments">the operation's arguments beside the base</param>
/// <param name="Output">which of its results</param>
internal sealed record ViewOf(Tensor Base, Operation Operation, object? Arguments, int Output)
{
    /// <summary>The view of a value of the base.</summary>
    public Expr Of(Expr value) => Operation.Rebuild!(Arguments, [value])[Output];
}
