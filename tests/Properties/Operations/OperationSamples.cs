using Autograd.Graph;
using Xunit;
using static Autograd.Graph.Expr;

namespace Autograd.Properties.Operations;

/// <summary>The composites, each at points where it is smooth: what holds of derivatives is checked of every row.</summary>
public static class OperationSamples
{
    /// <summary>Away from the kinks at 0, ±0.5, ±1, ±3 and 6.</summary>
    private static readonly NDArray X = NDArray.Create([-4.2, -1.7, -0.7, -0.3, 0.2, 0.7, 1.4, 3.7], 2, 4);

    private static readonly NDArray Y = NDArray.Create([0.4, -2.3, 1.3, 0.9], 4);
    private static readonly NDArray Positive = NDArray.Create([0.3, 1.2, 2.5, 0.8, 1.7, 0.6], 2, 3);
    private static readonly NDArray Unit = NDArray.Create([0.15, 0.4, 0.62, 0.85, 0.33, 0.71], 2, 3);
    private static readonly NDArray Cube = NDArray.Create([.. Enumerable.Range(0, 24).Select(i => Math.Sin(2.3 * i + 1) * 1.5 + 0.05 * i)], 2, 3, 4);
    private static readonly NDArray Square = NDArray.Create([0.9, -1.2, 0.4, 1.6, 0.3, -0.8, -0.5, 2.1, 1.1], 3, 3);
    private static readonly NDArray Vector = NDArray.Create([0.9, -1.2, 0.4, 1.6], 4);

    private static Expr Longs(long[] values, params int[] shape) => Constant(NDArray.Create(values, shape));

    private static Expr Bools(bool[] values, params int[] shape) => Constant(NDArray.Create(values, shape));

    private static readonly Sample[] All =
    [
        .. Activation(), .. Elementwise(), .. Reducing(), .. Moving(), .. Indexed(), .. Products(), .. Learning(),
    ];

    public static TheoryData<Sample> Rows()
    {
        var rows = new TheoryData<Sample>();
        foreach (Sample sample in All) rows.Add(sample);
        return rows;
    }

    private static IEnumerable<Sample> Activation() =>
    [
        new("Relu", v => v[0].Relu(), X),
        new("Relu6", v => v[0].Relu6(), X),
        new("LeakyRelu", v => v[0].LeakyRelu(0.2), X),
        new("Elu", v => v[0].Elu(1.3), X),
        new("Celu", v => v[0].Celu(0.7), X),
        new("Selu", v => v[0].Selu(), X),
        new("Gelu", v => v[0].Gelu(), X),
        new("GeluTanh", v => v[0].GeluTanh(), X),
        new("Silu", v => v[0].Silu(), X),
        new("Mish", v => v[0].Mish(), X),
        new("Softsign", v => v[0].Softsign(), X),
        new("Hardtanh", v => v[0].Hardtanh(), X),
        new("Hardsigmoid", v => v[0].Hardsigmoid(), X),
        new("Hardswish", v => v[0].Hardswish(), X),
        new("Hardshrink", v => v[0].Hardshrink(), X),
        new("Softshrink", v => v[0].Softshrink(), X),
        new("Tanhshrink", v => v[0].Tanhshrink(), X),
        new("Threshold", v => v[0].Threshold(0.1, -3), X),
        new("LogSigmoid", v => v[0].LogSigmoid(), X),
        new("Glu", v => v[0].Glu(), X),
    ];

