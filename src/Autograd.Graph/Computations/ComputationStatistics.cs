using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Autograd.Graph;

/// <summary>
/// What a computation takes as it is written: node by node, without what a plan fuses, merges and leaves out.
/// <see cref="CompiledComputation.Plan"/> has the same figures of a plan.
/// </summary>
public sealed record ComputationStatistics
{
    internal ComputationStatistics() { }

    /// <summary>Nodes, a shared one once.</summary>
    public required int Nodes { get; init; }

    /// <summary>Inputs of all nodes.</summary>
    public required long Edges { get; init; }

    /// <summary>Nodes on the longest path from a source to an output.</summary>
    public required int Depth { get; init; }

    /// <summary>Floating-point operations: of a contraction its multiplications and additions, of others as in <see cref="StepDescription.Operations"/>.</summary>
    public required long Operations { get; init; }

    /// <summary>Bytes that all nodes read and write.</summary>
    public required long BytesMoved { get; init; }

    /// <summary>Bytes of captured arrays.</summary>
    public required long CapturedBytes { get; init; }

    /// <summary>The most bytes of results that are needed at once where nodes are evaluated in the order of the listing; parameters and captured arrays do not count.</summary>
    public required long PeakBytes { get; init; }

    /// <summary>How many nodes there are of each op, the most first.</summary>
    public required ImmutableArray<KeyValuePair<string, int>> Ops { get; init; }

    /// <summary><c>12 nodes (mul 4, add 3, ...), depth 7; 1.2 kop, 3.4 kB moved; captured 16 B, peak 800 B</c></summary>
    public override string ToString()
    {
        const int shown = 6;
        var ops = new StringBuilder();
        for (int i = 0; i < Math.Min(shown, Ops.Length); i++) ops.Append(CultureInfo.InvariantCulture, $"{(i > 0 ? ", " : "")}{Ops[i].Key} {Ops[i].Value}");
        if (Ops.Length > shown) ops.Append(", ...");
        return string.Create(CultureInfo.InvariantCulture, $"{Nodes} nodes ({ops}), depth {Depth}; {Figures.Operations(Operations)}, {Figures.Bytes(BytesMoved)} moved; captured {Figures.Bytes(CapturedBytes)}, peak {Figures.Bytes(PeakBytes)}");
    }
}
