using System.Globalization;
using System.Text;
using Autograd.Graph;

namespace Autograd.CSharp;

/// <summary>The elements of a tensor in brackets of one's own choice, none left out.</summary>
internal static class StyledText
{
    /// <summary>Nested brackets around the rows of an array.</summary>
    /// <param name="array">the elements</param>
    /// <param name="open">what opens a row, and what closes it</param>
    /// <param name="between">what stands between elements, and between rows</param>
    /// <param name="element">the text of an element</param>
    public static string Nested(NDArray array, (string Open, string Close) open, (string Elements, string Rows) between, Func<Number, string> element)
    {
        var text = new StringBuilder();
        Append(text, array, 0, 0, open, between, element);
        return text.ToString();
    }

    private static int Append(StringBuilder text, NDArray array, int axis, int place, (string Open, string Close) open, (string Elements, string Rows) between, Func<Number, string> element)
    {
        if (axis == array.Rank)
        {
            text.Append(element(ElementAt(array, place)));
            return place + 1;
        }

        text.Append(open.Open);
        for (int i = 0; i < array.Shape[axis]; i++)
        {
            if (i > 0) text.Append(axis == array.Rank - 1 ? between.Elements : between.Rows + new string(' ', between.Rows.EndsWith('\n') ? axis + 1 : 0));
            place = Append(text, array, axis + 1, place, open, between, element);
        }

        text.Append(open.Close);
        return place;
    }

    private static Number ElementAt(NDArray array, int place) => array.DType switch
    {
        DType.Float32 => array.AsSpan<float>()[place],
        DType.Float64 => array.AsSpan<double>()[place],
        DType.Int64 => array.AsSpan<long>()[place],
        DType.Int32 => array.AsSpan<int>()[place],
        _ => array.AsSpan<bool>()[place],
    };

    /// <summary>A number as .NET formats it.</summary>
    public static string Of(Number number, string format, CultureInfo culture) => number.DType switch
    {
        DType.Float32 => ((float)number.ToDouble()).ToString(format, culture),
        DType.Float64 => number.ToDouble().ToString(format, culture),
        DType.Bool => number.ToInt64() != 0 ? "True" : "False",
        _ => number.ToInt64().ToString(culture),
    };

    /// <summary>A number as C# writes it.</summary>
    public static string Literal(Number number, string format, CultureInfo culture) => number.DType switch
    {
        DType.Bool => number.ToInt64() != 0 ? "true" : "false",
        DType.Float32 => Of(number, format, culture) + "f",
        DType.Int64 => Of(number, format, culture) + "L",
        _ => Of(number, format, culture),
    };
}
