using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>A run of a loop's index space that is computed at once, and what one thread works with: the run's memory and its own scratch room.</summary>
/// <param name="memory">the memory of the run</param>
/// <param name="scratch">the thread's room for slots; it is pinned</param>
/// <param name="states">the states of the part's sinks; pinned too</param>
/// <param name="start">the first element</param>
/// <param name="length">how many elements</param>
/// <param name="row">the first row, where the loop goes by rows</param>
/// <param name="rows">how many rows</param>
internal readonly unsafe ref struct Tile(RunMemory memory, byte* scratch, byte* states, int start, int length, int row, int rows)
{
    public readonly RunMemory Memory = memory;
    public readonly byte* Scratch = scratch, States = states;
    public readonly int Start = start, Length = length, Row = row, Rows = rows;
}

/// <summary>How often an operand has another value.</summary>
internal enum Pace : byte
{
    /// <summary>Never.</summary>
    Fixed,

    /// <summary>With each row.</summary>
    Rows,

    /// <summary>With each element.</summary>
    Elements,
}

/// <summary>Where an operand's values for a tile are: in a buffer, at the tile's place, or in a slot.</summary>
/// <param name="Buffer">the buffer, or -1 for a slot</param>
/// <param name="Offset">bytes to the value of the first element or row; while a loop is built, of a slot its number</param>
/// <param name="Size">bytes of a value</param>
/// <param name="Pace">how often it has another value</param>
internal readonly record struct Operand(int Buffer, nint Offset, int Size, Pace Pace)
{
    /// <summary>Whether the values are in a slot.</summary>
    public bool IsSlot => Buffer < 0;

    /// <summary>A slot, by number.</summary>
    public static Operand Slot(int slot, int size, Pace pace) => new(-1, slot, size, pace);

    /// <summary>The first value for a tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe ref byte At(in Tile tile)
    {
        if (Buffer < 0) return ref *(tile.Scratch + Offset);
        int place = Pace == Pace.Elements ? tile.Start : Pace == Pace.Rows ? tile.Row : 0;
        return ref Unsafe.Add(ref tile.Memory.At(Buffer), Offset + (nint)place * Size);
    }

    /// <summary>Bytes from a row's first value to the next one's.</summary>
    public nint RowStep(int rowLength) => Pace switch { Pace.Elements => (nint)rowLength * Size, Pace.Rows => Size, _ => 0 };
}

/// <summary>Where slots lie in a thread's scratch room.</summary>
/// <param name="ElementSlotBytes">from one slot of elements to the next; they come first</param>
/// <param name="RowSlots">where the slots of rows begin</param>
/// <param name="RowSlotBytes">from one slot of rows to the next</param>
internal readonly record struct SlotLayout(int ElementSlotBytes, int RowSlots, int RowSlotBytes)
{
    /// <summary>An operand with the number of its slot replaced by the slot's place.</summary>
    public Operand Place(Operand operand)
    {
        if (!operand.IsSlot) return operand;
        return operand with { Offset = operand.Pace == Pace.Elements ? operand.Offset * ElementSlotBytes : RowSlots + operand.Offset * RowSlotBytes };
    }
}
