using System.Collections.Immutable;

namespace Autograd.Graph;

/// <summary>Counts by reason. Any number of threads may add.</summary>
internal sealed class PlanMissCounts
{
    private readonly long[] _counts = new long[Enum.GetValues<PlanMissReason>().Length];
    private volatile PlanMiss? _last;

    public PlanMiss? Last => _last;

    public long this[PlanMissReason reason] => Interlocked.Read(ref _counts[(int)reason]);

    public long Total
    {
        get
        {
            long total = 0;
            foreach (PlanMissReason reason in Enum.GetValues<PlanMissReason>()) total += this[reason];
            return total;
        }
    }

    public void Add(PlanMiss miss)
    {
        Interlocked.Increment(ref _counts[(int)miss.Reason]);
        _last = miss;
    }

    public ImmutableDictionary<PlanMissReason, long> ToImmutable() => Enum.GetValues<PlanMissReason>().Where(reason => this[reason] > 0).ToImmutableDictionary(reason => reason, reason => this[reason]);
}
