using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd.Graph;

/// <summary>Updates combined, as tiles bring them, into a copy of an array at the places that indices name; each part is one run of elements.</summary>
internal sealed class ScatterSink(Op.Scatter op, GatherGeometry geometry, StepInput x, StepInput indices, int output) : Sink
{
    /// <inheritdoc/>
    public override int StateBytes => 0;

    // Updates of one place come in order.
    /// <inheritdoc/>
    public override int Boundary => int.MaxValue;

    /// <inheritdoc/>
    public override void Begin(RunMemory memory)
    {
        switch (x.DType.Size())
        {
            case 1: x.CopyTo(memory, memory.Elements<byte>(output)); break;
            case 4: x.CopyTo(memory, memory.Elements<uint>(output)); break;
            default: x.CopyTo(memory, memory.Elements<ulong>(output)); break;
        }
    }

    /// <inheritdoc/>
    public override void Feed(RunMemory memory, ref byte state, int start, int length, ref byte updates, ref byte other)
    {
        switch (x.DType)
        {
            case DType.Float32: Feed<float>(memory, start, length, ref updates); break;
            case DType.Float64: Feed<double>(memory, start, length, ref updates); break;
            case DType.Int64: Feed<long>(memory, start, length, ref updates); break;
            case DType.Int32: Feed<int>(memory, start, length, ref updates); break;
            case DType.Bool: Feed<byte>(memory, start, length, ref updates); break;
            default: throw new NotSupportedException($"scatter: no kernel for {x.DType.Name()}");
        }
    }

    private void Feed<T>(RunMemory memory, int start, int length, ref byte updates) where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<T> u = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref updates), length);
        Span<T> y = memory.Elements<T>(output);
        if (indices.DType == DType.Int64) IndexKernels.Scatter(op.Kind, geometry, indices.Read<long>(memory), start, u, y);
        else IndexKernels.Scatter(op.Kind, geometry, indices.Read<int>(memory), start, u, y);
    }

    /// <inheritdoc/>
    public override string Describe(LoopDescriber loop, in Operand updates, in Operand other) => $"{loop.Write(output)} = {loop.Compute(op, Pace.Elements)} {loop.Read(updates)} into {loop.Read(x)} at {loop.Read(indices)}";
}
