namespace Autograd.Graph;

/// <summary>How <see cref="GradientCheck"/> compares.</summary>
public sealed record GradientCheckOptions
{
    /// <summary>The first two orders, in float64.</summary>
    public static GradientCheckOptions Default { get; } = new();

    /// <summary>Up to which derivative: 1 or 2.</summary>
    public int Order { get; init; } = 2;

    /// <summary>Whether floating arguments are cast to float64, so that differences of values mean something.</summary>
    public bool InFloat64 { get; init; } = true;

    /// <summary>By how much numbers may differ, beside the larger of them.</summary>
    public double RelativeTolerance { get; init; } = 1e-5;

    /// <summary>By how much numbers may differ, however small they are.</summary>
    public double AbsoluteTolerance { get; init; } = 1e-7;

    /// <summary>Of how many elements of argument and of result the derivatives are compared; where there are more, of so many that are spread over all.</summary>
    public int MostElements { get; init; } = 32;

    /// <summary>The step of the differences; by the element types when null.</summary>
    public double? Step { get; init; }

    internal bool Agree(double a, double b)
    {
        if (a.Equals(b)) return true;
        return Math.Abs(a - b) <= AbsoluteTolerance + RelativeTolerance * Math.Max(Math.Abs(a), Math.Abs(b));
    }
}
