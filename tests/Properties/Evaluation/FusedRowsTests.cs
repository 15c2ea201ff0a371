using Autograd.Accuracy;
using Autograd.Graph;
using FsCheck;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties;

/// <summary>What is folded, or put into, in the pass that computes it has the bits of the passes one by one.</summary>
public class FusedRowsTests
{
    // Around registers, lanes and blocks of a sum, and around the length from which rows are folded as they are computed.
    private static readonly int[] Lengths = [7, 31, 32, 63, 64, 65, 80, 95, 100, 127, 500, 511, 512, 513, 530, 545, 1000, 1024, 1030, 1600];

    private static Expr Rows(int seed, int rows, int length, double scale, DType dtype)
    {
        var random = new Random(seed);
        var numbers = new double[rows * length];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = random.Next(97) == 0 ? 0 * -1.0 : (random.NextDouble() - 0.5) * scale;
        return Expr.Constant(NDArray.Create(numbers, rows, length)).Cast(dtype);
    }

    private static void AssertSameBits(params Expr[] outputs)
    {
        NDArray[] expected = Graph.Evaluation.Evaluate(outputs, EvaluationOptions.Reference);
        foreach (int threads in (ReadOnlySpan<int>)[1, 3])
        {
            NDArray[] actual = Graph.Evaluation.Evaluate(outputs, EvaluationOptions.Default with { Threads = threads });
            for (int i = 0; i < outputs.Length; i++) Assert.True(expected[i].BitsEqual(actual[i]), $"output {i} ({outputs[i]}): expected {expected[i]}, got {actual[i]}");
        }
    }

    [Property(MaxTest = 120)]
    public void Sums_of_products_and_exponentials_along_rows(DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        int rows = random.Next(1, 9), length = Lengths[random.Next(Lengths.Length)];
        DType dtype = random.Next(3) == 0 ? DType.Float64 : DType.Float32;
        // The widest have exponentials that overflow, are subnormal or vanish.
        double scale = new[] { 1, 10, 400, 4000 }[random.Next(4)];
        Expr x = Rows(seed.Item, rows, length, scale, dtype), z = Rows(seed.Item + 1, rows, length, 2, dtype);
        Expr most = x.Max(1, keepAxes: true), e = Expr.Exp(x - most), w = Expr.Exp(z), product = x * z, total = e.Sum(1, keepAxes: true);
        Expr mean = product.Sum(1, keepAxes: true) / length, squares = (z * z).Sum(1, keepAxes: true);
        AssertSameBits(random.Next(4) switch
        {
            0 => [e / total, most + Expr.Log(total)],
            1 => [product - mean, z / Expr.Sqrt(squares)],
            2 => [w * w.Sum(1, keepAxes: true), total * z, Expr.Exp(x - z) * z],
            _ => [product, product.Sum(1, keepAxes: true) * z, e, total + e],
        });
    }

    [Property(MaxTest = 120)]
    public void What_is_put_into_rows_while_they_are_read(DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        int rows = random.Next(1, 9), length = Lengths[random.Next(Lengths.Length)];
        DType dtype = random.Next(3) == 0 ? DType.Float64 : DType.Float32;
        Expr x = Rows(seed.Item, rows, length, 4, dtype), folded = x.Sum(1, keepAxes: true);
        Expr indices = Expr.Constant(NDArray.Create([.. Enumerable.Range(0, rows).Select(_ => (long)random.Next(length))], rows, 1));
        ScatterKind kind = random.Next(2) == 0 ? ScatterKind.Set : ScatterKind.Add;
        Expr put = Expr.Literal(0, dtype, x.Shape).PutAlong(indices, random.Next(2) == 0 ? folded : Expr.Literal(1, dtype, folded.Shape), 1, kind);
        AssertSameBits(random.Next(6) switch
        {
            0 => [put - x * folded],
            1 => [(x + folded) * put],
            2 => [(put - x) * folded],
            3 => [Expr.Exp(put) + folded],
            4 => [put - x, Expr.Where(put > x, x, folded)],
            _ => [put * put + x, Expr.Where(x > folded, put, x)],
        });
    }

