using System.Globalization;

namespace Autograd.Graph;

/// <summary>Where a program made a node.</summary>
/// <param name="Member">the method, with its type</param>
/// <param name="File">the source file; null where the program brings no symbols</param>
/// <param name="Line">the line, from 1; 0 where it is not known</param>
/// <param name="BackwardOf">the node whose derivative the node belongs to; the call site is then that node's. Null for a node that the program made itself</param>
public sealed record CallSite(string Member, string? File, int Line, Expr? BackwardOf)
{
    /// <summary><c>Model.Loss, Model.cs:12</c>.</summary>
    public override string ToString() => File is null ? Member : string.Create(CultureInfo.InvariantCulture, $"{Member}, {Path.GetFileName(File)}:{Line}");
}
