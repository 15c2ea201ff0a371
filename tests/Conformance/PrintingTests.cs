using System.Text.Json;
using Autograd.CSharp;
using Autograd.Graph;
using Xunit;
using Xunit.Abstractions;

namespace Autograd.Conformance;

/// <summary>The recorded texts of <c>str(tensor)</c>. Where a case has an expression, its recorded value is printed: how it came about shows in its suffix only.</summary>
public class PrintingTests(ITestOutputHelper output)
{
    private const string File = "print_cases.jsonl.gz";

    [Fact]
    public void Tensors_print_as_recorded() =>
        Tally.Run(File, Recording.Cases(File), one => one.GetProperty("id").GetString()!, Check, output);

    private static Outcome Check(JsonElement one)
    {
        bool computed = one.TryGetProperty("expr", out JsonElement expression);
        RecordedTensor tensor = RecordedTensor.Read(one.GetProperty(computed ? "value" : "input"));
        var annotations = new TensorAnnotations(
            GradFn: one.TryGetProperty("grad_fn", out JsonElement gradFn) ? gradFn.GetString() : null,
            RequiresGrad: tensor.RequiresGrad,
            DefaultDType: one.TryGetProperty("default_dtype", out JsonElement dtype) ? RecordedTensor.ParseDType(dtype.GetString()!) : DType.Float32,
            IsParameter: computed && expression.GetString()!.Contains("Parameter(", StringComparison.Ordinal));
        PrintOptions options = one.TryGetProperty("printoptions", out JsonElement given) ? Options(given) : PrintOptions.Default;
        return Outcome.OfTexts(one.GetProperty("str").GetString()!, tensor.Text(annotations, options));
    }

    private static PrintOptions Options(JsonElement given)
    {
        int? precision = null, edgeItems = null, lineWidth = null;
        double? threshold = null;
        string? profile = null;
        bool? sciMode = null;
        foreach (JsonProperty option in given.EnumerateObject())
        {
            if (option.Value.ValueKind == JsonValueKind.Null) continue;
            switch (option.Name)
            {
                case "precision": precision = option.Value.GetInt32(); break;
                case "threshold": threshold = RecordedTensor.Number(option.Value); break;
                case "edgeitems": edgeItems = option.Value.GetInt32(); break;
                case "linewidth": lineWidth = option.Value.GetInt32(); break;
                case "profile": profile = option.Value.GetString(); break;
                case "sci_mode": sciMode = option.Value.GetBoolean(); break;
                default: throw new UnsupportedCaseException($"print option {option.Name}");
            }
        }
        return PrintOptions.Default.With(precision, threshold, edgeItems, lineWidth, profile, sciMode);
    }
}
