namespace Autograd.Graph;

// The making of one loop.
internal sealed partial class LoopBuilder
{
    /// <summary>One loop: the members from one index to another.</summary>
    private sealed partial class Piece(LoopBuilder builder, LoopRegion region, int from, int end)
    {
        /// <summary>Rows from this length on are worth a call of a kernel each; values of shorter ones are stretched first.</summary>
        private const int ShortestRowRun = 32;

        /// <summary>Rows from this length on are folded in the pass that computes their elements; several short ones are better folded together.</summary>
        private const int ShortestRowFolded = 64;

        private readonly PlanGraph _graph = builder.Graph;
        private readonly Schedule _schedule = builder.Schedule;
        private readonly Dictionary<(View, Pace), Operand> _loads = [];
        private readonly Dictionary<(Operand, Pace), Operand> _stretched = [];
        private readonly List<Instruction> _preparations = [], _instructions = [];
        private readonly SlotPool _elementSlots = new(), _rowSlots = new();
        private readonly List<int> _reads = [], _writes = [];
        private readonly HashSet<Operand> _streamsIn = [], _streamsOut = [];
        private readonly List<Operand> _released = [];

        // What is put in only while the one reader is computed, by the entry.
        private readonly Dictionary<int, Put> _puts = [];
        private int _widest = 1;

        public (Loop, List<int>, List<int>) Build()
        {
            for (int m = from; m < end; m++) Add(region.Members[m], m);

            int rowLength = region.UsesRows ? region.RowLength : 0, count = region.Count, unit = region.Unit;
            if (unit == 1) unit = RowFold.Block;
            int tile = TileBytes / (Math.Max(_elementSlots.Count, 1) * _widest) / unit * unit;
            tile = Math.Min(Math.Max(tile, unit), Math.Max(count, 1));
            Streams? streams = Streams.Of([.. _streamsIn], [.. _streamsOut], count, unit, _instructions.Count, ref tile);
            int slot = Arena.Aligned(tile * _widest);
            var layout = new SlotLayout(slot, _elementSlots.Count * slot, rowLength == 0 ? 0 : Arena.Aligned(tile / rowLength * sizeof(double)));
            int slotBytes = layout.RowSlots + _rowSlots.Count * layout.RowSlotBytes, stateBytes = 0, operations = 0;
            foreach (Instruction instruction in _preparations) instruction.Place(layout);
            foreach (Instruction instruction in _instructions)
            {
                instruction.Place(layout);
                if (instruction is not FeedInstruction feed) continue;
                feed.State = stateBytes;
                stateBytes += Arena.Aligned(feed.Sink.StateBytes);
            }

            for (int m = from; m < end; m++) operations += _schedule.RoleOf(region.Members[m]).IsOfElements() ? OpCosts.Of(_graph[region.Members[m]].Op) : 1;
            builder.ScratchBytes = Math.Max(builder.ScratchBytes, slotBytes + stateBytes);
            var loop = new Loop(new(count, tile, unit, rowLength), [.. _preparations], [.. _instructions], new(builder.Scratch, slotBytes, stateBytes), operations, end - from) { Streams = streams };
            return (loop, _reads, _writes);
        }

