using Autograd.Graph;
using static Autograd.Graph.Transform;

namespace Autograd.Properties.Differentiation;

// The graphs that mapping makes: one operation for all examples, nothing copied that need not be.
public sealed partial class VMapTests
{
    [Fact]
    public void A_matrix_times_each_vector_is_one_product_of_matrices()
    {
        Expr w = Numbers(4, 3), x = Numbers(5, 3);
        Expr y = VMap(w.MatVec)(x);
        Same(x.MatMul(w.Transpose()), y);
        Assert.Equal(Op.Dot.FreeAxes(2, [1], []), [0]);
        Assert.Empty(((Op.Dot)y.Op).LeftBatch);
        Assert.Equal(3, NodesOf(y).Count);
        Assert.Equal(3, NodesOf(VMap(e => e.Linear(w))(x)).Count);
        Assert.Equal(3, NodesOf(VMap(e => e.MatMul(w.Transpose()))(x)).Count(node => node.Op is not Op.Transpose));
    }

    [Fact]
    public void A_weights_gradient_of_each_example_is_one_outer_product()
    {
        Expr w = Numbers(3, 4), x = Numbers(5, 3);
        Expr gradients = VMap(e => Gradient.Of(e.MatMul(w).Square().Sum(), w)[w])(x);
        Same(x.Unsqueeze(2) * (2 * x.MatMul(w)).Unsqueeze(1), gradients);
        Assert.Equal(2, Count<Op.Dot>(gradients));
        Assert.Equal(0, Count<Op.Broadcast>(gradients));
    }

    [Fact]
    public void Rows_of_one_table_are_one_gather()
    {
        Expr table = Numbers(6, 3), indices = Expr.Constant(NDArray.Create([1L, 0, 5, 2, 2, 3], 3, 2));
        Expr rows = VMap(i => i.Embedding(table))(indices);
        Same(indices.Embedding(table), rows);
        Assert.Equal(1, Count<Op.Gather>(rows));
        Assert.Equal(0, Count<Op.Broadcast>(rows));
    }

    [Fact]
    public void What_is_alike_is_stretched_and_never_copied()
    {
        Expr x = Numbers(64, 1000), bias = Numbers(1000);
        Expr y = VMap(e => Expr.Tanh(e + bias) * bias)(x);
        PlanDescription plan = y.Explain();
        Assert.Single(plan.Steps);
    }
}
