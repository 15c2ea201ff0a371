using Autograd.Accuracy;
using Autograd.Graph;

namespace Autograd.Properties.Computations;

/// <summary>A random graph with its variables made parameters, their values, and the outputs of these.</summary>
internal sealed record DrawnComputation(Computation Computation, NDArray[] Arguments, NDArray[] Expected)
{
    public static DrawnComputation Of(int seed, int size)
    {
        Expr[] outputs = RandomGraph.Outputs(seed, size);
        var parameters = new Dictionary<Expr, Expr>(ReferenceEqualityComparer.Instance);
        foreach (Expr node in Nodes(outputs))
            if (node.Op is Op.Variable) parameters.Add(node, Expr.Parameter($"x{parameters.Count}", node.DType, node.Shape));
        NDArray[] expected = Graph.Evaluation.Evaluate(outputs, EvaluationOptions.Reference);
        return new(Computation.Of([.. parameters.Values], Expr.Substitute(outputs, parameters)), [.. parameters.Keys.Select(variable => variable.Value!)], expected);
    }

    /// <summary>What outputs depend on, and they themselves.</summary>
    public static List<Expr> Nodes(params ReadOnlySpan<Expr> outputs)
    {
        using NodeMap places = NodeMap.Create();
        return AllInputs.Collect(outputs, places);
    }

    public static void SameBits(NDArray[] expected, NDArray[] actual)
    {
        Xunit.Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Xunit.Assert.True(expected[i].BitsEqual(actual[i]), $"output {i}: expected {expected[i]}, got {actual[i]}");
    }
}
