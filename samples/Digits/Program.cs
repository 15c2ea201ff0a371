using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Autograd.Samples.Digits;

Option<int> epochs = new("--epochs") { Description = "How often a training sees every row.", DefaultValueFactory = _ => 20 };
Option<int[]> seeds = new("--seeds")
{
    Description = "Trains once with each of these seeds.",
    DefaultValueFactory = _ => [0, 1, 2],
    AllowMultipleArgumentsPerToken = true,
    Arity = ArgumentArity.OneOrMore,
};
Option<Style[]> styles = new("--style")
{
    Description = "Trains in this style; in both when omitted.",
    DefaultValueFactory = _ => Enum.GetValues<Style>(),
    AllowMultipleArgumentsPerToken = true,
    Arity = ArgumentArity.OneOrMore,
};
Option<string?> data = new("--data") { Description = "The file of digits, decompressed where its name ends in .gz; the one beside the program when omitted." };

RootCommand root = new("Trains a small network on handwritten digits, in the functional and in the imperative style.") { epochs, seeds, styles, data };
root.SetAction(parsed =>
{
    int times = parsed.GetValue(epochs);
    int[] chosen = parsed.GetValue(seeds)!;
    if (times < 1) return Refuse($"--epochs is {times}; it must be at least 1.");
    if (Array.Exists(chosen, seed => seed < 0)) return Refuse($"--seeds has {chosen.Min()}; a seed must not be negative.");
    string path = parsed.GetValue(data) ?? Path.Combine(AppContext.BaseDirectory, "data", "digits.csv.gz");
    if (path == "") return Refuse("--data is empty; it must name a file.");
    try
    {
        Run(DigitsData.Read(path, atLeast: DigitsSplit.HeldOutRows + 1), new(times), parsed.GetValue(styles)!, chosen);
        return 0;
    }
    catch (Exception error) when (error is DigitsFormatException or IOException or UnauthorizedAccessException)
    {
        return Refuse(error.Message);
    }
});
return root.Parse(args).Invoke();

static int Refuse(string problem)
{
    Console.Error.WriteLine($"Digits: {problem}");
    return 1;
}

static void Run(DigitsData data, Recipe recipe, Style[] styles, int[] seeds)
{
    Console.WriteLine($"{data.Count} digits; network {recipe}");
    Console.WriteLine($"loss: the mean over the last epoch; held out: accuracy on {DigitsSplit.HeldOutRows} rows that the permutation of seed {DigitsSplit.PermutationSeed} chooses;");
    Console.WriteLine($"other writers: accuracy on the last {DigitsSplit.HeldOutRows} rows of the file, after training on the first {data.Count - DigitsSplit.HeldOutRows}");
    Console.WriteLine();

    Experiment experiment = new(data, recipe, [.. styles.Distinct()], seeds);
    long start = Stopwatch.GetTimestamp();
    Dictionary<Style, int> epochs = experiment.Styles.ToDictionary(style => style, _ => experiment.TrainingsOfStyle * recipe.Epochs);
    foreach (string line in ProgressBars.Show<Style, IReadOnlyList<string>>(epochs, experiment.Run)) Console.WriteLine(line);

    // Apart from the results, which are the same on every run.
    int trainings = experiment.TrainingsOfStyle * experiment.Styles.Length;
    Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{trainings} trainings in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s"));
}
