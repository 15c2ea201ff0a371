namespace Autograd.Graph;

/// <summary>An arrow from a value to what uses it.</summary>
/// <param name="From">the index of the one</param>
/// <param name="To">and of the other</param>
/// <param name="Label">the value's type, or how many values there are</param>
/// <param name="Backward">whether only the gradient needs it</param>
/// <param name="Dashed">whether it is what a rule differentiates by, and not what is evaluated</param>
internal sealed record DrawnEdge(int From, int To, string Label, bool Backward, bool Dashed);
