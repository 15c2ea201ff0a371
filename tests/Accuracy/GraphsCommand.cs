using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Autograd.Graph;

namespace Autograd.Accuracy;

/// <summary>Hashes the values of random graphs, evaluated with every optimisation and by the reference, so that processes on other hardware can be compared.</summary>
internal static class GraphsCommand
{
    private const int Graphs = 60, Nodes = 60;

    /// <summary>The hardware, then one line a graph.</summary>
    internal static IEnumerable<string> Lines()
    {
        yield return HashCommand.Hardware;
        foreach (string line in Results()) yield return line;
    }

    /// <summary>One line a graph.</summary>
    internal static IEnumerable<string> Results()
    {
        for (int seed = 0; seed < Graphs; seed++)
        {
            Expr[] outputs = seed % 3 == 2 ? RandomRows.Outputs(seed, Nodes) : RandomGraph.Outputs(seed, Nodes);
            string optimised = Hash(Graph.Evaluation.Evaluate(outputs)), reference = Hash(Graph.Evaluation.Evaluate(outputs, EvaluationOptions.Reference));
            yield return $"graph {seed} optimised {optimised} reference {reference}";
        }
    }

    /// <summary>All elements' bits, any NaN as the same one.</summary>
    private static string Hash(NDArray[] values)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (NDArray value in values)
        {
            for (int i = 0; i < value.Count; i++)
            {
                Number number = value.At(i);
                long bits = double.IsNaN(number.ToDouble()) ? long.MinValue : number.Bits;
                hash.AppendData(MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in bits)));
            }
        }

        return Convert.ToHexString(hash.GetHashAndReset())[..16];
    }
}
