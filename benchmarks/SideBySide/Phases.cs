namespace Autograd.Benchmarks.SideBySide;

/// <summary>A repetition taken apart, in seconds.</summary>
/// <param name="Building">the forward pass builds expressions</param>
/// <param name="Backward">differentiating and evaluating</param>
/// <param name="Evaluating">of it, or of the forward result where there is no backward pass; null where not measured</param>
internal readonly record struct Phases(double Building, double Backward, double? Evaluating)
{
    /// <summary>The less of both in each.</summary>
    public Phases Better(Phases other) => new(
        Math.Min(Building, other.Building), Math.Min(Backward, other.Backward), Evaluating < other.Evaluating ? Evaluating : other.Evaluating);
}
