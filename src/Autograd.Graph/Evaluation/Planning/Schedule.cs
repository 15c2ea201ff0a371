namespace Autograd.Graph;

/// <summary>
/// Which entries are computed together. Each entry has a stage: elementwise entries have that of their elementwise inputs, everything
/// that must wait for a finished buffer the next. Elementwise entries of one stage and shape, and reductions along the last axes of
/// these, form one region: no path leads out of a region and back, since every way out raises the stage.
/// </summary>
internal sealed class Schedule
{
    /// <summary>How an entry is computed.</summary>
    public enum Role : byte
    {
        /// <summary>Never: nothing that is asked for needs it.</summary>
        Dead,

        /// <summary>It is an argument.</summary>
        Source,

        /// <summary>By reading another entry's buffer in another order.</summary>
        View,

        /// <summary>In a fused loop.</summary>
        Loop,

        /// <summary>In a fused loop, as the fold of its rows.</summary>
        Fold,

        /// <summary>By a kernel of its own.</summary>
        Kernel,

        /// <summary>It is one output of a kernel.</summary>
        Output,
    }

    /// <summary>Entries computed in one loop over one index space.</summary>
    public sealed class Region(Shape space)
    {
        public Shape Space { get; } = space;

        /// <summary>The length of the rows that are folded, -1 where none are.</summary>
        public int RowLength { get; set; } = -1;

        public List<int> Members { get; } = [];
    }

    private const int NoRows = -1;

    private readonly PlanGraph _graph;
    private readonly List<Role> _roles = [];
    private readonly List<int> _stages = [];
    private readonly List<Region?> _regions = [];
    private readonly List<View?> _views = [];
    private readonly List<bool> _stored = [];
    private readonly Dictionary<(int Stage, Shape Space, int RowLength), Region> _regionsAt = [];
    private readonly List<(int Stage, Region? Region, int Kernel)> _work = [];

    /// <summary>Schedules what the graph's outputs need.</summary>
    public Schedule(PlanGraph graph)
    {
        _graph = graph;
        bool[] live = MarkLive();
        for (int entry = 0; entry < live.Length; entry++) Place(entry, live[entry]);
        Outputs = new View[graph.Outputs.Length];
        for (int i = 0; i < Outputs.Length; i++) Outputs[i] = ViewOfOutput(graph.Outputs[i]);
        for (int entry = 0; entry < _roles.Count; entry++) MarkStored(entry);
        foreach (View output in Outputs) _stored[output.Root] = true;
        // The order of stages is enough: within one, nothing waits for anything else. A stable sort keeps the order of the graph.
        Work = [.. _work.OrderBy(step => step.Stage)];
    }

    /// <summary>Regions and kernels in the order in which they run.</summary>
    public IReadOnlyList<(int Stage, Region? Region, int Kernel)> Work { get; }

    /// <summary>How each output is read: always all of a dense buffer.</summary>
    public View[] Outputs { get; }

    public Role RoleOf(int entry) => _roles[entry];

    /// <summary>How an entry's value is read from memory.</summary>
    public View ViewOf(int entry) => _views[entry]!;

    /// <summary>Whether a loop member's value goes to memory, because something outside of its loop reads it.</summary>
    public bool IsStored(int entry) => _stored[entry];

    private bool[] MarkLive()
    {
        var live = new bool[_graph.Count];
        foreach (int output in _graph.Outputs) live[output] = true;
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

        switch (e.Op)
        {
            case Op.Project:
                (_roles[entry], _stages[entry], _views[entry]) = (Role.Output, _stages[inputs[0]], View.Dense(entry, e.Shape!));
                return;
            case Op.Elementwise:
                Join(entry, Role.Loop, inputs, e.Shape!, NoRows);
                return;
            case Op.Reduce reduce when IsTrailing(_graph[inputs[0]].Shape!, reduce.Axes, out int rowLength):
                Join(entry, Role.Fold, inputs, _graph[inputs[0]].Shape!, rowLength);
                return;
            case Op.Structural when inputs.Length == 1:
                PlaceMovement(entry, e, inputs[0]);
                return;
        }

        _stages[entry] = 1 + LastStage(inputs);
        _views[entry] = e.Shape is null ? null : View.Dense(entry, e.Shape);
        _work.Add((_stages[entry], null, entry));
    }

