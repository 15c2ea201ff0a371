namespace Autograd.CSharp;

/// <summary>
/// Whether a function is traced here and now. Then tensors stay expressions of what they come from, computed or not, so that the core's transforms
/// see the whole function; what has no history is cut off by <see cref="Graph.Expr.StopGradient"/>.
/// </summary>
internal static class Trace
{
    /// <summary>PyTorch refuses a backward pass in a transformed function with this.</summary>
    public const string BackwardInside =
        "backward() called inside a functorch transform. This is not supported, please use functorch.grad or functorch.vjp instead or call backward() outside of functorch transforms.";

    /// <summary>PyTorch refuses a new leaf in a transformed function with this.</summary>
    public const string RequiresGradInside =
        "You are attempting to call Tensor.requires_grad_() (or perhaps using torch.autograd.functional.* APIs) inside of a function being transformed by a functorch transform. " +
        "This is unsupported, please attempt to use the functorch transforms (e.g. grad, vjp, jacrev, jacfwd, hessian) or call requires_grad_() outside of a function being transformed instead.";

    /// <summary>PyTorch refuses to read an example with this.</summary>
    public const string ItemInside =
        "vmap: It looks like you're calling .item() on a Tensor. We don't support vmap over calling .item() on a Tensor, please try to rewrite what you're doing with other operations. " +
        "If error is occurring somewhere inside PyTorch internals, please file a bug report.";

    /// <summary>PyTorch refuses to branch on an example with this.</summary>
    public const string TruthInside =
        "vmap: It looks like you're attempting to use a Tensor in some data-dependent control flow. We don't support that yet, please shout over at https://github.com/pytorch/functorch/issues/257 .";

    [ThreadStatic]
    private static TraceKind t_kind;

    /// <summary>Whether anything is traced.</summary>
    public static bool IsActive => t_kind != TraceKind.None;

    /// <summary>Whether a function of <c>torch.func</c> is.</summary>
    public static bool IsTransform => t_kind == TraceKind.Transform;

    /// <summary>Traces until it is disposed, with gradients recorded and no hooks on saved tensors: what is traced saves nothing.</summary>
    public static IDisposable Begin(TraceKind kind) => Modes.Set(
        now => now with { Trace = kind > now.Trace ? kind : now.Trace, Grad = true, Inference = false, Hooks = null },
        static (now, before) => now with { Trace = before.Trace, Grad = before.Grad, Inference = before.Inference, Hooks = before.Hooks });

    /// <summary>This thread goes on with this.</summary>
    internal static void Enter(TraceKind kind) => t_kind = kind;
}
