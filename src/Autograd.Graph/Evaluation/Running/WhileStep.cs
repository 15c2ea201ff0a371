namespace Autograd.Graph;

/// <summary>A body run as long as a condition of its carries holds, which go to and fro between two places.</summary>
internal sealed class WhileStep : Step
{
    private readonly Op.While _op;
    private readonly BodyPlan _condition, _body;
    private readonly BodyInput[] _inputs;
    private readonly Carry[] _carries;
    private readonly int[] _outputs;
    private readonly int _roomBytes, _answer;
    private readonly bool _copies;

    /// <param name="op">the loop</param>
    /// <param name="inputs">first values of carries, captured values</param>
    /// <param name="outputs">for each output its buffer, or -1 where nobody reads it</param>
    public WhileStep(Op.While op, StepInput[] inputs, int[] outputs)
    {
        (_op, _outputs) = (op, outputs);
        bool[] wanted = Array.ConvertAll(outputs, output => output >= 0);
        bool[] asked = op.Condition.ParametersOf([true]);
        for (int i = 0; i < wanted.Length; i++) wanted[i] |= asked[i];
        BodyPlan.AddNeededCarries(op.Body, wanted.Length, wanted);
        (_condition, _body) = (new(op.Condition, [true]), new(op.Body, wanted));
        _inputs = new BodyInput[inputs.Length];
        for (int i = 0; i < inputs.Length; i++) _inputs[i] = new(inputs[i], false, ref _roomBytes);
        _carries = new Carry[outputs.Length];
        for (int i = 0; i < _carries.Length; i++)
        {
            bool isConstant = !wanted[i] || op.Body.ParameterAt(i) == i;
            _carries[i] = new(_body.BufferOf(i), _body.Outputs[i], isConstant, _roomBytes, outputs[i]);
            if (!isConstant) _roomBytes = checked(_roomBytes + Carry.RoomOf(_body.Outputs[i].Bytes));
        }

        foreach (BodyPlan.Output output in _body.Outputs) _copies |= output.Buffer >= 0 && !output.IsPlaced;
        _answer = _roomBytes;
        _roomBytes = checked(_roomBytes + Arena.Alignment);
    }

    /// <inheritdoc/>
    public override int NodeCount => 1;

    /// <inheritdoc/>
    public override long NestedBytes => _condition.ArenaBytes + _body.ArenaBytes + _roomBytes;

    /// <inheritdoc/>
    public override long NestedWeight => _condition.Weight + _body.Weight;

    /// <inheritdoc/>
    public override StepDescription Describe(Buffer[] buffers) => ControlDescription.Of(buffers, _op, _inputs, _outputs, [_condition.Describe(), _body.Describe()], _op.MaxTrips, NestedBytes);

    /// <inheritdoc/>
    public override void Run(RunMemory memory)
    {
        Arena room = BufferPool.Rent(_roomBytes);
        RunMemory body = _body.Rent(memory), condition = _condition.Rent(memory);
        long trip = 0;
        try
        {
            Put(condition, body, memory, room);
            bool asks = memory.Cancellation.CanBeCanceled;
            for (; trip < (_op.MaxTrips ?? long.MaxValue); trip++)
            {
                if (asks) memory.Cancellation.ThrowIfCancellationRequested();
                for (int i = 0; i < _carries.Length; i++) _carries[i].PutRead(_inputs[i], condition, _condition.BufferOf(i), memory, room, trip);
                _condition.Run(condition);
                if (condition.At(_condition.Outputs[0].Buffer) == 0) break;
                for (int i = 0; i < _carries.Length; i++) _carries[i].Put(_inputs[i], body, memory, room, trip, isLast: false);
                _body.Run(body);
                for (int i = 0; _copies && i < _carries.Length; i++) _carries[i].CopyNext(body, memory, room, trip, isLast: false);
            }

            for (int i = 0; i < _carries.Length; i++) _carries[i].CopyLast(_inputs[i], memory, room, trip);
        }
        catch (Exception e) when (BodyPlan.AtTrip(e, _op.Name, trip) is { } named)
        {
            throw named;
        }
        finally
        {
            condition.Return();
            body.Return();
            BufferPool.Return(room);
        }
    }

    private void Put(RunMemory condition, RunMemory body, RunMemory memory, Arena room)
    {
        for (int i = 0; i < _inputs.Length; i++)
        {
            _inputs[i].Gather(memory, room);
            if (i < _carries.Length) continue;
            if (_condition.BufferOf(i) is >= 0 and var asked) _inputs[i].Put(condition, asked, memory, room);
            if (_body.BufferOf(i) is >= 0 and var read) _inputs[i].Put(body, read, memory, room);
        }

        if (_condition.Outputs[0] is { IsPlaced: true } answer) condition.Put(answer.Buffer, room.Bytes, room.Offset + _answer);
    }
}
