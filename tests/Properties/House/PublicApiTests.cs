using System.Reflection;
using Autograd.CSharp;
using Autograd.Graph;

namespace Autograd.Properties.House;

/// <summary>What others can call changes on purpose only.</summary>
public sealed class PublicApiTests
{
    // Set to 1, the tests write the recorded surfaces anew instead of comparing.
    private const string Renew = "AUTOGRAD_RENEW_PUBLIC_API";

    [Theory]
    [InlineData("Autograd.Graph")]
    [InlineData("Autograd.CSharp")]
    [InlineData("Autograd.FSharp")]
    public void The_public_surface_is_the_recorded_one(string library)
    {
        string file = Repository.At("tests", "Properties", "House", $"PublicApi.{library}.txt");
        string actual = PublicApi.Of(Library(library));
        if (Environment.GetEnvironmentVariable(Renew) == "1") File.WriteAllText(file, actual);
        string[] recorded = File.ReadAllText(file).ReplaceLineEndings("\n").Split('\n'), found = actual.Split('\n');
        string[] gone = [.. recorded.Except(found)], added = [.. found.Except(recorded)];
        Assert.True(gone.Length + added.Length == 0 && recorded.SequenceEqual(found),
            $"The public surface of {library} changed; where that is meant, run this test with {Renew}=1 and commit the file.\n"
            + string.Join('\n', gone.Select(line => $"- {line.Trim()}").Concat(added.Select(line => $"+ {line.Trim()}"))));
    }

    [Fact]
    public void A_surface_tells_what_a_caller_sees()
    {
        string surface = PublicApi.Of(Library("Autograd.Graph"));
        Assert.Contains("static class Gradient\n", surface, StringComparison.Ordinal);
        Assert.Contains("    static NDArray Evaluate(this Expr x, EvaluationOptions? options = default, CancellationToken cancellationToken = default)\n", surface, StringComparison.Ordinal);
        Assert.Contains("    Expr this[Expr node] { get; }\n", surface, StringComparison.Ordinal);
        Assert.DoesNotContain("Interpreter", surface, StringComparison.Ordinal);
    }

    private static Assembly Library(string name) => name switch
    {
        "Autograd.Graph" => typeof(Expr).Assembly,
        "Autograd.FSharp" => typeof(Autograd.FSharp.Transforms).Assembly,
        _ => typeof(torch).Assembly,
    };
}
