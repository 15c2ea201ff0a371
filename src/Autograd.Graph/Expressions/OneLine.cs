using System.Text;

namespace Autograd.Graph;

/// <summary>Names in listings and drawings: whatever was given, on one line.</summary>
internal static class OneLine
{
    private const string Ellipsis = "...";

    /// <summary>The text with control characters escaped, and cut where it is longer than <paramref name="most"/>.</summary>
    public static string Of(string text, int most = int.MaxValue)
    {
        var line = new StringBuilder();
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (line.Length >= most) return line.Append(Ellipsis).ToString();
            if (rune.Value is 0x2028 or 0x2029 || Rune.IsControl(rune)) line.Append($"\\u{rune.Value:x4}");
            else line.Append(rune);
        }

        return line.ToString();
    }
}
