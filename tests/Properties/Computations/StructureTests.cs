using Autograd.Graph;
using FsCheck;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.Computations;

/// <summary>Computations compare by what they compute and how, whoever built them and however their nodes are shared.</summary>
public sealed class StructureTests
{
    private static readonly NamedType X = new("x", DType.Float32, 3), Y = new("y", DType.Float32, 3);

    private static Computation Of(Func<Expr, Expr, Expr> f) => Computation.Trace(X, Y, f);

    private static void Same(Computation a, Computation b)
    {
        Assert.True(a.StructurallyEquals(b));
        Assert.True(b.StructurallyEquals(a));
        Assert.Equal(a.StructuralHash(), b.StructuralHash());
        Assert.Single(new HashSet<Computation>([a, b], Computation.ByStructure));
    }

    private static void Different(Computation a, Computation b)
    {
        Assert.False(a.StructurallyEquals(b));
        Assert.False(b.StructurallyEquals(a));
    }

    [Property(MaxTest = 100)]
    public void A_graph_built_twice_is_equal(DoNotSize<int> seed)
    {
        Computation a = DrawnComputation.Of(seed.Item, 40).Computation, b = DrawnComputation.Of(seed.Item, 40).Computation;
        if (DrawnComputation.Nodes(a.Outputs.AsSpan()).Exists(node => node.Op is Op.Cell)) return;
        Same(a, b);
    }

    [Property(MaxTest = 100)]
    public void A_graph_with_one_node_replaced_is_another(DoNotSize<int> seed)
    {
        Computation a = DrawnComputation.Of(seed.Item, 40).Computation;
        List<Expr> nodes = DrawnComputation.Nodes(a.Outputs.AsSpan());
        Expr node = nodes[Math.Abs(seed.Item % nodes.Count)];
        if (node.OutputCount != 1) return;
        Different(a, a.Substitute([(node, Expr.Identity(node))]));
        Same(a, a.Substitute([(node, node)]));
    }

    [Fact]
    public void Sharing_and_names_of_nodes_do_not_count()
    {
        Same(Of((x, y) => Expr.Exp(x) * Expr.Exp(x)), Of((x, y) => Expr.Exp(x) is var e ? e.Named("e") * e : x));
        Same(Of((x, y) => x.Softmax() + y), Of((x, y) => x.Softmax() + y));
        Same(Of((x, y) => x * Expr.Constant(NDArray.Vector(1f, 2f, float.NaN))), Of((x, y) => x * Expr.Constant(NDArray.Vector(1f, 2f, float.NaN))));
    }

    [Fact]
    public void Ops_attributes_numbers_arrays_wiring_names_and_types_count()
    {
        Computation sum = Of((x, y) => x + y);
        Different(sum, Of((x, y) => x - y));
        Different(sum, Of((x, y) => y + x));
        Different(sum, Computation.Trace(Y, X, (x, y) => x + y));
        Different(sum, Computation.Trace(new NamedType("a", DType.Float32, 3), Y, (x, y) => x + y));
        Different(sum, Of((x, y) => (x + y).Named("z")));
        Different(Of((x, y) => x * 0.0), Of((x, y) => x * -0.0));
        Different(Of((x, y) => x.Softmax() * x.Norm(2)), Of((x, y) => x.Softmax() * x.Norm(3)));
        Different(Of((x, y) => x * Expr.Constant(NDArray.Vector(0f, 2f, 3f))), Of((x, y) => x * Expr.Constant(NDArray.Vector(-0f, 2f, 3f))));
        Different(Of((x, y) => x.Slice(0, 0, 2)), Of((x, y) => x.Slice(0, 1, 3)));
    }

    [Fact]
    public void Captured_variables_correspond_one_to_one()
    {
        Expr New() => Expr.Variable(NDArray.Ones(3));
        Computation Twice(Expr v, Expr w) => Of((x, y) => v * x + w * y);
        Expr a = New(), b = New();
        Same(Twice(New(), New()), Twice(New(), New()));
        Same(Twice(a, a), Twice(b, b));
        Different(Twice(a, a), Twice(a, b));
        Different(Twice(New(), New()), Of((x, y) => Expr.Constant(NDArray.Ones(3)) * x + New() * y));
    }

    [Fact]
    public void A_cell_equals_itself_before_and_after_it_is_known()
    {
        Expr cell = Expr.Cell(new SourceCell(Expr.Variable(NDArray.Ones(3)) * 2));
        Computation a = Of((x, y) => x * cell), b = Of((x, y) => x * cell);
        Same(a, b);
        int hash = a.StructuralHash();
        cell.Evaluate();
        Same(a, b);
        Assert.Equal(hash, b.StructuralHash());
    }

    [Fact]
    public void A_chain_of_a_million_nodes_and_a_diamond_sixty_deep_are_ordinary()
    {
        static Expr Chain(Expr x)
        {
            for (int i = 0; i < 1_000_000; i++) x = Expr.Sin(x);
            return x;
        }

        static Expr Diamond(Expr x)
        {
            for (int i = 0; i < 60; i++) x += x;
            return x;
        }

        Assert.True(Of((x, y) => Chain(x)).StructurallyEquals(Of((x, y) => Chain(x))));
        Same(Of((x, y) => Diamond(x)), Of((x, y) => Diamond(x)));
        Different(Of((x, y) => Diamond(x)), Of((x, y) => Diamond(y)));
    }
}
