namespace Autograd.Benchmarks.SideBySide;

/// <summary>Nanoseconds and allocated bytes a node.</summary>
internal readonly record struct Cost(double Nanoseconds, double Bytes)
{
    /// <summary>What an action costs.</summary>
    public static Cost Of(int nodes, Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var watch = ValueStopwatch.Start();
        action();
        return new(watch.Seconds * 1e9 / nodes, (GC.GetAllocatedBytesForCurrentThread() - before) / (double)nodes);
    }

    /// <summary>The less of both in each.</summary>
    public Cost Better(Cost other) => new(Math.Min(Nanoseconds, other.Nanoseconds), Math.Min(Bytes, other.Bytes));
}
