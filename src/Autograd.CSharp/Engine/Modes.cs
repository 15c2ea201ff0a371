namespace Autograd.CSharp;

/// <summary>
/// What holds for one flow of execution: it follows calls, awaits and the tasks and threads that are started in it, and what they change stays
/// theirs. Reading is a thread-static: the runtime tells when a thread goes over to another flow.
/// </summary>
/// <param name="Grad">whether operations are recorded, unless inference mode says no</param>
/// <param name="Inference">whether results are inference tensors</param>
/// <param name="Anomaly">whether nodes remember where they were made, and a backward pass names the one that fails</param>
/// <param name="CheckNan">whether it then also looks for NaN in every gradient</param>
/// <param name="Hooks">what is done to values that nodes keep; null for nothing</param>
/// <param name="HooksRefused">why hooks on saved tensors are refused; null where they are not</param>
/// <param name="Profile">what measures operations; null for nothing</param>
/// <param name="Trace">whether a function is traced, and for what</param>
/// <param name="Level">the dual tensors that there are; null outside of a level</param>
internal sealed record Modes(
    bool Grad,
    bool Inference = false,
    bool Anomaly = false,
    bool CheckNan = true,
    SavedTensorHooks? Hooks = null,
    string? HooksRefused = null,
    ProfileRecord? Profile = null,
    TraceKind Trace = TraceKind.None,
    DualLevel? Level = null)
{
    private static readonly Modes s_default = new(Grad: true), s_noGrad = new(Grad: false);
    private static readonly AsyncLocal<Modes?> s_flow = new(static change => Enter(change.CurrentValue));

    [ThreadStatic]
    private static Modes? t_current;

    /// <summary>Whether any flow ever had more than a grad mode, a trace apart: until then nobody looks for more.</summary>
    public static bool AreSpecial { get; private set; }

    /// <summary>What holds here and now.</summary>
    public static Modes Current
    {
        get => t_current ?? s_default;
        private set
        {
            Modes modes = Normal(value);
            AreSpecial |= modes is not { Inference: false, Anomaly: false, Hooks: null, HooksRefused: null, Profile: null };
            s_flow.Value = modes;
        }
    }

    /// <summary>Changes what holds, until the scope is disposed, which changes back what it changed and nothing else.</summary>
    /// <param name="change">what becomes of it</param>
    /// <param name="restore">puts back what was changed: of what holds then, with what held before</param>
    public static IDisposable Set(Func<Modes, Modes> change, Func<Modes, Modes, Modes> restore)
    {
        Modes before = Current;
        Current = change(before);
        return new Scope(before, restore);
    }

    /// <summary>As <see cref="Set"/>, of the grad mode alone.</summary>
    public static GradScope SetGrad(bool enabled)
    {
        bool before = Current.Grad;
        ChangeGrad(enabled);
        return new(before);
    }

    private static void ChangeGrad(bool enabled)
    {
        Modes now = Current;
        if (now.Grad == enabled) return;
        s_flow.Value = ReferenceEquals(now, s_default) ? s_noGrad : ReferenceEquals(now, s_noGrad) ? s_default : Normal(now with { Grad = enabled });
    }

    private static Modes Normal(Modes modes) => modes == s_default ? s_default : modes == s_noGrad ? s_noGrad : modes;

    // Also when a thread goes from one flow to another.
    private static void Enter(Modes? modes)
    {
        t_current = modes;
        GradMode.Enter(modes is null or { Grad: true, Inference: false });
        CSharp.Trace.Enter(modes?.Trace ?? TraceKind.None);
    }

    /// <summary>Puts the grad mode back.</summary>
    internal sealed class GradScope(bool before) : IDisposable
    {
        private bool _disposed;

        public void Dispose()
        {
            if (_disposed) return;
            _disposed = true;
            ChangeGrad(before);
        }
    }

    private sealed class Scope(Modes before, Func<Modes, Modes, Modes> restore) : IDisposable
    {
        private bool _disposed;

        public void Dispose()
        {
            if (_disposed) return;
            _disposed = true;
            Current = restore(Current, before);
        }
    }
}
