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
}
