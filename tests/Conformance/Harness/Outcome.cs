namespace Autograd.Conformance;

internal enum Verdict { Passed, Wrong, Unsupported }

/// <summary>What became of one recorded case.</summary>
/// <param name="Verdict">whether the library gives what was recorded</param>
/// <param name="Detail">what was wrong, or what a later version must bring</param>
internal readonly record struct Outcome(Verdict Verdict, string Detail)
{
    public static Outcome Passed { get; } = new(Verdict.Passed, "");

    public static Outcome Wrong(string detail) => new(Verdict.Wrong, detail);

    public static Outcome Unsupported(string what) => new(Verdict.Unsupported, what);

    /// <summary>Whether two texts are equal to the character.</summary>
    public static Outcome OfTexts(string expected, string actual) =>
        expected == actual ? Passed : Wrong($"expected\n{expected}\nactual\n{actual}");
}
