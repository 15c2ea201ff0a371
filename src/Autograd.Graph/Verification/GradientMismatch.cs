using System.Globalization;

namespace Autograd.Graph;

/// <summary>One entry of a derivative that two ways to compute it do not agree on.</summary>
/// <param name="Order">of which derivative: 1 or 2</param>
/// <param name="Entry">which: <c>∂y[0] / ∂x.weight[1, 2]</c></param>
/// <param name="Forward">in forward mode; of the second derivative, forward over reverse</param>
/// <param name="Reverse">in reverse mode; of the second derivative, reverse over forward</param>
/// <param name="Numerical">by differences</param>
public sealed record GradientMismatch(int Order, string Entry, double Forward, double Reverse, double Numerical)
{
    /// <summary>The largest difference between two of the three.</summary>
    public double Difference => Math.Max(Math.Abs(Forward - Reverse), Math.Max(Math.Abs(Forward - Numerical), Math.Abs(Reverse - Numerical)));

    /// <summary>The entry, the three numbers, and by how much they differ.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Entry}: {Forward:G6} forward, {Reverse:G6} in reverse, {Numerical:G6} by differences; off by {Difference:G3}");
}
