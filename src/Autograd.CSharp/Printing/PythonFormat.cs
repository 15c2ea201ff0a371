using System.Globalization;
using System.Numerics;

namespace Autograd.CSharp;

/// <summary>
/// A format of Python's mini-language for numbers, <c>[[fill]align][sign][#][0][width][,_][.precision][type]</c>, such as <c>.2f</c> or <c>&gt;7d</c>.
/// Texts that are none, like <c>F2</c>, <c>N3</c> or <c>0.00</c>, are left to .NET.
/// </summary>
internal readonly record struct PythonFormat(
    char Fill, char Align, char Sign, bool Alternate, int Width, char Grouping, int? Precision, char Type)
{
    private const char None = '\0';

    /// <summary><c>format(value, format)</c>.</summary>
    /// <exception cref="FormatException">neither Python nor .NET knows the format for a floating-point number</exception>
    public static string Apply(double value, string? format)
    {
        if (string.IsNullOrEmpty(format)) return PythonFloat.Repr(value);
        if (!TryParse(format, out PythonFormat parsed)) return value.ToString(format, CultureInfo.InvariantCulture);
        if ("bcdoxX".Contains(parsed.Type)) throw Unknown(format, "float");
        return parsed.OfFloat(value);
    }

    /// <summary><c>format(value, format)</c>; the presentations of floating-point numbers convert.</summary>
    /// <exception cref="FormatException">neither Python nor .NET knows the format for an integer</exception>
    public static string Apply(long value, string? format)
    {
        if (string.IsNullOrEmpty(format)) return value.ToString(CultureInfo.InvariantCulture);
        if (!TryParse(format, out PythonFormat parsed)) return value.ToString(format, CultureInfo.InvariantCulture);
        if (parsed.Type != None && "eEfFgG%".Contains(parsed.Type)) return parsed.OfFloat(value);
        if (parsed.Precision is not null) throw new FormatException($"'{format}': precision is not allowed for an integer");
        return parsed.OfInteger(value);
    }

    /// <summary><c>format(value, format)</c>: the name without a format, otherwise the integer 0 or 1.</summary>
    /// <exception cref="FormatException">neither Python nor .NET knows the format for an integer</exception>
    public static string Apply(bool value, string? format) =>
        string.IsNullOrEmpty(format) ? PythonText.Repr(value) : Apply(value ? 1L : 0L, format);

    /// <summary>Reads a format; false for what is .NET's.</summary>
    public static bool TryParse(string format, out PythonFormat parsed)
    {
        var rest = new Cursor(format);
        char fill = rest.Peek(1) is '<' or '>' or '=' or '^' ? rest.Next() : None;
        char align = rest.TakeAny("<>=^");
        char sign = rest.TakeAny("+- ");
        bool alternate = rest.TakeAny("#") != None;
        if (fill == None && rest.TakeAny("0") != None)
        {
            fill = '0';
            if (align == None) align = '=';
        }
        int? width = rest.TakeNumber();
        char grouping = rest.TakeAny(",_");
        bool hasPoint = rest.TakeAny(".") != None;
        int? precision = hasPoint ? rest.TakeNumber() : null;
        char type = rest.TakeAny("bcdeEfFgGnoxX%");
        parsed = new(fill == None ? ' ' : fill, align, sign, alternate, width ?? 0, grouping, precision, type);
        bool malformed = rest.Peek(0) != None || (hasPoint && precision is null);
        // "0", "00" and "0.00" parse, but nobody means a width or precision of none by them: they are .NET's.
        return !malformed && format.Trim('0', '.').Length > 0;
    }

    private string OfFloat(double value)
    {
        double magnitude = double.IsNegative(value) ? -value : value;
        string text = char.ToLowerInvariant(Type) switch
        {
            'e' => PythonFloat.Scientific(magnitude, Precision ?? 6),
            'f' => PythonFloat.Fixed(magnitude, Precision ?? 6),
            '%' => PythonFloat.Fixed(magnitude * 100, Precision ?? 6) + "%",
            None when Precision is null => PythonFloat.Repr(magnitude),
            None => PythonFloat.General(magnitude, Precision ?? 6, Alternate, addPointZero: true),
            _ => PythonFloat.General(magnitude, Precision ?? 6, Alternate),
        };
        if (Alternate && char.IsAsciiDigit(text[0]) && !text.Contains('.'))
            text = text.Insert(text.AsSpan().IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : text.Length, ".");
        if (char.IsUpper(Type)) text = text.ToUpperInvariant();
        return Arrange(SignOf(double.IsNegative(value) && !double.IsNaN(value)), text, groupSize: 3);
    }

    private string OfInteger(long value)
    {
        BigInteger magnitude = BigInteger.Abs(value);
        (string prefix, string text) = Type switch
        {
            'b' => ("0b", magnitude.ToString("b", CultureInfo.InvariantCulture).TrimStart('0')),
            'o' => ("0o", Convert.ToString(unchecked((long)(ulong)magnitude), toBase: 8)),
            'x' or 'X' => ("0" + Type, magnitude.ToString(Type.ToString(), CultureInfo.InvariantCulture).TrimStart('0')),
            'c' => ("", char.ConvertFromUtf32(checked((int)value))),
            _ => ("", magnitude.ToString(CultureInfo.InvariantCulture)),
        };
        if (text.Length == 0) text = "0";
        return Arrange(SignOf(value < 0) + (Alternate ? prefix : ""), text, groupSize: prefix.Length > 0 ? 4 : 3);
    }

    private string SignOf(bool negative) => negative ? "-" : Sign is '+' or ' ' ? Sign.ToString() : "";

    private string Arrange(string sign, string text, int groupSize)
    {
        if (Grouping != None) text = Separate(text, groupSize, Width - sign.Length);
        int padding = Math.Max(0, Width - sign.Length - text.Length);
        return Align switch
        {
            '<' => sign + text + new string(Fill, padding),
            '^' => new string(Fill, padding / 2) + sign + text + new string(Fill, padding - padding / 2),
            '=' => sign + new string(Fill, padding) + text,
            _ => new string(Fill, padding) + sign + text,
        };
    }

    /// <summary>Separates groups of the digits before the point.</summary>
    private string Separate(string text, int groupSize, int width)
    {
        int end = text.AsSpan().IndexOfAnyExcept(Type is 'x' or 'X' ? "0123456789abcdefABCDEF" : "0123456789");
        string digits = end < 0 ? text : text[..end], rest = end < 0 ? "" : text[end..];
        if (digits.Length == 0) return text;   // inf, nan
        // Padding zeros are grouped like digits; they may overshoot the width by one rather than begin with a separator.
        if (Fill == '0' && Align == '=')
            while (Grouped(digits, groupSize).Length + rest.Length < width) digits = "0" + digits;
        return Grouped(digits, groupSize) + rest;
    }

    private string Grouped(string digits, int size)
    {
        for (int i = digits.Length - size; i > 0; i -= size) digits = digits.Insert(i, Grouping.ToString());
        return digits;
    }

    private static FormatException Unknown(string format, string type) => new($"Unknown format code '{format[^1]}' for object of type '{type}'");

    private ref struct Cursor(ReadOnlySpan<char> text)
    {
        private ReadOnlySpan<char> rest = text;

        public readonly char Peek(int offset) => offset < rest.Length ? rest[offset] : None;

        public char Next()
        {
            char c = rest[0];
            rest = rest[1..];
            return c;
        }

        public char TakeAny(string characters) => rest.Length > 0 && characters.Contains(rest[0]) ? Next() : None;

        public int? TakeNumber()
        {
            int length = rest.IndexOfAnyExceptInRange('0', '9');
            if (length < 0) length = rest.Length;
            if (length == 0 || !int.TryParse(rest[..length], NumberStyles.None, CultureInfo.InvariantCulture, out int number)) return null;
            rest = rest[length..];
            return number;
        }
    }
}
