using System.Collections.Immutable;

namespace Autograd.Graph;

/// <summary>Where values that are not finite began.</summary>
/// <param name="Origins">the nodes that made them of finite inputs, in the order in which they are computed</param>
/// <param name="NodeCount">how many nodes were computed</param>
public sealed record NonFiniteReport(ImmutableArray<NonFiniteOrigin> Origins, int NodeCount)
{
    /// <summary>The first node whose value passes on to an output; null where every output is finite.</summary>
    public NonFiniteOrigin? First => Origins.FirstOrDefault(origin => origin.Reaches);

    /// <summary>The first origin, and how many there are.</summary>
    public override string ToString()
    {
        int other = Origins.Count(origin => !origin.Reaches);
        string harmless = other == 0 ? "" : $"\n{other} more that reach no output";
        if (First is not { } first) return $"all outputs are finite ({NodeCount} nodes){harmless}";
        int reaching = Origins.Length - other;
        return $"{first}{(reaching > 1 ? $"\n{reaching - 1} more that reach an output" : "")}{harmless}";
    }
}
