using Autograd.Graph;
using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

// The caller's functions within a pass.
internal sealed partial class BackwardWalk
{
    [ThreadStatic]
    private static BackwardWalk? t_current;

    private NodeIndex _index;
    private List<(AccumulateGrad Leaf, TrackedCotangent Gradient)>? _accumulated;
    private Modes.GradScope? _scope;
    private BackwardWalk? _outer;

    /// <summary>The pass that calls the hook which asks; null outside of hooks.</summary>
    public static BackwardWalk? Current => t_current;

    /// <summary>Stands for this pass alone, once a hook was called in it.</summary>
    public object Pass { get; private set; } = new();

    /// <summary>Whether gradients are themselves recorded.</summary>
    public bool Records => _record;

    /// <summary>Whether only what leads to asked tensors runs.</summary>
    public bool IsRestricted => _restricted;

    /// <summary>What a pass within this one would call when grads of leaves were added to is called when this one has added them.</summary>
    public void AwaitAccumulation(BackwardWalk inner)
    {
        if (inner._accumulated is not null) (_accumulated ??= []).AddRange(inner._accumulated);
    }

    /// <summary>Whether a node runs in this pass.</summary>
    public bool Runs(Node node)
    {
        int number = _index.Find(node);
        return number >= 0 && (!_restricted || _visits[number].IsNeeded);
    }

    /// <summary>From now on the caller's functions run in the pass's own grad mode, until it ends.</summary>
    internal void EnterMode()
    {
        if (_scope is not null) return;
        _scope = GradMode.Set(_record);
        (_outer, t_current) = (t_current, this);
        Pass = new();
    }

    /// <summary>The caller's grad mode again.</summary>
    private void LeaveMode()
    {
        if (_scope is null) return;
        _scope.Dispose();
        (_scope, t_current, _outer) = (null, _outer, null);
    }

    /// <summary>Calls what is to be called before a node runs; it may replace the gradients that arrived.</summary>
    private void CallBefore(NodeHooks hooks, Span<TrackedCotangent> arrived)
    {
        if (hooks.Before.Count == 0) return;
        EnterMode();
        foreach (GradientHook hook in hooks.Before.ToArray())
        {
            if (hook.OfAll is { } ofAll) Replace(arrived, ofAll(Tensors(arrived)));
            else if (arrived[hook.Output].Exists) arrived[hook.Output] = CallHook(hook, arrived[hook.Output]);
        }
    }

    private TrackedCotangent CallHook(GradientHook hook, TrackedCotangent gradient)
    {
        gradient = gradient.Settle();
        if (hook.Retains is { } retains) Arrived.Add((retains, gradient));
        return hook.Call is { } call && call(gradient.ToTensor()) is { } replacement ? Replaced(gradient, replacement) : gradient;
    }

    private void CallAfter(List<NodeHook> hooks, Span<TrackedCotangent> pulled, ReadOnlySpan<TrackedCotangent> arrived)
    {
        EnterMode();
        foreach (NodeHook hook in hooks.ToArray()) Replace(pulled, hook(Tensors(pulled), Tensors(arrived)));
    }

    /// <summary>Calls what is to be called when grads of leaves were added to.</summary>
    public void CallAfterAccumulation()
    {
        if (_accumulated is null) return;
        EnterMode();
        foreach ((AccumulateGrad leaf, TrackedCotangent gradient) in _accumulated.ToArray())
        {
            Tensor?[] gradients = [gradient.ToTensor()];
            foreach (NodeHook hook in leaf.Hooks?.After?.ToArray() ?? []) hook([], gradients);
            foreach (Action<Tensor> hook in leaf.Hooks?.AfterAccumulation?.ToArray() ?? []) hook(leaf.variable);
        }
    }

    private static Tensor?[] Tensors(ReadOnlySpan<TrackedCotangent> gradients)
    {
        var tensors = new Tensor?[gradients.Length];
        for (int i = 0; i < tensors.Length; i++)
            if (gradients[i].Exists) tensors[i] = gradients[i].ToTensor();
        return tensors;
    }

    private void Replace(Span<TrackedCotangent> gradients, IReadOnlyList<Tensor?>? replacements)
    {
        if (replacements is null) return;
        if (replacements.Count != gradients.Length) throw new ArgumentException($"hook '<lambda>' has returned an incorrect number of values (got {replacements.Count}, but expected {gradients.Length})");
        for (int i = 0; i < gradients.Length; i++)
        {
            if (replacements[i] is not { } replacement) gradients[i] = default;
            else if (gradients[i].Exists) gradients[i] = Replaced(gradients[i].Settle(), replacement);
            else throw new ArgumentException("can't replace a None gradient with a non-None value");
        }
    }

    private TrackedCotangent Replaced(in TrackedCotangent gradient, Tensor replacement)
    {
        if (!replacement.Shape.Equals(gradient.Value.Shape)) throw new ArgumentException("hook '<lambda>' has changed the size of value");
        DType dtype = gradient.Value.DType;
        if (replacement.DType != dtype)
            throw new ArgumentException($"hook '<lambda>' has changed the type of value (was torch.{ScalarTypes.CName(dtype)}Tensor got torch.{ScalarTypes.CName(replacement.DType)}Tensor)");
        return TrackedCotangent.Of(replacement, _record);
    }
}
