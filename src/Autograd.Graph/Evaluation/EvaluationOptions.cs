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

    /// <summary>
    /// Whether this is the last use of the graph, as of one that a backward pass frees: nodes that were computed before are then not kept on
    /// the second touch, and of what is computed on the way only what leads to the first output.
    /// </summary>
    public bool IsLastUse { get; init; }

    /// <summary>
    /// How many threads compute, the calling one included: 0, the default, stands for as many as there are cores, 1 for the calling thread
    /// alone. Products and loops of little work stay on one thread. It changes no bit of a result.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">it is negative</exception>
    public int Threads
    {
        get;
        init
        {
            if (value < 0) throw new ArgumentOutOfRangeException(nameof(value), value, "evaluate: the number of threads cannot be negative (0 stands for all cores)");
            field = value;
        }
    }

    /// <summary>Receives counts of what evaluations do; none when null.</summary>
    public EvaluationStatistics? Statistics { get; init; }

    /// <summary>Receives the time of each step that evaluations run; null for none, which costs nothing. The reference interpreter has no steps.</summary>
    public RunProfile? Profile { get; init; }
}
