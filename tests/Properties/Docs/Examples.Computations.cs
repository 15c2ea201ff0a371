using Autograd.Graph;

namespace Autograd.Docs;

public sealed partial class Examples
{
    [Fact]
    public void A_computation_is_traced_and_differentiated_by_name()
    {
        #region computation_trace
        Computation loss = Computation.Trace(
            [new("w", DType.Float32, 3), new("x", DType.Float32, 8, 3), new("y", DType.Float32, 8)],
            p => [(p[1].MatMul(p[0]) - p[2]).Square().Mean().Named("loss")]);
        Computation square = Computation.Trace(new NamedType("x", DType.Float32, 3), x => x * x);
        Computation gradient = loss.Gradient(["w"]);          // (w, x, y) -> (w: float32 [3])
        Computation both = loss.ValueAndGradient(["w"]);      // (w, x, y) -> (loss: float32 [], w.grad: float32 [3])
        #endregion
        Assert.Equal("(x: float32 [3]) -> (float32 [3])", square.ToString());
        Assert.EndsWith("-> (w: float32 [3])", gradient.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("-> (loss: float32 [], w.grad: float32 [3])", both.ToString(), StringComparison.Ordinal);

        NDArray someInputs = NDArray.Ones(8, 3);
        #region computation_rewrite
        Computation scaled = loss.Substitute("w", loss.Parameters[0] * 2);            // still of w, x and y
        Computation ofWeights = loss.PartiallyEvaluate([("x", someInputs), ("y", NDArray.Ones(8))]);
        Computation needed = both.Prune("w.grad");                                    // one output, and what it depends on
        bool same = loss.StructurallyEquals(ComputationJson.Read(loss.ToJson()));
        ComputationStatistics statistics = loss.Statistics;                           // nodes, operations, bytes, depth, peak
        Console.WriteLine(loss.Listing());
        #endregion
        Assert.True(same);
        Assert.Equal(3, scaled.Parameters.Length);
        Assert.Single(ofWeights.Parameters);
        Assert.Single(needed.Outputs);
        Assert.Equal(9, statistics.Nodes);
    }

    [Fact]
    public void A_computation_is_stored()
    {
        Computation loss = Computation.Trace(new NamedType("x", DType.Float32, 3), x => x.Softmax().Sum());
        using var file = new MemoryStream();
        #region computation_json
        loss.WriteJson(file);
        file.Position = 0;
        Computation read = ComputationJson.Read(file);

        Computation rounded = Computation.Trace(new NamedType("x", DType.Float32, 3), x => Expr.WithRule(new Straight(0.5), Expr.Round(x), [x]));
        RuleRegistry rules = RuleRegistry.Default.With(new Straight(1));
        Computation again = ComputationJson.Read(rounded.ToJson(rules), rules);
        #endregion
        Assert.True(read.StructurallyEquals(loss));
        Assert.True(again.StructurallyEquals(rounded));
    }

    #region computation_rule
    private sealed record Straight(double Factor) : NamedRule("straight")
    {
        public override IReadOnlyList<Expr?> Pull(Expr value, IReadOnlyList<Expr> arguments, Expr cotangent) => [cotangent * Factor];

        public override NamedRule Exchange(Attributes attributes) => new Straight(attributes.Real("factor", Factor));
    }
    #endregion

    [Fact]
    public void A_computation_is_drawn()
    {
        #region computation_draw
        Computation loss = Computation.Trace(
            [new("w", DType.Float32, 3), new("x", DType.Float32, 8, 3), new("y", DType.Float32, 8)],
            p => [(p[1].MatMul(p[0]) - p[2]).Square().Mean().Named("loss")]);
        Drawing drawing = loss.DrawGradient(["w"]);
        string mermaid = drawing.ToMermaid(), dot = drawing.ToDot(), svg = drawing.ToSvg();

        Expr x = Expr.Variable(NDArray.Ones(3)).Named("x");
        string ofExpression = x.Softmax().Sum().Draw(new DrawingOptions { MostNodes = 40 }).ToSvg();
        #endregion
        Assert.StartsWith("flowchart", mermaid, StringComparison.Ordinal);
        Assert.StartsWith("digraph", dot, StringComparison.Ordinal);
        Assert.All(new[] { svg, ofExpression }, text => Assert.StartsWith("<svg", text, StringComparison.Ordinal));
        Assert.Contains(mermaid, File.ReadAllText(Properties.House.Repository.At("docs", "drawing.md")).ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }
}
