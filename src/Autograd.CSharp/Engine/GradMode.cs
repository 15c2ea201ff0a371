namespace Autograd.CSharp;

/// <summary>Whether operations are recorded here and now. Every operation asks, so it is a thread's own flag that <see cref="Modes"/> keeps up to date.</summary>
internal static class GradMode
{
    [ThreadStatic]
    private static bool t_disabled;

    /// <summary>Whether operations are recorded.</summary>
    public static bool IsEnabled => !t_disabled;

    /// <summary>Sets the mode until the scope is disposed.</summary>
    public static Modes.GradScope Set(bool enabled) => Modes.SetGrad(enabled);

    /// <summary>This thread goes on with this mode.</summary>
    internal static void Enter(bool enabled) => t_disabled = !enabled;
}
