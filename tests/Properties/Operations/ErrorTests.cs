using Autograd.Graph;
using Xunit;

namespace Autograd.Properties.Operations;

/// <summary>What does not fit is refused at the call, by a typed exception that says what would be right.</summary>
public class ErrorTests
{
    private static readonly Expr Matrix = Expr.Constant(NDArray.Zeros(2, 3)), Scalar = Expr.Literal(1f), Longs = Expr.Constant(NDArray.Vector(1L, 2L)),
        Vector = Expr.Constant(NDArray.Zeros(3)), Truth = Expr.Constant(NDArray.Vector(true, false, true));

    public static TheoryData<string, Func<Expr>> Shapes() => new()
    {
        { "matmul: shapes [2, 3] and [2, 3] do not multiply: axis 1 of the first is 3 and axis 0 of the second is 2 (they must be equal)", () => Matrix.MatMul(Matrix) },
        { "matmul: shapes [] and [3] do not multiply: both need at least one axis (* multiplies by a scalar)", () => Scalar.MatMul(Vector) },
        { "inner: shapes [3] and [2] have no inner product: both must be vectors of one length", () => Vector.Inner(Longs) },
        { "outer: shapes [2, 3] and [3] have no outer product: both must be vectors", () => Matrix.Outer(Vector) },
        { "squeeze: axis 1 of shape [2, 3] has size 3; only axes of size 1 can go", () => Matrix.Squeeze(1) },
        { "split: axis 0 of shape [3] does not divide into 2 equal parts", () => Vector.Split(2)[0] },
        { "split: sizes [1, 1] do not add up to 3, the size of axis 0 of shape [3] (none may be negative)", () => Vector.Split([1, 1])[0] },
        { "stack: shapes [3] and [2] differ (part 1; all must be equal)", () => Joining.Stack([Vector, Longs]) },
        { "repeat: 1 counts for shape [2, 3]; each axis needs one", () => Matrix.Repeat(2) },
        { "tril: shape [3] has 1 axes; a matrix has at least two", () => Vector.Tril() },
        { "maskedFill: the mask's shape [3] does not broadcast to [2]", () => Longs.MaskedFill(Truth, 0) },
        { "softmax: the mask's shape [3] does not broadcast to []", () => Scalar.Softmax(Truth) },
        { "linear: shapes [3] and weight [3] do not fit: the last axis of x and axis 1 of the weight, [outputs, inputs], must be equal", () => Vector.Linear(Vector) },
        { "linear: bias [3] does not fit weight [2, 3]: it must be [2]", () => Vector.Linear(Matrix, Expr.Constant(NDArray.Zeros(3))) },
        { "crossEntropy: targets of shape [] do not fit [2, 3]: they must be [2], the shape without the axis of classes", () => Matrix.CrossEntropy(Expr.Literal(1L)) },
        { "nllLoss: the weight of shape [2] does not fit [2, 3]: it must be [3], one for each class", () => Matrix.NllLoss(Longs, Longs) },
        { "median: axis 0 of shape [0] has no elements, and nothing has no median", () => Expr.Constant(NDArray.Zeros(0)).Median() },
        { "einsum: \"ij,jk\": 'j' is 3 and, in operand 1 of shape [2, 3], 2 (sizes must be equal or 1)", () => LinearAlgebra.Einsum("ij,jk", Matrix, Matrix) },
        { "einsum: \"ijk\": \"ijk\" names 3 axes, operand 0 of shape [2, 3] has 2", () => LinearAlgebra.Einsum("ijk", Matrix) },
        { "hypot: shapes [2, 3] and [2] do not broadcast: axis 1 is 3 and 2 (sizes must be equal or 1)", () => Matrix.Hypot(Longs) },
    };

    [Theory, MemberData(nameof(Shapes))]
    public void Shapes_that_do_not_fit(string message, Func<Expr> call) => Assert.Equal(message, Assert.Throws<ShapeException>(call).Message);

    public static TheoryData<string, Func<Expr>> Types() => new()
    {
        { "mean: the input has element type int64; it takes floating types (Cast converts)", () => Longs.Mean() },
        { "std: 'counts' has element type int64; it takes floating types (Cast converts)", () => Expr.Identity(Longs).Named("counts").Std() },
        { "softmax: the input has element type int64; it takes floating types (Cast converts)", () => Longs.Softmax() },
        { "take: indices have element type float32; they must be integers (Cast converts)", () => Matrix.Take(Vector) },
        { "crossEntropy: targets have element type bool; classes are integers (Cast converts)", () => Matrix.CrossEntropy(Truth) },
        { "where: the condition's element type is int64, not bool (a comparison gives one)", () => Longs.MaskedFill(Longs, 1) },
    };

    [Theory, MemberData(nameof(Types))]
    public void Element_types_that_do_not_fit(string message, Func<Expr> call) => Assert.Equal(message, Assert.Throws<DTypeException>(call).Message);

    public static TheoryData<string, Func<Expr>> Ranges() => new()
    {
        { "sum: axis 2 is not in [-2, 2) of shape [2, 3]", () => Matrix.Sum(2) },
        { "at: index 3 is not in [-3, 3) of axis 0 of shape [3]", () => Vector.At(3) },
        { "unsqueeze: axis 2 is not in [-2, 1] for shape [3]", () => Vector.Unsqueeze(2) },
        { "section: the step is 0", () => Vector.Section(0, step: 0) },
        { "quantile: q is 1.5; it must be in [0, 1]", () => Vector.Quantile(1.5) },
        { "topK: count 4 is not in [0, 3] of axis 0 of shape [3]", () => Vector.TopK(4).Values },
        { "norm: p is NaN", () => Vector.Norm(double.NaN) },
        { "dropout: probability 2 is not in [0, 1]", () => Vector.Dropout(Truth, 2) },
        { "arange: steps of -1 do not lead from 0 to 3", () => Creation.Arange(0, 3, -1) },
    };

    [Theory, MemberData(nameof(Ranges))]
    public void Arguments_out_of_range(string message, Func<Expr> call) => Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(call).Message);

    [Fact]
    public void Equations_that_cannot_be_read()
    {
        Assert.Contains("names 2 operands, 1 were given", Assert.Throws<ArgumentException>(() => LinearAlgebra.Einsum("ij,jk", Matrix)).Message);
        Assert.Contains("'1' is no letter", Assert.Throws<ArgumentException>(() => LinearAlgebra.Einsum("i1", Matrix)).Message);
        Assert.Contains("the result names 'k', which no operand does", Assert.Throws<ArgumentException>(() => LinearAlgebra.Einsum("ij->k", Matrix)).Message);
        Assert.Contains("the result names 'i' twice", Assert.Throws<ArgumentException>(() => LinearAlgebra.Einsum("ij->ii", Matrix)).Message);
    }

    [Fact]
    public void An_index_outside_of_its_axis_is_an_error_when_evaluated() =>
        Assert.ThrowsAny<Exception>(() => Vector.Take(Expr.Constant(NDArray.Vector(3L))).Evaluate());
}
