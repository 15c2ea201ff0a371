namespace Autograd.Graph;

/// <summary>
/// Turns a region into loops: gives each value a slot or a buffer, each distinct read one load, and cuts the region where more values
/// would be live at once than fit a near cache.
/// </summary>
internal sealed partial class LoopBuilder(PlanGraph graph, Schedule schedule, Func<int, int> bufferOf, int scratch)
{
    /// <summary>Bytes that the slots of a loop share: two thirds of a first-level data cache, so that what is read and written has room too.</summary>
    private const int TileBytes = 32 * 1024;

    /// <summary>Bytes of all slots at most, where tiles are as short as they may be: they still fit a second-level cache.</summary>
    private const int SlotBytes = 256 * 1024;

    private const int MostSlots = 4096, FewestSlots = 16;

    // For each entry the last member of its region that reads it there.
    private readonly int[] _lastUse = new int[graph.Count];

    // For each entry where its value is, and in which loop that holds.
    private readonly Operand[] _values = new Operand[graph.Count];
    private readonly int[] _loopOfValue = new int[graph.Count];
    private int _loops;

    // For each entry how often its region reads it; and whether it is computed in the passes of its readers.
    private readonly int[] _readCounts = new int[graph.Count];
    private readonly bool[] _joined = new bool[graph.Count];

    // For an entry the member that folds it along rows; -1 where none does.
    private readonly int[] _foldOf = new int[graph.Count];

    private PlanGraph Graph => graph;

    private Schedule Schedule => schedule;

    private int Scratch => scratch;

    /// <summary>Bytes of scratch memory that the loops built so far need.</summary>
    public int ScratchBytes { get; private set; }

    /// <summary>The loops of a region, in order, each with the buffers it reads and writes.</summary>
    public IEnumerable<(Loop Loop, List<int> Reads, List<int> Writes)> Build(LoopRegion region)
    {
        List<int> members = region.Members;
        for (int m = 0; m < members.Count; m++)
        {
            (_lastUse[members[m]], _readCounts[members[m]], _joined[members[m]]) = (-1, 0, false);
            _foldOf[members[m]] = -1;
            foreach (int input in graph.InputsOf(members[m]))
            {
                if (!schedule.IsReadInLoop(members[m], input)) continue;
                _lastUse[RootOf(input)] = m;
                _readCounts[RootOf(input)]++;
                if (schedule.RoleOf(members[m]) == Role.Fold) _foldOf[RootOf(input)] = m;
            }
        }

        int shortest = Math.Max(RowFold.Block, region.Unit);
        int mostSlots = Math.Clamp(SlotBytes / (8 * Math.Clamp(region.Count, 1, shortest)), FewestSlots, MostSlots);
        for (int from = 0; from < members.Count;)
        {
            int end = CutOf(members, from, mostSlots);
            _loops++;
            yield return new Piece(this, region, from, end).Build();
            from = end;
        }
    }

    private int BufferOf(int entry) => bufferOf(entry);

    private int RootOf(int entry) => schedule.ViewOf(entry).Root;

    /// <summary>How far a loop that begins at a member can go.</summary>
    private int CutOf(List<int> members, int from, int mostSlots)
    {
        if (members.Count - from <= mostSlots / 2) return members.Count;
        int live = 0;
        var loads = new HashSet<View>();
        var made = new HashSet<int>();
        for (int m = from; m < members.Count; m++)
        {
            ReadOnlySpan<int> inputs = graph.InputsOf(members[m]);
            for (int i = 0; i < inputs.Length; i++)
            {
                if (IsRepeat(inputs, i)) continue;
                int root = RootOf(inputs[i]);
                if (made.Contains(root))
                {
                    if (_lastUse[root] == m && !schedule.IsStored(root)) live--;
                    continue;
                }

                View view = schedule.ViewOf(inputs[i]);
                if (!view.IsDense && !view.IsUniform && loads.Add(view)) live++;
            }

            if (live >= mostSlots && m > from) return m;
            made.Add(members[m]);
            // The state of a sink takes room like a slot.
            if (!schedule.IsStored(members[m]) || schedule.RoleOf(members[m]) == Role.Sink) live++;
        }

        return members.Count;
    }

    /// <summary>Whether an input stands at an earlier place too.</summary>
    private static bool IsRepeat(ReadOnlySpan<int> inputs, int index) => inputs[..index].Contains(inputs[index]);
}
