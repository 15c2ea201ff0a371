using Autograd.Graph;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties;

/// <summary>An expression put through a rule, node by node.</summary>
public sealed class RewriteTests
{
    private static readonly Expr s_x = Expr.Variable(NDArray.Vector(3.0, 1.0, 2.0));

    [Fact]
    public void A_rule_meets_each_node_once_with_its_inputs_rewritten()
    {
        Expr shared = Expr.Sin(s_x);
        var met = new List<string>();
        Expr result = (shared * shared).Rewrite(node =>
        {
            met.Add(node.Op.Name);
            return node.Op is Op.Sin ? Expr.Cos(node.Inputs[0]) : node;
        });
        Assert.Equal(["variable", "sin", "mul"], met);
        Assert.Same(result.Inputs[0], result.Inputs[1]);
        Assert.True(result.Evaluate().BitsEqual((Expr.Cos(s_x) * Expr.Cos(s_x)).Evaluate()));
    }

    [Fact]
    public void Names_several_outputs_and_cells_stay()
    {
        (Expr values, Expr places) = (Expr.Sin(s_x) * 2).Named("twice").Sort();
        Expr cell = Expr.Cell(new SourceCell(Expr.Sin(s_x)));
        Expr result = (values + places + cell).Rewrite(node => node.Op is Op.Sin ? -node.Inputs[0] : node);
        (Expr sorted, Expr order) = (-s_x * 2).Sort();
        Assert.True(result.Evaluate().BitsEqual((sorted + order - s_x).Evaluate()));
        Expr taken = result.Inputs[0].Inputs[0];
        Assert.Equal("twice", taken.Inputs[0].Inputs[0].Name);
    }

    [Property]
    public void A_rewritten_graph_is_differentiated_as_any_other(double scale)
    {
        if (!double.IsFinite(scale)) return;
        Expr y = (Expr.Sin(s_x) * s_x).Sum();
        Expr scaled = y.Rewrite(node => node.Op is Op.Sin ? node * scale : node);
        Assert.True(Gradient.Of(scaled)[s_x].Evaluate().BitsEqual(Gradient.Of((Expr.Sin(s_x) * scale * s_x).Sum())[s_x].Evaluate()));
    }

    [Fact]
    public void A_replacement_that_does_not_fit_is_refused()
    {
        Expr y = Expr.Sin(s_x);
        Assert.StartsWith("rewrite: variable : float64 [3] cannot be replaced by literal 1 : float64 []: the types differ", Assert.Throws<ShapeException>(() => y.Rewrite(node => node.IsSource ? Expr.Literal(1.0) : node)).Message, StringComparison.Ordinal);
        Assert.Throws<DTypeException>(() => y.Rewrite(node => node.IsSource ? node.Cast(DType.Float32) : node));
        Assert.Throws<InvalidOperationException>(() => y.Rewrite(node => null!));
        Assert.Throws<ArgumentNullException>(() => y.Rewrite(null!));
    }

    [Fact]
    public void Numbers_stand_beside_a_comparison_of_equality()
    {
        Assert.Equal([false, true, false], Expr.EqualTo(s_x, 1).Evaluate().ToArray<bool>());
        Assert.Equal([true, false, true], Expr.NotEqualTo(s_x, 1.0).Evaluate().ToArray<bool>());
    }
}
