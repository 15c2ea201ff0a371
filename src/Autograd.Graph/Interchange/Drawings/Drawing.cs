using System.Collections.Immutable;

namespace Autograd.Graph;

/// <summary>
/// A graph as boxes and arrows, to be had as DOT, Mermaid or SVG: a shared node once, types on the arrows, numbers inside of the boxes that use
/// them, the nodes that only a gradient needs told apart by colour, large graphs folded into blocks. Nothing is evaluated. Arrows go from inputs
/// to outputs; a dashed one leads to what a rule differentiates by.
/// </summary>
public sealed class Drawing
{
    internal Drawing(ImmutableArray<DrawnNode> nodes, ImmutableArray<DrawnEdge> edges) => (Nodes, Edges) = (nodes, edges);

    internal ImmutableArray<DrawnNode> Nodes { get; }

    internal ImmutableArray<DrawnEdge> Edges { get; }

    /// <summary>How many boxes there are.</summary>
    public int NodeCount => Nodes.Length;

    /// <summary>How many arrows there are.</summary>
    public int EdgeCount => Edges.Length;

    internal bool HasBackward => Nodes.Any(node => node.Backward);

    /// <summary>What an expression depends on, and it itself.</summary>
    public static Drawing Of(Expr output, DrawingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        return DrawingBuilder.Draw([(output.Name ?? "output", output)], [], options);
    }

    /// <summary>A computation; its outputs are boxes of their own.</summary>
    public static Drawing Of(Computation computation, DrawingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(computation);
        return DrawingBuilder.Draw(Named(computation, 0, computation.Outputs.Length), [], options);
    }

    /// <summary>A scalar expression and its gradients.</summary>
    /// <param name="output">one element, floating</param>
    /// <param name="wrt">what to differentiate by; null for all floating variables that the output depends on</param>
    /// <param name="options">settings; <see cref="DrawingOptions.Default"/> when null</param>
    /// <exception cref="GradientException">the output has not exactly one element</exception>
    /// <exception cref="DTypeException">the output or a node of <paramref name="wrt"/> is not floating</exception>
    public static Drawing OfGradient(Expr output, IReadOnlyList<Expr>? wrt = null, DrawingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        var gradients = new List<(string, Expr)>();
        foreach ((Expr of, Expr gradient) in Gradient.Of(output, wrt)) gradients.Add(($"{of.Name ?? $"{of.Op.Name} {gradients.Count}"}.grad", gradient));
        return DrawingBuilder.Draw([(output.Name ?? "output", output)], gradients, options);
    }

    /// <summary>A computation and the gradients of one of its outputs: <see cref="Computation.ValueAndGradient"/>.</summary>
    /// <param name="computation">what is differentiated</param>
    /// <param name="wrt">the parameters to differentiate by; null for all floating ones</param>
    /// <param name="output">the name of the scalar output; null where there is only one</param>
    /// <param name="options">settings; <see cref="DrawingOptions.Default"/> when null</param>
    /// <exception cref="ComputationException">there is no such parameter or output, or several outputs and none named</exception>
    /// <exception cref="GradientException">the output has not exactly one element</exception>
    /// <exception cref="DTypeException">the output or a parameter named is not floating</exception>
    public static Drawing OfGradient(Computation computation, IReadOnlyList<string>? wrt = null, string? output = null, DrawingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(computation);
        Computation both = computation.ValueAndGradient(wrt, output);
        int forward = computation.Outputs.Length;
        return DrawingBuilder.Draw(Named(both, 0, forward), Named(both, forward, both.Outputs.Length), options);
    }

    private static List<(string Name, Expr Value)> Named(Computation computation, int from, int end)
    {
        var named = new List<(string, Expr)>();
        for (int i = from; i < end; i++) named.Add((computation.Signature.Outputs[i].Name ?? $"output {i}", computation.Outputs[i]));
        return named;
    }

    /// <summary>The drawing in Graphviz' language.</summary>
    public string ToDot() => DotText.Of(this);

    /// <summary>The drawing as a Mermaid flowchart, which many viewers of Markdown show.</summary>
    public string ToMermaid() => MermaidText.Of(this);

    /// <summary>The drawing as an image of its own, laid out in layers, for light and dark pages.</summary>
    public string ToSvg() => SvgText.Of(this);

    /// <summary><c>12 boxes, 14 arrows</c></summary>
    public override string ToString() => $"{NodeCount} boxes, {EdgeCount} arrows";
}
