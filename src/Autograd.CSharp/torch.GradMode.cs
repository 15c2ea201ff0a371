namespace Autograd.CSharp;

public static partial class torch
{
    /// <summary>Whether operations are recorded, apart from <see cref="inference_mode(bool)"/>.</summary>
    public static bool is_grad_enabled() => Modes.Current.Grad;

    /// <summary>Until it is disposed, operations are not recorded: <c>using (no_grad()) { }</c>. The mode follows awaits and leaves other flows alone.</summary>
    public static IDisposable no_grad() => GradMode.Set(false);

    /// <summary>Until it is disposed, operations are recorded.</summary>
    public static IDisposable enable_grad(bool enabled = true) => GradMode.Set(enabled);

    /// <summary>Says whether operations are recorded: from now on, or until the result is disposed.</summary>
    public static IDisposable set_grad_enabled(bool mode) => GradMode.Set(mode);

    /// <summary>
    /// Until it is disposed, operations are not recorded, whatever the grad mode, and their results are inference tensors: no node can save them and
    /// outside of the mode nothing writes to them.
    /// </summary>
    /// <param name="mode">false for a part within it that is as outside, with gradients recorded</param>
    public static IDisposable inference_mode(bool mode = true)
    {
        Tensor.MayBeInference |= mode;
        return Modes.Set(now => now with { Inference = mode, Grad = !mode }, static (now, before) => now with { Inference = before.Inference, Grad = before.Grad });
    }

    /// <summary>Whether results are inference tensors.</summary>
    public static bool is_inference_mode_enabled() => Modes.Current.Inference;

    /// <summary>What a function returns, its operations not recorded.</summary>
    public static T no_grad<T>(Func<T> function) => Within(no_grad, function);

    /// <summary>What a function returns, its operations recorded.</summary>
    public static T enable_grad<T>(Func<T> function) => Within(static () => enable_grad(), function);

    /// <summary>What a function returns, its operations recorded or not.</summary>
    public static T set_grad_enabled<T>(bool mode, Func<T> function) => Within(() => set_grad_enabled(mode), function);

    /// <summary>What a function returns, its results inference tensors.</summary>
    public static T inference_mode<T>(Func<T> function) => Within(static () => inference_mode(), function);

    /// <summary>A function whose operations are not recorded, as Python's decorator makes one.</summary>
    public static Func<T, TResult> no_grad<T, TResult>(Func<T, TResult> function) => Wrapped(no_grad, function);

    /// <summary>A function whose operations are recorded wherever it is called.</summary>
    public static Func<T, TResult> enable_grad<T, TResult>(Func<T, TResult> function) => Wrapped(static () => enable_grad(), function);

    /// <summary>A function whose results are inference tensors.</summary>
    public static Func<T, TResult> inference_mode<T, TResult>(Func<T, TResult> function) => Wrapped(static () => inference_mode(), function);

    private static T Within<T>(Func<IDisposable> mode, Func<T> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        using (mode()) return function();
    }

    private static Func<T, TResult> Wrapped<T, TResult>(Func<IDisposable> mode, Func<T, TResult> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return argument =>
        {
            using (mode()) return function(argument);
        };
    }
}
