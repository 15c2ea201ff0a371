using System.Text.Json;
using Autograd.CSharp;
using Xunit;
using Xunit.Abstractions;

namespace Autograd.Conformance;

/// <summary>The recorded draws after <c>torch.manual_seed(seed)</c>: exact, but normal and exponential ones, which go through float64 functions of the platform, within 1e-6.</summary>
public class RandomStreamTests(ITestOutputHelper output)
{
    private const string File = "rng_cases.jsonl.gz";

    [Fact]
    public void Random_streams_are_as_recorded() => Tally.Run(File, Recording.Cases(File), Id, Check, output);

    private static string Id(JsonElement one) => $"{one.GetProperty("seed").GetInt64()} {one.GetProperty("expr").GetString()}";

    private static Outcome Check(JsonElement one)
    {
        string expression = one.GetProperty("expr").GetString()!;
        RecordedTensor expected = RecordedTensor.Read(one.GetProperty("dtype").GetString()!, one.GetProperty("shape"), one.GetProperty("data"));
        var stream = new RandomStream(unchecked((ulong)one.GetProperty("seed").GetInt64()));
        if (new RandomPrograms(stream).Evaluate(PythonParser.Parse(expression)) is not RecordedTensor actual)
            return Outcome.Unsupported($"{expression}, which is no tensor");
        bool inexact = expression.Contains("randn") || expression.Contains("normal") || expression.Contains("exponential");
        return expected.Compare(actual, tolerance: inexact ? 1e-6 : 0);
    }
}
