namespace Autograd.Graph;

/// <summary>
/// What an evaluation remembers on the nodes, in one place:
/// 1. what was asked for;
/// 2. on second touch, where an earlier evaluation computed a node and did not keep it: an expensive node at once, along runs of cheap ones
///    every <see cref="RunLength"/>th, so that nothing expensive is computed more than twice and nothing cheap more than 33 times;
/// 3. buffers of at most <see cref="SmallBytes"/> that a plan materialised anyway.
/// </summary>
internal static class RetentionPolicy
{
    /// <summary>Cheap nodes in a row of which one is kept.</summary>
    public const int RunLength = 32;

    /// <summary>The size up to which a materialised buffer costs less to keep than to think about.</summary>
    public const int SmallBytes = 16 * 1024;

    /// <summary>Whether computing the op costs more than a pass over its output.</summary>
    public static bool IsExpensive(Op op) => op is Op.Reduce or Op.ArgReduce or Op.Cumulative or Op.Dot or Op.Gather or Op.Scatter or Op.Sort;

    /// <summary>Whether a node that an earlier evaluation computed without keeping it is kept now.</summary>
    /// <param name="op">what the node does</param>
    /// <param name="run">how many cheap nodes have followed each other up to this one since the last that is known or kept</param>
    public static bool KeepsOnSecondTouch(Op op, int run) => IsExpensive(op) || run >= RunLength;
}
