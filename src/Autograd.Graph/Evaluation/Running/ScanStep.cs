using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>A body run once for each place of its items: items are read and outputs written in place, carries go to and fro between two places.</summary>
internal sealed class ScanStep : Step
{
    private readonly Op.Scan _op;
    private readonly BodyPlan _body;
    private readonly BodyInput[] _inputs;
    private readonly Carry[] _carries;
    private readonly int[] _outputs;
    private readonly int _roomBytes;
    private readonly bool _copies;

    /// <param name="op">the scan</param>
    /// <param name="inputs">first values of carries, items, captured values</param>
    /// <param name="outputs">for each output its buffer, or -1 where nobody reads it</param>
    public ScanStep(Op.Scan op, StepInput[] inputs, int[] outputs)
    {
        (_op, _outputs) = (op, outputs);
        bool[] wanted = Array.ConvertAll(outputs, output => output >= 0);
        BodyPlan.AddNeededCarries(op.Body, op.Carries, wanted);
        _body = new(op.Body, wanted);
        _inputs = new BodyInput[inputs.Length];
        for (int i = 0; i < inputs.Length; i++) _inputs[i] = new(inputs[i], i >= op.Carries && i < op.Carries + op.Items, ref _roomBytes);
        _carries = new Carry[op.Carries];
        for (int i = 0; i < _carries.Length; i++)
        {
            bool isConstant = !wanted[i] || op.Body.ParameterAt(i) == i;
            _carries[i] = new(_body.BufferOf(i), _body.Outputs[i], isConstant, _roomBytes, outputs[i]);
            if (!isConstant) _roomBytes = checked(_roomBytes + Carry.RoomOf(_body.Outputs[i].Bytes));
        }

        foreach (BodyPlan.Output output in _body.Outputs) _copies |= output.Buffer >= 0 && !output.IsPlaced;
    }

    /// <inheritdoc/>
    public override int NodeCount => 1;

    /// <inheritdoc/>
    public override long NestedBytes => _body.ArenaBytes + _roomBytes;

    /// <inheritdoc/>
    public override long NestedWeight => _body.Weight;

    /// <inheritdoc/>
    public override StepDescription Describe(Buffer[] buffers) => ControlDescription.Of(buffers, _op, _inputs, _outputs, [_body.Describe()], _op.Trips, NestedBytes);

    /// <inheritdoc/>
    public override void Run(RunMemory memory)
    {
        if (_op.Trips == 0)
        {
            for (int i = 0; i < _carries.Length; i++) _carries[i].CopyLast(_inputs[i], memory, null, trips: 0);
            return;
        }

        Arena? room = _roomBytes == 0 ? null : BufferPool.Rent(_roomBytes);
        RunMemory body = _body.Rent(memory);
        int trip = 0;
        try
        {
            Put(body, memory, room);
            bool asks = memory.Cancellation.CanBeCanceled;
            for (; trip < _op.Trips; trip++)
            {
                if (asks) memory.Cancellation.ThrowIfCancellationRequested();
                bool isLast = trip == _op.Trips - 1;
                for (int i = 0; i < _carries.Length; i++) _carries[i].Put(_inputs[i], body, memory, room, trip, isLast);
                _body.Run(body);
                if (_copies) CopyOut(body, memory, room, trip, isLast);
                Advance(body);
            }

            for (int i = 0; i < _carries.Length; i++)
                if (_carries[i].IsConstant) _carries[i].CopyLast(_inputs[i], memory, room, trip);
        }
        catch (Exception e) when (BodyPlan.AtTrip(e, _op.Name, trip) is { } named)
        {
            throw named;
        }
        finally
        {
            body.Return();
            if (room is not null) BufferPool.Return(room);
        }
    }

    /// <summary>The place along the first axis in a trip.</summary>
    private int PlaceOf(int trip) => _op.Reversed ? _op.Trips - 1 - trip : trip;

    private void Put(RunMemory body, RunMemory memory, Arena? room)
    {
        for (int i = 0; i < _inputs.Length; i++)
        {
            _inputs[i].Gather(memory, room);
            if (i >= _op.Carries && _body.BufferOf(i) is >= 0 and var buffer) _inputs[i].Put(body, buffer, memory, room, i < _op.Carries + _op.Items ? PlaceOf(0) : 0);
        }

        for (int k = _op.Carries; k < _outputs.Length; k++)
            if (_body.Outputs[k] is { IsPlaced: true } output) body.PutAt(output.Buffer, memory, _outputs[k], PlaceOf(0) * output.Bytes);
    }

    private void Advance(RunMemory body)
    {
        for (int i = _op.Carries; i < _op.Carries + _op.Items; i++)
            if (_body.BufferOf(i) is >= 0 and var buffer) body.Advance(buffer, _op.Reversed ? -_inputs[i].Stride : _inputs[i].Stride);
        for (int k = _op.Carries; k < _outputs.Length; k++)
            if (_body.Outputs[k] is { IsPlaced: true } output) body.Advance(output.Buffer, _op.Reversed ? -output.Bytes : output.Bytes);
    }

    private void CopyOut(RunMemory body, RunMemory memory, Arena? room, int trip, bool isLast)
    {
        for (int i = 0; i < _carries.Length; i++) _carries[i].CopyNext(body, memory, room, trip, isLast);
        for (int k = _op.Carries; k < _outputs.Length; k++)
        {
            BodyPlan.Output output = _body.Outputs[k];
            if (output.Buffer >= 0 && !output.IsPlaced) BodyPlan.Copy(body, output, ref Unsafe.Add(ref memory.At(_outputs[k]), PlaceOf(trip) * output.Bytes));
        }
    }
}
