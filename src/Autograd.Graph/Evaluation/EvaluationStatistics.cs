namespace Autograd.Graph;

/// <summary>Counts what evaluations do; given in <see cref="EvaluationOptions.Statistics"/>. Any number of threads may add to one.</summary>
public sealed class EvaluationStatistics
{
    private readonly PlanMissCounts _misses = new();
    private long _nodes, _hits;

    /// <summary>How many ops were computed.</summary>
    public long ExecutedNodes => Interlocked.Read(ref _nodes);

    /// <summary>How many evaluations found their plan.</summary>
    public long PlanHits => Interlocked.Read(ref _hits);

    /// <summary>How many evaluations had to make one.</summary>
    public long PlanMisses => _misses.Total;

    /// <summary>The latest evaluation that had to make its plan, and why; null where there was none.</summary>
    public PlanMiss? LastPlanMiss => _misses.Last;

    /// <summary>How many evaluations had to make their plan for one reason.</summary>
    public long PlanMissesBecause(PlanMissReason reason) => _misses[reason];

    internal void Add(long nodes) => Interlocked.Add(ref _nodes, nodes);

    internal void Add(long nodes, PlanMiss? miss)
    {
        Add(nodes);
        if (miss is null) Interlocked.Increment(ref _hits);
        else _misses.Add(miss);
    }
}