    [Property(MaxTest = 150)]
    public void Sums_of_products_by_columns_and_of_all(DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        int rows = random.Next(1, 300), length = Lengths[random.Next(Lengths.Length)];
        DType dtype = random.Next(3) == 0 ? DType.Float64 : DType.Float32;
        Expr x = Rows(seed.Item, rows, length, 4, dtype), z = Rows(seed.Item + 1, rows, length, 2, dtype);
        Expr folded = x.Sum(1, keepAxes: true), product = x * z;
        AssertSameBits(random.Next(5) switch
        {
            0 => [product.Sum(), (x * x).Sum(0)],
            1 => [product.Sum(0), product.Sum(1), (z * z).Sum()],
            2 => [((x - folded) * z).Sum(0), ((x - folded) * x).Sum()],
            3 => [(x * folded).Sum(0), (z * folded).Sum()],
            _ => [(Expr.Exp(z) * x).Sum(0), (Expr.Exp(z) * folded.BroadcastTo(x.Shape)).Sum(0), product.Reshape(length, rows).Sum(0)],
        });
    }

    [Property(MaxTest = 200)]
    public void Combinations_of_a_product_and_another_op(DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        int rows = random.Next(1, 9), length = Lengths[random.Next(Lengths.Length)];
        DType dtype = random.Next(3) == 0 ? DType.Float64 : DType.Float32;
        Expr x = Rows(seed.Item, rows, length, 4, dtype), z = Rows(seed.Item + 1, rows, length, 2, dtype), one = Expr.Literal(0.3, dtype, x.Shape);
        Expr[] singles = [x.Sum(1, keepAxes: true), z.Sum(1, keepAxes: true), one], all = [x, z, Expr.Exp(z), .. singles];
        Expr first = Of(random.Next(3), all[random.Next(all.Length)], all[random.Next(all.Length)]), product = all[random.Next(all.Length)] * all[random.Next(all.Length)];
        Expr joined = random.Next(2) == 0 ? Of(random.Next(2), first, product) : Of(random.Next(2), product, first);
        Expr scaled = random.Next(2) == 0 ? joined * singles[random.Next(3)] : all[random.Next(all.Length)] * joined;
        AssertSameBits(random.Next(4) switch { 0 => [joined], 1 => [scaled], 2 => [-product, Expr.Exp(-product), (-product).Sum(1)], _ => [scaled, scaled.Sum(1), (joined * x).Sum(0)] });

        static Expr Of(int op, Expr a, Expr b) => op switch { 0 => a + b, 1 => a - b, _ => a * b };
    }

    [Property(MaxTest = 150)]
    public void What_each_reader_computes_again(DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        int rows = random.Next(1, 9), length = Lengths[random.Next(Lengths.Length)];
        DType dtype = random.Next(3) == 0 ? DType.Float64 : DType.Float32;
        Expr x = Rows(seed.Item, rows, length, 4, dtype), z = Rows(seed.Item + 1, rows, length, 2, dtype), mean = x.Sum(1, keepAxes: true) / length;
        Expr again = random.Next(4) switch { 0 => x - mean, 1 => mean - x, 2 => x * mean, _ => Expr.Exp(x) + mean }, squares = (again * again).Sum(1, keepAxes: true);
        AssertSameBits(random.Next(4) switch
        {
            0 => [again / Expr.Sqrt(squares)],
            1 => [again * squares, Expr.Exp(again) + z],
            2 => [again * again + z, again - z, z - again, again * z],
            _ => [(again * z) - (again * squares), again * again],
        });
    }

