using System.Globalization;

namespace Autograd.Graph;

/// <summary>A fused loop: instructions over the elements of one index space, tile by tile, and folds of its rows.</summary>
public sealed record LoopDescription : StepDescription
{
    internal LoopDescription(int nodes, long operations, StepTraffic traffic, int count, int tile, int rowLength) : base("loop", nodes, operations, traffic) =>
        (Count, Tile, RowLength) = (count, tile, rowLength > 0 ? rowLength : null);

    /// <summary>Elements of the index space.</summary>
    public int Count { get; }

    /// <summary>Elements that go through all instructions together.</summary>
    public int Tile { get; }

    /// <summary>Elements of a row, where rows are folded; else null.</summary>
    public int? RowLength { get; }

    /// <inheritdoc/>
    public override string Detail
    {
        get
        {
            string rows = RowLength is { } length ? string.Create(CultureInfo.InvariantCulture, $" in rows of {length:N0}") : "";
            return string.Create(CultureInfo.InvariantCulture, $"{Count:N0} elements{rows}, tiles of {Tile:N0}, {Instructions.Length} instructions");
        }
    }
}
