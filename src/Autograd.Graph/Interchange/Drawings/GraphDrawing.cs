namespace Autograd.Graph;

/// <summary>Drawings by one call.</summary>
public static class GraphDrawing
{
    /// <inheritdoc cref="Drawing.Of(Expr, DrawingOptions)"/>
    public static Drawing Draw(this Expr output, DrawingOptions? options = null) => Drawing.Of(output, options);

    /// <inheritdoc cref="Drawing.Of(Computation, DrawingOptions)"/>
    public static Drawing Draw(this Computation computation, DrawingOptions? options = null) => Drawing.Of(computation, options);

    /// <inheritdoc cref="Drawing.OfGradient(Expr, IReadOnlyList{Expr}, DrawingOptions)"/>
    public static Drawing DrawGradient(this Expr output, IReadOnlyList<Expr>? wrt = null, DrawingOptions? options = null) => Drawing.OfGradient(output, wrt, options);

    /// <inheritdoc cref="Drawing.OfGradient(Computation, IReadOnlyList{string}, string, DrawingOptions)"/>
    public static Drawing DrawGradient(this Computation computation, IReadOnlyList<string>? wrt = null, string? output = null, DrawingOptions? options = null) =>
        Drawing.OfGradient(computation, wrt, output, options);
}
