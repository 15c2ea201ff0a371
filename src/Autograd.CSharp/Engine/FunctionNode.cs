using Autograd.CSharp.Operations;

namespace Autograd.CSharp;

/// <summary>A node whose pullback is code instead of the core's rules: a checkpoint, a function of the caller's.</summary>
internal abstract class FunctionNode(Operation operation, ReadOnlySpan<Operand> operands, int outputCount) : Node(operation, operands, null, outputCount, null)
{
    /// <summary>The gradients of the operands, one for each edge, without a value where there is none.</summary>
    /// <param name="walk">the pass it is part of</param>
    /// <param name="arrived">the gradients of the outputs, without a value where none arrived</param>
    /// <exception cref="InvalidOperationException">what it needs was dropped</exception>
    internal abstract TrackedCotangent[] Pull(BackwardWalk walk, ReadOnlySpan<TrackedCotangent> arrived);
}