    [Property(MaxTest = 30)]
    public void Gradients_of_cross_entropy_and_layer_norm(DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        int rows = random.Next(1, 20), length = Lengths[random.Next(Lengths.Length)];
        Expr x = Rows(seed.Item, rows, length, 6, DType.Float32);
        Expr classes = Expr.Constant(NDArray.Create([.. Enumerable.Range(0, rows).Select(_ => (long)random.Next(length))], rows));
        Expr loss = x.CrossEntropy(classes), normed = x.LayerNorm(1, x.Sum(0), x.Max(0)).Gelu().Sum();
        AssertSameBits(loss, Gradient.Of(loss, [x])[x], normed, Gradient.Of(normed, [x])[x]);
    }

    [Fact]
    public void Passes_of_the_gradient_of_cross_entropy()
    {
        Expr x = Expr.Parameter("x", DType.Float32, new(64, 1000)), classes = Expr.Parameter("classes", DType.Int64, new(64)), loss = x.CrossEntropy(classes);
        PlanDescription plan = Computation.Of([x, classes], [loss, Gradient.Of(loss, [x])[x]]).Compile().Plan;
        LoopDescription loop = plan.Steps.OfType<LoopDescription>().Single(step => step.Count == x.Shape.Count);
        // The loss is picked from x, so that the differences from the maximum need no pass.
        Assert.Equal(3, loop.Instructions.Count(pass => pass.Contains("fold", StringComparison.Ordinal) || pass.Contains("put into", StringComparison.Ordinal)));
        Assert.DoesNotContain(loop.Instructions, pass => pass.StartsWith('t'));
    }

    [Fact]
    public void Passes_of_the_gradient_of_layer_norm()
    {
        Expr x = Expr.Parameter("x", DType.Float32, new(8, 128)), weight = Expr.Parameter("weight", DType.Float32, new(128)), bias = Expr.Parameter("bias", DType.Float32, new(128));
        Expr y = x.LayerNorm(1, weight, bias), loss = (y * Expr.Tanh(y)).Sum();
        GradientMap gradient = Gradient.Of(y, [x, weight, bias], Expr.Exp(y));
        PlanDescription plan = Computation.Of([x, weight, bias], [loss, gradient[x], gradient[weight], gradient[bias]]).Compile().Plan;
        string[] passes = [.. ((LoopDescription)Assert.Single(plan.Steps)).Instructions.Where(pass => !pass.StartsWith('r') || pass.Contains("fold", StringComparison.Ordinal))];
        Assert.Equal(2, passes.Count(pass => pass.Contains("fold sum (mul", StringComparison.Ordinal) && pass.StartsWith('b')));
        Assert.Single(passes, pass => pass.Contains("fold sum (power 2 (sub", StringComparison.Ordinal));
        Assert.Single(passes, pass => pass.Contains("mul (sub (sub", StringComparison.Ordinal));
    }

    [Fact]
    public void Sums_by_columns_are_fed_as_soon_as_their_values_are_known()
    {
        Expr x = Expr.Parameter("x", DType.Float32, new(8, 128)), weight = Expr.Parameter("weight", DType.Float32, new(128)), bias = Expr.Parameter("bias", DType.Float32, new(128));
        GradientMap gradient = Gradient.Of(x.LayerNorm(1, weight, bias).Gelu().Sum(), [x, weight, bias]);
        PlanDescription plan = Computation.Of([x, weight, bias], [gradient[x], gradient[weight], gradient[bias]]).Compile().Plan;
        string[] passes = [.. ((LoopDescription)Assert.Single(plan.Steps)).Instructions];
        int slope = Array.FindIndex(passes, pass => pass.Contains("geluSlope", StringComparison.Ordinal));
        Assert.All(passes[(slope + 1)..(slope + 3)], pass => Assert.EndsWith("by columns", pass, StringComparison.Ordinal));
        Assert.All(passes[(slope + 3)..], pass => Assert.DoesNotContain("by columns", pass, StringComparison.Ordinal));
    }
}
