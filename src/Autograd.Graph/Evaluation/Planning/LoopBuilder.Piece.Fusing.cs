namespace Autograd.Graph;

// Several members in one pass: an op with the one that reads it, with the fold of its rows, or with what is put into a row that it reads.
internal sealed partial class LoopBuilder
{
    private sealed partial class Piece
    {
        /// <summary>Readers, of which each computes a value again, at most, and members between the first and the last: both bound the search.</summary>
        private const int MostReadsComputedAgain = 4, LongestWayComputedAgain = 32;

        /// <summary>The op that stands for a product of one value with itself.</summary>
        private static readonly Op s_square = new Op.IntPow(2);

        /// <summary>Whether an input of a member is computed while the member is: it has no slot.</summary>
        private bool IsComputedWithReader(int member, int input) => (_schedule.IsReadInLoop(member, input) && builder._joined[builder.RootOf(input)]) || _puts.ContainsKey(builder.RootOf(input));

        /// <summary>Whether an input of a member is computed in the same pass.</summary>
        private bool HasJoined(int member) => JoinedInput(member) >= 0;

        /// <summary>The first input of a member that is computed in the same pass, -1 where none is.</summary>
        private int JoinedInput(int member)
        {
            ReadOnlySpan<int> inputs = _graph.InputsOf(member);
            for (int i = 0; i < inputs.Length; i++)
                if (_schedule.IsReadInLoop(member, inputs[i]) && builder._joined[builder.RootOf(inputs[i])]) return i;
            return -1;
        }

        /// <summary>Whether two inputs of a member are computed in the same pass.</summary>
        private bool IsCombination(int member) =>
            _graph.InputsOf(member) is [int left, int right] && builder.RootOf(left) != builder.RootOf(right)
            && _schedule.IsReadInLoop(member, left) && builder._joined[builder.RootOf(left)] && _schedule.IsReadInLoop(member, right) && builder._joined[builder.RootOf(right)];

        private bool ReadsPut(int member)
        {
            foreach (int input in _graph.InputsOf(member))
                if (_puts.ContainsKey(builder.RootOf(input))) return true;
            return false;
        }

        /// <summary>Whether a member is computed in the passes of its readers, so that its value needs no slot; then its inputs live as long.</summary>
        private bool JoinsReaders(int member, int index)
        {
            int last = builder._lastUse[member];
            // The element that is put in is computed apart.
            if (_graph[member].Op is not (Op.Add or Op.Sub or Op.Mul) || last < 0 || last >= end || _schedule.IsStored(member) || ReadsPut(member)) return false;
            if (!(builder._readCounts[member] == 1 ? Joins(member, region.Members[last]) : IsComputedAgain(member, index, last))) return false;
            KeepInputs(member, last);
            return true;
        }

        /// <summary>Whether a member is computed in the pass of its only reader.</summary>
        private bool Joins(int member, int reader)
        {
            Op op = _graph[member].Op, next = _graph[reader].Op;
            DType dtype = _graph[reader].DType;
            if (_schedule.RoleOf(reader) == Role.Sink) return !HasJoined(member) && JoinsSink(member, reader);
            if (_schedule.RoleOf(reader) != Role.Element) return false;
            if (IsCombination(member)) return next is Op.Mul && !ReadsPut(reader) && CanScale(member, reader);
            if (HasJoined(member)) return false;
            int sibling = JoinedInput(reader);
            if (sibling < 0) return ElementKernels.CanPair(op, next, dtype);
            int joined = builder.RootOf(_graph.InputsOf(reader)[sibling]);
            if (HasJoined(joined)) return false;
            (int first, int product) = sibling == 0 ? FirstAndProduct(joined, member) : FirstAndProduct(member, joined);
            return product >= 0 && ElementKernels.CanCombine(next, _graph[first].Op, ScalarsOf(first) | ScalarsOf(product) << 2, dtype);
        }

        /// <summary>Of the two inputs of an op that are computed in its pass that which may be any op, and a product; -1 where none is one.</summary>
        private (int First, int Product) FirstAndProduct(int left, int right) =>
            _graph[right].Op is Op.Mul ? (left, right) : _graph[left].Op is Op.Mul ? (right, left) : (left, -1);

        /// <summary>Whether a combination can be multiplied by what its reader multiplies it by.</summary>
        private bool CanScale(int member, int reader)
        {
            ReadOnlySpan<int> inputs = _graph.InputsOf(member), next = _graph.InputsOf(reader);
            (int first, int product) = FirstAndProduct(builder.RootOf(inputs[0]), builder.RootOf(inputs[1]));
            int scale = builder.RootOf(next[0]) == member ? next[1] : next[0];
            return (ScalarsOf(first) | ScalarsOf(product) << 2) == SecondAndFourth.Bits && IsSingle(reader, scale);
        }

