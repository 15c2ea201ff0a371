namespace Autograd.Graph;

/// <summary>Settings of a <see cref="Drawing"/>.</summary>
public sealed record DrawingOptions
{
    /// <summary>At most 120 nodes.</summary>
    public static DrawingOptions Default { get; } = new();

    /// <summary>
    /// The most nodes that are drawn, at least 12. A larger graph is folded into blocks: by the names that nodes were given
    /// (<c>encoder.3.attention</c> counts to <c>encoder.3</c>, and this to <c>encoder</c>), else where its operations repeat, else evenly.
    /// </summary>
    public int MostNodes { get; init; } = 120;
}
