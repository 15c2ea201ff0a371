using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd.Graph;

/// <summary>Memory that steps share, of any content. It begins on a cache line and never moves.</summary>
internal sealed unsafe class Arena
{
    /// <summary>A cache line, and the widest vector: whatever lies at a multiple of it straddles no more lines than it must.</summary>
    public const int Alignment = 64;

    /// <param name="capacity">how many bytes</param>
    public Arena(int capacity)
    {
        Capacity = capacity;
        Bytes = GC.AllocateUninitializedArray<byte>(capacity + Alignment - 1, pinned: true);
        byte* first = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(Bytes));
        Offset = (int)(-(nint)first & (Alignment - 1));
        Start = first + Offset;
    }

    /// <summary>Where it begins; whoever uses it keeps the arena alive.</summary>
    public byte* Start { get; }

    /// <summary>A byte of it.</summary>
    public ref byte At(int offset) => ref Unsafe.AsRef<byte>(Start + offset);

    /// <summary>The array it lies in.</summary>
    public byte[] Bytes { get; }

    /// <summary>Where in the array it begins.</summary>
    public int Offset { get; }

    /// <summary>How many bytes it has.</summary>
    public int Capacity { get; }

    /// <summary>The next multiple of <see cref="Alignment"/>.</summary>
    public static long Aligned(long bytes) => (bytes + (Alignment - 1)) & ~(Alignment - 1L);

    /// <inheritdoc cref="Aligned(long)"/>
    public static int Aligned(int bytes) => (int)Aligned((long)bytes);
}
