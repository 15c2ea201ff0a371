using Autograd.Accuracy;
using Autograd.Graph;
using FsCheck;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties;

/// <summary>Evaluation with every optimisation gives the bits of the reference interpreter.</summary>
public class OptimisedEvaluationTests
{
    private static void AssertSameBits(Expr[] outputs)
    {
        NDArray[] expected = Graph.Evaluation.Evaluate(outputs, EvaluationOptions.Reference);
        NDArray[] actual = Graph.Evaluation.Evaluate(outputs);
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
