namespace Autograd.Graph;

/// <summary>Where a dense value lies during a run.</summary>
/// <param name="Kind">in which memory</param>
/// <param name="Index">of an array, number or result its index</param>
/// <param name="Offset">in the arena, the byte it begins at</param>
/// <param name="DType">its element type</param>
/// <param name="Shape">its shape</param>
internal readonly record struct Buffer(BufferKind Kind, int Index, int Offset, DType DType, Shape Shape)
{
    public long ByteCount => (long)Shape.Count * DType.Size();
}

/// <summary>Kinds of memory.</summary>
internal enum BufferKind : byte
{
    /// <summary>An array that came as an argument: read only.</summary>
    Argument,

    /// <summary>A number that came as an argument, one element in the arena.</summary>
    Number,

    /// <summary>Part of the arena.</summary>
    Arena,

    /// <summary>An array that leaves the run.</summary>
    Result,

    /// <summary>An array of its own while steps need it, for what the arena has no room for.</summary>
    Transient,
}
