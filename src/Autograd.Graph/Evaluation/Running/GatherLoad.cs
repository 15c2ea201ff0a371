using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd.Graph;

/// <summary>The parts of an array that indices name, each part one run of elements, as far as a tile covers them.</summary>
internal sealed class GatherLoad(GatherGeometry geometry, StepInput x, StepInput indices, Operand output) : Instruction
{
    private Operand _output = output;

    /// <inheritdoc/>
    public override void Place(in SlotLayout layout) => _output = layout.Place(_output);

    /// <inheritdoc/>
    public override void Run(in Tile tile)
    {
        switch (_output.Size)
        {
            case 1: Run<byte>(tile); break;
            case 4: Run<uint>(tile); break;
            default: Run<ulong>(tile); break;
        }
    }

    private void Run<T>(in Tile tile) where T : unmanaged
    {
        ReadOnlySpan<T> source = x.Read<T>(tile.Memory);
        Span<T> y = MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref _output.At(tile)), tile.Length);
        if (indices.DType == DType.Int64) Copy(source, indices.Read<long>(tile.Memory), tile.Start, y);
        else Copy(source, indices.Read<int>(tile.Memory), tile.Start, y);
    }

    private void Copy<T, TIndex>(ReadOnlySpan<T> source, ReadOnlySpan<TIndex> places, int start, Span<T> y) where T : unmanaged where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        int part = geometry.PartCount, place = start / part, from = start % part;
        while (!y.IsEmpty)
        {
            int run = Math.Min(part - from, y.Length), at = geometry.Start(place++, places);
            if (at < 0) y[..run].Clear();
            else if (part == 1) y[0] = source[at];
            else source.Slice(at + from, run).CopyTo(y);
            y = y[run..];
            from = 0;
        }
    }

    /// <inheritdoc/>
    public override string Describe(LoopDescriber loop) => $"{loop.Write(_output)} = gather {loop.Read(x)} at {loop.Read(indices)}";
}
