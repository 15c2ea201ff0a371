namespace Autograd.Graph;

/// <summary>What a plan may assume of a literal: its class, never its value.</summary>
internal enum NumberClass : byte
{
    PositiveZero,
    NegativeZero,
    One,
    MinusOne,
    Finite,
    NotFinite,
}

/// <summary>The classes of numbers.</summary>
internal static class NumberClasses
{
    public static NumberClass Of(Number number)
    {
        double value = number.ToDouble();
        if (value == 0) return double.IsNegative(value) ? NumberClass.NegativeZero : NumberClass.PositiveZero;
        if (value == 1) return NumberClass.One;
        if (value == -1) return NumberClass.MinusOne;
        return double.IsFinite(value) ? NumberClass.Finite : NumberClass.NotFinite;
    }

    /// <summary>A class in words.</summary>
    public static string NameOf(NumberClass number) => number switch
    {
        NumberClass.PositiveZero => "0",
        NumberClass.NegativeZero => "-0",
        NumberClass.One => "1",
        NumberClass.MinusOne => "-1",
        NumberClass.Finite => "finite and none of 0, 1, -1",
        _ => "not finite",
    };
}
