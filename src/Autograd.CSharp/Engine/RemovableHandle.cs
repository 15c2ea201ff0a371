namespace Autograd.CSharp;

/// <summary>What registering a hook returns: takes it off again.</summary>
public sealed class RemovableHandle : IDisposable
{
    private static long s_last;

    private Action? _remove;

    internal RemovableHandle(Action remove) => _remove = remove;

    /// <summary>A number that no other handle has.</summary>
    public long id { get; } = Interlocked.Increment(ref s_last);

    /// <summary>Takes the hook off; a second call does nothing.</summary>
    public void remove() => Interlocked.Exchange(ref _remove, null)?.Invoke();

    /// <summary>As <see cref="remove"/>.</summary>
    public void Dispose() => remove();
}
