using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using Autograd.Graph;

namespace Autograd.CSharp;

/// <summary>Values as Python writes them.</summary>
internal static class PythonText
{
    /// <summary>Python's <c>str</c>: strings as they are, everything else by <see cref="Repr"/>.</summary>
    public static string Str(object? value) => value switch
    {
        string text => text,
        char character => character.ToString(),
        _ => Repr(value),
    };

    /// <summary>
    /// Python's <c>repr</c>. A float is written as the double it widens to, which is what PyTorch's <c>item()</c> gives;
    /// lists are enumerables without a text of their own, tuples are tuples; what Python does not know writes itself.
    /// </summary>
    public static string Repr(object? value) => value switch
    {
        null => "None",
        bool truth => truth ? "True" : "False",
        double number => PythonFloat.Repr(number),
        float number => PythonFloat.Repr(number),
        Half number => PythonFloat.Repr((double)number),
        Complex number => OfComplex(number),
        string text => Quote(text),
        char character => Quote(character.ToString()),
        DType dtype => Of(dtype),
        torch.ScalarType type => Of(type.ToDType()),
        IPythonText own => own.Repr(),
        IFormattable own => own.ToString(null, CultureInfo.InvariantCulture),
        ITuple tuple => OfTuple(tuple),
        IDictionary dictionary => OfDictionary(dictionary),
        IEnumerable items => "[" + string.Join(", ", items.Cast<object?>().Select(Repr)) + "]",
        _ => value.ToString() ?? "",
    };

    /// <summary><c>torch.float32</c></summary>
    public static string Of(DType dtype) => "torch." + dtype.Name();

    /// <summary><c>torch.Size([2, 3])</c></summary>
    public static string Size(ReadOnlySpan<int> shape) => "torch.Size([" + Join(shape) + "])";

    /// <summary><c>(2, 3)</c>, <c>(2,)</c>, <c>()</c></summary>
    public static string Tuple(ReadOnlySpan<int> items) => items.Length == 1 ? $"({items[0]},)" : "(" + Join(items) + ")";

    private static string Join(ReadOnlySpan<int> items)
    {
        var text = new StringBuilder();
        foreach (int item in items)
        {
            if (text.Length > 0) text.Append(", ");
            text.Append(CultureInfo.InvariantCulture, $"{item}");
        }
        return text.ToString();
    }

    private static string OfTuple(ITuple tuple)
    {
        var items = new string[tuple.Length];
        for (int i = 0; i < items.Length; i++) items[i] = Repr(tuple[i]);
        return items.Length == 1 ? $"({items[0]},)" : "(" + string.Join(", ", items) + ")";
    }

    private static string OfDictionary(IDictionary dictionary)
    {
        var items = new List<string>(dictionary.Count);
        foreach (DictionaryEntry entry in dictionary) items.Add($"{Repr(entry.Key)}: {Repr(entry.Value)}");
        return "{" + string.Join(", ", items) + "}";
    }

    private static string OfComplex(Complex number)
    {
        static string Part(double x) => x == Math.Floor(x) && Math.Abs(x) < 1e16 ? PythonFloat.Fixed(x, 0) : PythonFloat.Repr(x);

        string imaginary = Part(number.Imaginary) + "j";
        if (number.Real == 0 && !double.IsNegative(number.Real)) return imaginary;
        return $"({Part(number.Real)}{(imaginary[0] == '-' ? "" : "+")}{imaginary})";
    }

    private static string Quote(string text)
    {
        // Python prefers the apostrophe, unless only the quotation mark needs no escape.
        char mark = text.Contains('\'') && !text.Contains('"') ? '"' : '\'';
        var quoted = new StringBuilder().Append(mark);
        foreach (char c in text)
        {
            if (c == mark || c == '\\') quoted.Append('\\').Append(c);
            else if (c == '\n') quoted.Append("\\n");
            else if (c == '\r') quoted.Append("\\r");
            else if (c == '\t') quoted.Append("\\t");
            else if (c < 0xA0 && char.IsControl(c)) quoted.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
            else quoted.Append(c);
        }
        return quoted.Append(mark).ToString();
    }
}