    private static IEnumerable<Sample> Elementwise() =>
    [
        new("Square", v => v[0].Square(), X),
        new("Reciprocal", v => v[0].Reciprocal(), X),
        new("Clamp numbers", v => v[0].Clamp(-1, 1.5), X),
        new("Clamp expressions", v => v[0].Clamp(v[1], v[2]), X, NDArray.Create([-1.0, -0.5, -0.25, 0.1], 4), NDArray.Create([1.0, 0.45, 1.25, 1.3], 4)),
        new("Hypot", v => v[0].Hypot(v[1]), X, Y),
        new("Xlogy", v => v[0].Xlogy(v[1]), Unit, Positive),
        new("Xlog1py", v => v[0].Xlog1py(v[1]), Unit, Positive),
        new("LogAddExp", v => v[0].LogAddExp(v[1]), X, Y),
        new("Lerp", v => v[0].Lerp(v[1], v[2]), X, Y, NDArray.Scalar(0.3)),
        new("Lerp number", v => v[0].Lerp(v[1], 0.8), X, Y),
        new("FMax", v => v[0].FMax(v[1]), X, Y),
        new("FMin", v => v[0].FMin(v[1]), X, Y),
        new("CopySign", v => v[0].CopySign(v[1]), X, Y),
        new("Heaviside", v => v[0].Heaviside(v[1]), X, Y),
        new("Logit", v => v[0].Logit(), Unit),
        new("Logit eps", v => v[0].Logit(0.2), Unit),
        new("Frac", v => v[0].Frac(), X),
        new("Deg2Rad", v => v[0].Deg2Rad(), X),
        new("Rad2Deg", v => v[0].Rad2Deg(), X),
        new("NanToNum", v => v[0].NanToNum(), X),
        new("Asinh", v => v[0].Asinh(), X),
        new("Acosh", v => v[0].Acosh(), NDArray.Vector(1.1, 1.9, 5.0)),
        new("Atanh", v => v[0].Atanh(), NDArray.Vector(-0.8, -0.1, 0.4, 0.9)),
        new("Sinc", v => v[0].Sinc(), X),
        new("Sinc near 0", v => v[0].Sinc(), NDArray.Vector(0.0, 1e-9, -1e-4, 0.02, 0.3, 0.33, -0.7)),
    ];

    private static IEnumerable<Sample> Reducing() =>
    [
        new("Sum", v => v[0].Sum(), Cube),
        new("Sum axes", v => v[0].Sum([0, -1], keepAxes: true), Cube),
        new("Prod", v => v[0].Prod(1), Cube),
        new("Prod with zeros", v => v[0].Prod(-1), NDArray.Create([1.5, 0, 2, -1, 0, 3, 0, 0.5, 2], 3, 3)),
        new("Max", v => v[0].Max(1, keepAxes: true), Cube),
        new("Max axes", v => v[0].Max([0, 2]), Cube),
        new("Min", v => v[0].Min(), Cube),
        new("Mean", v => v[0].Mean([0, 2]), Cube),
        new("Var", v => v[0].Var(), Cube),
        new("Var axes", v => v[0].Var([0, 2], correction: 0, keepAxes: true), Cube),
        new("Std", v => v[0].Std(1), Cube),
        new("Norm 2", v => v[0].Norm(), Cube),
        new("Norm 2 axis", v => v[0].Norm(2, -1), Cube),
        new("Norm 1", v => v[0].Norm(1, [0, 1]), Cube),
        new("Norm inf", v => v[0].Norm(double.PositiveInfinity, 2), Cube),
        new("Norm -inf", v => v[0].Norm(double.NegativeInfinity, 2), Cube),
        new("Norm 3", v => v[0].Norm(3, [0, 2], keepAxes: true), Cube),
        new("Norm 1.5", v => v[0].Norm(1.5, 1), X),
        new("Norm 0.5", v => v[0].Norm(0.5, 1), X),
        new("Norm -2", v => v[0].Norm(-2, 1), X),
        new("LogSumExp", v => v[0].LogSumExp(), Cube),
        new("LogSumExp axes", v => v[0].LogSumExp([0, 2], keepAxes: true), Cube),
        new("Softmax", v => v[0].Softmax(1), Cube),
        new("Softmax where", v => v[0].Softmax(Bools([true, true, false, true, false, false, false, false, true, false, true, true], 3, 4), -1), Cube),
        new("LogSoftmax", v => v[0].LogSoftmax(0), Cube),
        new("Softmin", v => v[0].Softmin(), Cube),
        new("CumSum", v => v[0].CumSum(1), Cube),
        new("CumSum reversed exclusive", v => v[0].CumSum(-1, reversed: true, exclusive: true), Cube),
        new("CumProd", v => v[0].CumProd(-1), Cube),
        new("CumProd with zeros", v => v[0].CumProd(-1), NDArray.Create([1.5, 0, 2, -1, 0, 3, 0, 0.5], 2, 4)),
        new("Median", v => v[0].Median(-1), Cube),
        new("Quantile", v => v[0].Quantile(0.3, 1, keepAxes: true), Cube),
        new("TopK", v => v[0].TopK(2, 1).Values, Cube),
    ];