        /// <summary>Whether an input of a member is a single element for a whole row or all rows, where rows are worth it.</summary>
        private bool IsSingle(int member, int input)
        {
            Pace pace = PaceOf(member, input);
            return pace == Pace.Fixed || (pace == Pace.Rows && region.RowLength >= ShortestRowRun);
        }

        /// <summary>Which inputs of an op of two are single elements, of a sum or product the second rather than the first.</summary>
        private int ScalarsOf(int member)
        {
            ReadOnlySpan<int> inputs = _graph.InputsOf(member);
            int scalars = (IsSingle(member, inputs[0]) ? 1 : 0) | (IsSingle(member, inputs[1]) ? 2 : 0);
            return scalars == 1 && _graph[member].Op is not Op.Sub ? 2 : scalars;
        }

        /// <summary>Whether a product is computed by the sum of all its elements, or by columns.</summary>
        private bool JoinsSink(int member, int reader)
        {
            if (_graph[member].Op is not Op.Mul || _graph[reader].Op is not Op.Reduce { Kind: ReduceKind.Sum } reduce || !_graph[member].DType.IsFloating()) return false;
            foreach (int input in _graph.InputsOf(member))
                if (PaceOf(member, input) != Pace.Elements) return false;
            Shape shape = _graph[_graph.InputsOf(reader)[0]].Shape!;
            (_, int n, int inner) = shape.Around(reduce.Axes[0], reduce.Axes.Count);
            return inner > 1 || n == shape.Count;
        }

        /// <summary>
        /// Whether a member is better computed by each of its readers than once: an input is a single element, so that they read no more for it.
        /// </summary>
        private bool IsComputedAgain(int member, int index, int last)
        {
            ReadOnlySpan<int> inputs = _graph.InputsOf(member);
            int reads = builder._readCounts[member];
            if (reads > MostReadsComputedAgain || last - index > LongestWayComputedAgain || HasJoined(member)) return false;
            if (!IsSingle(member, inputs[0]) && !IsSingle(member, inputs[1])) return false;
            for (int at = index + 1; at <= last; at++)
            {
                int reader = region.Members[at], times = 0;
                foreach (int input in _graph.InputsOf(reader))
                    if (builder.RootOf(input) == member) times++;
                if (times > 0 && !CanJoin(member, reader, times)) return false;
            }

            return true;
        }

        private bool CanJoin(int member, int reader, int times)
        {
            Op op = _graph[member].Op, next = _graph[reader].Op;
            if (_schedule.RoleOf(reader) != Role.Element || HasJoined(reader) || ReadsPut(reader)) return false;
            return times == 1 ? ElementKernels.CanPair(op, next, _graph[reader].DType) : next is Op.Mul && ElementKernels.CanSquare(op, _graph[reader].DType);
        }

        /// <summary>Whether what is put into a number is put in while its only reader is computed; then its inputs live as long.</summary>
        private bool JoinsMap(int member)
        {
            int last = builder._lastUse[member];
            if (builder._readCounts[member] != 1 || last >= end || region.RowLength < ShortestRowRun || _schedule.IsStored(member)) return false;
            int reader = region.Members[last];
            if (_schedule.RoleOf(reader) != Role.Element || _graph[reader].Op is not (Op.Elementwise and not Op.Cast)) return false;
            if (ReadsPut(reader) || IsCombination(reader)) return false;
            KeepInputs(member, last);
            return true;
        }

        private void KeepInputs(int member, int last)
        {
            foreach (int input in _graph.InputsOf(member))
            {
                int root = builder.RootOf(input);
                if (!_schedule.IsReadInLoop(member, input)) continue;
                builder._lastUse[root] = Math.Max(builder._lastUse[root], last);
                if (builder._joined[root]) KeepInputs(root, last);
            }
        }

        /// <summary>A member and those that are computed with it, in one pass.</summary>
        private void AddJoined(int member, int index)
        {
            ReadOnlySpan<int> inputs = _graph.InputsOf(member);
            int joined = JoinedInput(member), root = builder.RootOf(inputs[joined]);
            if (IsCombination(member)) AddCombination(member, index, member, null);
            else if (IsCombination(root)) AddCombination(member, index, root, Read(member, inputs[1 - joined]));
            else AddPair(member, index, joined);
        }

