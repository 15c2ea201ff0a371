using System.Globalization;

namespace Autograd.CSharp;

/// <summary>Floating-point numbers as Python writes them: <c>repr</c> and the presentations e, f, g of its formats.</summary>
internal static class PythonFloat
{
    /// <summary>The shortest text that reads back as <paramref name="value"/>: <c>1.0</c>, <c>1e-06</c>, <c>1e+16</c>, <c>inf</c>, <c>nan</c>.</summary>
    public static string Repr(double value)
    {
        if (NonFinite(value) is { } name) return name;
        Digits digits = Digits.Parse(value.ToString("R", CultureInfo.InvariantCulture));
        return digits.Point is <= -4 or > 16 ? digits.Exponential() : digits.Positional(addPointZero: true);
    }

    /// <summary><c>f"{value:.4f}"</c></summary>
    public static string Fixed(double value, int precision) =>
        NonFinite(value) ?? value.ToString("F" + precision.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary><c>f"{value:.4e}"</c>: an exponent of two digits at least, where .NET writes three.</summary>
    public static string Scientific(double value, int precision)
    {
        if (NonFinite(value) is { } name) return name;
        string text = value.ToString("e" + precision.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        int digits = text.Length - 3;
        return text[digits] == '0' ? text.Remove(digits, 1) : text;
    }

    /// <summary>
    /// <c>f"{value:.4g}"</c>: so many significant digits, trailing zeros dropped unless <paramref name="alternate"/>.
    /// With <paramref name="addPointZero"/> as a format without a type: <c>100.0</c> for 100, and the exponent one digit earlier.
    /// </summary>
    public static string General(double value, int precision, bool alternate = false, bool addPointZero = false)
    {
        if (NonFinite(value) is { } name) return name;
        precision = Math.Max(1, precision);
        Digits digits = Digits.Parse(value.ToString("e" + (precision - 1).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
        if (alternate) digits = digits.PaddedTo(precision);
        bool exponential = digits.Point <= -4 || digits.Point > precision - (addPointZero ? 1 : 0);
        return exponential ? digits.Exponential() : digits.Positional(addPointZero);
    }

    /// <summary>As C++ streams write it, and so PyTorch's messages: six significant digits.</summary>
    public static string Brief(double value) => General(value, precision: 6);

    private static string? NonFinite(double value) =>
        double.IsFinite(value) ? null : double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";

    /// <summary>A decimal number 0.d1d2d3... times 10 to the power of <see cref="Point"/>; its digits have no trailing zeros, but zero has one digit.</summary>
    private readonly record struct Digits(bool Negative, string Significant, int Point, bool KeepZeros = false)
    {
        /// <summary>Reads what .NET's formats R and E write of a finite number.</summary>
        public static Digits Parse(ReadOnlySpan<char> text)
        {
            bool negative = text[0] == '-';
            if (negative) text = text[1..];
            int exponent = 0, e = text.IndexOfAny('e', 'E');
            if (e >= 0)
            {
                exponent = int.Parse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
                text = text[..e];
            }
            int point = text.IndexOf('.');
            string all = point < 0 ? text.ToString() : string.Concat(text[..point], text[(point + 1)..]);
            string significant = all.TrimStart('0');
            if (significant.Length == 0) return new(negative, "0", Point: 1);
            int leadingZeros = all.Length - significant.Length;
            return new(negative, significant.TrimEnd('0'), (point < 0 ? text.Length : point) - leadingZeros + exponent);
        }

        public Digits PaddedTo(int count) => this with { Significant = Significant.PadRight(count, '0'), KeepZeros = true };

        public string Exponential()
        {
            int exponent = Point - 1;
            string mantissa = Significant.Length > 1 || KeepZeros ? $"{Significant[0]}.{Significant.AsSpan(1)}" : Significant;
            return $"{Sign}{mantissa}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        }

        public string Positional(bool addPointZero)
        {
            string whole = Point <= 0 ? "0" : Significant.Length > Point ? Significant[..Point] : Significant.PadRight(Point, '0');
            string fraction = Point <= 0 ? new string('0', -Point) + Significant : Significant.Length > Point ? Significant[Point..] : "";
            if (fraction.Length == 0 && addPointZero) fraction = "0";
            return Sign + (fraction.Length == 0 && !KeepZeros ? whole : whole + "." + fraction);
        }

        private string Sign => Negative ? "-" : "";
    }
}
