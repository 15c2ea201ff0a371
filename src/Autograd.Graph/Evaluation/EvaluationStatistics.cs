namespace Autograd.Graph;

/// <summary>Counts what evaluations do; given in <see cref="EvaluationOptions.Statistics"/>. Any number of threads may add to one.</summary>
public sealed class EvaluationStatistics
{
    private long _nodes, _hits, _misses;

    /// <summary>How many ops were computed.</summary>
    public long ExecutedNodes => Interlocked.Read(ref _nodes);

    /// <summary>How many evaluations found their plan.</summary>
    public long PlanHits => Interlocked.Read(ref _hits);

    /// <summary>How many evaluations had to make one.</summary>
    public long PlanMisses => Interlocked.Read(ref _misses);

    internal void Add(long nodes, bool hit)
    {
        Interlocked.Add(ref _nodes, nodes);
        Interlocked.Increment(ref hit ? ref _hits : ref _misses);
    }
}
