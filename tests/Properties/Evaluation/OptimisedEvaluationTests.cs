using Autograd.Accuracy;
using Autograd.Graph;
using FsCheck;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties;

/// <summary>Evaluation with every optimisation gives the bits of the reference interpreter.</summary>
public class OptimisedEvaluationTests
{
    private static void AssertSameBits(Expr[] outputs, int threads = 0)
    {
        NDArray[] expected = Graph.Evaluation.Evaluate(outputs, EvaluationOptions.Reference);
        NDArray[] actual = Graph.Evaluation.Evaluate(outputs, EvaluationOptions.Default with { Threads = threads });
        for (int i = 0; i < outputs.Length; i++)
            Assert.True(expected[i].BitsEqual(actual[i]), $"output {i} ({outputs[i]}): expected {expected[i]}, got {actual[i]}");
    }

    // Numbers drawn by size would be the same two hundred over and over.
    [Property(MaxTest = 300)]
    public void Optimised_equals_reference_on_random_graphs(DoNotSize<int> seed) => AssertSameBits(RandomGraph.Outputs(seed.Item, 12 + Math.Abs(seed.Item % 60)));

    [Property(MaxTest = 20)]
    public void Optimised_equals_reference_on_graphs_of_hundreds_of_nodes(DoNotSize<int> seed) => AssertSameBits(RandomGraph.Outputs(seed.Item, 400));

    [Property(MaxTest = 300)]
    public void Optimised_equals_reference_on_programs_over_rows(DoNotSize<int> seed) => AssertSameBits(RandomRows.Outputs(seed.Item, 8 + Math.Abs(seed.Item % 40)));

    [Property(MaxTest = 60)]
    public void Optimised_equals_reference_on_one_and_on_three_threads(DoNotSize<int> seed)
    {
        foreach (int threads in (ReadOnlySpan<int>)[1, 3]) AssertSameBits(RandomRows.Outputs(seed.Item, 40), threads);
    }

    [Theory]
    [InlineData(300, 1024)]
    [InlineData(2_000, 100)]
    [InlineData(1, 300_000)]
    [InlineData(131, 4096)]
    public void Parts_of_a_loop_fold_to_the_bits_of_the_whole(int rows, int length)
    {
        // Ordinary numbers: one NaN would be every sum.
        var random = new Random(rows);
        var numbers = new float[rows * length];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = random.NextSingle() * 4 - 2;
        foreach (int threads in (ReadOnlySpan<int>)[1, 2, 5])
        {
            Expr x = Expr.Variable(NDArray.Create(numbers, rows, length));
            Expr y = Expr.Tanh(Expr.Sigmoid(x) + Expr.Exp(-Expr.Abs(x)));
            Expr centred = y - y.Mean(1, keepAxes: true);
            AssertSameBits([y.Sum(), y.Sum(0), y.Max(0), y.Min(), centred.Sum(1), centred * Expr.Exp(centred)], threads);
        }
    }

