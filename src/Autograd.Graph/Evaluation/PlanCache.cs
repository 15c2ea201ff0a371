namespace Autograd.Graph;

/// <summary>Plans by structure, the least recently used going first when all together are too heavy. A hit compares the whole key.</summary>
internal static class PlanCache
{
    /// <summary>Bytes of all plans and keys at most.</summary>
    private const long MostBytes = 128L << 20;

    /// <summary>A plan heavier than this is not kept: it would evict all others.</summary>
    private const long HeaviestPlan = MostBytes / 2;

    /// <summary>How many structures whose plans are gone are known by their hash, to say why they are missed.</summary>
    private const int MostGone = 4096;

    private sealed class Slot(PlanKey key, Plan plan, long weight, int skeleton)
    {
        public readonly PlanKey Key = key;
        public readonly Plan Plan = plan;
        public readonly long Weight = weight;
        public readonly int Skeleton = skeleton;
        public long LastUse;

        /// <summary>Another structure of the same hash.</summary>
        public Slot? Next;
    }

    private static readonly Lock s_lock = new();
    private static readonly Dictionary<int, Slot> s_slots = [];

    // The latest plan of each skeleton, and what became of plans that are gone: for the reasons of misses alone.
    private static readonly Dictionary<int, Slot> s_latest = [];
    private static readonly Dictionary<int, PlanMiss> s_gone = [];
    private static readonly PlanMissCounts s_misses = new();
    private static long s_bytes, s_clock, s_hits, s_evictions;
    private static int s_plans;

    private static readonly PlanMiss s_evicted = new(PlanMissReason.Evicted, "");

    /// <summary>The plan of a wiring's structure, made if there is none.</summary>
    /// <param name="wiring">the structure</param>
    /// <param name="miss">why there was none; null where there was one</param>
    public static Plan Get(Wiring wiring, out PlanMiss? miss)
    {
        int skeleton;
        lock (s_lock)
        {
            if (Find(wiring) is { } slot)
            {
                slot.LastUse = ++s_clock;
                s_hits++;
                miss = null;
                return slot.Plan;
            }

            skeleton = PlanKey.SkeletonOf(wiring);
            miss = WhyMissed(wiring, skeleton);
        }

        s_misses.Add(miss);
        Plan plan = Planner.Make(wiring);
        long weight = plan.Weight + PlanKey.WeightOf(wiring);
        Slot? added = weight > HeaviestPlan ? null : new(new(wiring), plan, weight, skeleton);
        lock (s_lock)
        {
            if (added is null) Forget(wiring.Hash, new(PlanMissReason.TooHeavy, $"the plan takes {weight >> 20} MiB, and none of more than {HeaviestPlan >> 20} MiB is kept"));
            // Another thread may have made the same plan meanwhile; one is enough.
            else if (Find(wiring) is { } slot) return slot.Plan;
            else Add(added);
        }

        return plan;
    }

    /// <summary>What the cache holds and has done so far.</summary>
    public static (int Plans, long Bytes, long Hits, long Evictions, PlanMissCounts Misses) State
    {
        get
        {
            lock (s_lock) return (s_plans, s_bytes, s_hits, s_evictions, s_misses);
        }
    }

    /// <summary>Forgets all plans.</summary>
    public static void Clear()
    {
        lock (s_lock)
        {
            // Those used last are the last to be noted, and so are among those that stay known.
            foreach ((int hash, _) in s_slots.OrderBy(slot => slot.Value.LastUse)) Forget(hash, s_evicted);
            s_slots.Clear();
            s_latest.Clear();
            s_evictions += s_plans;
            s_bytes = s_plans = 0;
        }
    }

    private static Slot? Find(Wiring wiring)
    {
        s_slots.TryGetValue(wiring.Hash, out Slot? slot);
        while (slot is not null && !slot.Key.Matches(wiring)) slot = slot.Next;
        return slot;
    }

    private static PlanMiss WhyMissed(Wiring wiring, int skeleton)
    {
        if (s_slots.ContainsKey(wiring.Hash)) return new(PlanMissReason.HashCollision, "");
        if (s_gone.TryGetValue(wiring.Hash, out PlanMiss? gone)) return gone;
        return (s_latest.TryGetValue(skeleton, out Slot? latest) ? latest.Key.DifferenceFrom(wiring) : null)
            ?? new(PlanMissReason.NewStructure, $"{wiring.Nodes.Length} nodes");
    }

    private static void Add(Slot slot)
    {
        slot.LastUse = ++s_clock;
        slot.Next = s_slots.GetValueOrDefault(slot.Key.Hash);
        s_slots[slot.Key.Hash] = slot;
        s_latest[slot.Skeleton] = slot;
        s_gone.Remove(slot.Key.Hash);
        s_bytes += slot.Weight;
        s_plans++;
        if (s_bytes > MostBytes) Evict();
    }

    // A quarter at once, so that a full cache does not look for its oldest plan at every miss.
    private static void Evict()
    {
        var all = new List<Slot>(s_plans);
        foreach (Slot first in s_slots.Values)
            for (Slot? slot = first; slot is not null; slot = slot.Next) all.Add(slot);
        all.Sort((a, b) => a.LastUse.CompareTo(b.LastUse));
        foreach (Slot slot in all)
        {
            if (s_bytes <= MostBytes / 4 * 3) break;
            Remove(slot);
            Forget(slot.Key.Hash, s_evicted);
            s_evictions++;
        }
    }

    private static void Remove(Slot slot)
    {
        Slot first = s_slots[slot.Key.Hash];
        if (!ReferenceEquals(first, slot))
        {
            Slot before = first;
            while (!ReferenceEquals(before.Next, slot)) before = before.Next!;
            before.Next = slot.Next;
        }
        else if (slot.Next is { } next)
        {
            s_slots[slot.Key.Hash] = next;
        }
        else
        {
            s_slots.Remove(slot.Key.Hash);
        }

        if (ReferenceEquals(s_latest.GetValueOrDefault(slot.Skeleton), slot)) s_latest.Remove(slot.Skeleton);
        s_bytes -= slot.Weight;
        s_plans--;
    }

    private static void Forget(int hash, PlanMiss miss)
    {
        // All at once is as good as the oldest first: it is a matter of what a miss is called.
        if (s_gone.Count >= MostGone) s_gone.Clear();
        s_gone[hash] = miss;
    }
}
