using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>
/// What happens to the gradient of one output of a node before it flows on. Keeping the gradient of a tensor that is no leaf is
/// itself a hook, so that it takes part in the order of registration.
/// </summary>
/// <param name="output">which output</param>
/// <param name="call">the caller's function, or null</param>
/// <param name="retains">the tensor whose grad is kept, or null</param>
/// <param name="ofAll">a function of the gradients of all outputs, or null</param>
internal sealed class GradientHook(int output, Func<Tensor, Tensor?>? call, Tensor? retains, NodePrehook? ofAll = null)
{
    public int Output { get; } = output;

    public Func<Tensor, Tensor?>? Call { get; } = call;

    public Tensor? Retains { get; } = retains;

    public NodePrehook? OfAll { get; } = ofAll;
}