    [Theory]
    [MemberData(nameof(VectorMathTests.Switches), MemberType = typeof(VectorMathTests))]
    public void Optimised_equals_reference_on_every_vector_width(string name, string expected)
    {
        ChildProcess.Result child = ChildProcess.Run("Autograd.Accuracy.dll", ["graphs"], new Dictionary<string, string> { [name] = "0" });
        Assert.True(child.ExitCode == 0, child.Errors);
        Assert.StartsWith($"vectors {expected}", child.Lines[0], StringComparison.Ordinal);
        Assert.Equal(GraphsCommand.Results(), child.Lines[1..]);
        foreach (string line in child.Lines[1..])
        {
            string[] words = line.Split(' ');
            Assert.Equal(words[^1], words[^3]);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(600)]
    [InlineData(2_000)]
    public void Hundreds_of_folds_of_one_space_are_cut_into_loops(int rowLength)
    {
        Expr x = Expr.Variable(RandomGraph.Values(new Random(rowLength), new(2, rowLength), DType.Float32));
        var outputs = new Expr[400];
        for (int i = 0; i < outputs.Length; i++)
        {
            Expr y = x * (i + 1.5);
            outputs[i] = (i % 3 == 0 ? y : Expr.Exp(y)).Reduce(i % 2 == 0 ? ReduceKind.Sum : ReduceKind.Max, i % 5 == 0 ? [0, 1] : [1]);
        }

        AssertSameBits(outputs);
    }

    [Fact]
    public void The_scratch_memory_of_a_plan_does_not_grow_with_the_number_of_folds()
    {
        Expr x = Expr.Variable(NDArray.Ones(2, 600));
        Assert.InRange(ArenaBytes(2_000), 1, 2 * ArenaBytes(200));

        int ArenaBytes(int folds)
        {
            var outputs = new Expr[folds];
            for (int i = 0; i < folds; i++) outputs[i] = (x * (i + 1.5)).Reduce(ReduceKind.Sum, 1);
            Wiring wiring = Wiring.Of(outputs, secondTouch: false);
            int bytes = Planner.Make(wiring).ArenaBytes - wiring.Numbers.Length * sizeof(long);
            wiring.Return();
            return bytes;
        }
    }

    [Fact]
    public void Folds_of_rows_of_two_lengths_along_a_chain_are_planned_in_linear_time()
    {
        const int length = 10_000;
        Expr x = Expr.Variable(NDArray.Ones(2, 3));
        Expr total = Expr.Zero;
        var outputs = new Expr[2 * length];
        for (int i = 0; i < length; i++)
        {
            outputs[i] = x = x - x.Reduce(ReduceKind.Sum, 1).Reshape(2, 1).BroadcastTo(new Shape(2, 3)) * 0.125;
            outputs[length + i] = x.Reduce(ReduceKind.Sum, 0, 1);
        }

        NDArray[] values = Graph.Evaluation.Evaluate(outputs, EvaluationOptions.Default);
        NDArray[] expected = Graph.Evaluation.Evaluate(outputs, EvaluationOptions.Reference);
        for (int i = 0; i < values.Length; i++) Assert.True(expected[i].BitsEqual(values[i]));
    }

    [Fact]
    public void A_chain_over_a_hundred_thousand_distinct_sources_is_planned_in_linear_time()
    {
        Expr y = Expr.Variable(NDArray.Scalar(1.0));
        const int length = 100_000;
        for (int i = 0; i < length; i++) y = y * 0.5 + Expr.Variable(NDArray.Scalar((double)i));
        double expected = 1;
        for (int i = 0; i < length; i++) expected = expected * 0.5 + i;
        Assert.Equal(expected, y.Evaluate().ToScalar<double>());
    }

    [Fact]
    public void Elements_are_picked_below_a_chain_of_a_hundred_thousand_ops()
    {
        Expr x = Expr.Variable(NDArray.Ones(2, 20)), one = Expr.Variable(NDArray.Ones(2, 1)).BroadcastTo(x.Shape), classes = Expr.Variable(NDArray.Zeros(new Shape(2), DType.Int64));
        for (int i = 0; i < 100_000; i++) x += one;
        Assert.Equal(MathF.Log(20), x.CrossEntropy(classes).Evaluate().ToScalar<float>(), 1e-6f);
    }

    [Fact]
    public void Nothing_is_read_of_an_array_without_elements()
    {
        // The one column that is read would lie far outside of the empty array.
        Expr x = Expr.Variable(NDArray.Zeros(new Shape(0, 500_000_000), DType.Float64));
        Expr column = x.Slice(1, 499_999_999, 500_000_000);
        AssertSameBits([column * 2 + 1, (column + 1).Reduce(ReduceKind.Sum, 1), (column + 1).Reduce(ReduceKind.Sum, 0)]);
    }

    [Property(MaxTest = 5)]
    public void Any_number_of_threads_gives_the_same_bits_from_shared_nodes(int seed)
    {
        Expr[] outputs = RandomGraph.Outputs(seed, 80);
        NDArray[] expected = Graph.Evaluation.Evaluate(outputs, EvaluationOptions.Reference);
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, thread =>
        {
            for (int round = 0; round < 4; round++)
            {
                int one = (thread + round) % outputs.Length;
                Assert.True(expected[one].BitsEqual(outputs[one].Evaluate()));
                Expr built = outputs[one].Cast(DType.Float64) + thread;
                Assert.True(built.Evaluate(EvaluationOptions.Reference).BitsEqual(built.Evaluate()));
            }
        });
    }
}
