using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd.Graph;

public sealed partial class NDArray
{
    private const int LargestPart = 1 << 30;

    /// <summary>The elements' memory from a byte on, as much of it as a span holds.</summary>
    internal ReadOnlySpan<byte> BytesFrom(long start) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref Reference, (nint)start), (int)Math.Min(ByteCount - start, LargestPart));

    /// <summary>Whether type, shape and all bits are equal: of NaN and zeros too.</summary>
    internal bool SameBytes(NDArray other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (DType != other.DType || !Shape.Equals(other.Shape)) return false;
        for (long start = 0; start < ByteCount; start += LargestPart)
            if (!BytesFrom(start).SequenceEqual(other.BytesFrom(start))) return false;
        return true;
    }

    /// <summary>A hash of type, shape and the first bytes.</summary>
    internal int BytesHash()
    {
        const int most = 4096;
        var hash = new HashCode();
        hash.Add(DType);
        hash.Add(Shape);
        hash.AddBytes(BytesFrom(0)[..(int)Math.Min(ByteCount, most)]);
        return hash.ToHashCode();
    }
}
