using System.Globalization;

namespace Autograd.Graph;

/// <summary>A value that lies in memory during a run.</summary>
/// <param name="Index">its place in <see cref="PlanDescription.Buffers"/>; steps name it <c>b</c> and this number</param>
/// <param name="Place">in which memory it lies</param>
/// <param name="Type">its element type and shape</param>
/// <param name="Offset">of a value in the arena the byte at which it begins; values that are not needed at the same time share bytes</param>
public sealed record BufferDescription(int Index, BufferPlace Place, ExprType Type, int Offset)
{
    /// <summary>How many bytes it takes.</summary>
    public long ByteCount => (long)Type.Shape.Count * Type.DType.Size();

    /// <summary><c>b3: float32 [128, 10], arena at 4096</c></summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"b{Index}: {Type}, {(Place == BufferPlace.Arena ? $"arena at {Offset}" : Place.ToString().ToLowerInvariant())}");
}
