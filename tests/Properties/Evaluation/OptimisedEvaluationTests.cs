using Autograd.Accuracy;
using Autograd.Graph;
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

    [Property(MaxTest = 300)]
    public void Optimised_equals_reference_on_random_graphs(int seed) => AssertSameBits(RandomGraph.Outputs(seed, 12 + Math.Abs(seed % 60)));

    [Property(MaxTest = 20)]
    public void Optimised_equals_reference_on_graphs_of_hundreds_of_nodes(int seed) => AssertSameBits(RandomGraph.Outputs(seed, 400));

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
