using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Autograd.Graph;

namespace Autograd.Accuracy;

/// <summary>Hashes the values of random graphs, evaluated with every optimisation and by the reference, so that processes on other hardware can be compared.</summary>
internal static class GraphsCommand
{
    private const int Graphs = 60, Nodes = 60;

    // Tiles with edges, panels, sum trees, single rows, and one that is cut over threads.
    private static readonly (int Rows, int Columns, int Depth)[] Products = [(30, 70, 50), (131, 40, 300), (25, 10, 260), (70, 3, 1100), (2, 150, 40), (130, 200, 130)];

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

        for (int i = 0; i < 4 * Products.Length; i++)
        {
            NDArray one = Product(i, new() { Threads = 1 }), three = Product(i, new() { Threads = 3 }), reference = Product(i, EvaluationOptions.Reference);
            yield return $"product {i} optimised {Hash([one, three])} reference {Hash([reference, reference])}";
        }
    }

    /// <summary>A product of either type, each operand in rows or in columns.</summary>
    private static NDArray Product(int number, EvaluationOptions options)
    {
        var random = new Random(number);
        (int rows, int columns, int depth) = Products[number / 4];
        DType dtype = (number ^ number >> 2) % 2 == 0 ? DType.Float32 : DType.Float64;
        bool left = (number & 1) != 0, right = (number & 2) != 0;
        Expr a = Expr.Constant(RandomGraph.Values(random, left ? new(depth, rows) : new(rows, depth), dtype));
        Expr b = Expr.Constant(RandomGraph.Values(random, right ? new(columns, depth) : new(depth, columns), dtype));
        return Expr.Dot(a, b, [left ? 0 : 1], [right ? 1 : 0]).Evaluate(options);
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
