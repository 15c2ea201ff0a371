namespace Autograd.Samples.Digits;

/// <summary>Rows to learn from and rows kept back, which no training sees.</summary>
internal sealed record DigitsSplit(DigitsData Training, DigitsData HeldOut)
{
    /// <summary>How many rows are kept back.</summary>
    public const int HeldOutRows = 360;

    /// <summary>The seed of the permutation whose last places are kept back by <see cref="Shuffled"/>.</summary>
    public const int PermutationSeed = 1797;

    /// <summary>Keeps back rows that a fixed permutation chooses: digits of the writers that are learned from.</summary>
    public static DigitsSplit Shuffled(DigitsData data)
    {
        int[] places = [.. Enumerable.Range(0, data.Count)];
        new Random(PermutationSeed).Shuffle(places);
        return Cut(data, places);
    }

    /// <summary>Keeps back the last rows of the file: digits of other writers, which is harder.</summary>
    public static DigitsSplit OtherWriters(DigitsData data) => Cut(data, [.. Enumerable.Range(0, data.Count)]);

    private static DigitsSplit Cut(DigitsData data, ReadOnlySpan<int> places) => new(data.At(places[..^HeldOutRows]), data.At(places[^HeldOutRows..]));
}
