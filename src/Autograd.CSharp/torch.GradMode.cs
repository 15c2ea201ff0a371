namespace Autograd.CSharp;

public static partial class torch
{
    /// <summary>Whether operations are recorded.</summary>
    public static bool is_grad_enabled() => GradMode.IsEnabled;

    /// <summary>Until it is disposed, operations are not recorded: <c>using (no_grad()) { }</c>.</summary>
    public static IDisposable no_grad() => GradMode.Set(false);

    /// <summary>What a function returns, its operations not recorded.</summary>
    public static T no_grad<T>(Func<T> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        using (no_grad()) return function();
    }

    /// <summary>Until it is disposed, operations are recorded.</summary>
    public static IDisposable enable_grad(bool enabled = true) => GradMode.Set(enabled);

    /// <summary>Says whether operations are recorded: from now on, or until the result is disposed.</summary>
    public static IDisposable set_grad_enabled(bool mode) => GradMode.Set(mode);
}
