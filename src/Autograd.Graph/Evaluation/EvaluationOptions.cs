namespace Autograd.Graph;

/// <summary>Settings of an evaluation. Immutable: <c>with</c> makes another.</summary>
public sealed record EvaluationOptions
{
    /// <summary>What an evaluation uses when nothing is said.</summary>
    public static EvaluationOptions Default { get; } = new();

    /// <summary>The reference interpreter: one naive loop a node, nothing remembered or reused. Same bits as <see cref="Default"/>.</summary>
    public static EvaluationOptions Reference { get; } = new() { Optimize = false };

    /// <summary>Whether expressions are simplified, fused and planned, and values known already are used. It changes no bit of a result.</summary>
    public bool Optimize { get; init; } = true;
}
