using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>
/// The functions that a backward pass calls at one node, each kind in the order of registration: those before it runs, of its output tensors or
/// of all together, those after, and those of a leaf whose grad was added to.
/// </summary>
internal sealed class NodeHooks
{
    /// <summary>Before the node runs.</summary>
    public List<GradientHook> Before { get; } = [];

    /// <summary>After it; null for none.</summary>
    public List<NodeHook>? After { get; set; }

    /// <summary>After the grad of a leaf was added to; null for none.</summary>
    public List<Action<Tensor>>? AfterAccumulation { get; set; }

    /// <summary>Whether anything is to be called when a leaf's grad was added to.</summary>
    public bool AwaitsAccumulation => After is { Count: > 0 } || AfterAccumulation is { Count: > 0 };
}
