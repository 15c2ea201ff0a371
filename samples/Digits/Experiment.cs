using System.Globalization;

namespace Autograd.Samples.Digits;

/// <summary>Trainings in some styles with some seeds, each on both splits of the rows.</summary>
internal sealed record Experiment(DigitsData Data, Recipe Recipe, Style[] Styles, int[] Seeds)
{
    /// <summary>How many trainings there are of each style.</summary>
    public int TrainingsOfStyle => 2 * Seeds.Length;

    /// <summary>Trains all and returns the table of results: a line for each style and seed, and one for each style's means.</summary>
    /// <param name="epochDone">told the style after each epoch</param>
    public IReadOnlyList<string> Run(Action<Style> epochDone)
    {
        DigitsSplit shuffled = DigitsSplit.Shuffled(Data), otherWriters = DigitsSplit.OtherWriters(Data);
        List<string> lines = ["style       seed    loss  held out  other writers"];
        foreach (Style style in Styles)
        {
            List<(Outcome HeldOut, Outcome OtherWriters)> outcomes = [];
            foreach (int seed in Seeds)
            {
                outcomes.Add((Train(style, shuffled, seed, epochDone), Train(style, otherWriters, seed, epochDone)));
                lines.Add(Line(style, seed.ToString(CultureInfo.InvariantCulture), outcomes[^1..]));
            }

            lines.Add(Line(style, "mean", outcomes));
        }

        return lines;
    }

    private Outcome Train(Style style, DigitsSplit split, int seed, Action<Style> epochDone) => style == Style.Functional
        ? FunctionalTraining.Run(split, Recipe, seed, () => epochDone(style))
        : ImperativeTraining.Run(split, Recipe, seed, () => epochDone(style));

    private static string Line(Style style, string seed, List<(Outcome HeldOut, Outcome OtherWriters)> outcomes)
    {
        double loss = outcomes.Average(o => o.HeldOut.Loss), heldOut = outcomes.Average(o => o.HeldOut.Accuracy), others = outcomes.Average(o => o.OtherWriters.Accuracy);
        return string.Create(CultureInfo.InvariantCulture, $"{style,-10}  {seed,4}  {loss,6:F4}  {100 * heldOut,6:F2} %  {100 * others,11:F2} %");
    }
}
