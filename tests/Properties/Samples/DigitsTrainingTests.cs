using System.Globalization;
using System.Text.RegularExpressions;
using Autograd.Graph;
using Autograd.Samples.Digits;
using Xunit;

namespace Autograd.Properties.Samples;

/// <summary>The digits sample: how it splits its data, that both styles learn, the same on every run, and what it says of broken files.</summary>
public class DigitsTrainingTests
{
    private static readonly string Bundled = Path.Combine(AppContext.BaseDirectory, "data", "digits.csv.gz");

    [Fact]
    public void Both_splits_keep_360_rows_back_and_lose_none()
    {
        DigitsData data = DigitsData.Read(Bundled);
        Assert.Equal(1797, data.Count);
        foreach (DigitsSplit split in (DigitsSplit[])[DigitsSplit.Shuffled(data), DigitsSplit.OtherWriters(data)])
        {
            Assert.Equal((1437, 360), (split.Training.Count, split.HeldOut.Count));
            Assert.Equal(Texts(data).Order(), Texts(split.Training).Concat(Texts(split.HeldOut)).Order());
        }

        Assert.Equal(Texts(data)[^360..], Texts(DigitsSplit.OtherWriters(data).HeldOut));
        Assert.NotEqual(Texts(data)[^360..], Texts(DigitsSplit.Shuffled(data).HeldOut));
    }

    [Fact]
    public void A_functional_training_plans_each_size_of_batch_once_and_is_the_same_again()
    {
        DigitsSplit split = DigitsSplit.OtherWriters(DigitsData.Read(Bundled));
        EvaluationStatistics statistics = new();
        Recipe recipe = new(Epochs: 2);

        Outcome first = FunctionalTraining.Run(split, recipe, seed: 5, options: new() { Statistics = statistics });

        // Two sizes of batches and the measurement; a plan may be known already.
        Assert.InRange(statistics.PlanMisses, 0, 3);
        Assert.Equal(2 * recipe.Batches(1437) + 1, statistics.PlanHits + statistics.PlanMisses);
        Assert.Equal(first, FunctionalTraining.Run(split, recipe, seed: 5));
    }

    [Fact]
    public void The_program_learns_in_both_styles_and_prints_the_same_every_time()
    {
        ChildProcess.Result run = Digits("--epochs", "2", "--seeds", "7");
        Assert.Equal((0, run.Output), (run.ExitCode, Digits("--epochs", "2", "--seeds", "7").Output));

        string[] rows = Results(run);
        Assert.Equal(["Functional 7", "Functional mean", "Imperative 7", "Imperative mean"], rows.Select(row => string.Join(' ', Words(row)[..2])));
        foreach (string row in rows)
        {
            Assert.InRange(double.Parse(Words(row)[2], CultureInfo.InvariantCulture), 0.01, 0.5);
            Assert.InRange(double.Parse(Words(row)[3], CultureInfo.InvariantCulture), 88, 100);
            Assert.InRange(double.Parse(Words(row)[5], CultureInfo.InvariantCulture), 80, 100);
        }
    }

    [Fact]
    public void Both_styles_tell_96_of_100_digits_right_in_the_mean_of_three_seeds()
    {
        string[] means = [.. Results(Digits()).Where(row => Words(row)[1] == "mean")];
        Assert.Equal(["Functional", "Imperative"], means.Select(row => Words(row)[0]));
        foreach (string row in means)
        {
            Assert.InRange(double.Parse(Words(row)[3], CultureInfo.InvariantCulture), 96, 100);
            Assert.InRange(double.Parse(Words(row)[5], CultureInfo.InvariantCulture), 91, 94);
        }
    }

    [Fact]
    public void A_missing_or_broken_file_ends_the_program_with_its_name_and_exit_code_1()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "1,2,3\n");
            ChildProcess.Result broken = Digits("--data", path);
            Assert.Equal((1, "", $"Digits: {path}, line 1: the number of columns is 3; it must be 65, 64 pixels and the digit"), (broken.ExitCode, broken.Output, broken.Errors.Trim()));
        }
        finally
        {
            File.Delete(path);
        }

        ChildProcess.Result missing = Digits("--data", path);
        Assert.Equal((1, ""), (missing.ExitCode, missing.Output));
        Assert.Contains(path, missing.Errors);
    }

    [Theory]
    [InlineData("--epochs", "0")]
    [InlineData("--epochs", "many")]
    [InlineData("--seeds", "-1")]
    [InlineData("--style", "declarative")]
    [InlineData("--data", "")]
    public void A_wrong_option_is_named_with_exit_code_1(string option, string value)
    {
        ChildProcess.Result run = Digits(option, value);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(option, run.Errors);
    }

    private static ChildProcess.Result Digits(params string[] arguments) => ChildProcess.Run("Digits.dll", arguments);

    /// <summary>The table: style, seed, loss, accuracy on the rows held out, % and accuracy on other writers, %.</summary>
    private static string[] Results(ChildProcess.Result run) => [.. run.Lines.Where(line => Regex.IsMatch(line, "^(Functional|Imperative) "))];

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string[] Texts(DigitsData data) =>
        [.. Enumerable.Range(0, data.Count).Select(row => $"{string.Join(',', Enumerable.Range(0, DigitsData.Pixels).Select(pixel => data.Images[row, pixel]))}:{data.Labels[row]}")];
}
