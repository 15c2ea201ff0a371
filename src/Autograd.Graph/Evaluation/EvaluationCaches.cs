using System.Collections.Immutable;
using System.Globalization;

namespace Autograd.Graph;

/// <summary>What the process keeps between evaluations, at one moment, and how often it was of use: see <see cref="Evaluation.Caches"/>.</summary>
/// <param name="Plans">plans kept by their structure</param>
/// <param name="PlanBytes">about how many bytes they take</param>
/// <param name="PlanHits">evaluations that found their plan, since the process began</param>
/// <param name="PlanMisses">evaluations that had to make one, by reason</param>
/// <param name="LastMiss">the latest of these; null where there was none</param>
/// <param name="PlanEvictions">plans that were let go</param>
/// <param name="Arenas">arenas that wait for a run (each thread keeps a small one beside them)</param>
/// <param name="ArenaBytes">their bytes</param>
public sealed record EvaluationCaches(
    int Plans, long PlanBytes, long PlanHits, ImmutableDictionary<PlanMissReason, long> PlanMisses, PlanMiss? LastMiss, long PlanEvictions, int Arenas, long ArenaBytes)
{
    /// <summary>Counts in one line.</summary>
    public override string ToString()
    {
        string reasons = string.Join(", ", PlanMisses.OrderBy(miss => miss.Key).Select(miss => $"{miss.Key} {miss.Value}"));
        return string.Create(CultureInfo.InvariantCulture,
            $"{Plans} plans ({Figures.Bytes(PlanBytes)}), {PlanHits} hits, {PlanMisses.Values.Sum()} misses{(reasons.Length == 0 ? "" : $" ({reasons})")}, {PlanEvictions} evictions; {Arenas} arenas ({Figures.Bytes(ArenaBytes)})");
    }

    internal static EvaluationCaches Now()
    {
        (int plans, long bytes, long hits, long evictions, PlanMissCounts misses) = PlanCache.State;
        (int arenas, long arenaBytes) = BufferPool.Pooled;
        return new(plans, bytes, hits, misses.ToImmutable(), misses.Last, evictions, arenas, arenaBytes);
    }
}
