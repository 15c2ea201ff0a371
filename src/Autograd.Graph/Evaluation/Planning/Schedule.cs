namespace Autograd.Graph;

/// <summary>
/// Which entries are computed together. Each entry has a stage. What can be read in the loop that makes it (elementwise operands, folds of
/// rows, what is stretched along rows) leaves its reader in the same stage, what must be finished first raises it by one. Members of one
/// stage and element count form one loop: no path leads out of a loop and back, since every way out raises the stage.
/// </summary>
internal sealed class Schedule
{
    /// <summary>Elements of a loop that is worth several threads, if it computes more than a copy.</summary>
    private const int LargeLoop = 1 << 17;

    private readonly PlanGraph _graph;
    private readonly List<Role> _roles = [];
    private readonly List<int> _stages = [];
    private readonly List<LoopRegion?> _regions = [];
    private readonly List<View?> _views = [];
    private readonly List<bool> _stored = [];

    // Members that read nothing in their loop and are read by nobody yet: they can as well be computed where they are read first.
    private readonly List<bool> _floats = [];
    private readonly Dictionary<(int Stage, int Count), LoopRegion> _regionsAt = [];
    private readonly List<(int Stage, LoopRegion? Region, int Kernel)> _work = [];

    /// <summary>Schedules what the graph's outputs need.</summary>
    public Schedule(PlanGraph graph)
    {
        _graph = graph;
        bool[] live = MarkLive();
        for (int entry = 0; entry < live.Length; entry++) Place(entry, live[entry]);
        Outputs = new View[graph.Outputs.Length];
        for (int i = 0; i < Outputs.Length; i++) Outputs[i] = ViewOfOutput(graph.Outputs[i]);
        for (int entry = 0; entry < _roles.Count; entry++) FoldAtTheEnd(entry);
        for (int entry = 0; entry < _roles.Count; entry++) MarkStored(entry);
        foreach (View output in Outputs) _stored[output.Root] = true;
        foreach (LoopRegion region in _regionsAt.Values)
        {
            region.Members.RemoveAll(member => _regions[member] != region);
            FeedSinksEarly(region);
        }

        // The order of stages is enough: within one, nothing waits for anything else. A stable sort keeps the order of the graph.
        Work = [.. _work.OrderBy(step => step.Stage)];
    }

    /// <summary>Loops and kernels in the order in which they run.</summary>
    public IReadOnlyList<(int Stage, LoopRegion? Region, int Kernel)> Work { get; }

    /// <summary>How each output is read: always all of a dense buffer.</summary>
    public View[] Outputs { get; }

    public Role RoleOf(int entry) => _roles[entry];

    /// <summary>How an entry's value is read from memory.</summary>
    public View ViewOf(int entry) => _views[entry]!;

    /// <summary>Whether a member's value goes to memory, because something outside of its loop reads it.</summary>
    public bool IsStored(int entry) => _stored[entry];

    /// <summary>Whether a member of a loop takes an input from what the same loop made.</summary>
    public bool IsReadInLoop(int member, int input)
    {
        int root = _views[input]!.Root;
        // A reader of the same loop is a reader in the loop: any other would have been placed in a later stage.
        return _regions[root] is { } region && ReferenceEquals(region, _regions[member]);
    }

    private bool[] MarkLive()
    {
        var live = new bool[_graph.Count];
        foreach (int output in _graph.Outputs) live[output] = true;
        foreach (int demanded in _graph.Demanded) live[demanded] = true;
        for (int entry = live.Length - 1; entry >= 0; entry--)
        {
            if (!live[entry]) continue;
            foreach (int input in _graph.InputsOf(entry)) live[input] = true;
        }

        return live;
    }

    private void Place(int entry, bool live)
    {
        _regions.Add(null);
        _views.Add(null);
        _stored.Add(false);
        _floats.Add(false);
        _stages.Add(0);
        _roles.Add(live ? Role.Kernel : Role.Dead);
        if (!live) return;
        Wiring.Entry e = _graph[entry];
        ReadOnlySpan<int> inputs = _graph.InputsOf(entry);
        if (e.Argument >= 0)
        {
            _roles[entry] = Role.Source;
            _views[entry] = e.Op is Op.Literal ? View.Uniform(entry, e.Shape!) : View.Dense(entry, e.Shape!);
            return;
        }

        bool placed = e.Op switch
        {
            Op.Project => PlaceProjection(entry, inputs[0]),
            Op.Elementwise or Op.Identity => PlaceElementwise(entry, inputs),
            Op.Barrier => PlaceBarrier(entry, inputs[0]),
            Op.Structural when inputs.Length == 1 => PlaceMovement(entry, e, inputs[0]),
            Op.Reduce reduce => PlaceReduction(entry, reduce, inputs[0]),
            Op.Gather gather => PlaceGather(entry, gather, inputs[0], inputs[1]),
            Op.Scatter scatter => PlaceScatter(entry, scatter, inputs[0], inputs[1], inputs[2]),
            _ => false,
        };
        if (!placed) PlaceKernel(entry, inputs);
        bool floats = _roles[entry].IsOfElements() && _stages[entry] > 0;
        foreach (int input in inputs)
        {
            if (_roles[entry] != Role.View) _floats[_views[input] is { } view ? view.Root : input] = false;
            floats &= !(_regions[entry] is not null && IsReadInLoop(entry, input));
        }

        _floats[entry] = floats;
    }