    private static IEnumerable<Sample> Moving() =>
    [
        new("Stack", v => Joining.Stack([v[0], v[1], v[0]], 1), X, NDArray.Create([1.0, 2, 3, 4, 5, 6, 7, 8], 2, 4)),
        new("Unstack", v => v[0].Unstack(1)[2] * v[0].Unstack(-2)[0], Cube),
        new("Split", v => v[0].Split([1, 3], -1)[1], Cube),
        new("Chunk", v => v[0].Chunk(2, 1)[1], Cube),
        new("Repeat", v => v[0].Repeat(2, 1, 3), X),
        new("RepeatInterleave", v => v[0].RepeatInterleave(3, 1), X),
        new("Squeeze", v => v[0].Unsqueeze(1).Squeeze(1).Unsqueeze(-1).Squeeze(), X),
        new("Flatten", v => v[0].Flatten(1), Cube),
        new("MoveAxis", v => v[0].MoveAxis(0, -1), Cube),
        new("Roll", v => v[0].Roll(-3, 1).Roll(2), Cube),
        new("Tril", v => v[0].Tril(1), Cube),
        new("Triu", v => v[0].Triu(-1), Cube),
        new("Diagonal", v => v[0].Diagonal(1, 0, 2), Cube),
        new("Diagonal below", v => v[0].Diagonal(-1), Cube),
        new("DiagonalMatrix", v => v[0].DiagonalMatrix(), X),
        new("DiagonalMatrix below", v => v[0].DiagonalMatrix(-2), X),
        new("Trace", v => v[0].Trace(), Cube),
    ];

    private static IEnumerable<Sample> Indexed() =>
    [
        new("At", v => v[0].At(-1, 1), Cube),
        new("Section", v => v[0].Section(2, 0, null, 3), Cube),
        new("Section backwards", v => v[0].Section(2, -1, null, -2), Cube),
        new("Take", v => v[0].Take(Longs([2, 0, 2, 1], 2, 2), 1), Cube),
        new("Put", v => v[0].Put(Longs([2, 0], 2), v[1], 1), Cube, NDArray.Create([.. Enumerable.Range(0, 16).Select(i => i / 4.0)], 2, 2, 4)),
        new("Put add", v => v[0].Put(Longs([2, 2], 2), v[1], -1, ScatterKind.Add), Cube, NDArray.Create([0.5, -2], 2)),
        new("TakeAlong", v => v[0].TakeAlong(Longs([2, 0, 1, 1, 0, 2, 2, 2], 2, 4, 1).Transpose(0, 2, 1).Reshape(2, 1, 4), 1), Cube),
        new("TakeAlong smaller", v => v[0].TakeAlong(Longs([3, 0, 1, 1], 1, 2, 2), -1), Cube),
        new("PutAlong add", v => v[0].PutAlong(Longs([3, 0, 3, 1], 1, 2, 2), v[1], -1, ScatterKind.Add), Cube, NDArray.Create([0.5, -2, 1, 4], 1, 2, 2)),
        new("PutAlong set", v => v[0].PutAlong(Longs([3, 0], 1, 1, 2), v[1], -1), Cube, NDArray.Create([0.5, -2], 1, 1, 2)),
        new("MaskedFill", v => v[0].MaskedFill(Bools([true, false, false, true], 4), v[1]), Cube, NDArray.Scalar(2.5)),
        new("Index", v => v[0].Index(null, Longs([2, -1, 0], 3), Longs([1], 1)), Cube),
        new("Index apart", v => v[0].Index(Longs([0, 1, 1], 3), null, Longs([1, -2, 1], 3)), Cube),
        new("IndexPut", v => v[0].IndexPut(v[1], ScatterKind.Add, null, Longs([2, 2, 0], 3), Longs([1, 1, 0], 3)), Cube, NDArray.Create([0.5, -2, 1], 3)),
    ];

