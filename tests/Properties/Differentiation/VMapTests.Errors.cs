using Autograd.Graph;
using static Autograd.Graph.Transform;

namespace Autograd.Properties.Differentiation;

// What is refused, by errors that say what would be right.
public sealed partial class VMapTests
{
    private static Func<Expr[], Expr> Sum(params int?[] inAxes) => VMap(x => x[0].Sum() + x[1].Sum(), Structure.Leaves, Structure.Leaf, inAxes);

    [Fact]
    public void Numbers_of_examples_must_be_equal()
    {
        Assert.Equal("vmap: argument 1 has 3 examples along axis 0, argument 0 has 2", Assert.Throws<ShapeException>(() => Sum(0)([Numbers(2, 3), Numbers(3, 3)])).Message);
        Assert.Equal("vmap: argument 1 has 2 examples along axis -2, argument 0 has 3 along axis 1", Assert.Throws<ShapeException>(() => Sum(1, -2)([Numbers(2, 3), Numbers(2, 4)])).Message);
    }

    [Fact]
    public void Axes_must_be_there()
    {
        Assert.StartsWith("vmap: argument 0 (float64 []) has no axis 0 of examples (null says that it is alike for all of them)", Assert.Throws<ArgumentOutOfRangeException>(() => VMap(e => e)(Expr.Literal(1.0))).Message, StringComparison.Ordinal);
        Assert.StartsWith("vmap: argument 1 (float64 [2, 3]) has no axis 2 of examples", Assert.Throws<ArgumentOutOfRangeException>(() => Sum(0, 2)([Numbers(2), Numbers(2, 3)])).Message, StringComparison.Ordinal);
        Assert.StartsWith("vmap: result 0, float64 [2] with the examples first, has no axis 1 to lay them along", Assert.Throws<ArgumentOutOfRangeException>(() => VMap(e => e.Sum(), outAxis: 1)(Numbers(2, 3))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void There_must_be_as_many_axes_as_leaves_and_one_at_least()
    {
        Assert.StartsWith("vmap: 3 axes for 2 arguments (one for each, null where it is alike for all examples; or one for all)", Assert.Throws<ArgumentException>(() => Sum(0, 0, 0)([Numbers(2), Numbers(2)])).Message, StringComparison.Ordinal);
        Assert.StartsWith("vmap: no argument is mapped, so nothing says how many examples there are (an axis for one of them does)", Assert.Throws<ArgumentException>(() => Sum(null, null)([Numbers(2), Numbers(2)])).Message, StringComparison.Ordinal);
        Assert.StartsWith("vmap: 2 axes for 1 results (one for each, or one for all)", Assert.Throws<ArgumentException>(() => VMap(e => e, Structure.Leaf, Structure.Leaf, outAxes: [0, 0])(Numbers(2))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Functions_and_what_they_take_and_give_are_not_null()
    {
        Assert.Throws<ArgumentNullException>(() => VMap(null!));
        Assert.Throws<ArgumentNullException>(() => VMap(e => e)(null!));
        Assert.StartsWith("vmap: the function gave null", Assert.Throws<ArgumentException>(() => VMap(_ => null!)(Numbers(2))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => VMap(x => x, Structure.Leaves, Structure.Leaves)([Numbers(2), null!]));
    }

    [Fact]
    public void Errors_inside_name_the_argument()
    {
        ShapeException error = Assert.Throws<ShapeException>(() => VMap(e => e + Expr.Constant(NDArray.Zeros(4)))(Numbers(2, 3)));
        Assert.Contains("[3]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_rule_is_named_when_it_is_asked()
    {
        Expr x = Numbers(2, 3);
        Expr y = VMap(e => Expr.WithRule("wrong", e * 2, [e], (_, _, g) => [g.Sum()]))(x);
        Assert.Equal("wrong: the rule gave float64 [] as cotangent of argument 0, which is float64 [3]", Assert.Throws<ShapeException>(() => Gradient.Of(y.Sum(), x)).Message);
    }
}
