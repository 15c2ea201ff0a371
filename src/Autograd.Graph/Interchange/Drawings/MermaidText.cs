using System.Globalization;
using System.Text;

namespace Autograd.Graph;

/// <summary>Drawings as Mermaid flowcharts.</summary>
internal static class MermaidText
{
    private static readonly string[] s_classes = ["parameter", "variable", "constant", "forward", "backward", "output"];

    public static string Of(Drawing drawing)
    {
        var text = new StringBuilder("flowchart TB\n");
        for (int i = 0; i < drawing.Nodes.Length; i++)
        {
            DrawnNode node = drawing.Nodes[i];
            string label = node.Detail is { } detail ? $"{Escaped(node.Title)}<br/>{Escaped(detail)}" : Escaped(node.Title);
            (string open, string close) = node.Kind is DrawnKind.Parameter or DrawnKind.Output ? ("([", "])") : node.Kind == DrawnKind.Block ? ("[[", "]]") : ("[", "]");
            text.Append(CultureInfo.InvariantCulture, $"  n{i}{open}\"{label}\"{close}:::{node.Class}\n");
        }

        foreach (DrawnEdge edge in drawing.Edges)
            text.Append(CultureInfo.InvariantCulture, $"  n{edge.From} {(edge.Dashed ? "-.->" : "-->")}|\"{Escaped(edge.Label)}\"| n{edge.To}\n");
        foreach (string name in s_classes)
        {
            if (!drawing.Nodes.Any(node => node.Class == name)) continue;
            (string fill, string line) = DrawingColours.Light(name);
            text.Append(CultureInfo.InvariantCulture, $"  classDef {name} fill:{fill},stroke:{line},color:{DrawingColours.Ink}\n");
        }

        return text.ToString();
    }

    /// <summary>What could end a label or mean something in it, as entities.</summary>
    private static string Escaped(string text)
    {
        var escaped = new StringBuilder();
        foreach (char c in text)
        {
            if (c is '"' or '#' or '&' or '<' or '>' or ';' or '`' or '\\' or '*' or '_') escaped.Append(CultureInfo.InvariantCulture, $"#{(int)c};");
            else escaped.Append(c);
        }

        return escaped.ToString();
    }
}
