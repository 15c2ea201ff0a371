using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>
/// Results that are smaller than what they are computed from, without history or left by a backward pass: a program that keeps them without
/// looking, such as the number of right answers of every batch, would keep every batch. When those of a thread hold too much, the ones that
/// are still there and not computed yet are computed.
/// </summary>
internal static class PendingResults
{
    // Each collection can find the one loss that is just in use.
    private const int FewestInList = 5;

    // Entries beyond the count have no target; their references are used again, since making one costs more than an operation.
    [ThreadStatic]
    private static List<Entry>? t_entries;

    [ThreadStatic]
    private static int t_count, t_weight, t_most, t_collections;

    private record struct Entry(WeakReference<Tensor> Tensor, int Weight, int Collections);

    /// <summary>Keeps an eye on a result.</summary>
    public static void Watch(Tensor tensor) => Watch(tensor, collections: -1);

    /// <summary>Keeps an eye on what a backward pass left. It is mostly gone soon, and is not computed before a collection had the occasion to find that.</summary>
    public static void WatchRoot(Tensor tensor) => Watch(tensor, GC.CollectionCount(0));

    private static void Watch(Tensor tensor, int collections)
    {
        List<Entry> entries = t_entries ??= [];
        int weight = Math.Max(tensor.Weight, 1);
        if (t_weight + weight > PendingCells.MostWeight && (t_weight + weight > t_most || GC.CollectionCount(0) != t_collections)) Sweep(entries);
        if (t_count == entries.Count) entries.Add(new(new(null!), 0, 0));
        WeakReference<Tensor> reference = entries[t_count].Tensor;
        reference.SetTarget(tensor);
        entries[t_count] = new(reference, weight, collections);
        t_count++;
        t_weight += weight;
    }

    private static void Sweep(List<Entry> entries)
    {
        t_collections = GC.CollectionCount(0);
        Forget(entries);
        if (t_weight > PendingCells.MostWeight / 2) Compute(entries);
        // What remains waits for a collection; until then a look at all is worth it only when there are many more.
        t_most = 2 * t_weight;
    }

    /// <summary>Forgets what is gone or computed.</summary>
    private static void Forget(List<Entry> entries)
    {
        int kept = 0, weight = 0;
        for (int i = 0; i < t_count; i++)
        {
            Entry entry = entries[i];
            if (entry.Tensor.TryGetTarget(out Tensor? tensor) && tensor.IsKeptPending)
            {
                weight += entry.Weight;
                (entries[kept], entries[i]) = (entry, entries[kept]);
                kept++;
            }
            else
            {
                entry.Tensor.SetTarget(null!);
            }
        }

        (t_count, t_weight) = (kept, weight);
    }

    // Each by itself: a program's results have one structure and so one plan, all that happen to be left together hardly ever have.
    private static void Compute(List<Entry> entries)
    {
        int roots = 0;
        for (int i = 0; i < t_count; i++)
            if (entries[i].Collections >= 0 && entries[i].Collections < t_collections) roots++;
        for (int i = 0; i < t_count; i++)
            if (entries[i].Collections < t_collections && entries[i].Tensor.TryGetTarget(out Tensor? tensor)) tensor.EvaluateKept(inList: roots >= FewestInList);
        Forget(entries);
    }
}
