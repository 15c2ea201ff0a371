namespace Autograd.CSharp;

/// <summary>
/// Whether a backward pass computes its roots too. A loss that is looked at is cheapest beside its gradients, which share most of what it
/// takes; one that nobody looks at, as between two reports of a training loop, is not worth its own part. So the roots of one structure are
/// left pending once they were not looked at for a while. What is looked at after all is computed then, which takes a forward pass more.
/// </summary>
/// <remarks>Only time depends on it. A guess is kept for each of <see cref="Places"/> remainders of a structure's hash, by whichever threads.</remarks>
internal static class UnreadRoots
{
    /// <summary>So many unread roots in a row are computed before one is not.</summary>
    public const int Patience = 8;

    // One looked at outweighs so many that are not: a forward pass is a third of a step, the part of a loss alone mostly a few hundredths.
    private const int CostOfReading = 64;

    private const int Highest = 128, Lowest = -64;

    // Roots that are kept without being looked at are computed when too many wait, and waiting has gained nothing.
    private const int CostOfKeeping = 128, LowestKept = -(1 << 24);

    private const int Places = 64;

    // What keeps a pending root alive, at most: parameters are updated meanwhile, and the old ones would stay.
    private const int MostWeight = PendingCells.MostWeight / 8;

    // A structure's hash above, the count below.
    private static readonly long[] s_counts = new long[Places];

    /// <summary>Counts a root, and says whether it may stay pending.</summary>
    public static bool MayWait(int structure, int weight)
    {
        int count = Math.Min(Count(structure) + 1, Highest);
        Set(structure, count);
        return count > Patience && weight <= MostWeight;
    }

    /// <summary>A root was looked at.</summary>
    public static void Read(int structure) => Lower(structure, CostOfReading, Lowest);

    /// <summary>A root was kept for long, and computed because too many waited.</summary>
    public static void Keep(int structure) => Lower(structure, CostOfKeeping, LowestKept);

    private static void Lower(int structure, int by, int lowest)
    {
        int count = Count(structure);
        Set(structure, Math.Max(count - by, Math.Min(count, lowest)));
    }

    private static int Count(int structure)
    {
        long entry = Volatile.Read(ref s_counts[(uint)structure % Places]);
        return (int)(entry >> 32) == structure ? (int)entry : 0;
    }

    private static void Set(int structure, int count) => Volatile.Write(ref s_counts[(uint)structure % Places], ((long)structure << 32) | (uint)count);
}