    private void PlaceMovement(int entry, Wiring.Entry e, int input)
    {
        if (_views[input]!.Through(e.Op) is { } view)
        {
            (_roles[entry], _views[entry], _stages[entry]) = (Role.View, view, _stages[view.Root]);
            return;
        }

        // A reshape that no strides can express: its elements are copied in row-major order of what it reads.
        Join(entry, Role.Loop, [input], _graph[input].Shape!, NoRows);
        _views[entry] = View.Dense(entry, e.Shape!);
    }

    /// <summary>An output must be all of a dense buffer: any other view is copied.</summary>
    private View ViewOfOutput(int entry)
    {
        View view = _views[entry]!;
        if (view.IsDense && view.Offset == 0 && view.Shape.Count == _views[view.Root]!.Shape.Count && _graph.ClassOf(view.Root) is null) return view;
        int copy = _graph.Append(Op.Identity.Instance, [entry], _graph[entry].DType, view.Shape);
        _regions.Add(null);
        _views.Add(null);
        _stored.Add(false);
        _stages.Add(0);
        _roles.Add(Role.Loop);
        Join(copy, Role.Loop, [entry], view.Shape, NoRows);
        return _views[copy]!;
    }

    private static bool IsTrailing(Shape shape, IntList axes, out int rowLength)
    {
        rowLength = 1;
        if (axes.Count == 0) return false;
        foreach (int axis in axes) rowLength *= shape[axis];
        for (int axis = axes[axes.Count - 1] + 1; axis < shape.Rank; axis++)
            if (shape[axis] != 1) return false;
        return true;
    }

    /// <summary>Whether an entry's value can be taken from a loop's slot instead of memory.</summary>
    private bool IsInLoop(int entry) => _roles[entry] == Role.Loop && _graph[entry].Op is Op.Elementwise or Op.Identity;

    private int LastStage(ReadOnlySpan<int> inputs)
    {
        int stage = 0;
        foreach (int input in inputs) stage = Math.Max(stage, _stages[input]);
        return stage;
    }

    private void Join(int entry, Role role, ReadOnlySpan<int> inputs, Shape space, int rowLength)
    {
        int stage = 1;
        foreach (int input in inputs) stage = Math.Max(stage, _stages[input] + (IsInLoop(input) && _regions[input]!.Space.Equals(space) ? 0 : 1));
        Region region = RegionAt(ref stage, space, rowLength);
        region.Members.Add(entry);
        _roles[entry] = role;
        _stages[entry] = stage;
        _regions[entry] = region;
        _views[entry] ??= View.Dense(entry, _graph[entry].Shape!);
    }

    // Rows of one length only are folded in a region, so that its tiles can follow the rows; those of another length are folded by a
    // loop of their own in the next stage, when what they fold is finished.
    private Region RegionAt(ref int stage, Shape space, int rowLength)
    {
        Region shared = RegionOf((stage, space, NoRows));
        if (rowLength == NoRows) return shared;
        if (shared.RowLength == NoRows) shared.RowLength = rowLength;
        if (shared.RowLength == rowLength) return shared;
        stage++;
        Region own = RegionOf((stage, space, rowLength));
        own.RowLength = rowLength;
        return own;
    }

    private Region RegionOf((int Stage, Shape Space, int RowLength) place)
    {
        if (_regionsAt.TryGetValue(place, out Region? region)) return region;
        _regionsAt[place] = region = new(place.Space);
        _work.Add((place.Stage, region, -1));
        return region;
    }

    private void MarkStored(int entry)
    {
        switch (_roles[entry])
        {
            case Role.Dead or Role.Source or Role.View:
                break;
            case Role.Output:
                _stored[entry] = true;
                break;
            case Role.Loop or Role.Fold:
                if (_roles[entry] == Role.Fold || !IsInLoop(entry)) _stored[entry] = true;
                foreach (int input in _graph.InputsOf(entry))
                    if (!IsReadFromSlot(entry, input)) _stored[_views[input]!.Root] = true;
                break;
            default:
                _stored[entry] = true;
                foreach (int input in _graph.InputsOf(entry))
                    if (_views[input] is { } view) _stored[view.Root] = true;
                break;
        }
    }

    /// <summary>Whether a loop member takes an input from the slot in which its own loop made it.</summary>
    public bool IsReadFromSlot(int member, int input) => IsInLoop(input) && ReferenceEquals(_regions[input], _regions[member]);
}
