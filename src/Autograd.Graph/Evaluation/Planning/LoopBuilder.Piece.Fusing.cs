namespace Autograd.Graph;

// Several members in one pass: an op with the one that reads it, with the fold of its rows, or with what is put into a row that it reads.
internal sealed partial class LoopBuilder
{
    private sealed partial class Piece
    {
        /// <summary>Whether a member is computed together with its only reader, so that its value needs no slot; then its inputs live as long.</summary>
        private bool JoinsReader(int member)
        {
            int last = builder._lastUse[member];
            if (builder._readCounts[member] != 1 || last >= end || _schedule.IsStored(member) || builder._pairedInput[member] >= 0) return false;
            int reader = region.Members[last];
            // The element that is put in is computed apart.
            foreach (int input in _graph.InputsOf(member))
                if (_puts.ContainsKey(builder.RootOf(input))) return false;
            if (_schedule.RoleOf(reader) != Role.Element || builder._pairedInput[reader] >= 0 || !ElementKernels.CanPair(_graph[member].Op, _graph[reader].Op, _graph[reader].DType)) return false;
            builder._pairedInput[reader] = builder.RootOf(_graph.InputsOf(reader)[0]) == member ? 0 : 1;
            KeepInputs(member, last);
            return true;
        }

        /// <summary>Whether what is put into a number is put in while its only reader is computed; then its inputs live as long.</summary>
        private bool JoinsMap(int member)
        {
            int last = builder._lastUse[member];
            if (builder._readCounts[member] != 1 || last >= end || region.RowLength < ShortestRowRun || _schedule.IsStored(member)) return false;
            int reader = region.Members[last];
            if (_schedule.RoleOf(reader) != Role.Element || _graph[reader].Op is not (Op.Elementwise and not Op.Cast)) return false;
            foreach (int input in _graph.InputsOf(reader))
                if (_puts.ContainsKey(builder.RootOf(input))) return false;
            KeepInputs(member, last);
            return true;
        }

        private void KeepInputs(int member, int last)
        {
            foreach (int input in _graph.InputsOf(member))
                if (_schedule.IsReadInLoop(member, input)) builder._lastUse[builder.RootOf(input)] = Math.Max(builder._lastUse[builder.RootOf(input)], last);
        }

        /// <summary>A member and the one that is computed with it, in one pass.</summary>
        private void AddPair(int member, int index, int paired)
        {
            ReadOnlySpan<int> inputs = _graph.InputsOf(member);
            int first = builder.RootOf(inputs[paired]);
            ReadOnlySpan<int> firsts = _graph.InputsOf(first);
            Op op = _graph[member].Op, firstOp = _graph[first].Op;
            Span<Operand> x = [Read(first, firsts[0]), Read(first, firsts[1]), default];
            if (inputs.Length == 2) x[2] = Read(member, inputs[1 - paired]);
            else x = x[..2];
            // Of sums and products the single element comes second.
            if (firstOp is not Op.Sub && x[0].Pace < x[1].Pace) (x[0], x[1]) = (x[1], x[0]);
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
