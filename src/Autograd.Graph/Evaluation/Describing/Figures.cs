using System.Globalization;

namespace Autograd.Graph;

/// <summary>Figures with units, of three digits, the same in every culture.</summary>
internal static class Figures
{
    public static string Bytes(long bytes) => bytes < 1000 ? Format(bytes, "B") : Scaled(bytes, ["kB", "MB", "GB", "TB"]);

    public static string Operations(long operations) => operations < 1000 ? Format(operations, "op") : Scaled(operations, ["kop", "Mop", "Gop", "Top"]);

    public static string Time(double seconds) => seconds >= 1e-3 ? Format(seconds * 1e3, "ms") : seconds >= 1e-6 ? Format(seconds * 1e6, "µs") : Format(seconds * 1e9, "ns");

    public static string Name(StepBound bound) => bound == StepBound.Memory ? "memory" : "arithmetic";

    private static string Scaled(double value, ReadOnlySpan<string> units)
    {
        int unit = -1;
        while (value >= 1000 && unit < units.Length - 1) (value, unit) = (value / 1000, unit + 1);
        return Format(value, units[unit]);
    }

    private static string Format(double value, string unit)
    {
        string digits = value >= 100 || value == Math.Floor(value) ? "F0" : value >= 10 ? "F1" : "F2";
        return $"{value.ToString(digits, CultureInfo.InvariantCulture)} {unit}";
    }
}