    private void PlaceKernel(int entry, ReadOnlySpan<int> inputs)
    {
        // What has no inputs comes before everything else.
        int stage = 0;
        foreach (int input in inputs) stage = Math.Max(stage, _stages[input] + 1);
        _stages[entry] = stage;
        _views[entry] = _graph[entry].Shape is { } shape ? View.Dense(entry, shape) : null;
        _work.Add((stage, null, entry));
    }

    /// <summary>A copy, made by the loop that reads it first where there is one, once everything that it waits for is there.</summary>
    private bool PlaceBarrier(int entry, int input)
    {
        int count = _graph[entry].Shape!.Count, stage = Math.Max(1, StageForElements(input, count));
        foreach (int awaited in _graph.AwaitedBy(entry))
            if (_roles[awaited] is not (Role.Dead or Role.Source)) stage = Math.Max(stage, _stages[_views[awaited]?.Root ?? awaited] + 1);
        Join(entry, Role.Element, stage, RegionAt(stage, count));
        return true;
    }

    private bool PlaceProjection(int entry, int kernel)
    {
        (_roles[entry], _stages[entry], _views[entry]) = (Role.Output, _stages[kernel], View.Dense(entry, _graph[entry].Shape!));
        return true;
    }

    private bool PlaceElementwise(int entry, ReadOnlySpan<int> inputs)
    {
        if (RegionOfRows(entry, inputs) is { } rows)
        {
            Join(entry, Role.Row, rows.Stage, rows.Region);
            return true;
        }

        PlaceElement(entry, inputs, _graph[entry].Shape!.Count);
        return true;
    }

    private void PlaceElement(int entry, ReadOnlySpan<int> inputs, int count)
    {
        // What follows from arguments alone and is one number comes before everything else, so that it delays nothing.
        int stage = count == 1 && FollowsFromSingles(inputs) ? 0 : 1;
        foreach (int input in inputs) stage = Math.Max(stage, stage == 0 ? 0 : FloatsTo(input, inputs, count) ? _stages[_views[input]!.Root] : StageForElements(input, count));
        foreach (int input in inputs)
            if (FloatsTo(input, inputs, count) && _stages[_views[input]!.Root] < stage) Move(_views[input]!.Root, stage);
        Join(entry, Role.Element, stage, RegionAt(stage, count));
    }

    /// <summary>Whether what an input reads can be computed in the loop that reads it; not where another input reads it in another order.</summary>
    private bool FloatsTo(int input, ReadOnlySpan<int> inputs, int count)
    {
        int root = _views[input]!.Root;
        if (!_floats[root] || _regions[root]!.Count != count) return false;
        foreach (int other in inputs)
            if (_views[other]!.Root == root && !IsWhole(_views[other]!)) return false;
        return true;
    }

    /// <summary>Has a member computed in a later stage, where rows allow it. The loop it was in forgets it when all are placed.</summary>
    private void Move(int entry, int stage)
    {
        LoopRegion from = _regions[entry]!, to = RegionAt(stage, from.Count);
        if (_roles[entry] == Role.Put && !to.TryRows(from.RowLength)) return;
        Join(entry, _roles[entry], stage, to);
    }

    private bool FollowsFromSingles(ReadOnlySpan<int> inputs)
    {
        foreach (int input in inputs)
            if (_stages[_views[input]!.Root] > 0 || _roles[_views[input]!.Root] is Role.Sink or Role.Kernel) return false;
        return true;
    }

    private bool PlaceMovement(int entry, Wiring.Entry e, int input)
    {
        if (_views[input]!.Through(e.Op) is { } view)
        {
            (_roles[entry], _views[entry], _stages[entry]) = (Role.View, view, _stages[view.Root]);
            return true;
        }

        // A reshape that no strides can express: its elements are copied in row-major order of what it reads.
        PlaceElement(entry, [input], e.Shape!.Count);
        return true;
    }

