using Autograd.Graph;
using Xunit;

namespace Autograd.Properties.Differentiation.Transforms;

/// <summary>Errors say which transform, where in the argument, and what would be right.</summary>
public sealed class TransformErrorTests
{
    private static readonly Expr X = Expr.Variable(NDArray.Vector(1.0, 2.0)), N = Expr.Constant(NDArray.Vector(1, 2));

    private static readonly Structure<(Expr, Expr)> Pair = Structure.Tuple(Structure.Leaf, Structure.Leaf);

    private static string Text<TException>(Func<object> act) where TException : Exception => Assert.Throws<TException>(act).Message;

    [Fact]
    public void A_gradient_is_of_one_element()
    {
        Assert.Equal(
            "grad: the function gave float64 [2], not one element; reduce it to one (Sum, Mean), or take a Jacobian (JacobianReverse) or a product with one (Vjp)",
            Text<GradientException>(() => Transform.Grad(Expr.Sin)(X)));
        Assert.Equal("hvp: the function gave int64 []; only floating types have derivatives (Cast converts)", Text<GradientException>(() => Transform.Hvp(x => x.Sum().Cast(DType.Int64))(X, X)));
        Assert.StartsWith("hessian: the function gave float64 [2], not one element", Text<GradientException>(() => Transform.Hessian(Expr.Sin)(X)));
    }

    [Fact]
    public void Integers_have_no_derivatives()
    {
        const string cast = "only floating types have derivatives (Cast converts)";
        Assert.Equal($"grad: the argument is int32 [2]; {cast}", Text<GradientException>(() => Transform.Grad(x => x.Sum().Cast(DType.Float64))(N)));
        Assert.Equal($"jvp: the argument is (.Item1: int32 [2], .Item2: int32 [2]); {cast}", Text<GradientException>(() => Transform.Jvp(p => p, Pair, Pair)((N, N), (N, N))));
        Expr absent = Transform.Grad<(Expr, Expr)>(p => (p.Item1 * p.Item2).Sum(), Pair)((X, N)).Item2;
        string text = $"grad: there is no gradient of the leaf at '.Item2', which is int32 [2]; {cast}";
        Assert.Equal(text, Text<GradientException>(() => absent * 2));
        Assert.Equal(text, Text<GradientException>(() => absent.Shape));
        Assert.Equal(text, Text<GradientException>(() => absent.Evaluate()));
        Assert.Equal(text, Text<GradientException>(() => absent.Evaluate(EvaluationOptions.Reference)));
        Assert.Equal(text, Text<GradientException>(() => Expr.Concat([X, absent])));
        Assert.Equal($"absent ({text})", absent.ToString());
        Assert.Equal($"jacobianReverse: there is no derivative of what is int32 [2]; {cast}", Text<GradientException>(() => Transform.JacobianReverse(x => x.Cast(DType.Int32))(X)));
    }

    [Fact]
    public void Tangents_and_cotangents_have_the_form_of_what_they_belong_to()
    {
        Expr y = Expr.Constant(NDArray.Vector(1.0)), f = Expr.Constant(NDArray.Vector(1f, 2f));
        Assert.Equal("jvp: the tangent is float64 [1], the argument is float64 [2] (BroadcastTo stretches)", Text<ShapeException>(() => Transform.Jvp(Expr.Sin)(X, y)));
        Assert.Equal("vjp: the cotangent is float32 [2], the result is float64 [2] (Cast converts)", Text<DTypeException>(() => Transform.Vjp(Expr.Sin)(X, f)));
        Assert.Equal("hvp: the tangent at '.Item2' is float64 [1], the argument is float64 [2] (BroadcastTo stretches)",
            Text<ShapeException>(() => Transform.Hvp<(Expr, Expr)>(p => (p.Item1 * p.Item2).Sum(), Pair)((X, X), (X, y)).Item1));
        Assert.Equal("jvp: argument and tangent differ at the top: 2 elements and 1", Text<StructureException>(() => Transform.Jvp<Expr[], Expr[]>(p => p, Structure.Leaves, Structure.Leaves)([X, X], [X])));
    }

    [Fact]
    public void Only_linear_functions_are_transposed()
    {
        const string begin = "transposeLinear: the function is not linear: ";
        Assert.Equal($"{begin}sin('argument' float64 [2]) is not, in what depends on the argument", Text<GradientException>(() => Transform.TransposeLinear(Expr.Sin, X)));
        Assert.StartsWith($"{begin}mul('argument' float64 [2], 'argument' float64 [2])", Text<GradientException>(() => Transform.TransposeLinear(x => x * x, X)));
        Assert.StartsWith($"{begin}add('argument' float64 [2], float64 [2])", Text<GradientException>(() => Transform.TransposeLinear(x => x + 1, X)));
        Assert.StartsWith($"{begin}its result", Text<GradientException>(() => Transform.TransposeLinear(x => X, X)));
        Assert.StartsWith($"{begin}stopGradient", Text<GradientException>(() => Transform.TransposeLinear(Expr.StopGradient, X)));
        Check.Close([2, 3], Transform.TransposeLinear(x => x * X * 2 - Expr.Where(X > 1.5, x, Expr.Literal(0.0)) + Expr.Concat([x.Slice(0, 0, 1), x.Slice(0, 1, 2)]) * 0, X)(Expr.OnesLike(X)).Evaluate());
    }

    [Fact]
    public void Nothing_is_missing_silently()
    {
        Assert.Throws<ArgumentNullException>(() => Transform.Grad(null!));
        Assert.Throws<ArgumentNullException>(() => Transform.Grad<Expr[]>(x => x[0], null!));
        Assert.Contains("grad: the function gave null", Text<ArgumentNullException>(() => Transform.Grad(_ => null!)(X)));
        Assert.Contains("vjp: the cotangent is null", Text<ArgumentNullException>(() => Transform.Vjp(Expr.Sin)(X, null!)));
    }
}
