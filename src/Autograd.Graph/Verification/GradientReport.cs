using System.Collections.Immutable;
using System.Text;

namespace Autograd.Graph;

/// <summary>What <see cref="GradientCheck"/> found.</summary>
public sealed record GradientReport
{
    internal GradientReport(int entries, ImmutableArray<GradientMismatch> mismatches, ImmutableArray<string> blamed) => (Entries, Mismatches, Blamed) = (entries, mismatches, blamed);

    /// <summary>How many entries were compared.</summary>
    public int Entries { get; }

    /// <summary>Those on which the ways to compute them do not agree, the worst first.</summary>
    public ImmutableArray<GradientMismatch> Mismatches { get; }

    /// <summary>The operations whose own derivative does not agree with differences of theirs, first to last, each with its numbers.</summary>
    public ImmutableArray<string> Blamed { get; }

    /// <summary>Whether all agree.</summary>
    public bool Passed => Mismatches.Length == 0;

    /// <summary>The worst entries, and what is to blame.</summary>
    public override string ToString()
    {
        const int shown = 8;
        if (Passed) return $"gradient check: {Entries} entries agree in forward mode, in reverse mode and by differences";
        var text = new StringBuilder($"gradient check: {Mismatches.Length} of {Entries} entries of the derivative of order {Mismatches[0].Order} differ\n");
        foreach (GradientMismatch mismatch in Mismatches.Take(shown)) text.Append($"  {mismatch}\n");
        if (Mismatches.Length > shown) text.Append("  ...\n");
        if (Blamed.Length == 0) return text.Append("no operation alone is to blame: each agrees with differences of its own (a kink near the argument, or a step that is too long or too short?)").ToString();
        return text.Append("to blame:\n  ").AppendJoin("\n  ", Blamed).ToString();
    }
}
