using Autograd.Graph;
using Xunit;
using static System.Double;

namespace Autograd.Properties.Operations;

/// <summary>Values against independent formulas, and at extremes where a naive formula overflows or cancels.</summary>
public class ValueTests
{
    private static double[] Values(Func<Expr, Expr> f, params double[] x) => f(Expr.Constant(NDArray.Vector(x))).Evaluate().ToArray<double>();

    private static float[] Singles(Func<Expr, Expr> f, params float[] x) => f(Expr.Constant(NDArray.Vector(x))).Evaluate().ToArray<float>();

    private static long[] Longs(Expr x) => x.Evaluate().ToArray<long>();

    private static Expr Vector(params double[] x) => Expr.Constant(NDArray.Vector(x));

    private static Expr Indices(params long[] x) => Expr.Constant(NDArray.Vector(x));

    public static TheoryData<string, Func<Expr, Expr>, Func<double, double>, double[]> Functions()
    {
        double[] line = [-30, -5, -1.5, -1e-3, 0, 1e-8, 0.3, 2, 40], unit = [-0.999, -0.3, -1e-9, 0, 1e-5, 0.5, 0.99];
        return new()
        {
            { "Silu", x => x.Silu(), x => x / (1 + Math.Exp(-x)), line },
            { "Gelu tanh", x => x.GeluTanh(), x => x / 2 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))), [-3, -1, 0, 0.5, 3] },
            { "Mish", x => x.Mish(), x => x * Math.Tanh(x > 30 ? x : Math.Log(1 + Math.Exp(x))), [0, 0.5, 3, 40] },
            { "LogSigmoid", x => x.LogSigmoid(), x => x < -30 ? x : -Math.Log(1 + Math.Exp(-x)), [-1000, -5, 0, 3] },
            { "Asinh", x => x.Asinh(), Math.Asinh, [-1e300, .. line, 1e300, 1e-300] },
            { "Acosh", x => x.Acosh(), Math.Acosh, [1, 1.5, 1e3, 1e300] },
            { "Atanh", x => x.Atanh(), Math.Atanh, [-1, .. unit, 1] },
            { "Sinc", x => x.Sinc(), x => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x), line },
            { "Logit", x => x.Logit(), x => Math.Log(x / (1 - x)), [1e-12, 0.2, 0.5, 0.9] },
            { "Frac", x => x.Frac(), x => x - Math.Truncate(x), line },
            { "Softshrink", x => x.Softshrink(), x => Math.Sign(x) * Math.Max(Math.Abs(x) - 0.5, 0), line },
            { "Hardswish", x => x.Hardswish(), x => x * Math.Clamp(x + 3, 0, 6) / 6, line },
        };
    }

    [Theory, MemberData(nameof(Functions))]
    public void A_function_has_the_value_of_its_formula(string name, Func<Expr, Expr> f, Func<double, double> formula, double[] at)
    {
        double[] values = Values(f, at);
        for (int i = 0; i < at.Length; i++)
        {
            double expected = formula(at[i]);
            Assert.True(expected.Equals(values[i]) || Math.Abs(values[i] - expected) <= 4e-15 * Math.Abs(expected) + 1e-16, $"{name}({at[i]:R}) is {values[i]:R}, not {expected:R}");
        }
    }

    // Φ(-10) = 7.61985302416052606597e-24 (Abramowitz and Stegun 26.2): 1 + erf would give 0.
    [Fact]
    public void Gelu_keeps_its_digits_far_below_0() => Assert.Equal(-7.61985302416052606597e-23, Values(x => x.Gelu(), -10)[0], 1e-36);

    [Fact]
    public void Norms_neither_overflow_nor_underflow()
    {
        Assert.Equal([5e30f], Singles(x => x.Norm().Unsqueeze(0), 3e30f, 4e30f), (a, b) => Math.Abs(a / b - 1) < 1e-6);
        Assert.Equal([5e-30f], Singles(x => x.Norm().Unsqueeze(0), 3e-30f, 4e-30f), (a, b) => Math.Abs(a / b - 1) < 1e-6);
        Assert.Equal(5e200, Values(x => x.Norm().Unsqueeze(0), 3e200, 4e200)[0], 1e186);
        Assert.Equal(Math.Cbrt(2) * 1e-150, Values(x => x.Norm(3).Unsqueeze(0), 1e-150, 1e-150)[0], 1e-164);
    }

    [Fact]
    public void Norms_of_infinite_vectors_are_infinite() => Assert.Equal([PositiveInfinity], Values(x => x.Norm().Unsqueeze(0), NegativeInfinity, 1));

    [Fact]
    public void Norm_0_counts() => Assert.Equal([2.0], Values(x => x.Norm(0).Unsqueeze(0), 0, 3, -1));

    [Fact]
    public void Hypot_neither_overflows_nor_underflows()
    {
        double[] y = Values(x => x.Hypot(x * (4.0 / 3)), 3e300, 3e-300, 3);
        Assert.Equal(5e300, y[0], 1e285);
        Assert.Equal(5e-300, y[1], 1e-314);
        Assert.Equal(5, y[2], 1e-15);
        Assert.Equal([PositiveInfinity], Values(x => x.Hypot(-x), PositiveInfinity));
    }

    [Fact]
    public void LogSumExp_does_not_overflow()
    {
        Assert.Equal(1000 + Math.Log(2), Values(x => x.LogSumExp().Unsqueeze(0), 1000, 1000)[0], 1e-12);
        Assert.Equal([PositiveInfinity], Values(x => x.LogSumExp().Unsqueeze(0), PositiveInfinity, 1));
        Assert.Equal([NegativeInfinity], Values(x => x.LogSumExp().Unsqueeze(0), NegativeInfinity, NegativeInfinity));
        Assert.True(IsNaN(Values(x => x.LogSumExp().Unsqueeze(0), NaN, 1)[0]));
    }

    [Fact]
    public void LogAddExp_keeps_the_small_operand()
    {
        Expr y = Vector(-1000, 0, NegativeInfinity, PositiveInfinity).LogAddExp(Vector(0, -40, NegativeInfinity, PositiveInfinity));
        Assert.Equal([0, Math.Exp(-40), NegativeInfinity, PositiveInfinity], y.Evaluate().ToArray<double>());
    }

    [Fact]
    public void Softmax_is_the_same_wherever_the_row_lies()
    {
        double[] expected = Values(x => x.Softmax(), 1, 2, 3);
        Assert.Equal(1, expected.Sum(), 1e-15);
        Assert.Equal(expected, Values(x => x.Softmax(), 100001, 100002, 100003));
        double[] logs = Values(x => x.LogSoftmax(), 1, 2, 3);
        for (int i = 0; i < 3; i++) Assert.Equal(Math.Log(expected[i]), logs[i], 1e-15);
    }

    [Fact]
    public void Binary_cross_entropy_with_logits_keeps_small_losses()
    {
        double[] losses = Vector(50, -50).BinaryCrossEntropyWithLogits(Vector(1, 0), reduction: Reduction.None).Evaluate().ToArray<double>();
        Assert.All(losses, loss => Assert.Equal(Math.Exp(-50), loss, 1e-36));
    }

    [Fact]
    public void Binary_cross_entropy_is_bounded() =>
        Assert.Equal([100, 100, 0], Vector(0, 1, 1).BinaryCrossEntropy(Vector(1, 0, 1), reduction: Reduction.None).Evaluate().ToArray<double>());

    [Fact]
    public void Sums_of_truth_values_and_integers_are_int64()
    {
        Expr x = Expr.Constant(NDArray.Vector(int.MaxValue, 1, 0));
        Assert.Equal([int.MaxValue + 1L], Longs(x.Sum().Unsqueeze(0)));
        Assert.Equal([2L], Longs((x > 0).Sum().Unsqueeze(0)));
        Assert.Equal([2L], Longs(x.CountNonZero().Unsqueeze(0)));
        Assert.Equal([int.MaxValue, int.MaxValue + 1L, int.MaxValue + 1L], Longs(x.CumSum(0)));
    }

    [Fact]
    public void Reductions_of_nothing_are_their_neutral_elements()
    {
        Expr empty = Expr.Constant(NDArray.Zeros(2, 0));
        Assert.Equal([0f, 0f], empty.Sum(1).Evaluate().ToArray<float>());
        Assert.Equal([1f, 1f], empty.Prod(1).Evaluate().ToArray<float>());
        Assert.Equal([false, false], empty.Any(1).Evaluate().ToArray<bool>());
        Assert.Equal([true, true], empty.All(1).Evaluate().ToArray<bool>());
        Assert.Equal([float.NaN, float.NaN], empty.Mean(1).Evaluate().ToArray<float>());
        Assert.Equal([0f, 0f], empty.Norm(2, 1).Evaluate().ToArray<float>());
        Assert.Equal([float.NegativeInfinity, float.NegativeInfinity], empty.LogSumExp(1).Evaluate().ToArray<float>());
        Assert.Equal(new Shape(2, 0), empty.Softmax().Shape);
        Assert.Equal(new Shape(2, 0), empty.LogSoftmax(0).Evaluate().Shape);
    }

    [Fact]
    public void Statistics_are_those_of_the_textbook()
    {
        Expr x = Vector(2, 4, 4, 4, 5, 5, 7, 9);
        Assert.Equal(5, x.Mean().Evaluate().ToScalar<double>());
        Assert.Equal(4, x.Var(correction: 0).Evaluate().ToScalar<double>());
        Assert.Equal(2, x.Std(correction: 0).Evaluate().ToScalar<double>());
        Assert.Equal(4, x.Median().Evaluate().ToScalar<double>());
        Assert.Equal(4, x.Quantile(0.25).Evaluate().ToScalar<double>());
        Assert.Equal(5.5, x.Quantile(0.75).Evaluate().ToScalar<double>());
        Assert.Equal(9, x.Quantile(1).Evaluate().ToScalar<double>());
    }

    [Fact]
    public void Argmax_is_the_lowest_index_at_ties()
    {
        Expr x = Expr.Constant(NDArray.Create([1.0, 5, 5, 0, 0, 3], 2, 3));
        Assert.Equal([1L], Longs(x.ArgMax().Unsqueeze(0)));
        Assert.Equal([1L, 2L], Longs(x.ArgMax(1)));
        Assert.Equal([0L, 0L], Longs(x.ArgMin(-1, keepAxes: true)));
        Assert.Equal(new Shape(2, 1), x.ArgMin(-1, keepAxes: true).Shape);
    }

    [Fact]
    public void Sections_are_Pythons_slices()
    {
        int?[] places = [null, -7, -5, -3, -1, 0, 1, 2, 4, 5, 9];
        Expr x = Creation.Arange(5);
        foreach (int? start in places)
            foreach (int? stop in places)
                foreach (int step in (int[])[1, 2, 3, 7, -1, -2, -3, -7])
                    Assert.Equal(PythonSlice(5, start, stop, step), Longs(x.Section(0, start, stop, step)));
    }

    /// <summary>The loop that the Python reference describes.</summary>
    private static long[] PythonSlice(int size, int? start, int? stop, int step)
    {
        int lowest = step > 0 ? 0 : -1, highest = step > 0 ? size : size - 1;
        int Clip(int place) => Math.Min(Math.Max(place < 0 ? place + size : place, lowest), highest);
        int from = start is { } s ? Clip(s) : step > 0 ? 0 : size - 1, to = stop is { } t ? Clip(t) : step > 0 ? size : -1;
        var result = new List<long>();
        for (int i = from; step > 0 ? i < to : i > to; i += step) result.Add(i);
        return [.. result];
    }

    [Fact]
    public void Index_arrays_stand_where_they_index_unless_they_are_apart()
    {
        Expr x = Creation.Arange(2 * 3 * 4).Reshape(2, 3, 4), two = Indices(0, 1), three = Indices(2, -1, 0);
        Assert.Equal(new Shape(2, 3, 4), x.Index(null, three).Shape);
        Assert.Equal(new Shape(2, 2), x.Index(null, two, two).Shape);
        Assert.Equal(new Shape(2, 3), x.Index(two, null, two).Shape);
        Assert.Equal([8L, 11L, 8L, 20L, 23L, 20L], Longs(x.Index(null, Indices(2), Indices(0, 3, 0)).Reshape(6)));
        Assert.Equal([0L, 4L, 8L, 13L, 17L, 21L], Longs(x.Index(two, null, two).Reshape(6)));
    }

    [Fact]
    public void Rolling_shifts_around()
    {
        Assert.Equal([3L, 4, 0, 1, 2], Longs(Creation.Arange(5).Roll(2)));
        Assert.Equal([1L, 2, 3, 4, 0], Longs(Creation.Arange(5).Roll(-6, 0)));
        Assert.Equal([5L, 3, 4, 2, 0, 1], Longs(Creation.Arange(6).Reshape(2, 3).Roll(1, 0).Roll(1, 1).Reshape(6)));
    }

    [Fact]
    public void Repeating_tiles_and_interleaving_stretches()
    {
        Assert.Equal([0L, 1, 0, 1, 0, 1, 0, 1], Longs(Creation.Arange(2).Repeat(2, 2).Reshape(8)));
        Assert.Equal([0L, 0, 1, 1], Longs(Creation.Arange(2).RepeatInterleave(2, 0)));
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(2), InlineData(-1), InlineData(-2), InlineData(-5), InlineData(9)]
    public void Diagonals_and_triangles_are_where_they_should_be(int offset)
    {
        Expr x = Creation.Arange(12).Reshape(3, 4);
        long[] all = Longs(x.Reshape(12)), tril = Longs(x.Tril(offset).Reshape(12)), triu = Longs(x.Triu(offset).Reshape(12));
        for (int i = 0; i < 12; i++)
        {
            Assert.Equal(i % 4 - i / 4 <= offset ? all[i] : 0, tril[i]);
            Assert.Equal(i % 4 - i / 4 >= offset ? all[i] : 0, triu[i]);
        }

        Assert.Equal(all.Where((_, i) => i % 4 - i / 4 == offset), Longs(x.Diagonal(offset)));
        Expr vector = Creation.Arange(1, 4, dtype: DType.Int64);
        Assert.Equal([1L, 2, 3], Longs(vector.DiagonalMatrix(offset).Diagonal(offset)));
        Assert.Equal([6L], Longs(vector.DiagonalMatrix(offset).Sum().Unsqueeze(0)));
    }

    [Fact]
    public void Made_arrays_are_exact()
    {
        Assert.Equal([0f, 0.1f, 0.2f, 0.3f, 0.4f], Creation.Arange(0, 0.5, 0.1).Evaluate().ToArray<float>());
        Assert.Equal([5L, 3, 1], Creation.Arange(5, 0, -2, DType.Int64).Evaluate().ToArray<long>());
        Assert.Equal([-1, -0.5, 0, 0.5, 1], Creation.Linspace(-1, 1, 5, DType.Float64).Evaluate().ToArray<double>());
        Assert.Equal(0.7, Creation.Linspace(0.1, 0.7, 7, DType.Float64).Evaluate().ToArray<double>()[^1]);
        Assert.Equal([1f, 0, 0, 0, 1, 0], Creation.Eye(2, 3).Evaluate().ToArray<float>());
        Assert.Equal([0f, 1, 0, 0, 0, 0], Indices(1, 7).OneHot(3).Evaluate().ToArray<float>());
    }

    [Fact]
    public void Chunks_leave_a_smaller_last_part() => Assert.Equal([3, 3, 1], Creation.Arange(7).Chunk(3).Select(part => part.Shape[0]));

    [Theory]
    [InlineData("ij,jk->ik"), InlineData("ij,jk"), InlineData("ij,jk->ki"), InlineData("ij,kj->"), InlineData("...j,jk->...k")]
    public void Einsum_agrees_with_loops(string equation)
    {
        Expr a = Creation.Arange(9).Reshape(3, 3), b = (Creation.Arange(9) * 2 + 1).Reshape(3, 3);
        Expr expected = equation switch
        {
            "ij,jk->ki" => a.MatMul(b).Transpose(),
            "ij,kj->" => a.MatMul(b.Transpose()).Sum(),
            _ => a.MatMul(b),
        };
        Assert.Equal(Longs(expected), Longs(LinearAlgebra.Einsum(equation, a, b)));
    }

    [Fact]
    public void Einsum_stretches_axes_of_size_1()
    {
        Expr a = Creation.Arange(3).Reshape(3, 1), b = Creation.Arange(6).Reshape(3, 2);
        Assert.Equal(Longs((a * b).Sum(1)), Longs(LinearAlgebra.Einsum("ij,ij->i", a, b)));
        Assert.Equal(Longs((a * b).Reshape(6)), Longs(LinearAlgebra.Einsum("...,...->...", a, b).Reshape(6)));
    }

    [Fact]
    public void Scalars_and_empty_arrays_multiply_as_matrices()
    {
        Expr empty = Expr.Constant(NDArray.Zeros(2, 0));
        Assert.Equal([0f, 0, 0, 0], empty.MatMul(empty.Transpose()).Evaluate().ToArray<float>());
        Assert.Equal(new Shape(5, 2, 2), empty.MatMul(Expr.Constant(NDArray.Zeros(5, 0, 2))).Evaluate().Shape);
    }

    [Fact]
    public void Dropout_scales_what_it_keeps()
    {
        Expr kept = Expr.Constant(NDArray.Vector(true, false));
        Assert.Equal([8, 0], Vector(4, PositiveInfinity).Dropout(kept, 0.5).Evaluate().ToArray<double>());
        Assert.Equal([0, 0], Vector(4, 3).Dropout(Expr.Constant(NDArray.Vector(false, false)), 1).Evaluate().ToArray<double>());
    }

    [Fact]
    public void Signs_of_zeros_count()
    {
        Assert.Equal([true, false, true, false], Vector(-0.0, 0, -3, 3).SignBit().Evaluate().ToArray<bool>());
        Assert.Equal([-2, 2], Vector(2, -2).CopySign(Vector(-0.0, 0)).Evaluate().ToArray<double>());
    }

    [Fact]
    public void Kinds_of_numbers_are_told_apart()
    {
        Expr x = Vector(NaN, PositiveInfinity, NegativeInfinity, 1);
        Assert.Equal([true, false, false, false], x.IsNaN().Evaluate().ToArray<bool>());
        Assert.Equal([false, true, true, false], x.IsInfinity().Evaluate().ToArray<bool>());
        Assert.Equal([false, false, false, true], x.IsFinite().Evaluate().ToArray<bool>());
        Assert.Equal([0, MaxValue, MinValue, 1], x.NanToNum().Evaluate().ToArray<double>());
        Assert.Equal([true], Indices(1).IsFinite().Evaluate().ToArray<bool>());
    }
}
