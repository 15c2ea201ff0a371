namespace Autograd.CSharp;

/// <summary>Whether operations are recorded. Each thread has its own mode.</summary>
internal static class GradMode
{
    [ThreadStatic]
    private static bool t_disabled;

    /// <summary>Whether operations on this thread are recorded.</summary>
    public static bool IsEnabled
    {
        get => !t_disabled;
        set => t_disabled = !value;
    }

    /// <summary>Sets the mode until the scope is disposed.</summary>
    public static Scope Set(bool enabled)
    {
        bool before = IsEnabled;
        IsEnabled = enabled;
        return new(before);
    }

    /// <summary>Puts the mode back.</summary>
    internal sealed class Scope(bool before) : IDisposable
    {
        private bool _disposed;

        public void Dispose()
        {
            if (_disposed) return;
            _disposed = true;
            IsEnabled = before;
        }
    }
}
