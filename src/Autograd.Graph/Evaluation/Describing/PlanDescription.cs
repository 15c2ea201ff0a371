using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Autograd.Graph;

/// <summary>A plan for people to read: its steps in the order in which they run, its buffers, and what a run moves, computes and takes.</summary>
public sealed record PlanDescription
{
    internal PlanDescription(ImmutableArray<StepDescription> steps, ImmutableArray<BufferDescription> buffers, long arenaBytes, long resultBytes) =>
        (Steps, Buffers, ArenaBytes, ResultBytes) = (steps, buffers, arenaBytes, resultBytes);

    /// <summary>The steps, in the order in which they run.</summary>
    public ImmutableArray<StepDescription> Steps { get; }

    /// <summary>The values that lie in memory.</summary>
    public ImmutableArray<BufferDescription> Buffers { get; }

    /// <summary>Bytes that a run takes for intermediate values, scratch memory included, and gives back.</summary>
    public long ArenaBytes { get; }

    /// <summary>Bytes of the arrays that a run makes: what was asked for, and what is kept for later evaluations.</summary>
    public long ResultBytes { get; }

    /// <summary>The most bytes that a run holds at once beside its arguments: arena and results.</summary>
    public long HighWaterBytes => ArenaBytes + ResultBytes;

    /// <summary>Bytes that all steps read and write.</summary>
    public long BytesMoved => Steps.Sum(step => step.BytesRead + step.BytesWritten);

    /// <summary>Floating-point operations of all steps; see <see cref="StepDescription.Operations"/>.</summary>
    public long Operations => Steps.Sum(step => step.Operations);

    /// <summary>The seconds that the machine needs at least for all steps.</summary>
    public double ExpectedSeconds(MachinePeaks peaks) => Steps.Sum(step => step.ExpectedSeconds(peaks));

    /// <summary>The table of <see cref="ToString(MachinePeaks)"/>, for <see cref="MachinePeaks.Default"/>.</summary>
    public override string ToString() => ToString(MachinePeaks.Default);

    /// <summary>A table: each step with bytes, operations, the time it needs at least and why, and its instructions; then the buffers.</summary>
    /// <param name="peaks">what the machine can do</param>
    public string ToString(MachinePeaks peaks)
    {
        ArgumentNullException.ThrowIfNull(peaks);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Steps.Length} steps; {Figures.Bytes(BytesMoved)} moved, {Figures.Operations(Operations)}; arena {Figures.Bytes(ArenaBytes)}, results {Figures.Bytes(ResultBytes)}\n");
        var table = new TextTable("", "step", "read", "written", "operations", "at least", "bound");
        for (int i = 0; i < Steps.Length; i++)
        {
            StepDescription step = Steps[i];
            table.Add($"{i}", step.ToString(), Figures.Bytes(step.BytesRead), Figures.Bytes(step.BytesWritten), Figures.Operations(step.Operations), Figures.Time(step.ExpectedSeconds(peaks)), Figures.Name(step.ExpectedBound(peaks)));
            foreach (string instruction in step.Instructions) table.Note($"    {instruction}");
        }

        table.AppendTo(text);
        foreach (BufferDescription buffer in Buffers)
            if (buffer.Place != BufferPlace.Number) text.Append(CultureInfo.InvariantCulture, $"{buffer}, {Figures.Bytes(buffer.ByteCount)}\n");
        return text.ToString();
    }
}
