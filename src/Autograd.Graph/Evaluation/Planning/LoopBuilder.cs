namespace Autograd.Graph;

/// <summary>
/// Turns a region into loops: gives each value a slot or a buffer, each distinct read one load, and cuts the region where more values
/// would be live at once than fit the nearest cache.
/// </summary>
internal sealed class LoopBuilder
{
    /// <summary>Bytes that the slots of a loop share: half of a first-level data cache, so that what is read and written has room too.</summary>
    private const int TileBytes = 32 * 1024;

    /// <summary>Bytes of all slots at most, where tiles are as short as they may be: they still fit a second-level cache.</summary>
    private const int SlotBytes = 128 * 1024;

    private const int MostSlots = 4096;

    private readonly PlanGraph _graph;
    private readonly Schedule _schedule;
    private readonly Func<int, int> _bufferOf;
    private readonly int _scratch;

    /// <param name="graph">the graph</param>
    /// <param name="schedule">its schedule</param>
    /// <param name="bufferOf">the buffer of an entry</param>
    /// <param name="scratch">where scratch memory begins in the arena</param>
    public LoopBuilder(PlanGraph graph, Schedule schedule, Func<int, int> bufferOf, int scratch) =>
        (_graph, _schedule, _bufferOf, _scratch) = (graph, schedule, bufferOf, scratch);

    /// <summary>Bytes of scratch memory that the loops built so far need.</summary>
    public int ScratchBytes { get; private set; }

    /// <summary>The loops of a region, in order, each with the members it computes.</summary>
    public IEnumerable<(Loop Loop, List<int> Reads, List<int> Writes)> Build(Schedule.Region region)
    {
        List<int> members = region.Members;
        var lastUse = new Dictionary<int, int>();
        for (int m = 0; m < members.Count; m++)
            foreach (int input in _graph.InputsOf(members[m]))
                if (_schedule.IsReadFromSlot(members[m], input)) lastUse[input] = m;
        int mostSlots = Math.Clamp(SlotBytes / Math.Max(8 * Math.Min(region.Space.Count, RowFold.Block), 1), 16, MostSlots);
        for (int from = 0; from < members.Count;)
        {
            int end = CutOf(members, from, mostSlots, lastUse);
            yield return new Piece(this, region, from, end, lastUse).Build();
            from = end;
        }
    }

    /// <summary>How far a loop that begins at a member can go.</summary>
    private int CutOf(List<int> members, int from, int mostSlots, Dictionary<int, int> lastUse)
    {
        int live = 0;
        var loads = new HashSet<View>();
        HashSet<int> made = [], folded = [];
        for (int m = from; m < members.Count; m++)
        {
            bool folds = _schedule.RoleOf(members[m]) == Schedule.Role.Fold;
            ReadOnlySpan<int> inputs = _graph.InputsOf(members[m]);
            for (int i = 0; i < inputs.Length; i++)
            {
                int input = inputs[i];
                if (IsRepeat(inputs, i)) continue;
                if (_schedule.IsReadFromSlot(members[m], input) && made.Contains(input))
                {
                    // What is folded keeps its slot to the end of the loop.
                    if (folds) folded.Add(input);
                    else if (lastUse[input] == m && !_schedule.IsStored(input) && !folded.Contains(input)) live--;
                    continue;
                }

                View view = _schedule.ViewOf(input);
                if (!view.IsDense && loads.Add(view)) live++;
            }

            if (live >= mostSlots && m > from) return m;
            made.Add(members[m]);
            // The state of a fold takes room like a slot.
            if (folds || !_schedule.IsStored(members[m])) live++;
        }

        return members.Count;
    }

    /// <summary>Whether an input stands at an earlier place too.</summary>
    private static bool IsRepeat(ReadOnlySpan<int> inputs, int index) => inputs[..index].Contains(inputs[index]);

    /// <summary>One loop: the members from one index to another.</summary>
    private sealed class Piece(LoopBuilder builder, Schedule.Region region, int from, int end, Dictionary<int, int> lastUse)
    {
        private readonly PlanGraph _graph = builder._graph;
        private readonly Schedule _schedule = builder._schedule;
        private readonly Dictionary<int, Loop.Operand> _values = [];
        private readonly Dictionary<View, Loop.Operand> _loads = [];
        private readonly List<Loop.Instruction> _instructions = [];
        private readonly List<Loop.UniformLoad> _uniforms = [];
        private readonly List<Loop.Fold> _folds = [];
        private readonly Stack<int> _freeSlots = [];
        private readonly List<int> _reads = [], _writes = [], _released = [];
        private readonly HashSet<int> _folded = [];
        private int _slots, _widest = 1;

