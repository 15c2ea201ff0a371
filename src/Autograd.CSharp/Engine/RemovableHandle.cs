namespace Autograd.CSharp;

/// <summary>What registering a hook returns: takes it off again.</summary>
public sealed class RemovableHandle : IDisposable
{
    private Node? _node;
    private readonly GradientHook _hook;

    internal RemovableHandle(Node node, GradientHook hook) => (_node, _hook) = (node, hook);

    /// <summary>Takes the hook off; a second call does nothing.</summary>
    public void remove()
    {
        _node?.Hooks?.Remove(_hook);
        _node = null;
    }

    /// <summary>As <see cref="remove"/>.</summary>
    public void Dispose() => remove();
}
