using System.Globalization;
using System.Text;

namespace Autograd.Graph;

/// <summary>Drawings as images.</summary>
internal static class SvgText
{
    private const double CharWidth = 7.3, SmallCharWidth = 6.1, Margin = 16, LegendHeight = 26;

    public static string Of(Drawing drawing)
    {
        var layout = new LayeredLayout([.. drawing.Nodes.Select(Size)], [.. drawing.Edges.Select(edge => (edge.From, edge.To, Columns(edge.Label) * SmallCharWidth + 4, 13.0))]);
        double top = Margin + (drawing.HasBackward ? LegendHeight : 0), width = Math.Max(layout.Width, drawing.HasBackward ? 170 : 0) + 2 * Margin, height = layout.Height + top + Margin;
        var text = new StringBuilder();
        Append(text, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:0.#}\" height=\"{height:0.#}\" viewBox=\"0 0 {width:0.#} {height:0.#}\" role=\"img\">\n<title>computation: {drawing}</title>\n");
        AppendStyle(text);
        text.Append("<rect class=\"page\" width=\"100%\" height=\"100%\"/>\n");
        if (drawing.HasBackward) AppendLegend(text);
        Append(text, $"<g transform=\"translate({Margin:0.#} {top:0.#})\">\n");
        for (int i = 0; i < drawing.Edges.Length; i++) AppendArrow(text, drawing.Edges[i], layout.Points(i));
        for (int i = 0; i < drawing.Edges.Length; i++) Append(text, $"<text class=\"type\" x=\"{layout.Label(i).X:0.#}\" y=\"{layout.Label(i).Y + 3.5:0.#}\">{Escaped(drawing.Edges[i].Label)}</text>\n");
        for (int i = 0; i < drawing.Nodes.Length; i++) AppendBox(text, drawing.Nodes[i], layout.Box(i));
        return text.Append("</g>\n</svg>\n").ToString();
    }

    private static void Append(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture));

    private static (double Width, double Height) Size(DrawnNode node) =>
        (Math.Max(Columns(node.Title) * CharWidth, Columns(node.Detail ?? "") * SmallCharWidth) + 20, node.Detail is null ? 26 : 40);

    /// <summary>Columns of a font of equal widths; East Asian characters take two.</summary>
    private static int Columns(string text)
    {
        int columns = 0;
        foreach (Rune rune in text.EnumerateRunes()) columns += rune.Value >= 0x1100 && (rune.Value <= 0x115f || rune.Value is >= 0x2e80 and <= 0xd7a3 or >= 0xf900 and <= 0xfaff or >= 0xfe30 and <= 0xff60 or >= 0x1f300) ? 2 : 1;
        return columns;
    }

    private static void AppendStyle(StringBuilder text)
    {
        text.Append("<defs>\n");
        foreach (string part in new[] { "forward", "backward" })
            Append(text, $"<marker id=\"head-{part}\" class=\"head-{part}\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0.5 L8 4 L0 7.5 z\"/></marker>\n");
        text.Append("</defs>\n<style>\n");
        text.Append("text{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;font-size:12px;text-anchor:middle}\n.detail,.type{font-size:10px}\nrect{stroke-width:1.2}\n.block rect{stroke-width:2.4}\npath.line{fill:none;stroke-width:1.1}\npath.dashed{stroke-dasharray:4 3}\n");
        AppendColours(text, "#ffffff", DrawingColours.Ink, "#6b7280", DrawingColours.Light);
        text.Append("@media (prefers-color-scheme: dark){\n");
        AppendColours(text, "#111827", DrawingColours.DarkInk, "#9ca3af", DrawingColours.Dark);
        text.Append("}\n</style>\n");
    }

    private static void AppendColours(StringBuilder text, string page, string ink, string faint, Func<string, (string Fill, string Line)> colours)
    {
        string backward = colours("backward").Line;
        Append(text, $".page{{fill:{page}}} text{{fill:{ink}}} .detail,.type{{fill:{faint}}} .type{{stroke:{page};stroke-width:3px;paint-order:stroke}}\n");
        Append(text, $"path.forward{{stroke:{faint}}} path.backward{{stroke:{backward}}} .head-forward{{fill:{faint}}} .head-backward{{fill:{backward}}}\n");
        foreach (string name in DrawingColours.Classes)
        {
            (string fill, string line) = colours(name);
            Append(text, $".{name} rect{{fill:{fill};stroke:{line}}} ");
        }

        text.Append('\n');
    }

    private static void AppendLegend(StringBuilder text)
    {
        double x = Margin;
        foreach (string part in new[] { "forward", "backward" })
        {
            Append(text, $"<g class=\"{part}\"><rect x=\"{x:0.#}\" y=\"{Margin:0.#}\" width=\"12\" height=\"12\" rx=\"3\"/><text x=\"{x + 18:0.#}\" y=\"{Margin + 10:0.#}\" style=\"text-anchor:start\">{part}</text></g>\n");
            x += 18 + 8 * CharWidth + 16;
        }
    }

    private static void AppendArrow(StringBuilder text, DrawnEdge edge, List<(double X, double Y)> points)
    {
        string part = edge.Backward ? "backward" : "forward";
        Append(text, $"<path class=\"line {part}{(edge.Dashed ? " dashed" : "")}\" marker-end=\"url(#head-{part})\" d=\"M{points[0].X:0.#} {points[0].Y:0.#}");
        for (int i = 1; i < points.Count; i++)
        {
            double middle = (points[i - 1].Y + points[i].Y) / 2;
            Append(text, $" C{points[i - 1].X:0.#} {middle:0.#} {points[i].X:0.#} {middle:0.#} {points[i].X:0.#} {points[i].Y:0.#}");
        }

        text.Append("\"/>\n");
    }

    private static void AppendBox(StringBuilder text, DrawnNode node, (double X, double Y) at)
    {
        (double width, double height) = Size(node);
        double round = node.Kind is DrawnKind.Parameter or DrawnKind.Output ? 13 : 5;
        Append(text, $"<g class=\"{node.Class}{(node.Kind == DrawnKind.Block ? " block" : "")}\"><rect x=\"{at.X - width / 2:0.#}\" y=\"{at.Y - height / 2:0.#}\" width=\"{width:0.#}\" height=\"{height:0.#}\" rx=\"{round}\"/>");
        Append(text, $"<text x=\"{at.X:0.#}\" y=\"{at.Y + (node.Detail is null ? 4 : -3):0.#}\">{Escaped(node.Title)}</text>");
        if (node.Detail is { } detail) Append(text, $"<text class=\"detail\" x=\"{at.X:0.#}\" y=\"{at.Y + 12:0.#}\">{Escaped(detail)}</text>");
        text.Append("</g>\n");
    }

    /// <summary>Text between tags: what XML does not allow at all, such as half a surrogate pair, is replaced.</summary>
    private static string Escaped(string text)
    {
        var escaped = new StringBuilder();
        foreach (Rune rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '&': escaped.Append("&amp;"); break;
                case '<': escaped.Append("&lt;"); break;
                case '>': escaped.Append("&gt;"); break;
                case 0xfffe or 0xffff: escaped.Append('\uFFFD'); break;
                default: escaped.Append(rune); break;
            }
        }

        return escaped.ToString();
    }
}