        private void AddPair(int member, int index, int paired)
        {
            ReadOnlySpan<int> inputs = _graph.InputsOf(member);
            int first = builder.RootOf(inputs[paired]);
            Op op = _graph[member].Op, firstOp = _graph[first].Op;
            Span<Operand> x = [default, default, default];
            ReadTwo(first, x);
            if (inputs.Length == 2 && builder.RootOf(inputs[1 - paired]) == first) op = s_square;
            if (op is Op.Binary) x[2] = Read(member, inputs[1 - paired]);
            else x = x[..2];
            if (region.RowLength < ShortestRowRun) Stretch(x, Pace.Rows, Pace.Elements);
            if (AddFold(member, index, new(op, firstOp), x)) return;
            bool reversed = paired == 1 && op is Op.Sub;
            if (!ElementKernels.TryPair(firstOp, op, reversed, _graph[member].DType, Scalars(x, Pace.Elements), out Kernel kernel))
            {
                Stretch(x, Pace.Rows, Pace.Elements);
                Stretch(x, Pace.Fixed, Pace.Elements);
                ElementKernels.TryPair(firstOp, op, reversed, _graph[member].DType, 0, out kernel);
            }

            Put? put = PutOf(member, 2);
            AddMap(new(op, firstOp, reversed), kernel, Output(member, index, Pace.Elements), x, put);
        }

        /// <summary>A combination, and what is multiplied by a scale, in one pass.</summary>
        private void AddCombination(int member, int index, int combination, Operand? scale)
        {
            ReadOnlySpan<int> inputs = _graph.InputsOf(combination);
            int left = builder.RootOf(inputs[0]);
            (int first, int product) = FirstAndProduct(left, builder.RootOf(inputs[1]));
            Span<Operand> x = [default, default, default, default, scale ?? default];
            ReadTwo(first, x);
            ReadTwo(product, x[2..]);
            if (scale is null) x = x[..4];
            if (region.RowLength < ShortestRowRun) Stretch(x, Pace.Rows, Pace.Elements);
            var combined = new Combined(_graph[combination].Op, _graph[first].Op, product == left, scale is not null);
            CombinationKernel kernel = ElementKernels.Combination(combined.Join, combined.First, combined.Reversed, combined.Scaled, Scalars(x[..4], Pace.Elements), _graph[member].DType);
            _instructions.Add(new CombinationInstruction(combined, kernel, Output(member, index, Pace.Elements), x, region.RowLength));
        }

        /// <summary>Reads the inputs of an op of two, of sums and products the single element second.</summary>
        private void ReadTwo(int member, Span<Operand> x)
        {
            ReadOnlySpan<int> inputs = _graph.InputsOf(member);
            (x[0], x[1]) = (Read(member, inputs[0]), Read(member, inputs[1]));
            if (_graph[member].Op is not Op.Sub && x[0].Pace < x[1].Pace) (x[0], x[1]) = (x[1], x[0]);
        }

        /// <summary>Adds a member together with the fold of its rows, in one pass, where there is such a fold and a kernel for both.</summary>
        private bool AddFold(int member, int index, Computed computed, ReadOnlySpan<Operand> x)
        {
            int at = builder._foldOf[member];
            if (at < 0 || at >= end || region.RowLength < ShortestRowFolded || PutOf(member, 0) is not null) return false;
            int fold = region.Members[at];
            var reduce = (Op.Reduce)_graph[fold].Op;
            DType dtype = _graph[member].DType;
            bool keeps = _schedule.IsStored(member) || builder._readCounts[member] > 1;
            if (!ElementKernels.CanFold(computed.Op, reduce, dtype) || !ElementKernels.TryFold(computed.Op, computed.First, dtype, Scalars(x, Pace.Elements), keeps, out FoldingKernel kernel)) return false;
            Operand folded = Output(fold, at, Pace.Rows);
            Operand? output = keeps ? Output(member, index, Pace.Elements) : null;
            if (!keeps) Release(member, index, -1);
            FreeReleased();
            _instructions.Add(new MapFoldInstruction(computed, reduce, kernel, output, x[0], x.Length > 1 ? x[1] : x[0], folded, region.RowLength));
            return true;
        }

        /// <summary>What is put into an input of a member while it is computed; null where nothing is.</summary>
        /// <param name="member">which</param>
        /// <param name="place">which operand the first of its inputs is, or the only one that can be</param>
        private Put? PutOf(int member, int place)
        {
            foreach (int input in _graph.InputsOf(member))
            {
                if (_puts.TryGetValue(builder.RootOf(input), out Put? put)) return put with { Operand = place };
                if (place < 2) place++;
            }

            return null;
        }
    }
}
