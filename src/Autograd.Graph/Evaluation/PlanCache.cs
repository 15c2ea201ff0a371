namespace Autograd.Graph;

/// <summary>Plans by structure, the least recently used going first when all together are too heavy. A hit compares the whole key.</summary>
internal static class PlanCache
{
    /// <summary>Bytes of all plans and keys at most.</summary>
    private const long MostBytes = 128L << 20;

    /// <summary>A plan heavier than this is not kept: it would evict all others.</summary>
    private const long HeaviestPlan = MostBytes / 2;

    private sealed class Slot(PlanKey key, Plan plan)
    {
        public readonly PlanKey Key = key;
        public readonly Plan Plan = plan;
        public readonly long Weight = plan.Weight + 96L * key.Length;
        public long LastUse;
    }

    private static readonly Lock s_lock = new();
    private static readonly Dictionary<int, List<Slot>> s_slots = [];
    private static long s_bytes, s_clock;

    /// <summary>The plan of a wiring's structure, made if there is none.</summary>
    /// <param name="wiring">the structure</param>
    /// <param name="hit">whether there was one</param>
    public static Plan Get(Wiring wiring, out bool hit)
    {
        lock (s_lock)
        {
            if (Find(wiring) is { } slot)
            {
                slot.LastUse = ++s_clock;
                hit = true;
                return slot.Plan;
            }
        }

        hit = false;
        var added = new Slot(new(wiring), Planner.Make(wiring));
        if (added.Weight > HeaviestPlan) return added.Plan;
        lock (s_lock)
        {
            // Another thread may have made the same plan meanwhile; one is enough.
            if (Find(wiring) is { } slot) return slot.Plan;
            added.LastUse = ++s_clock;
            if (!s_slots.TryGetValue(wiring.Hash, out List<Slot>? slots)) s_slots[wiring.Hash] = slots = [];
            slots.Add(added);
            s_bytes += added.Weight;
            if (s_bytes > MostBytes) Evict();
        }

        return added.Plan;
    }

    /// <summary>Forgets all plans.</summary>
    public static void Clear()
    {
        lock (s_lock)
        {
            s_slots.Clear();
            s_bytes = 0;
        }
    }

    private static Slot? Find(Wiring wiring)
    {
        if (!s_slots.TryGetValue(wiring.Hash, out List<Slot>? slots)) return null;
        foreach (Slot slot in slots)
            if (slot.Key.Matches(wiring)) return slot;
        return null;
    }

    // A quarter at once, so that a full cache does not look for its oldest plan at every miss.
    private static void Evict()
    {
        var all = new List<Slot>();
        foreach (List<Slot> slots in s_slots.Values) all.AddRange(slots);
        all.Sort((a, b) => a.LastUse.CompareTo(b.LastUse));
        foreach (Slot slot in all)
        {
            if (s_bytes <= MostBytes / 4 * 3) break;
            List<Slot> slots = s_slots[slot.Key.Hash];
            slots.Remove(slot);
            if (slots.Count == 0) s_slots.Remove(slot.Key.Hash);
            s_bytes -= slot.Weight;
        }
    }
}
