using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd.Graph;

/// <summary>Repeats a value that changes with rows, or never, for each element of a slot.</summary>
internal sealed class StretchInstruction(Operand from, Operand slot, int rowLength) : Instruction
{
    private Operand _from = from, _slot = slot;

    /// <inheritdoc/>
    public override void Place(in SlotLayout layout) => (_from, _slot) = (layout.Place(_from), layout.Place(_slot));

    /// <inheritdoc/>
    public override void Run(in Tile tile)
    {
        ref byte x = ref _from.At(tile);
        ref byte y = ref _slot.At(tile);
        if (_from.Pace == Pace.Fixed)
        {
            Fill(ref x, ref y, _slot.Pace == Pace.Rows ? tile.Rows : tile.Length, _slot.Size);
            return;
        }

        nint step = _slot.RowStep(rowLength);
        for (int row = 0; row < tile.Rows; row++) Fill(ref Unsafe.Add(ref x, row * _from.Size), ref Unsafe.Add(ref y, row * step), rowLength, _slot.Size);
    }

    /// <summary>Copies one value of a size in bytes to each of n places.</summary>
    public static void Fill(ref byte x, ref byte y, int n, int size)
    {
        switch (size)
        {
            case 1: MemoryMarshal.CreateSpan(ref y, n).Fill(x); break;
            case 4: MemoryMarshal.CreateSpan(ref Unsafe.As<byte, uint>(ref y), n).Fill(Unsafe.As<byte, uint>(ref x)); break;
            default: MemoryMarshal.CreateSpan(ref Unsafe.As<byte, ulong>(ref y), n).Fill(Unsafe.As<byte, ulong>(ref x)); break;
        }
    }

    /// <inheritdoc/>
    public override string Describe(LoopDescriber loop) => $"{loop.Write(_slot)} = {loop.Read(_from)}, {(_from.Pace == Pace.Fixed ? "the same for all" : "the same along rows")}";
}