        public (Loop, List<int>, List<int>) Build()
        {
            // Folds run after all instructions of a tile: the slots they read stay as they are until then.
            for (int m = from; m < end; m++)
                if (_schedule.RoleOf(region.Members[m]) == Schedule.Role.Fold) _folded.Add(_graph.InputsOf(region.Members[m])[0]);
            for (int m = from; m < end; m++)
            {
                int member = region.Members[m];
                if (_schedule.RoleOf(member) == Schedule.Role.Fold) AddFold(member);
                else AddInstruction(member, m);
            }

            int count = region.Space.Count;
            int tile = TileBytes / (Math.Max(_slots, 1) * _widest) / RowFold.Block * RowFold.Block;
            tile = Math.Min(Math.Max(tile, RowFold.Block), Math.Max(count, 1));
            int slotBytes = (tile * _widest + 63) & ~63, states = _slots * slotBytes;
            int stateBytes = region.RowLength > tile ? RowKernel.StateBytes : 0;
            builder.ScratchBytes = Math.Max(builder.ScratchBytes, states + _folds.Count * stateBytes);
            for (int i = 0; i < _instructions.Count; i++)
            {
                Loop.Instruction x = _instructions[i];
                _instructions[i] = x with { Output = Placed(x.Output), A = Placed(x.A), B = Placed(x.B), C = Placed(x.C) };
            }

            for (int i = 0; i < _uniforms.Count; i++) _uniforms[i] = _uniforms[i] with { Slot = Placed(_uniforms[i].Slot) };
            for (int i = 0; i < _folds.Count; i++)
                _folds[i] = _folds[i] with { From = Placed(_folds[i].From), State = builder._scratch + states + i * stateBytes };
            var loop = new Loop(count, tile, _folds.Count > 0 ? region.RowLength : -1, [.. _uniforms], [.. _instructions], [.. _folds], end - from);
            return (loop, _reads, _writes);

            Loop.Operand Placed(Loop.Operand operand) => operand.Buffer >= 0 ? operand : operand with { Offset = builder._scratch + operand.Offset * slotBytes };
        }

        private void AddInstruction(int member, int index)
        {
            ReadOnlySpan<int> inputs = _graph.InputsOf(member);
            Wiring.Entry entry = _graph[member];
            Op op = entry.Op;
            Loop.Operand a = Read(member, inputs[0]), b = inputs.Length > 1 ? Read(member, inputs[1]) : a, c = inputs.Length > 2 ? Read(member, inputs[2]) : a;
            Kernel kernel = op is Op.Structural ? ElementKernels.CopyOf(entry.DType.Size()) : ElementKernels.For(op, _graph[inputs[op is Op.Select ? 1 : 0]].DType);
            int size = entry.DType.Size();
            // A slot of the same element size that is read here for the last time can take the output: kernels allow it.
            // Slots of another size are free only afterwards: there an output would overwrite what is yet to be read.
            int reusable = -1;
            _released.Clear();
            for (int i = 0; i < inputs.Length; i++)
            {
                int input = inputs[i];
                if (IsRepeat(inputs, i)) continue;
                if (!_schedule.IsReadFromSlot(member, input) || lastUse[input] != index || _folded.Contains(input)) continue;
                if (!_values.TryGetValue(input, out Loop.Operand value) || value.Buffer >= 0) continue;
                if (reusable < 0 && _graph[input].DType.Size() == size) reusable = (int)value.Offset;
                else _released.Add((int)value.Offset);
            }

            Loop.Operand output;
            if (_schedule.IsStored(member) || (lastUse.TryGetValue(member, out int last) && last >= end))
            {
                if (reusable >= 0) _freeSlots.Push(reusable);
                output = InMemory(member, size);
            }
            else
            {
                output = new(-1, reusable >= 0 ? reusable : NewSlot(size), 0);
            }

            foreach (int slot in _released) _freeSlots.Push(slot);
            _values[member] = output;
            _instructions.Add(new(kernel, output, a, b, c, null, op));
        }

        private void AddFold(int member)
        {
            int input = _graph.InputsOf(member)[0];
            Loop.Operand from = Read(member, input);
            _folds.Add(new(RowKernels.For(((Op.Reduce)_graph[member].Op).Kind, _graph[member].DType), from, Write(member), _graph[member].DType.Size(), 0, _graph[member].Op));
        }

        private Loop.Operand InMemory(int member, int size) => new(Write(member), 0, size);

        private int Write(int member)
        {
            int buffer = builder._bufferOf(member);
            _writes.Add(buffer);
            return buffer;
        }

        private int NewSlot(int size)
        {
            _widest = Math.Max(_widest, size);
            return _freeSlots.TryPop(out int slot) ? slot : _slots++;
        }

        private Loop.Operand Read(int member, int input)
        {
            if (_schedule.IsReadFromSlot(member, input) && _values.TryGetValue(input, out Loop.Operand value)) return value;
            View view = _schedule.ViewOf(input);
            if (!_loads.TryGetValue(view, out Loop.Operand load)) _loads[view] = load = Load(view, _graph[input].DType.Size());
            return load;
        }

        private Loop.Operand Load(View view, int size)
        {
            int buffer = builder._bufferOf(view.Root);
            _reads.Add(buffer);
            if (view.IsDense) return new(buffer, (nint)view.Offset * size, size);
            // Slots of loads are never given back: the next tile would find them overwritten, or its load would come too late.
            _widest = Math.Max(_widest, size);
            var slot = new Loop.Operand(-1, _slots++, 0);
            if (view.IsUniform) _uniforms.Add(new(new(buffer, (nint)view.Offset * size, 0), slot, size));
            else _instructions.Add(new(default, slot, slot, slot, slot, new StridedLoad(buffer, view, size)));
            return slot;
        }
    }
}
