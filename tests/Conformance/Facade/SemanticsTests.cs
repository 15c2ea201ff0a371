using System.Text.RegularExpressions;
using Xunit;
using Xunit.Abstractions;

namespace Autograd.Conformance;

/// <summary>The recorded programs on autograd, as C#: they print the same, an error as its message.</summary>
[Collection(FacadePrograms.Name)]
public partial class SemanticsTests(ITestOutputHelper output)
{
    private const string File = "semantics.md";

    [Fact]
    public void Programs_print_what_was_recorded() => Tally.Run(File, Programs(), program => program.Id, Check, output);

    private static List<(string Id, string Expected)> Programs()
    {
        var programs = new List<(string, string)>();
        foreach (Match match in Program().Matches(Recording.Text(File)))
            programs.Add((match.Groups["id"].Value, ErrorType().Replace(match.Groups["text"].Value, "")));
        return programs;
    }

    private static Outcome Check((string Id, string Expected) program) => SemanticsPrograms.All.TryGetValue(program.Id, out Action? run)
        ? Outcome.OfTexts(program.Expected, FacadePrograms.OutputOf(run))
        : Outcome.Unsupported(SemanticsPrograms.Later.GetValueOrDefault(program.Id, "a program that was not ported"));

    [GeneratedRegex(@"^### (?<id>S\d+) .*?^```text\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Program();

    // The port's exceptions are .NET's; their messages are compared.
    [GeneratedRegex(@"^\w+Error: ", RegexOptions.Multiline)]
    private static partial Regex ErrorType();
}
