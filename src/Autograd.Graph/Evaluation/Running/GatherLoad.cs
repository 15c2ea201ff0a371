using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd.Graph;

/// <summary>The parts of an array that indices name, each part one run of elements, as far as a tile covers them.</summary>
internal sealed class GatherLoad(GatherGeometry geometry, StepInput x, StepInput indices, Operand output) : MovingInstruction(output.Size)
{
    private Operand _output = output;

    /// <inheritdoc/>
    public override void Place(in SlotLayout layout) => _output = layout.Place(_output);

    /// <inheritdoc/>
    protected override void Run<T>(in Tile tile)
    {
        ReadOnlySpan<T> source = x.Read<T>(tile.Memory);
        Span<T> y = MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref _output.At(tile)), tile.Length);
        if (indices.DType == DType.Int64) IndexKernels.Gather(geometry, source, indices.Read<long>(tile.Memory), tile.Start, y);
        else IndexKernels.Gather(geometry, source, indices.Read<int>(tile.Memory), tile.Start, y);
    }

    /// <inheritdoc/>
    public override string Describe(LoopDescriber loop) => $"{loop.Write(_output)} = gather {loop.Read(x)} at {loop.Read(indices)}";
}
