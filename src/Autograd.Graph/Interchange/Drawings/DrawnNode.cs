namespace Autograd.Graph;

/// <summary>A box: what it says, what it stands for, and whether that belongs to the gradient.</summary>
/// <param name="Title">the first line</param>
/// <param name="Detail">the second; null where there is none</param>
/// <param name="Kind">what it stands for</param>
/// <param name="Backward">whether only the gradient needs it</param>
internal sealed record DrawnNode(string Title, string? Detail, DrawnKind Kind, bool Backward)
{
    /// <summary>The CSS class and DOT style, by kind and part.</summary>
    public string Class => Kind switch
    {
        DrawnKind.Parameter => "parameter",
        DrawnKind.Variable => "variable",
        DrawnKind.Constant or DrawnKind.Number => "constant",
        DrawnKind.Output => "output",
        _ => Backward ? "backward" : "forward",
    };
}
