using System.Globalization;
using System.Text.RegularExpressions;
using Autograd.Samples.Tutorials;
using Xunit;
using Xunit.Abstractions;

namespace Autograd.Conformance;

/// <summary>The sample's programs print what the scripts print, to the character.</summary>
[Collection(FacadePrograms.Name)]
public partial class TutorialTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, Action> Programs = new()
    {
        ["000"] = Tutorial000.Run,
        ["001"] = Tutorial001.Run,
        ["002"] = Tutorial002.Run,
        ["003"] = Tutorial003.Run,
        ["004"] = Tutorial004.Run,
    };

    [Fact]
    public void Tutorials_print_their_transcripts()
    {
        IReadOnlyList<string> files = Recording.Files("0*.out");
        Tally.Run("tutorials", files, file => file, file => Programs.TryGetValue(file[..3], out Action? program)
            ? Outcome.OfTexts(Recording.Text(file), FacadePrograms.OutputOf(program))
            : Outcome.Unsupported("a tutorial that is not among the samples"), output);
    }

    [Fact]
    public void Further_tutorials_print_their_transcript_but_for_the_last_digits_of_long_sums()
    {
        string[] expected = Recording.Text("more_tutorials.out").Split('\n'), actual = FacadePrograms.OutputOf(MoreTutorials.Run).Split('\n');
        Assert.Equal(expected.Length, actual.Length);
        int polynomial = Array.IndexOf(expected, "--- examples_autograd polynomial");
        for (int i = 0; i < expected.Length; i++)
        {
            if (i <= polynomial) Assert.Equal(expected[i], actual[i]);
            else AssertNear(expected[i], actual[i]);
        }
    }

    [Fact]
    public void A_function_with_its_own_backward_learns_as_in_the_tutorial()
    {
        string[] expected = Recording.Text("legendre.out").Split('\n'), actual = FacadePrograms.OutputOf(LegendreTutorial.Run).Split('\n');
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            // Two of the coefficients are zero, but for rounding.
            if (expected[i].StartsWith("Result", StringComparison.Ordinal)) Assert.Matches(@"^Result: y = \S+ \+ -2\.2085\d+ \* P3\(\S+ \+ 0\.2554\d+ x\)$", actual[i]);
            else AssertNear(expected[i], actual[i]);
        }
    }

    // Two thousand float32 numbers summed two thousand times, in another order: five digits stay.
    private static void AssertNear(string expected, string actual)
    {
        Assert.Equal(Number().Replace(expected, "#"), Number().Replace(actual, "#"));
        foreach ((Match e, Match a) in Number().Matches(expected).Zip(Number().Matches(actual)))
        {
            double x = double.Parse(e.Value, CultureInfo.InvariantCulture), y = double.Parse(a.Value, CultureInfo.InvariantCulture);
            Assert.True(Math.Abs(x - y) <= 1e-5 * Math.Abs(x), $"expected {expected}, actual {actual}");
        }
    }

    [GeneratedRegex(@"-?\d+\.\d+")]
    private static partial Regex Number();
}
