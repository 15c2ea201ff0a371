namespace Autograd.Graph;

/// <summary>
/// What an evaluation remembers on the nodes, in one place:
/// 1. what was asked for;
/// 2. on second touch, where an earlier evaluation computed a node and did not keep it: an expensive node at once, along runs of cheap ones
///    every <see cref="RunLength"/>th, and any that as many evaluations and one more have computed; so that nothing expensive is computed
///    more than twice (of an op of several outputs: once and once more for each output) and nothing cheap more than 34 times, movements
///    aside, which compute nothing;
/// 3. buffers of at most <see cref="SmallBytes"/> that a plan materialised anyway; in the last use of a graph, which computes gradients that nobody
///    has a handle on, only those on the way to the first output.
/// </summary>
internal static class RetentionPolicy
{
    /// <summary>Cheap nodes in a row of which one is kept.</summary>
    public const int RunLength = 32;

    /// <summary>Evaluations of which the next keeps a cheap node. One more than those that compute a node between two kept ones of a run.</summary>
    public const int MostTouches = RunLength + 1;

    /// <summary>The size up to which a materialised buffer costs less to keep than to think about.</summary>
    public const int SmallBytes = 16 * 1024;

    /// <summary>Whether computing the op costs more than a pass over its output; one output of a sort costs what the sort does.</summary>
    public static bool IsExpensive(Op op) => op is Op.Reduce or Op.ArgReduce or Op.Cumulative or Op.Dot or Op.Gather or Op.Scatter or Op.Sort or Op.RngBits or Op.Project or Op.Control;

    /// <summary>Whether a node that earlier evaluations computed without keeping it is kept now.</summary>
    /// <param name="op">what the node does</param>
    /// <param name="touches">how many evaluations those were, at least one</param>
    /// <param name="run">how many cheap nodes have followed each other up to this one since the last that is known or kept</param>
    public static bool KeepsOnSecondTouch(Op op, int touches, int run) => op switch
    {
        // Stretched, it would take more memory than what it repeats; the next node of the run is kept in its place.
        Op.Broadcast => false,
        Op.Reshape or Op.Transpose or Op.Slice or Op.Reverse => run >= RunLength,
        _ => IsExpensive(op) || run >= RunLength || touches >= MostTouches,
    };
}
