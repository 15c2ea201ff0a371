namespace Autograd.Properties.House;

/// <summary>A type of one room that knows a type of another.</summary>
/// <param name="FromRoom">the folder under the house's root, of the type that knows</param>
/// <param name="From">that type</param>
/// <param name="ToRoom">the folder of the type that is known</param>
/// <param name="To">that type</param>
internal sealed record Arrow(string FromRoom, string From, string ToRoom, string To)
{
    /// <inheritdoc/>
    public override string ToString() => $"{FromRoom} -> {ToRoom}: {From} knows {To}";
}
