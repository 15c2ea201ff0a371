using System.Buffers;
using System.Runtime.CompilerServices;

namespace Autograd.Graph;

public sealed partial class CompiledComputation
{
    /// <summary>The outputs as new arrays, of checked arguments that may change afterwards.</summary>
    internal NDArray[] Run(ReadOnlySpan<InputBuffer> arguments, CancellationToken cancellationToken, RunProfile? profile)
    {
        if (_interpreted is not null) return Interpret(Copies(arguments), cancellationToken);
        RunMemory memory = _plan.Rent(_numbers, _options.Threads);
        try
        {
            Put(memory, arguments);
            return RunToNew(memory, [], cancellationToken, profile);
        }
        finally
        {
            memory.Return();
        }
    }

    private void Put(RunMemory memory, ReadOnlySpan<InputBuffer> arguments)
    {
        for (int i = 0; i < arguments.Length; i++) Put(memory, i, arguments[i].Range.Array!, arguments[i].Range.ByteOffset);
    }

    private void Put(RunMemory memory, int argument, Array array, nint offset)
    {
        if (_bufferOfArgument[argument] >= 0) memory.Put(_bufferOfArgument[argument], array, offset);
    }

    private void RunPlan(RunMemory memory, CancellationToken cancellationToken, RunProfile? profile)
    {
        for (int i = 0; i < _captured.Length; i++) Put(memory, Signature.Parameters.Length + i, _captured[i].Data, 0);
        _plan.Run(memory, cancellationToken, profile ?? _options.Profile);
        _options.Statistics?.Add(_plan.NodeCount);
    }

    /// <param name="memory">with the arguments in place</param>
    /// <param name="arguments">the arguments, which outputs may share; none where they are not immutable</param>
    /// <param name="cancellationToken">asked between steps</param>
    /// <param name="profile">receives the time of each step</param>
    private NDArray[] RunToNew(RunMemory memory, ReadOnlySpan<NDArray> arguments, CancellationToken cancellationToken, RunProfile? profile)
    {
        _plan.PutNewResults(memory);
        RunPlan(memory, cancellationToken, profile);
        var outputs = new NDArray[_plan.OutputCount];
        for (int i = 0; i < outputs.Length; i++)
        {
            (Buffer buffer, Shape shape) = _plan.Output(i);
            if (buffer.Kind == BufferKind.Result) outputs[i] = _plan.TakeResult(memory, buffer.Index, shape);
            else if (buffer.Index >= Signature.Parameters.Length) outputs[i] = _captured[buffer.Index - Signature.Parameters.Length].WithShape(shape);
            else if (arguments.Length > 0) outputs[i] = arguments[buffer.Index].WithShape(shape);
            else outputs[i] = Copy(ref memory.At(_bufferOfArgument[buffer.Index]), new(buffer.DType, shape));
        }

        return outputs;
    }

    /// <param name="memory">with the arguments in place</param>
    /// <param name="arguments">the arguments that the caller may write; empty where it may none</param>
    /// <param name="into">where the outputs go</param>
    /// <param name="cancellationToken">asked between steps</param>
    /// <param name="profile">receives the time of each step</param>
    private void RunInto(RunMemory memory, ReadOnlySpan<InputBuffer> arguments, ReadOnlySpan<OutputBuffer> into, CancellationToken cancellationToken, RunProfile? profile)
    {
        bool[] late = ArrayPool<bool>.Shared.Rent(into.Length);
        try
        {
            long room = 0;
            for (int i = 0; i < into.Length; i++)
            {
                late[i] = IsRead(arguments, into[i].Range);
                if (late[i]) room += Arena.Aligned(into[i].Range.ByteCount);
            }

            memory.OpenRoom(room);
            PutResults(memory, into, late);
            RunPlan(memory, cancellationToken, profile);
            CopyOut(memory, into, late);
        }
        finally
        {
            ArrayPool<bool>.Shared.Return(late);
        }
    }

    /// <summary>A result is computed right where it goes, unless an argument lies there.</summary>
    private void PutResults(RunMemory memory, ReadOnlySpan<OutputBuffer> into, ReadOnlySpan<bool> late)
    {
        for (int i = 0; i < into.Length; i++)
        {
            (Buffer buffer, _) = _plan.Output(i);
            if (buffer.Kind != BufferKind.Result || _firstOfOutput[i] != i) continue;
            if (late[i]) memory.PutInRoom(_plan.BufferOfResult(buffer.Index));
            else memory.Put(_plan.BufferOfResult(buffer.Index), into[i].Range.Array, into[i].Range.ByteOffset);
        }
    }

    private void CopyOut(RunMemory memory, ReadOnlySpan<OutputBuffer> into, ReadOnlySpan<bool> late)
    {
        for (int i = 0; i < into.Length; i++)
            if (!late[i]) CopyTo(memory, i, into[i].Range);

        // From here on arguments are written over. Those that are outputs are set aside first: who goes where may form a ring.
        for (int i = 0; i < into.Length; i++)
            if (late[i]) SetAside(memory, i, into[i].Range);
        for (int i = 0; i < into.Length; i++)
            if (late[i]) CopyTo(memory, i, into[i].Range);
    }

    private void CopyTo(RunMemory memory, int output, in ElementRange to)
    {
        ref byte from = ref memory.At(_plan.BufferOfOutput(output));
        if (to.Count > 0 && !Unsafe.AreSame(ref from, ref to.First)) NDArray.CopyBytes(ref from, ref to.First, to.ByteCount);
    }

    private void SetAside(RunMemory memory, int output, in ElementRange to)
    {
        int place = _plan.BufferOfOutput(output);
        if (memory[place].Kind != BufferKind.Argument || to.Count == 0 || Unsafe.AreSame(ref memory.At(place), ref to.First)) return;
        ref byte from = ref memory.At(place);
        memory.PutInRoom(place);
        NDArray.CopyBytes(ref from, ref memory.At(place), to.ByteCount);
    }

    private static bool IsRead(ReadOnlySpan<InputBuffer> arguments, in ElementRange range)
    {
        foreach (ref readonly InputBuffer argument in arguments)
            if (argument.Value is null && argument.Range.Overlaps(range)) return true;
        return false;
    }

    private NDArray[] Interpret(ReadOnlySpan<NDArray> arguments, CancellationToken cancellationToken)
    {
        var bound = new Dictionary<Expr, NDArray>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < arguments.Length; i++) bound.Add(_interpreted!.Parameters[i], arguments[i]);
        return Interpreter.Evaluate(_interpreted!.Outputs.AsSpan(), cancellationToken, bound);
    }

    private NDArray[] Copies(ReadOnlySpan<InputBuffer> arguments)
    {
        var copies = new NDArray[arguments.Length];
        for (int i = 0; i < copies.Length; i++)
            copies[i] = arguments[i].Value ?? Copy(ref arguments[i].Range.First, Signature.Parameters[i].Type);
        return copies;
    }

    private static NDArray Copy(ref byte from, in ExprType type)
    {
        NDArray copy = NDArray.Uninitialized(type.DType, type.Shape);
        NDArray.CopyBytes(ref from, ref copy.Reference, copy.ByteCount);
        return copy;
    }

    private static void CopyOut(NDArray[] values, ReadOnlySpan<OutputBuffer> into)
    {
        for (int i = 0; i < values.Length; i++) NDArray.CopyBytes(ref values[i].Reference, ref into[i].Range.First, values[i].ByteCount);
    }
}