    private bool PlaceReduction(int entry, Op.Reduce reduce, int input)
    {
        Shape shape = _graph[input].Shape!;
        if (shape.Count == 0 || reduce.Axes.Count == 0) return false;
        (_, int n, int inner) = shape.Around(reduce.Axes[0], reduce.Axes.Count);
        int root = _views[input]!.Root;
        bool isDense = IsWhole(_views[input]!);
        if (inner == 1 && isDense && _roles[root].IsOfRows() && !KeepsWhole(_regions[root]!, n, shape.Count))
        {
            Join(entry, Role.Sink, _stages[root], _regions[root]!);
            return true;
        }

        int stage = StageForElements(input, shape.Count);
        if (inner > 1)
        {
            if (!isDense || !_roles[root].IsOfElements() || !RegionAt(stage, shape.Count).TryUnit(inner)) return false;
            Join(entry, Role.Sink, stage, RegionAt(stage, shape.Count));
            return true;
        }

        LoopRegion region = RegionAt(stage, shape.Count);
        Join(entry, region.TryRows(n) ? Role.Fold : Role.Sink, stage, region);
        return true;
    }

    /// <summary>
    /// Whether a fold of all rows' values would keep a large loop from being cut into parts for threads: fewer than two blocks of them cannot be
    /// cut. They are folded when the loop has ended, which takes a fraction of a microsecond.
    /// </summary>
    private static bool KeepsWhole(LoopRegion region, int n, int rows) => n == rows && rows < 2 * RowFold.Block && region.Count >= LargeLoop;

    // What a loop makes anyway is picked from where it is; parts of what is in memory are copied as a loop's load.
    private bool PlaceGather(int entry, Op.Gather gather, int input, int indices)
    {
        int root = _views[input]!.Root, count = _graph[input].Shape!.Count;
        if (!_views[indices]!.IsDense) return false;
        if (RowIndexing.NamesOneOfEachRow(gather.Axes, gather.BatchRank, _graph[input].Shape!, _graph[indices].Shape!) && _roles[root].IsOfElements() && IsWhole(_views[input]!)
            && StageInMemory(indices) <= _stages[root] && _regions[root]!.TryRows(_graph[input].Shape!.Sizes[^1]))
        {
            Join(entry, Role.Pick, _stages[root], _regions[root]!);
            return true;
        }

        Shape shape = _graph[entry].Shape!;
        var geometry = new GatherGeometry(gather.Name, _graph[input].Shape!, _graph[indices].Shape!, gather.Axes, gather.BatchRank, gather.Mode);
        if (shape.Count == 0 || count == 0 || !geometry.PartIsContiguous || !_views[input]!.IsDense) return false;
        int stage = Math.Max(StageInMemory(input), StageInMemory(indices));
        Join(entry, Role.Element, stage, RegionAt(stage, shape.Count));
        return true;
    }

    private bool PlaceScatter(int entry, Op.Scatter scatter, int x, int indices, int updates)
    {
        Shape shape = _graph[x].Shape!;
        int updateCount = _graph[updates].Shape!.Count;
        if (shape.Count == 0 || updateCount == 0 || !_views[indices]!.IsDense) return false;
        int stage = Math.Max(StageInMemory(indices), StageForElements(x, shape.Count));
        if (RowIndexing.NamesOneOfEachRow(scatter.Axes, scatter.BatchRank, shape, _graph[indices].Shape!) && shape.Sizes[^1] <= LoopRegion.LongestRow)
        {
            stage = Math.Max(stage, StageForPuts(updates, shape.Count, shape.Sizes[^1]));
            if (RegionAt(stage, shape.Count).TryRows(shape.Sizes[^1]))
            {
                Join(entry, Role.Put, stage, RegionAt(stage, shape.Count));
                return true;
            }
        }

        var geometry = new GatherGeometry(scatter.Name, shape, _graph[indices].Shape!, scatter.Axes, scatter.BatchRank, scatter.Mode);
        if (!geometry.PartIsContiguous) return false;
        stage = Math.Max(Math.Max(StageInMemory(indices), StageInMemory(x)), StageForElements(updates, updateCount));
        Join(entry, Role.Sink, stage, RegionAt(stage, updateCount));
        return true;
    }

    /// <summary>An output must be all of a dense buffer: any other view is copied.</summary>
    private View ViewOfOutput(int entry)
    {
        View view = _views[entry]!;
        if (IsWhole(view) && _graph.ClassOf(view.Root) is null) return view;
        int copy = _graph.Append(Op.Identity.Instance, [entry], _graph[entry].DType, view.Shape);
        Place(copy, live: true);
        return _views[copy]!;
    }

    /// <summary>Whether a view is all of its dense root in order.</summary>
    private bool IsWhole(View view) => view.Offset == 0 && view.IsDense && view.Shape.Count == _views[view.Root]!.Shape.Count;

    /// <summary>The first stage in which an entry's value can be read from memory.</summary>
    private int StageInMemory(int entry) => _stages[_views[entry]!.Root] + 1;

