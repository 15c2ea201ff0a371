namespace Autograd.Graph;

/// <summary>
/// Decides where each buffer lies: what leaves the run in arrays of its own, everything else in one arena, where buffers whose lifetimes
/// do not meet share their bytes.
/// </summary>
internal sealed class Placement(PlanGraph graph, Schedule schedule, Dictionary<int, int> bufferOfEntry, List<int> entryOfBuffer, List<(int First, int Last)> lifetimes, Func<int, int> bufferOf)
{
    /// <summary>Bytes of an arena at most; what does not fit lies in arrays of its own while steps need it.</summary>
    private const long MostArenaBytes = 1L << 30;

    private readonly List<Plan.Transient> _transients = [];
    private int _results, _high;

    /// <summary>The plan of the steps.</summary>
    /// <param name="steps">the steps in order</param>
    /// <param name="arenaStart">the first byte of the arena that is free for buffers</param>
    /// <param name="numbers">how many numbers come as arguments</param>
    /// <param name="remembered">of how many entries of the wiring, from the first on, small values get arrays of their own, so that nodes may remember them</param>
    public Plan Make(List<Step> steps, int arenaStart, int numbers, int remembered)
    {
        foreach (View output in schedule.Outputs) bufferOf(output.Root);
        var buffers = new Buffer[entryOfBuffer.Count];
        var outputRoots = new HashSet<int>();
        foreach (View output in schedule.Outputs) outputRoots.Add(output.Root);
        var keepsSmall = new bool[graph.Count];
        foreach (int entry in graph.EntryOfWiring[..remembered]) keepsSmall[entry] = true;
        var waiting = new List<int>();
        for (int buffer = 0; buffer < buffers.Length; buffer++)
        {
            Wiring.Entry entry = graph[entryOfBuffer[buffer]];
            long bytes = (long)entry.Shape!.Count * entry.DType.Size();
            if (entry.Argument >= 0)
            {
                buffers[buffer] = entry.Op is Op.Literal
                    ? new(BufferKind.Number, entry.Argument, entry.Argument * sizeof(long), entry.DType, Shape.Scalar)
                    : new(BufferKind.Argument, entry.Argument, 0, entry.DType, entry.Shape);
            }
            else if (outputRoots.Contains(entryOfBuffer[buffer]) || (keepsSmall[entryOfBuffer[buffer]] && bytes <= RetentionPolicy.SmallBytes))
            {
                buffers[buffer] = new(BufferKind.Result, _results++, 0, entry.DType, entry.Shape);
            }
            else
            {
                waiting.Add(buffer);
            }
        }

        PlaceInArena(waiting, buffers, arenaStart);
        var outputs = new (int Buffer, Shape Shape)[schedule.Outputs.Length];
        for (int i = 0; i < outputs.Length; i++) outputs[i] = (bufferOfEntry[schedule.Outputs[i].Root], schedule.Outputs[i].Shape);
        return new Plan([.. steps], buffers, outputs, remembered > 0 ? ResultsOfWiring(buffers) : [], [.. _transients], _high, numbers);
    }

    // In the order of their first use, each as soon as the bytes of those that were needed before it are free again.
    private void PlaceInArena(List<int> waiting, Buffer[] buffers, int arenaStart)
    {
        waiting.Sort((a, b) => lifetimes[a].First != lifetimes[b].First ? lifetimes[a].First.CompareTo(lifetimes[b].First) : a.CompareTo(b));
        var free = new FreeBlocks(arenaStart, MostArenaBytes);
        var living = new PriorityQueue<(long Begin, long Bytes), int>();
        foreach (int buffer in waiting)
        {
            (int first, int last) = lifetimes[buffer];
            while (living.TryPeek(out (long Begin, long Bytes) place, out int end) && end < first)
            {
                living.Dequeue();
                free.Give(place.Begin, place.Bytes);
            }

            Wiring.Entry entry = graph[entryOfBuffer[buffer]];
            long bytes = Arena.Aligned((long)entry.Shape!.Count * entry.DType.Size());
            if (free.Take(bytes) is { } begin)
            {
                living.Enqueue((begin, bytes), last);
                buffers[buffer] = new(BufferKind.Arena, -1, (int)begin, entry.DType, entry.Shape);
            }
            else
            {
                buffers[buffer] = new(BufferKind.Transient, -1, 0, entry.DType, entry.Shape);
                _transients.Add(new(buffer, first, last));
            }
        }

        _high = (int)free.High;
    }

    /// <summary>For each entry of the wiring the result that is its value, or -1: what may be remembered on its nodes.</summary>
    private int[] ResultsOfWiring(Buffer[] buffers)
    {
        var results = new int[graph.EntryOfWiring.Length];
        for (int i = 0; i < results.Length; i++)
        {
            int entry = graph.EntryOfWiring[i];
            results[i] = -1;
            if (schedule.RoleOf(entry) == Role.Dead || graph[entry].Shape is null) continue;
            View view = schedule.ViewOf(entry);
            if (!bufferOfEntry.TryGetValue(view.Root, out int buffer) || buffers[buffer].Kind != BufferKind.Result) continue;
            if (view.IsDense && view.Offset == 0 && view.Shape.Count == buffers[buffer].Shape.Count) results[i] = buffers[buffer].Index;
        }

        return results;
    }
}
