using Autograd.CSharp;
using Xunit;
using Xunit.Abstractions;
using static Autograd.CSharp.torch;

namespace Autograd.Conformance;

/// <summary>The recorded nodes: their names, whether a second backward is refused, and what they lead to.</summary>
[Collection(FacadePrograms.Name)]
public class GradFnTests(ITestOutputHelper output)
{
    private const string File = "grad_fn.txt";

    [Fact]
    public void Nodes_are_named_freed_and_connected_as_recorded() => Tally.Run(File, Lines(), line => line.Expression, Check, output);

    private sealed record Line(string Expression, string Node, bool Raises, string[] Saved, string Next);

    // What PyTorch's kernels keep and ours do not need: sizes that the edges know, intermediate results, arguments that are not there.
    private static readonly string[] s_own =
    [
        "self_sizes", "self_sym_sizes", "self_numel", "mat1_sym_sizes", "mat1_sym_strides", "mat2_sym_sizes", "mat2_sym_strides", "self_sym_strides",
        "buffer", "total_weight", "result1", "result2",
    ];

    private static List<Line> Lines()
    {
        var lines = new List<Line>();
        foreach (string line in Recording.Text(File).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string expression = line[..25].TrimEnd(), node = line[25..].Split(' ')[0];
            lines.Add(new(expression, node, line.Contains(" RAISES "), SavedNames(line), line[(line.IndexOf("next=", StringComparison.Ordinal) + 5)..]));
        }

        return lines;
    }

    private static string[] SavedNames(string line)
    {
        int start = line.IndexOf("saved=[", StringComparison.Ordinal) + 7;
        return line[start..line.IndexOf(']', start)].Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(name => name.Trim('\'')).Except(s_own).ToArray();
    }

    private static Outcome Check(Line line)
    {
        if (!GradFnExpressions.All.TryGetValue(line.Expression, out Func<Tensor>? build)) return Outcome.Unsupported("an operation or form that is not there yet");
        manual_seed(0);
        Tensor result = build();
        if (result.grad_fn is not { } node) return Outcome.Wrong("there is no node");
        if (node.name() != line.Node) return Outcome.Wrong($"node {node.name()}, expected {line.Node}");
        string next = "[" + string.Join(", ", node.next_functions.Select(f => f.node is { } n ? $"'{n.name()}'" : "None")) + "]";
        if (next != line.Next) return Outcome.Wrong($"next functions {next}, expected {line.Next}");
        string[] missing = [.. line.Saved.Except(node._saved.Names)];
        if (missing.Length > 0) return Outcome.Wrong($"nothing is saved as {string.Join(", ", missing)}; there are {string.Join(", ", node._saved.Names)}");
        foreach ((string name, object? _) in node._saved) Assert.NotNull(name);
        bool raises = RaisesSecondTime(result);
        return raises == line.Raises ? Outcome.Passed : Outcome.Wrong(raises ? "a second backward raises" : "a second backward passes");
    }

    private static bool RaisesSecondTime(Tensor result)
    {
        result.backward(ones_like(result));
        try
        {
            result.backward(ones_like(result));
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }
}