    /// <summary>The first stage in which a loop over so many elements can read an entry as a value for each of them.</summary>
    private int StageForElements(int entry, int count)
    {
        View view = _views[entry]!;
        int root = view.Root;
        if (_regions[root] is not { } region || region.Count != count || _roles[root] == Role.Sink) return _stages[root] + 1;
        bool inLoop = _roles[root].IsOfRows() ? view.IsStretchedAlongRows(count / region.RowLength, region.RowLength) : IsWhole(view);
        return inLoop ? _stages[root] : _stages[root] + 1;
    }

    /// <summary>The first stage in which a loop over rows of so many elements can read an entry as a value for each row.</summary>
    private int StageForPuts(int entry, int count, int rowLength)
    {
        int root = _views[entry]!.Root;
        bool inLoop = _roles[root].IsOfRows() && _regions[root]!.Count == count && _regions[root]!.RowLength == rowLength && IsWhole(_views[entry]!);
        return inLoop ? _stages[root] : _stages[root] + 1;
    }

    /// <summary>The loop whose rows an elementwise entry can be computed for; null where it depends on anything that is not ready there.</summary>
    private (int Stage, LoopRegion Region)? RegionOfRows(int entry, ReadOnlySpan<int> inputs)
    {
        int latest = -1;
        foreach (int input in inputs)
        {
            int root = _views[input]!.Root;
            if (_roles[root].IsOfRows() && IsWhole(_views[input]!) && (latest < 0 || _stages[root] > _stages[latest])) latest = root;
        }

        if (latest < 0 || _graph[entry].Shape!.Count != _graph[latest].Shape!.Count) return null;
        foreach (int input in inputs)
        {
            int root = _views[input]!.Root;
            bool inLoop = _regions[root] == _regions[latest] && _roles[root].IsOfRows() && IsWhole(_views[input]!);
            if (!inLoop && _stages[root] + 1 > _stages[latest]) return null;
        }

        return (_stages[latest], _regions[latest]!);
    }

    private void Join(int entry, Role role, int stage, LoopRegion region)
    {
        region.Members.Add(entry);
        region.UsesRows |= role is Role.Row or Role.Pick or Role.Put;
        foreach (int input in _graph.InputsOf(entry)) region.UsesRows |= _regions[_views[input]!.Root] == region && _roles[_views[input]!.Root].IsOfRows();
        (_roles[entry], _stages[entry], _regions[entry], _views[entry]) = (role, stage, region, View.Dense(entry, _graph[entry].Shape!));
    }

    /// <summary>Moves sinks, and what only they read, to where their inputs are known: nothing waits for them, and what they read needs no slot from then on.</summary>
    private void FeedSinksEarly(LoopRegion region)
    {
        List<int> members = region.Members;
        if (!members.Exists(member => _roles[member] == Role.Sink)) return;
        var readByOthers = new HashSet<int>();
        foreach (int member in members)
        {
            if (_roles[member] == Role.Sink) continue;
            foreach (int input in _graph.InputsOf(member)) readByOthers.Add(_views[input]!.Root);
        }

        // Of each member the place of the one that it follows: itself, or of a sink the last that it needs.
        var places = new Dictionary<int, int>(members.Count);
        for (int m = 0; m < members.Count; m++)
        {
            int member = members[m], latest = -1;
            bool moves = _roles[member] == Role.Sink || !(readByOthers.Contains(member) || _stored[member]);
            if (moves)
                foreach (int input in _graph.InputsOf(member)) latest = Math.Max(latest, places.GetValueOrDefault(_views[input]!.Root, -1));
            places[member] = latest >= 0 ? latest : m;
        }

        int[] ordered = [.. members.OrderBy(member => places[member])];
        members.Clear();
        members.AddRange(ordered);
    }

    private LoopRegion RegionAt(int stage, int count)
    {
        if (_regionsAt.TryGetValue((stage, count), out LoopRegion? region)) return region;
        _regionsAt[(stage, count)] = region = new(count);
        _work.Add((stage, region, -1));
        return region;
    }

    // Where nothing reads folds in their loop, tiles need not follow the rows.
    private void FoldAtTheEnd(int entry)
    {
        if (_roles[entry] == Role.Fold && !_regions[entry]!.UsesRows) _roles[entry] = Role.Sink;
    }

    private void MarkStored(int entry)
    {
        Role role = _roles[entry];
        if (role is Role.Dead or Role.Source or Role.View) return;
        if (role is Role.Kernel or Role.Output or Role.Sink) _stored[entry] = true;
        foreach (int input in _graph.InputsOf(entry))
            if (_views[input] is { } view && !(role.IsInLoop() && IsReadInLoop(entry, input))) _stored[view.Root] = true;
    }
}