        private void Add(int member, int index)
        {
            ReadOnlySpan<int> inputs = _graph.InputsOf(member);
            Op op = _graph[member].Op;
            switch (_schedule.RoleOf(member))
            {
                case Role.Fold when builder._loopOfValue[member] == builder._loops:
                    // It was folded where its elements were computed.
                    Release(member, index, -1);
                    FreeReleased();
                    break;
                case Role.Fold:
                    Operand folded = WithPace(Read(member, inputs[0]), Pace.Elements);
                    _instructions.Add(new FoldInstruction(op, RowKernels.For(((Op.Reduce)op).Kind, _graph[member].DType), folded, Output(member, index, Pace.Rows), region.RowLength));
                    break;
                case Role.Sink:
                    AddSink(member, index);
                    break;
                case Role.Pick:
                    Operand picked = Read(member, inputs[0]);
                    var pick = (Op.Gather)op;
                    _instructions.Add(new PickInstruction(Geometry(op, pick.Axes, pick.BatchRank, pick.Mode, inputs), picked, InMemory(inputs[1]), Output(member, index, Pace.Rows), region.RowLength));
                    break;
                case Role.Put:
                    Operand x = Read(member, inputs[0]), updates = Read(member, inputs[2], ofRows: true);
                    if (x.Pace == Pace.Rows) x = WithPace(x, Pace.Elements);
                    var put = (Op.Scatter)op;
                    if (x.Pace == Pace.Fixed && JoinsMap(member))
                    {
                        _puts[member] = new(put.Kind, _graph[member].DType, Geometry(op, put.Axes, put.BatchRank, put.Mode, inputs), InMemory(inputs[1]), x, updates, 0);
                        (builder._values[member], builder._loopOfValue[member]) = (x, builder._loops);
                        break;
                    }

                    _instructions.Add(new PutInstruction(put.Kind, _graph[member].DType, Geometry(op, put.Axes, put.BatchRank, put.Mode, inputs), x, InMemory(inputs[1]), WithPace(updates, Pace.Rows), Output(member, index, Pace.Elements), region.RowLength));
                    break;
                case Role.Element when op is Op.Gather gather:
                    StepInput source = InMemory(inputs[0]), indices = InMemory(inputs[1]);
                    _instructions.Add(new GatherLoad(Geometry(op, gather.Axes, gather.BatchRank, gather.Mode, inputs), source, indices, Output(member, index, Pace.Elements)));
                    break;
                case Role.Element when JoinsReaders(member, index):
                    builder._joined[member] = true;
                    break;
                case Role.Element when HasJoined(member):
                    AddJoined(member, index);
                    break;
                default:
                    AddMap(member, index);
                    break;
            }
        }

        private GatherGeometry Geometry(Op op, IntList axes, int batchRank, IndexMode mode, ReadOnlySpan<int> inputs) =>
            new(op.Name, _graph[inputs[0]].Shape!, _graph[inputs[1]].Shape!, axes, batchRank, mode);

        private StepInput InMemory(int input)
        {
            View view = _schedule.ViewOf(input);
            int buffer = builder.BufferOf(view.Root);
            _reads.Add(buffer);
            return new(buffer, _graph[input].DType, view);
        }

        private void AddSink(int member, int index)
        {
            ReadOnlySpan<int> inputs = _graph.InputsOf(member);
            Op op = _graph[member].Op;
            if (op is Op.Scatter scatter)
            {
                Operand updates = WithPace(Read(member, inputs[2]), Pace.Elements);
                _instructions.Add(new FeedInstruction(new ScatterSink(scatter, Geometry(op, scatter.Axes, scatter.BatchRank, scatter.Mode, inputs), InMemory(inputs[0]), InMemory(inputs[1]), Write(member)), updates, updates));
            }
            else
            {
                var reduce = (Op.Reduce)op;
                bool ofRows = _schedule.IsReadInLoop(member, inputs[0]) && _graph[inputs[0]].Shape!.Count < region.Count, ofProducts = HasJoined(member);
                int product = builder.RootOf(inputs[0]);
                Operand x = ofProducts ? Read(product, _graph.InputsOf(product)[0]) : Read(member, inputs[0]), other = ofProducts ? Read(product, _graph.InputsOf(product)[1]) : x;
                if (!ofRows && !ofProducts) x = other = WithPace(x, Pace.Elements);
                (_, int n, int inner) = _graph[inputs[0]].Shape!.Around(reduce.Axes[0], reduce.Axes.Count);
                DType dtype = _graph[member].DType;
                int count = _graph[inputs[0]].Shape!.Count;
                Sink sink = inner == 1
                    ? new FoldSink(reduce, ofProducts ? RowKernels.OfProducts(dtype) : RowKernels.For(reduce.Kind, dtype), n, count, dtype.Size(), Write(member), ofProducts)
                    : new ColumnSink(reduce, ofProducts ? ColumnKernels.OfProducts(dtype) : ColumnKernels.For(reduce.Kind, dtype), n, inner, count, dtype.Size(), Write(member), ofProducts);
                _instructions.Add(new FeedInstruction(sink, x, other));
            }

            Release(member, index, -1);
            FreeReleased();
        }

        private void AddMap(Computed computed, Kernel kernel, Operand output, ReadOnlySpan<Operand> x, Put? put)
        {
            bool byRows = false;
            foreach (Operand operand in x) byRows |= output.Pace == Pace.Elements && operand.Pace == Pace.Rows;
            Operand a = x[0], b = x.Length > 1 ? x[1] : a, c = x.Length > 2 ? x[2] : a;
            if (put is not null) _instructions.Add(new PutMapInstruction(computed, kernel, output, (a, b, c), put, region.RowLength));
            else _instructions.Add(byRows ? new MapRowsInstruction(computed, kernel, output, a, b, c, region.RowLength) : new MapInstruction(computed, kernel, output, a, b, c));
        }

