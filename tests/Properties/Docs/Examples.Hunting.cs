using Autograd.Graph;

namespace Autograd.Docs;

public sealed partial class Examples
{
    [Fact]
    public void Where_a_value_that_is_not_finite_began()
    {
        #region non_finite
        Expr x = Expr.Variable(NDArray.Vector(4f, 0f, 1f)).Named("x");
        using (CallSites.Record())
        {
            Expr loss = Expr.Sqrt(x).Sum();                          // finite, and yet:
            NonFiniteReport report = NonFinite.FindInGradient(loss);
            Console.WriteLine(report);
        }
        #endregion
        using (CallSites.Record())
        {
            NonFiniteOrigin first = NonFinite.FindInGradient(Expr.Sqrt(x).Sum()).First!;
            Shown("hunting.md", first.ToString(), "made by");
        }
    }

    [Fact]
    public void Which_node_loses_the_digits()
    {
        #region precision
        Expr x = Expr.Variable(NDArray.Vector(1e-4f, 2e-4f));
        Expr y = (1 - Expr.Cos(x)) / (x * x);                        // one half, nearly
        PrecisionReport report = PrecisionReport.Of(y);
        Console.WriteLine(report);
        #endregion
        Shown("hunting.md", report.ToString());
    }

    /// <summary>A page shows a text line by line, but for the lines that begin with words that vary.</summary>
    private static void Shown(string page, string text, params string[] varying)
    {
        string document = File.ReadAllText(Properties.House.Repository.At("docs", page)).ReplaceLineEndings("\n");
        foreach (string line in text.TrimEnd('\n').Split('\n'))
            Assert.True(varying.Any(words => line.TrimStart().StartsWith(words, StringComparison.Ordinal)) || document.Contains($"\n    {line}\n", StringComparison.Ordinal), $"{page} does not show: {line}\n{text}");
    }
}
