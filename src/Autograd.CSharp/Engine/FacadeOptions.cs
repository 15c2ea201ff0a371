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
    public static EvaluationOptions Current => s_settings.Options;

    /// <summary>What the last evaluation of a graph uses.</summary>
    public static EvaluationOptions LastUse => s_settings.LastUse;

    /// <summary>How many threads an evaluation uses, the calling one included.</summary>
    public static int Threads
    {
        get => Current.Threads != 0 ? Current.Threads : Environment.ProcessorCount;
        set => s_settings = new(Current with { Threads = value });
    }
}
