namespace Autograd.Graph;

/// <summary>One of two bodies, which reads inputs and writes outputs in place.</summary>
internal sealed class CondStep : Step
{
    private readonly Op.Cond _op;
    private readonly BodyPlan _then, _otherwise;
    private readonly BodyInput[] _inputs;
    private readonly int[] _outputs;
    private readonly int _roomBytes;

    /// <param name="op">the choice</param>
    /// <param name="inputs">the condition, then what the bodies take</param>
    /// <param name="outputs">for each output its buffer, or -1 where nobody reads it</param>
    public CondStep(Op.Cond op, StepInput[] inputs, int[] outputs)
    {
        (_op, _outputs) = (op, outputs);
        bool[] wanted = Array.ConvertAll(outputs, output => output >= 0);
        (_then, _otherwise) = (new(op.Then, wanted), new(op.Otherwise, wanted));
        _inputs = new BodyInput[inputs.Length];
        for (int i = 0; i < inputs.Length; i++) _inputs[i] = new(inputs[i], false, ref _roomBytes);
    }

    /// <inheritdoc/>
    public override int NodeCount => 1;

    /// <inheritdoc/>
    public override long NestedBytes => Math.Max(_then.ArenaBytes, _otherwise.ArenaBytes) + _roomBytes;

    /// <inheritdoc/>
    public override long NestedWeight => _then.Weight + _otherwise.Weight;

    /// <inheritdoc/>
    public override StepDescription Describe(Buffer[] buffers) => ControlDescription.Of(buffers, _op, _inputs, _outputs, [_then.Describe(), _otherwise.Describe()], 1, NestedBytes);

    /// <inheritdoc/>
    public override void Run(RunMemory memory)
    {
        BodyPlan chosen = _inputs[0].Input.Read<byte>(memory)[0] != 0 ? _then : _otherwise;
        Arena? room = _roomBytes == 0 ? null : BufferPool.Rent(_roomBytes);
        RunMemory body = chosen.Rent(memory);
        try
        {
            for (int i = 1; i < _inputs.Length; i++)
            {
                if (chosen.BufferOf(i - 1) is not (>= 0 and var buffer)) continue;
                _inputs[i].Gather(memory, room);
                _inputs[i].Put(body, buffer, memory, room);
            }

            for (int k = 0; k < _outputs.Length; k++)
                if (chosen.Outputs[k] is { IsPlaced: true } output) body.PutAt(output.Buffer, memory, _outputs[k]);
            chosen.Run(body);
            for (int k = 0; k < _outputs.Length; k++)
                if (chosen.Outputs[k] is { IsPlaced: false, Buffer: >= 0 } output) BodyPlan.Copy(body, output, ref memory.At(_outputs[k]));
        }
        finally
        {
            body.Return();
            if (room is not null) BufferPool.Return(room);
        }
    }
}
