using Autograd.Graph;
using Xunit;

namespace Autograd.Properties.Evaluation;

/// <summary>The walk of an evaluation: which nodes are computed, in what depth, and what they leave behind.</summary>
public class InterpreterTests
{
    private static readonly EvaluationOptions Reference = EvaluationOptions.Reference;

    [Fact]
    public void A_small_expression_has_the_value_of_its_formula()
    {
        Expr x = Expr.Variable(NDArray.Ones(2, 2));
        Expr y = (x + 2) * (x + 2) * 3;
        Assert.Equal([27f, 27f, 27f, 27f], y.Evaluate(Reference).ToArray<float>());
        Assert.Equal(108f, y.Reduce(ReduceKind.Sum, 0, 1).Evaluate(Reference).ToScalar<float>());
    }

    [Fact]
    public void Nothing_is_remembered_on_nodes()
    {
        Expr y = Expr.Variable(NDArray.Ones(3)) + 1;
        y.Evaluate(Reference);
        Assert.Null(y.Value);
    }

    [Fact]
    public void What_an_evaluation_remembered_is_not_used_by_the_reference()
    {
        Expr y = Expr.Variable(NDArray.Ones(3)) + 1;
        y.Remember(NDArray.Zeros(3));
        Assert.Equal([2f, 2f, 2f], y.Evaluate(Reference).ToArray<float>());
        Assert.Equal([0f, 0f, 0f], y.Evaluate().ToArray<float>());
    }

    [Fact]
    public void Several_outputs_share_one_evaluation()
    {
        Expr x = Expr.Constant(NDArray.Vector(3f, 1f, 2f));
        (Expr values, Expr permutation) = x.Sort();
        NDArray[] results = Graph.Evaluation.Evaluate([permutation, values, x], Reference);
        Assert.Equal([1L, 2L, 0L], results[0].ToArray<long>());
        Assert.Equal([1f, 2f, 3f], results[1].ToArray<float>());
        Assert.Same(x.Value, results[2]);
    }

    [Fact]
    public void A_node_with_several_outputs_is_no_output()
    {
        Expr sort = Expr.Apply(new Op.Sort(0), [Expr.Constant(NDArray.Vector(1f))]);
        Assert.Contains("Output", Assert.Throws<InvalidOperationException>(() => sort.Evaluate(Reference)).Message);
    }

    [Fact]
    public void An_unbound_parameter_is_named()
    {
        Expr p = Expr.Parameter("weights", DType.Float64, new Shape(2, 3));
        var error = Assert.Throws<UnboundParameterException>(() => (p + 1).Evaluate(Reference));
        Assert.Equal("weights", error.Parameter);
        Assert.Contains("'weights' (float64 [2, 3])", error.Message);
    }

    [Fact]
    public void Of_a_node_with_a_rule_only_the_value_is_computed()
    {
        Expr x = Expr.Constant(NDArray.Vector(1f, 2f)), unbound = Expr.Parameter("p", DType.Float32, new Shape(2));
        Expr y = Expr.WithRule("rule", Expr.Identity(Expr.StopGradient(x)), [unbound], (_, _, g) => [g]);
        Assert.Equal([2f, 4f], (y + y).Evaluate(Reference).ToArray<float>());
    }

    [Fact]
    public void A_cell_gives_its_pending_expression_then_its_array()
    {
        var cell = new SourceCell(Expr.Constant(NDArray.Vector(1f, 2f)) * 2);
        Expr y = Expr.Cell(cell) + 1;
        Assert.Equal([3f, 5f], y.Evaluate(Reference).ToArray<float>());
        cell.Resolve(NDArray.Vector(7f, 8f));
        Assert.Equal([8f, 9f], y.Evaluate(Reference).ToArray<float>());
    }

    [Fact]
    public void A_chain_of_a_million_nodes_and_of_cells_evaluates()
    {
        Expr x = Expr.Constant(NDArray.Scalar(0f)), one = Expr.Literal(1f);
        for (int i = 0; i < 1_000_000; i++) x = i % 10 == 0 ? Expr.Cell(new SourceCell(x + one)) : x + one;
        Assert.Equal(1_000_000f, x.Evaluate(Reference).ToScalar<float>());
    }

    [Fact]
    public void A_diamond_sixty_deep_evaluates_each_node_once()
    {
        Expr x = Expr.Constant(NDArray.Scalar(1.0));
        for (int i = 0; i < 60; i++) x += x;
        Assert.Equal(Math.Pow(2, 60), x.Evaluate(Reference).ToScalar<double>());
    }
}
