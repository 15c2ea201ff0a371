namespace Autograd.Graph;

/// <summary>What a node does to the precision of its inputs, at the element where it does most.</summary>
/// <param name="Node">the node</param>
/// <param name="InputDigits">decimal digits in which its inputs agree in both precisions</param>
/// <param name="OutputDigits">decimal digits in which its value does</param>
/// <param name="Place">the place of that element, in row-major order</param>
/// <param name="Site">where the program made the node; null unless it was made while <see cref="CallSites.Record"/> was on</param>
public sealed record PrecisionRow(Expr Node, double InputDigits, double OutputDigits, int Place, CallSite? Site)
{
    /// <summary>How many digits are lost on the way through the node.</summary>
    public double DigitsLost => InputDigits - OutputDigits;
}