        private void AddMap(int member, int index)
        {
            ReadOnlySpan<int> inputs = _graph.InputsOf(member);
            Wiring.Entry entry = _graph[member];
            bool ofRows = _schedule.RoleOf(member) == Role.Row;
            Pace pace = ofRows ? Pace.Rows : Pace.Elements;
            Span<Operand> x = stackalloc Operand[3];
            for (int i = 0; i < inputs.Length; i++) x[i] = Read(member, inputs[i], ofRows);
            x = x[..inputs.Length];
            bool copies = entry.Op is Op.Structural or Op.Identity or Op.Barrier;
            DType dtype = copies ? entry.DType : _graph[inputs[entry.Op is Op.Select ? 1 : 0]].DType;
            if (pace == Pace.Elements && region.RowLength < ShortestRowRun) Stretch(x, Pace.Rows, pace);
            if (pace == Pace.Elements && AddFold(member, index, new(entry.Op), x)) return;
            int scalars = Scalars(x, pace);
            Kernel kernel = default;
            if (scalars != 0 && (copies || !ElementKernels.TryFor(entry.Op, dtype, scalars, out kernel)))
            {
                Stretch(x, Pace.Rows, pace);
                Stretch(x, Pace.Fixed, pace);
                scalars = 0;
            }

            if (scalars == 0) kernel = copies ? ElementKernels.CopyOf(entry.DType.Size()) : ElementKernels.For(entry.Op, dtype);
            Put? put = PutOf(member, 0);
            AddMap(new(entry.Op), kernel, Output(member, index, pace), x, put);
        }

        /// <summary>A bit for each operand that has fewer values than the output.</summary>
        private static int Scalars(ReadOnlySpan<Operand> x, Pace pace)
        {
            int scalars = 0;
            for (int i = 0; i < x.Length; i++)
                if (x[i].Pace < pace) scalars |= 1 << i;
            return scalars;
        }

        private void Stretch(Span<Operand> x, Pace from, Pace to)
        {
            foreach (ref Operand operand in x)
                if (operand.Pace == from && from < to) operand = WithPace(operand, to);
        }

        /// <summary>An operand repeated in a slot where it has fewer values than asked for. Such slots are never given back: other readers follow.</summary>
        private Operand WithPace(Operand x, Pace pace)
        {
            if (x.Pace >= pace) return x;
            if (_stretched.TryGetValue((x, pace), out Operand slot)) return slot;
            slot = NewSlot(x.Size, pace, isFresh: true);
            (x.Pace == Pace.Fixed ? _preparations : _instructions).Add(new StretchInstruction(x, slot, region.RowLength));
            _stretched[(x, pace)] = slot;
            return slot;
        }

        /// <summary>Where a member's value goes: to memory, or to a slot, that of an input read for the last time where one fits.</summary>
        private Operand Output(int member, int index, Pace pace)
        {
            int size = _graph[member].DType.Size();
            bool stored = _schedule.IsStored(member) || builder._lastUse[member] >= end;
            // A slot of the same element size can take the output: kernels allow it. Slots of another size, of which an output would
            // overwrite what is yet to be read, are free only afterwards.
            Operand? reusable = Release(member, index, stored || _schedule.RoleOf(member) is Role.Fold or Role.Pick ? -1 : size);
            Operand output = stored ? new(Write(member), 0, size, pace) : reusable is { } slot && slot.Pace == pace ? slot : NewSlot(size, pace, isFresh: false);
            if (stored && pace == Pace.Elements) _streamsOut.Add(output);
            FreeReleased();
            builder._values[member] = output;
            builder._loopOfValue[member] = builder._loops;
            return output;
        }

        /// <summary>Notes the slots that are read for the last time; one of the size, if any, is not noted but handed out.</summary>
        private Operand? Release(int member, int index, int size)
        {
            Operand? reusable = null;
            Release(member, index, size, ref reusable);
            return reusable;
        }

