using System.Collections.Immutable;

namespace Autograd.Graph;

/// <summary>One step of a plan: what it computes, which buffers it reads and writes, and the least that it can cost.</summary>
public abstract record StepDescription
{
    private protected StepDescription(string name, int nodes, long operations, StepTraffic traffic)
    {
        (Name, Nodes, Operations) = (name, nodes, operations);
        (Reads, Writes, BytesRead, BytesWritten) = (traffic.Reads, traffic.Writes, traffic.BytesRead, traffic.BytesWritten);
    }

    /// <summary>What kind of step it is: <c>loop</c>, or the operation's name.</summary>
    public string Name { get; }

    /// <summary>How many nodes of the graph it computes.</summary>
    public int Nodes { get; }

    /// <summary>
    /// Floating-point operations: two for each multiplication and addition of a contraction, and for other operations as many as could be
    /// done at the machine's peak in the time that one takes (1 for an addition, tens for an exponential).
    /// </summary>
    public long Operations { get; }

    /// <summary>The buffers read, as indices into <see cref="PlanDescription.Buffers"/>.</summary>
    public ImmutableArray<int> Reads { get; }

    /// <summary>The buffers written, as indices into <see cref="PlanDescription.Buffers"/>.</summary>
    public ImmutableArray<int> Writes { get; }

    /// <summary>Different bytes read from buffers; one that is read twice counts once.</summary>
    public long BytesRead { get; }

    /// <summary>Bytes written to buffers.</summary>
    public long BytesWritten { get; }

    /// <summary>What is done to each element, in order; <c>b</c> are buffers, <c>n</c> numbers, <c>t</c> values of a tile and <c>r</c> of a row, which never leave the cache. Empty where the name says it.</summary>
    public ImmutableArray<string> Instructions { get; init; } = [];

    /// <summary>Sizes and layouts, in one line.</summary>
    public abstract string Detail { get; }

    /// <summary>The seconds that the machine needs at least: for the memory's bytes or for the arithmetic, whichever takes longer.</summary>
    public double ExpectedSeconds(MachinePeaks peaks)
    {
        ArgumentNullException.ThrowIfNull(peaks);
        return Math.Max((BytesRead + BytesWritten) / peaks.BytesPerSecond, Operations / peaks.OperationsPerSecond);
    }

    /// <summary>Which of the two it is.</summary>
    public StepBound ExpectedBound(MachinePeaks peaks)
    {
        ArgumentNullException.ThrowIfNull(peaks);
        return (BytesRead + BytesWritten) / peaks.BytesPerSecond >= Operations / peaks.OperationsPerSecond ? StepBound.Memory : StepBound.Arithmetic;
    }

    /// <summary><c>dot: m 128, n 10, k 784 ...</c></summary>
    public sealed override string ToString() => Detail.Length == 0 ? Name : $"{Name}: {Detail}";
}
