using System.Globalization;
using System.Text;

namespace Autograd.Graph;

/// <summary>Drawings in Graphviz' language.</summary>
internal static class DotText
{
    public static string Of(Drawing drawing)
    {
        var text = new StringBuilder();
        text.Append("digraph computation {\n  rankdir=TB;\n  node [shape=box, style=\"rounded,filled\", fontname=\"monospace\", fontsize=11];\n  edge [fontname=\"monospace\", fontsize=9];\n");
        for (int i = 0; i < drawing.Nodes.Length; i++)
        {
            DrawnNode node = drawing.Nodes[i];
            (string fill, string line) = DrawingColours.Light(node.Class);
            string label = node.Detail is { } detail ? $"{Escaped(node.Title)}\\n{Escaped(detail)}" : Escaped(node.Title);
            text.Append(CultureInfo.InvariantCulture, $"  n{i} [label=\"{label}\", class=\"{node.Class}\", fillcolor=\"{fill}\", color=\"{line}\"];\n");
        }

        foreach (DrawnEdge edge in drawing.Edges)
        {
            string style = edge.Dashed ? ", style=dashed" : "", colour = edge.Backward ? $", color=\"{DrawingColours.Light("backward").Line}\"" : "";
            text.Append(CultureInfo.InvariantCulture, $"  n{edge.From} -> n{edge.To} [label=\"{Escaped(edge.Label)}\"{style}{colour}];\n");
        }

        return text.Append("}\n").ToString();
    }

    private static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
