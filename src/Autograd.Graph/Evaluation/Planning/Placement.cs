namespace Autograd.Graph;

/// <summary>
/// Decides where each buffer lies: what leaves the run in arrays of its own, everything else in one arena, where buffers whose lifetimes
/// do not meet share their bytes.
/// </summary>
internal sealed class Placement(PlanGraph graph, Schedule schedule, Dictionary<int, int> bufferOfEntry, List<int> entryOfBuffer, List<(int First, int Last)> lifetimes, Func<int, int> bufferOf)
{
    /// <summary>Bytes of an arena at most; what does not fit lies in arrays of its own for the run.</summary>
    private const long MostArenaBytes = 1L << 30;

    private readonly List<(int Begin, int End)> _taken = [];
    private readonly List<(DType DType, Shape Shape)> _results = [];
    private int _high, _remembered;

    /// <summary>The plan of the steps.</summary>
    /// <param name="steps">the steps in order</param>
    /// <param name="arenaStart">the first byte of the arena that is free for buffers</param>
    /// <param name="numbers">how many numbers come as arguments</param>
    public Plan Make(List<Step> steps, int arenaStart, int numbers)
    {
        foreach (View output in schedule.Outputs) bufferOf(output.Root);
        var buffers = new Buffer[entryOfBuffer.Count];
        var outputRoots = new HashSet<int>();
        foreach (View output in schedule.Outputs) outputRoots.Add(output.Root);
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
            else if (outputRoots.Contains(entryOfBuffer[buffer]) || bytes <= RetentionPolicy.SmallBytes)
            {
                buffers[buffer] = NewArray(entry);
            }
            else
            {
                waiting.Add(buffer);
            }
        }

        _remembered = _results.Count;
        _high = arenaStart;
        PlaceInArena(waiting, buffers, arenaStart);
        var outputs = new (int Buffer, Shape Shape)[schedule.Outputs.Length];
        for (int i = 0; i < outputs.Length; i++) outputs[i] = (bufferOfEntry[schedule.Outputs[i].Root], schedule.Outputs[i].Shape);
        return new Plan([.. steps], buffers, [.. _results], outputs, ResultsOfWiring(buffers), _high, numbers);
    }

    private Buffer NewArray(Wiring.Entry entry)
    {
        _results.Add((entry.DType, entry.Shape!));
        return new(BufferKind.Result, _results.Count - 1, 0, entry.DType, entry.Shape!);
    }

    // In the order of their first use; each at the lowest place that is free for its whole life.
    private void PlaceInArena(List<int> waiting, Buffer[] buffers, int arenaStart)
    {
        waiting.Sort((a, b) => lifetimes[a].First != lifetimes[b].First ? lifetimes[a].First.CompareTo(lifetimes[b].First) : a.CompareTo(b));
        var living = new PriorityQueue<(int Begin, int End), int>();
        foreach (int buffer in waiting)
        {
            while (living.TryPeek(out (int Begin, int End) place, out int last) && last < lifetimes[buffer].First)
            {
                living.Dequeue();
                _taken.Remove(place);
            }

            Wiring.Entry entry = graph[entryOfBuffer[buffer]];
            long bytes = ((long)entry.Shape!.Count * entry.DType.Size() + 63) & ~63;
            int begin = arenaStart, at = 0;
            for (; at < _taken.Count && _taken[at].Begin - begin < bytes; at++) begin = Math.Max(begin, _taken[at].End);
            if (begin + bytes > MostArenaBytes)
            {
                buffers[buffer] = NewArray(entry);
                continue;
            }

            int end = begin + (int)bytes;
            _taken.Insert(at, (begin, end));
            living.Enqueue((begin, end), lifetimes[buffer].Last);
            _high = Math.Max(_high, end);
            buffers[buffer] = new(BufferKind.Arena, -1, begin, entry.DType, entry.Shape);
        }
    }

    /// <summary>For each entry of the wiring the result that is its value, or -1: what may be remembered on its nodes.</summary>
    private int[] ResultsOfWiring(Buffer[] buffers)
    {
        var results = new int[graph.EntryOfWiring.Length];
        for (int i = 0; i < results.Length; i++)
        {
            int entry = graph.EntryOfWiring[i];
            results[i] = -1;
            if (schedule.RoleOf(entry) == Schedule.Role.Dead || graph[entry].Shape is null) continue;
            View view = schedule.ViewOf(entry);
            if (!bufferOfEntry.TryGetValue(view.Root, out int buffer) || buffers[buffer].Kind != BufferKind.Result || buffers[buffer].Index >= _remembered) continue;
            if (view.IsDense && view.Offset == 0 && view.Shape.Count == buffers[buffer].Shape.Count) results[i] = buffers[buffer].Index;
        }

        return results;
    }
}
