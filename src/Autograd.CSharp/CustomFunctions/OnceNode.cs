using Autograd.CSharp.Operations;
using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>Stands behind gradients that cannot be differentiated again, and says so.</summary>
internal sealed class OnceNode : FunctionNode
{
    /// <summary>The text.</summary>
    public const string Text = "trying to differentiate twice a function that was marked with @once_differentiable";

    private static readonly Operation Description = Operation.Internal("DelayedErrorBackward", saves: false);

    private OnceNode(ReadOnlySpan<Operand> operands, int outputCount) : base(Description, operands, outputCount) { }

    /// <summary>Gradients with such a node, where those that they were computed from have a history.</summary>
    public static Tensor?[] Guard(Tensor?[] pulled, Tensor?[] arrived)
    {
        Operand[] operands = [.. arrived.OfType<Tensor>().Where(gradient => gradient.requires_grad).Select(gradient => new Operand(gradient, gradient.Operand(tracked: true)))];
        if (operands.Length == 0) return pulled;
        var node = new OnceNode(operands, pulled.Length);
        return [.. pulled.Select((gradient, i) => gradient is null ? null : new Tensor(gradient.detach().Value, node, i))];
    }

    internal override TrackedCotangent[] Pull(BackwardWalk walk, ReadOnlySpan<TrackedCotangent> arrived) => throw new InvalidOperationException(Text);
}
