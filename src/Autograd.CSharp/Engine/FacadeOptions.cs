using Autograd.Graph;

namespace Autograd.CSharp;

/// <summary>The options of the facade's evaluations, which differ in the number of threads.</summary>
internal static class FacadeOptions
{
    private static volatile Settings s_settings = new(EvaluationOptions.Default);

    private sealed record Settings(EvaluationOptions Options)
    {
        public EvaluationOptions LastUse { get; } = Options with { IsLastUse = true };
    }

    /// <summary>What an evaluation uses.</summary>
    public static EvaluationOptions Current => Modes.AreSpecial ? Profiled(s_settings.Options) : s_settings.Options;

    /// <summary>What the last evaluation of a graph uses.</summary>
    public static EvaluationOptions LastUse => Modes.AreSpecial ? Profiled(s_settings.LastUse) : s_settings.LastUse;

    private static EvaluationOptions Profiled(EvaluationOptions options) => Modes.Current.Profile is { } profile ? options with { Profile = profile.Evaluations } : options;

    /// <summary>How many threads an evaluation uses, the calling one included.</summary>
    public static int Threads
    {
        get => s_settings.Options.Threads != 0 ? s_settings.Options.Threads : Environment.ProcessorCount;
        set => s_settings = new(s_settings.Options with { Threads = value });
    }
}
