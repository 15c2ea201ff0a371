using System.Globalization;

namespace Autograd.CSharp;

/// <summary>
/// How the elements of one tensor are written: chosen once from the elements that will be shown, so that columns line up.
/// The rules, their order and their quirks are those of PyTorch's <c>_tensor_str._Formatter</c>.
/// </summary>
internal readonly struct ElementFormat
{
    private enum Style : byte { Verbatim, Whole, Fixed, Scientific }

    private readonly Style _style;
    private readonly int _precision;

    private ElementFormat(Style style, int precision, int width)
    {
        _style = style;
        _precision = precision;
        Width = width;
    }

    /// <summary>Characters that an element is padded to. Zeros and non-finite values may be wider.</summary>
    public int Width { get; }

    /// <summary>The format of integers and truth values: as wide as the widest.</summary>
    public static ElementFormat OfTexts(IEnumerable<string> shown)
    {
        int width = 1;
        foreach (string text in shown) width = Math.Max(width, text.Length);
        return new(Style.Verbatim, precision: 0, width);
    }

    /// <summary>The format of floating-point numbers. Only finite values other than zero decide; without any, <c>sci_mode</c> is not even looked at.</summary>
    public static ElementFormat OfNumbers(ReadOnlySpan<double> shown, PrintOptions options)
    {
        double min = double.PositiveInfinity, max = 0;
        bool whole = true;
        foreach (double value in shown)
        {
            if (!Decides(value)) continue;
            double magnitude = Math.Abs(value);
            min = Math.Min(min, magnitude);
            max = Math.Max(max, magnitude);
            whole &= value == Math.Ceiling(value);
        }
        if (max == 0) return new(Style.Whole, options.Precision, width: 1);

        Style fixedStyle = whole ? Style.Whole : Style.Fixed;
        bool scientific = max / min > 1000 || max > 1e8 || (!whole && min < 1e-4);
        var own = new ElementFormat(scientific ? Style.Scientific : fixedStyle, options.Precision, width: 0);
        int width = 1;
        foreach (double value in shown)
            if (Decides(value)) width = Math.Max(width, own.Text(value).Length);

        // A user's sci_mode changes the style but not the width, which PyTorch has computed by then.
        Style style = options.SciMode switch { true => Style.Scientific, false => fixedStyle, null => own._style };
        return new(style, options.Precision, width);
    }

    /// <summary>The text of a number, without padding.</summary>
    public string Text(double value) => _style switch
    {
        Style.Scientific => PythonFloat.Scientific(value, _precision),
        Style.Fixed => PythonFloat.Fixed(value, _precision),
        _ => double.IsFinite(value) ? value.ToString("F0", CultureInfo.InvariantCulture) + "." : PythonFloat.Fixed(value, 0),
    };

    private static bool Decides(double value) => double.IsFinite(value) && value != 0;
}