    private static IEnumerable<Sample> Products() =>
    [
        new("MatMul vectors", v => v[0].MatMul(v[1]), Vector, Y),
        new("MatMul matrix vector", v => v[0].MatMul(v[1]), X, Y),
        new("MatMul vector matrix", v => v[0].MatMul(v[1]), NDArray.Vector(1.5, -0.5, 2), Cube),
        new("MatMul batched", v => v[0].MatMul(v[1].MatrixTranspose()), Cube, Cube),
        new("MatMul matrix batched", v => v[0].MatMul(v[1]), Square, Cube),
        new("MatMul batched matrix", v => v[0].MatMul(v[1].MatrixTranspose()), Cube, X),
        new("MatMul broadcast", v => v[0].Unsqueeze(1).MatMul(v[1].MatrixTranspose().Unsqueeze(0)), Cube, Cube),
        new("Inner", v => v[0].Inner(v[1]), Vector, Y),
        new("Outer", v => v[0].Outer(v[1]), Vector, Y),
        new("MatVec", v => v[0].MatVec(v[1]), X, Y),
        new("BatchMatMul", v => v[0].BatchMatMul(v[1].MatrixTranspose()), Cube, Cube),
        new("TensorDot", v => v[0].TensorDot(v[1], [2, 0], [1, 0]), Cube, X),
        new("Einsum", v => LinearAlgebra.Einsum("bij,bkj,k->ib", v[0], v[0], v[1]), Cube, NDArray.Vector(1.5, -0.5, 2)),
        new("Einsum diagonal", v => LinearAlgebra.Einsum("ii,i", v[0], v[1]), Square, NDArray.Vector(1.5, -0.5, 2)),
        new("Einsum dots", v => LinearAlgebra.Einsum("...j,j->...", v[0], v[1]), Cube, Y),
    ];

    private static IEnumerable<Sample> Learning() =>
    [
        new("Linear", v => v[0].Linear(v[1], v[2]), Cube, X, NDArray.Vector(0.5, -1)),
        new("Normalize", v => v[0].Normalize([0, 2]), Cube),
        new("LayerNorm", v => v[0].LayerNorm(2, v[1], v[2]), Cube, NDArray.Create([.. Enumerable.Range(0, 12).Select(i => i / 5.0)], 3, 4), NDArray.Create([.. Enumerable.Range(0, 12).Select(i => 1 - i / 4.0)], 3, 4)),
        new("Dropout", v => v[0].Dropout(Bools([true, false, true, true], 4), 0.25), X),
        new("Embedding", v => Longs([1, 0, 1], 3).Embedding(v[0]), X),
        new("Attention", v => Layers.Attention(v[0], v[0], v[0] * v[1], Bools([true, false, false, true, true, false, false, false, false], 3, 3)), Cube, Y),
        new("MseLoss", v => v[0].MseLoss(v[1]), X, Y),
        new("L1Loss", v => v[0].L1Loss(v[1], Reduction.Sum), X, Y),
        new("SmoothL1Loss", v => v[0].SmoothL1Loss(v[1], 0.7), X, Y),
        new("HuberLoss", v => v[0].HuberLoss(v[1], 0.7, Reduction.None), X, Y),
        new("BinaryCrossEntropy", v => v[0].BinaryCrossEntropy(v[1]), Unit, NDArray.Create([0.2, 0.9, 0.6, 0.5, 0.8, 0.1], 2, 3)),
        new("BinaryCrossEntropyWithLogits", v => v[0].BinaryCrossEntropyWithLogits(v[1], v[2], v[3]), X, NDArray.Create([0.2, 0.9, 0.6, 0.5], 4), Y, NDArray.Scalar(2.0)),
        new("KlDiv", v => v[0].KlDiv(v[1]), X, NDArray.Create([0.2, 0.9, 0.6, 0.5], 4)),
        new("KlDiv log", v => v[0].KlDiv(v[1], logTarget: true), X, Y),
        new("CosineSimilarity", v => v[0].CosineSimilarity(v[1]), X, Y),
        new("CrossEntropy", v => v[0].CrossEntropy(Longs([3, 0], 2)), X),
        new("CrossEntropy all options", v => v[0].CrossEntropy(Longs([2, 0, 1, 2, 2, -7, 0, 1], 2, 4), v[1], -7, 0.2), Cube, NDArray.Vector(0.5, 1, 2)),
        new("CrossEntropy probabilities", v => v[0].CrossEntropy(v[1], v[2], labelSmoothing: 0.1), X, NDArray.Create([0.2, 0.3, 0.1, 0.4, 0.25, 0.25, 0.5, 0], 2, 4), NDArray.Vector(0.5, 1, 2, 1.5)),
        new("NllLoss", v => v[0].NllLoss(Longs([3, 0], 2), v[1]), X, NDArray.Vector(0.5, 1, 2, 1.5)),
    ];
}
