using Autograd.Graph;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.Operations;

/// <summary>Shapes of results and gradients, sizes of 0 and 1 among them, and laws of what moves elements.</summary>
public class ShapeTests
{
    public static TheoryData<string, Func<Expr, Expr>> OfOne() => new()
    {
        { "Relu", x => x.Relu() }, { "Gelu", x => x.Gelu() }, { "Softsign", x => x.Softsign() }, { "Clamp", x => x.Clamp(-1, 1) }, { "Hypot", x => x.Hypot(x) },
        { "LogAddExp", x => x.LogAddExp(x) }, { "Sinc", x => x.Sinc() }, { "Asinh", x => x.Asinh() }, { "NanToNum", x => x.NanToNum() },
        { "Sum", x => x.Sum() }, { "Prod", x => x.Prod() }, { "Mean", x => x.Mean() }, { "Var", x => x.Var(correction: 0) }, { "Std", x => x.Std(correction: 0) },
        { "Norm", x => x.Norm() }, { "Norm 3", x => x.Norm(3) }, { "LogSumExp", x => x.LogSumExp() }, { "Softmax", x => x.Flatten().Softmax() },
        { "LogSoftmax", x => x.Flatten().LogSoftmax() }, { "CumSum", x => x.Flatten().CumSum(0) }, { "CumProd", x => x.Flatten().CumProd(0) },
        { "Stack", x => Joining.Stack([x, x]) }, { "Repeat", x => x.Flatten().Repeat(2, 0) }, { "Roll", x => x.Roll(1) }, { "DiagonalMatrix", x => x.Flatten().DiagonalMatrix(1) },
        { "Section", x => x.Flatten().Section(0, -1, null, -2) }, { "Outer", x => x.Flatten().Outer(x.Flatten()) }, { "MatMul", x => x.Reshape(1, x.Shape.Count).MatMul(x.Reshape(x.Shape.Count, 1)) },
        { "MseLoss", x => x.MseLoss(x * 2) }, { "LayerNorm", x => x.Reshape(2, x.Shape.Count / 2, 1).LayerNorm(2) },
    };

    [Theory, MemberData(nameof(OfOne))]
    public void Sizes_of_0_and_1_have_values_and_gradients(string name, Func<Expr, Expr> f)
    {
        foreach (Shape shape in (Shape[])[new(0), new(2, 0), new(2), new(2, 1), new(1, 2)])
        {
            Expr x = Expr.Variable(NDArray.Full(0.5, shape));
            Expr y = f(x);
            Expr? gradient = Gradient.Pullback([y], [x], [Expr.OnesLike(y)])[0];
            Assert.True(y.Evaluate().BitsEqual(y.Evaluate(EvaluationOptions.Reference)), name);
            Assert.Equal(shape, (gradient ?? Expr.ZerosLike(x)).Evaluate().Shape);
        }
    }

    [Theory]
    [InlineData(new[] { 4 }, new[] { 4 }, new int[0])]
    [InlineData(new[] { 4 }, new[] { 4, 5 }, new[] { 5 })]
    [InlineData(new[] { 3, 4 }, new[] { 4 }, new[] { 3 })]
    [InlineData(new[] { 2, 3, 4 }, new[] { 4 }, new[] { 2, 3 })]
    [InlineData(new[] { 4 }, new[] { 2, 4, 5 }, new[] { 2, 5 })]
    [InlineData(new[] { 3, 4 }, new[] { 2, 4, 5 }, new[] { 2, 3, 5 })]
    [InlineData(new[] { 6, 1, 3, 4 }, new[] { 2, 4, 5 }, new[] { 6, 2, 3, 5 })]
    [InlineData(new[] { 2, 3, 4 }, new[] { 4, 5 }, new[] { 2, 3, 5 })]
    public void Matrix_products_have_NumPys_shapes(int[] a, int[] b, int[] product)
    {
        Expr x = Expr.Constant(NDArray.Ones(a)), y = Expr.Constant(NDArray.Ones(b));
        Expr z = x.MatMul(y);
        Assert.Equal(new Shape(product), z.Shape);
        Assert.All(z.Evaluate().ToArray<float>(), v => Assert.Equal(4, v));
    }

    private static Expr Cube(int seed) => Expr.Constant(new Sampler(seed).Uniform(new Shape(3, 4, 5), -1, 1));

    private static bool Same(Expr a, Expr b) => a.Evaluate().BitsEqual(b.Evaluate());

    [Property]
    public bool Concatenating_what_was_split_gives_it_back(int seed, byte axis, byte at)
    {
        Expr x = Cube(seed);
        int along = axis % 3, first = at % (x.Shape[along] + 1);
        return Same(x, Expr.Concat(x.Split([first, x.Shape[along] - first], along), along));
    }

    [Property]
    public bool Stacking_what_was_unstacked_gives_it_back(int seed, byte axis) => Same(Cube(seed), Joining.Stack(Cube(seed).Unstack(axis % 3), axis % 3));

    [Property]
    public bool Rolling_back_gives_it_back(int seed, int shift, byte axis) => Same(Cube(seed), Cube(seed).Roll(shift % 100, axis % 3).Roll(-(shift % 100), axis % 3));

    [Property]
    public bool Taking_one_index_is_At(int seed, byte axis, byte index)
    {
        Expr x = Cube(seed);
        int along = axis % 3, place = index % x.Shape[along];
        return Same(x.At(place, along), x.Take(Expr.Literal(place), along));
    }

    [Property]
    public bool Taking_along_a_permutation_sorts(int seed, byte axis)
    {
        (Expr values, Expr permutation) = Cube(seed).Sort(axis % 3);
        return Same(values, Cube(seed).TakeAlong(permutation, axis % 3));
    }

    [Property]
    public bool Putting_back_what_was_taken_changes_nothing(int seed, byte axis)
    {
        Expr x = Cube(seed), places = Cube(seed + 1).ArgSort(axis % 3);
        return Same(x, x.PutAlong(places, x.TakeAlong(places, axis % 3), axis % 3));
    }

    [Property]
    public bool Triangles_and_diagonal_make_the_matrix(int seed, sbyte offset) =>
        Same(Cube(seed), Cube(seed).Tril(offset % 7) + Cube(seed).Triu(offset % 7 + 1));

    [Property]
    public bool Moving_an_axis_there_and_back_gives_it_back(int seed, byte from, byte to) =>
        Same(Cube(seed), Cube(seed).MoveAxis(from % 3, to % 3).MoveAxis(to % 3, from % 3));

    [Property]
    public bool Einsum_of_products_is_the_matrix_product(int seed) =>
        Same(LinearAlgebra.Einsum("bij,bkj->bik", Cube(seed), Cube(seed + 1)), Cube(seed).MatMul(Cube(seed + 1).MatrixTranspose()));
}
