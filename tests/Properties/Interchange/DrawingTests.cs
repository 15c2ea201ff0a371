using System.Globalization;
using System.Xml.Linq;
using Autograd.Graph;
using Autograd.Properties.Computations;
using FsCheck;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.Interchange;

/// <summary>Drawings have a box for each node, types on their arrows, no cycles and no more boxes than allowed; the texts are well formed whatever names say.</summary>
public sealed class DrawingTests
{
    private static Computation Line => Computation.Trace([new("w", DType.Float32, 3), new("x", DType.Float32, 8, 3), new("y", DType.Float32, 8)],
        p => [(p[1].MatMul(p[0]) - p[2]).Square().Mean().Named("loss")]);

    [Fact]
    public void A_drawing_of_a_gradient_is_this()
    {
        string expected = """
            flowchart TB
              n0(["x"]):::parameter
              n1(["w"]):::parameter
              n2["dot<br/>[1] · [0]"]:::forward
              n3(["y"]):::parameter
              n4["sub"]:::forward
              n5["power 2"]:::forward
              n6["sum<br/>axes [0]"]:::forward
              n7["div (·, 8)<br/>'loss'"]:::forward
              n8["div (1, 8)"]:::backward
              n9["broadcast"]:::backward
              n10["power 1"]:::backward
              n11["mul (2, ·)"]:::backward
              n12["mul"]:::backward
              n13["dot<br/>[0] · [0]"]:::backward
              n14(["loss"]):::output
              n15(["w.grad"]):::output
              n0 -->|"float32 [8, 3]"| n2
              n1 -->|"float32 [3]"| n2
              n2 -->|"float32 [8]"| n4
              n3 -->|"float32 [8]"| n4
              n4 -->|"float32 [8]"| n5
              n5 -->|"float32 [8]"| n6
              n6 -->|"float32 []"| n7
              n8 -->|"float32 []"| n9
              n4 -->|"float32 [8]"| n10
              n10 -->|"float32 [8]"| n11
              n9 -->|"float32 [8]"| n12
              n11 -->|"float32 [8]"| n12
              n0 -->|"float32 [8, 3]"| n13
              n12 -->|"float32 [8]"| n13
              n7 -->|"float32 []"| n14
              n13 -->|"float32 [3]"| n15
              classDef parameter fill:#dcfce7,stroke:#16a34a,color:#1f2937
              classDef forward fill:#dbeafe,stroke:#2563eb,color:#1f2937
              classDef backward fill:#ffedd5,stroke:#ea580c,color:#1f2937
              classDef output fill:#ede9fe,stroke:#7c3aed,color:#1f2937

            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"), Line.DrawGradient(["w"]).ToMermaid());
    }

    [Property(MaxTest = 60)]
    public void A_random_graph_is_drawn_without_cycles_and_overlaps(DoNotSize<int> seed)
    {
        DrawnComputation drawn = DrawnComputation.Of(seed.Item, 12 + Math.Abs(seed.Item % 200));
        int most = 12 + Math.Abs(seed.Item % 50);
        Drawing drawing = drawn.Computation.Draw(new() { MostNodes = most });
        Assert.InRange(drawing.NodeCount, 1, most);
        Check(drawing);
    }

    [Fact]
    public void Forward_and_backward_parts_are_told_apart()
    {
        Expr x = Expr.Variable(NDArray.Ones(3)).Named("x"), loss = (Expr.Exp(x) * x).Sum().Named("loss");
        Drawing forward = loss.Draw(), both = loss.DrawGradient();
        Assert.Equal(forward.Nodes.Count(node => node.Kind != DrawnKind.Output), both.Nodes.Count(node => !node.Backward && node.Kind != DrawnKind.Output));
        Assert.Contains(both.Nodes, node => node is { Title: "x.grad", Kind: DrawnKind.Output, Backward: true });
        Assert.Contains(both.Nodes, node => node is { Title: "x", Kind: DrawnKind.Variable });
        Assert.Contains(">backward</text>", both.ToSvg(), StringComparison.Ordinal);
        Assert.DoesNotContain(">backward</text>", forward.ToSvg(), StringComparison.Ordinal);
        Assert.Equal(both.ToMermaid(), Drawing.OfGradient(loss, [x]).ToMermaid());
        Assert.Null(loss.Value);
    }

    [Fact]
    public void A_shared_node_is_drawn_once_and_a_rules_arguments_dashed()
    {
        Expr x = Expr.Variable(NDArray.Ones(3)), e = Expr.Sin(x);
        Drawing drawing = (e * e).Softmax().Draw();
        Assert.Single(drawing.Nodes, node => node.Title == "sin");
        Assert.Contains(drawing.Edges, edge => edge.Label == "2 × float32 [3]");
        Assert.Contains(drawing.Edges, edge => edge.Dashed && drawing.Nodes[edge.To].Title == "softmax");
    }

    [Fact]
    public void Large_graphs_are_folded_by_names_by_repeats_or_evenly()
    {
        const int Depth = 15;
        var parameters = new List<NamedType> { new("x", DType.Float32, 4, 8) };
        for (int i = 0; i < Depth; i++) parameters.Add(new($"w{i}", DType.Float32, 8, 8));
        Computation Layers(Func<Expr, int, Expr> name) => Computation.Trace(parameters, p =>
        {
            Expr h = p[0];
            for (int i = 0; i < Depth; i++) h = name((h.MatMul(p[i + 1]).Gelu() + h).LayerNorm(), i);
            return [h.Square().Mean()];
        });
        Drawing named = Layers((h, i) => h.Named($"encoder.{i}")).Draw(), repeated = Layers((h, _) => h).Draw();
        for (int i = 0; i < Depth; i++) Assert.Contains(named.Nodes, node => node.Title.StartsWith($"encoder.{i}: ", StringComparison.Ordinal));
        Assert.Equal(Depth - 1, repeated.Nodes.Where(node => node.Kind == DrawnKind.Block).GroupBy(node => node.Title).Max(group => group.Count()), 1.0);
        Drawing coarse = Layers((h, i) => h.Named($"encoder.{i / 5}.{i}")).Draw(new() { MostNodes = 12 });
        Assert.Contains(coarse.Nodes, node => node.Title.StartsWith("encoder.1: ", StringComparison.Ordinal));
        foreach (Drawing drawing in new[] { named, repeated, coarse }) Check(drawing);

        Expr x = Expr.Parameter("x", DType.Float32, new(2)), y = x;
        for (int i = 0; i < 100_000; i++) y = Expr.Sin(y);
        Drawing chain = y.Draw();
        Assert.InRange(chain.NodeCount, 10, 120);
        Check(chain);
        Assert.Throws<ArgumentOutOfRangeException>(() => y.Draw(new() { MostNodes = 11 }));
    }

    [Fact]
    public void Many_outputs_share_a_box()
    {
        Expr x = Expr.Parameter("x", DType.Float32, new(2));
        Drawing drawing = Computation.Of([x], [.. Enumerable.Range(0, 100).Select(i => Expr.Sin(x + i))]).Draw();
        Assert.Contains(drawing.Nodes, node => node is { Title: "100 outputs", Kind: DrawnKind.Output });
        Assert.InRange(drawing.NodeCount, 2, 120);
        Check(drawing);
    }

    [Fact]
    public void Names_are_escaped()
    {
        const string name = "a\"b\\<script>&amp;#`c`\n\u2028\ud83d\ude00\u0000]";
        Expr x = Expr.Parameter(name, DType.Float32, new(2));
        Drawing drawing = Computation.Of([x], [(name, Expr.Exp(x).Named(name)), ("lone \ud800", x)]).Draw();
        Check(drawing);
        Assert.DoesNotContain("<script>", drawing.ToSvg(), StringComparison.Ordinal);
        Assert.All(drawing.ToMermaid().Split('\n').Where(line => line.Contains(":::parameter", StringComparison.Ordinal)), line =>
        {
            Assert.Equal(2, line.Count(c => c == '"'));
            Assert.Contains("a#34;b#92;#60;script#62;#38;amp#59;#35;#96;c#96;", line, StringComparison.Ordinal);
        });
        Assert.Contains("label=\"a\\\"b\\\\<script>&amp;#`c`\\\\u000a\\\\u2028", drawing.ToDot(), StringComparison.Ordinal);
    }

    /// <summary>Arrows join boxes, go round in no circle, and in the image no two boxes overlap.</summary>
    private static void Check(Drawing drawing)
    {
        var waiting = new int[drawing.NodeCount];
        foreach (DrawnEdge edge in drawing.Edges) waiting[edge.To]++;
        var ready = new Queue<int>(Enumerable.Range(0, waiting.Length).Where(i => waiting[i] == 0));
        int done = 0;
        for (; ready.TryDequeue(out int box); done++)
            foreach (DrawnEdge edge in drawing.Edges.Where(edge => edge.From == box))
                if (--waiting[edge.To] == 0) ready.Enqueue(edge.To);
        Assert.Equal(drawing.NodeCount, done);
        Assert.Equal(drawing.NodeCount, drawing.ToDot().Split('\n').Count(line => line.Contains(" [label=", StringComparison.Ordinal) && line.Contains("class=", StringComparison.Ordinal)));

        XNamespace svg = "http://www.w3.org/2000/svg";
        XElement root = XDocument.Parse(drawing.ToSvg()).Root!;
        double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
        XElement[] boxes = [.. root.Elements(svg + "g").Last().Elements(svg + "g").Select(group => group.Element(svg + "rect")!)];
        Assert.Equal(drawing.NodeCount, boxes.Length);
        for (int i = 0; i < boxes.Length; i++)
        {
            Assert.InRange(Number(boxes[i], "x"), -0.1, Number(root, "width") - Number(boxes[i], "width"));
            for (int k = 0; k < i; k++)
            {
                bool apart = Number(boxes[i], "x") >= Number(boxes[k], "x") + Number(boxes[k], "width") || Number(boxes[k], "x") >= Number(boxes[i], "x") + Number(boxes[i], "width")
                    || Number(boxes[i], "y") >= Number(boxes[k], "y") + Number(boxes[k], "height") || Number(boxes[k], "y") >= Number(boxes[i], "y") + Number(boxes[i], "height");
                Assert.True(apart, $"boxes {k} and {i} overlap");
            }
        }
    }
}