        private void Release(int member, int index, int size, ref Operand? reusable)
        {
            Pace pace = _schedule.RoleOf(member).IsOfRows() ? Pace.Rows : Pace.Elements;
            foreach (int input in _graph.InputsOf(member))
            {
                int root = builder.RootOf(input);
                if (IsComputedWithReader(member, input)) Release(root, index, size, ref reusable);
                if (!_schedule.IsReadInLoop(member, input) || builder._lastUse[root] != index || builder._loopOfValue[root] != builder._loops) continue;
                Operand value = builder._values[root];
                if (!value.IsSlot) continue;
                // Seen once: an op may read it several times.
                builder._loopOfValue[root] = -1;
                // The slot takes other values from now on: what was stretched of it is not theirs.
                if (value.Pace == Pace.Rows) _stretched.Remove((value, Pace.Elements));
                if (reusable is null && value.Size == size && value.Pace == pace) reusable = value;
                else _released.Add(value);
            }
        }

        private void FreeReleased()
        {
            foreach (Operand slot in _released) (slot.Pace == Pace.Rows ? _rowSlots : _elementSlots).Free((int)slot.Offset);
            _released.Clear();
        }

        private int Write(int member)
        {
            int buffer = builder.BufferOf(member);
            _writes.Add(buffer);
            return buffer;
        }

        private Operand NewSlot(int size, Pace pace, bool isFresh)
        {
            if (pace == Pace.Elements) _widest = Math.Max(_widest, size);
            SlotPool pool = pace == Pace.Rows ? _rowSlots : _elementSlots;
            return Operand.Slot(isFresh ? pool.Fresh() : pool.Take(), size, pace);
        }

        private Operand Read(int member, int input, bool ofRows = false)
        {
            View view = _schedule.ViewOf(input);
            int size = _graph[input].DType.Size();
            if (_schedule.IsReadInLoop(member, input))
            {
                if (builder._loopOfValue[view.Root] == builder._loops) return builder._values[view.Root];
                // Made by an earlier loop of the region.
                return Load(view.Root, 0, size, _schedule.RoleOf(view.Root).IsOfRows() ? Pace.Rows : Pace.Elements);
            }

            Pace pace = PaceInMemory(view, ofRows);
            if (view.IsUniform || view.IsDense || pace == Pace.Rows && !ofRows) return Load(view.Root, view.Offset, size, pace);
            if (!_loads.TryGetValue((view, pace), out Operand slot)) _loads[(view, pace)] = slot = LoadStrided(view, size, pace);
            return slot;
        }

        /// <summary>How often what is read from memory has another value.</summary>
        private Pace PaceInMemory(View view, bool ofRows)
        {
            Pace pace = ofRows ? Pace.Rows : Pace.Elements;
            if (view.IsUniform) return region.Count == 1 ? pace : Pace.Fixed;
            if (view.IsDense) return pace;
            return !ofRows && region.UsesRows && view.IsStretchedAlongRows(region.Count / region.RowLength, region.RowLength) ? Pace.Rows : pace;
        }

        /// <summary>How often what a member reads for its elements has another value.</summary>
        private Pace PaceOf(int member, int input)
        {
            View view = _schedule.ViewOf(input);
            if (!_schedule.IsReadInLoop(member, input)) return PaceInMemory(view, ofRows: false);
            if (builder._loopOfValue[view.Root] == builder._loops) return builder._values[view.Root].Pace;
            return _schedule.RoleOf(view.Root).IsOfRows() ? Pace.Rows : Pace.Elements;
        }

        private Operand Load(int root, int offset, int size, Pace pace)
        {
            int buffer = builder.BufferOf(root);
            _reads.Add(buffer);
            var operand = new Operand(buffer, (nint)offset * size, size, pace);
            if (pace == Pace.Elements) _streamsIn.Add(operand);
            return operand;
        }

        // Slots of loads are never given back: others read them too.
        private Operand LoadStrided(View view, int size, Pace pace)
        {
            int buffer = builder.BufferOf(view.Root), period = view.Period();
            _reads.Add(buffer);
            Operand slot = NewSlot(size, pace, isFresh: true);
            // What repeats with every tile is loaded once.
            bool repeats = pace == Pace.Elements && period < region.Count && region.TryUnit(period);
            (repeats ? _preparations : _instructions).Add(new StridedLoad(buffer, view, slot));
            return slot;
        }
    }

    /// <summary>Numbers of slots of one kind.</summary>
    private sealed class SlotPool
    {
        private readonly Stack<int> _free = [];

        /// <summary>How many there are.</summary>
        public int Count { get; private set; }

        public int Take() => _free.TryPop(out int slot) ? slot : Fresh();

        /// <summary>One that held nothing before: what fills it may run before everything else.</summary>
        public int Fresh() => Count++;

        public void Free(int slot) => _free.Push(slot);
    }
}
