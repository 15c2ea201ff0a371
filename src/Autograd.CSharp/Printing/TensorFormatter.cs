using System.Runtime.CompilerServices;
using System.Text;
using Autograd.Graph;

namespace Autograd.CSharp;

/// <summary>
/// Writes a tensor as PyTorch's <c>str(tensor)</c> does, to the character. Values are read as doubles;
/// of a summarised tensor only the elements that are shown are read.
/// </summary>
internal static class TensorFormatter
{
    private const string Prefix = "tensor(";

    /// <summary>The text of the tensor of <paramref name="shape"/> whose elements are given in row-major order.</summary>
    /// <param name="elements">as many as the shape has</param>
    /// <param name="shape">sizes; empty for a scalar</param>
    /// <param name="annotations">what is written beside the elements</param>
    /// <param name="options">the options in force, if null</param>
    public static string Format<T>(ReadOnlySpan<T> elements, ReadOnlySpan<int> shape, in TensorAnnotations annotations, PrintOptions? options = null)
        where T : unmanaged
    {
        options ??= PrintOptions.Current;
        var text = new StringBuilder();
        if (annotations.IsParameter) text.Append("Parameter containing:\n");
        text.Append(Prefix);
        if (elements.IsEmpty) text.Append("[]");
        else new Writer<T>(elements, shape, options, text).Write();
        AppendSuffixes(text, Suffixes(DTypes.Of<T>(), elements.IsEmpty, shape, annotations), options.LineWidth);
        return text.Append(')').ToString();
    }

    private static List<string> Suffixes(DType dtype, bool empty, ReadOnlySpan<int> shape, in TensorAnnotations annotations)
    {
        var suffixes = new List<string>();
        if (empty && shape.Length != 1) suffixes.Add("size=" + PythonText.Tuple(shape));
        // Elements show that they are int64 or bool; where there are none, the dtype must be named.
        bool evident = dtype == annotations.DefaultDType || (!empty && dtype is DType.Int64 or DType.Bool);
        if (!evident) suffixes.Add("dtype=" + PythonText.Of(dtype));
        if (annotations.GradFn is { } gradFn) suffixes.Add($"grad_fn=<{gradFn}>");
        else if (annotations.RequiresGrad) suffixes.Add("requires_grad=True");
        if (annotations.Tangent is { } tangent) suffixes.Add("tangent=" + tangent);
        return suffixes;
    }

    private static void AppendSuffixes(StringBuilder text, List<string> suffixes, int lineWidth)
    {
        // One more than the length of the last line (two more, if it is the only one): PyTorch counts len(s) - s.rfind("\n") + 1.
        int lastLine = text.Length - LastNewLine(text) + 1;
        foreach (string suffix in suffixes)
        {
            if (lastLine + suffix.Length + 2 > lineWidth)
            {
                text.Append(",\n").Append(' ', Prefix.Length);
                lastLine = Prefix.Length + suffix.Length;
            }
            else
            {
                text.Append(", ");
                lastLine += suffix.Length + 2;
            }
            text.Append(suffix);
        }
    }

    private static int LastNewLine(StringBuilder text)
    {
        int i = text.Length - 1;
        while (i >= 0 && text[i] != '\n') i--;
        return i;
    }

    /// <summary>Writes the nested brackets.</summary>
    private readonly ref struct Writer<T> where T : unmanaged
    {
        private readonly ReadOnlySpan<T> _elements;
        private readonly ReadOnlySpan<int> _shape;
        private readonly PrintOptions _options;
        private readonly StringBuilder _text;
        private readonly bool _summarise;
        private readonly ElementFormat _format;

        public Writer(ReadOnlySpan<T> elements, ReadOnlySpan<int> shape, PrintOptions options, StringBuilder text)
        {
            _elements = elements;
            _shape = shape;
            _options = options;
            _text = text;
            _summarise = elements.Length > options.Threshold;
            var shown = new List<int>();
            CollectShown(shown, axis: 0, offset: 0, elements.Length);
            _format = Choose(shown);
        }

        public void Write() => WriteAxis(axis: 0, offset: 0, _elements.Length, indent: Prefix.Length);

        private bool IsCut(int axis) => _summarise && _shape[axis] > 2L * _options.EdgeItems;

        private void CollectShown(List<int> shown, int axis, int offset, int count)
        {
            if (axis == _shape.Length)
            {
                shown.Add(offset);
                return;
            }
            int step = count / _shape[axis];
            for (int i = 0; i < _shape[axis]; i++)
            {
                if (IsCut(axis) && i == _options.EdgeItems) i = _shape[axis] - _options.EdgeItems;
                if (i < _shape[axis]) CollectShown(shown, axis + 1, offset + i * step, step);
            }
        }

        private ElementFormat Choose(List<int> shown)
        {
            if (DTypes.Of<T>().IsFloating())
            {
                var values = new double[shown.Count];
                for (int i = 0; i < values.Length; i++) values[i] = Widen(_elements[shown[i]]);
                return ElementFormat.OfNumbers(values, _options);
            }
            var texts = new string[shown.Count];
            for (int i = 0; i < texts.Length; i++) texts[i] = TextOf(_elements[shown[i]]);
            return ElementFormat.OfTexts(texts);
        }

        private void WriteAxis(int axis, int offset, int count, int indent)
        {
            if (axis == _shape.Length)
            {
                WriteElement(offset);
                return;
            }
            if (_summarise && _options.EdgeItems == 0)
            {
                _text.Append("[...]");
                return;
            }
            _text.Append('[');
            if (axis == _shape.Length - 1) WriteRow(axis, offset, indent);
            else WriteSlices(axis, offset, count, indent);
            _text.Append(']');
        }

        private void WriteRow(int axis, int offset, int indent)
        {
            int perLine = Math.Max(1, (_options.LineWidth - indent) / (_format.Width + 2));
            int item = 0;
            for (int i = 0; i < _shape[axis]; i++, item++)
            {
                Separate(item, perLine, indent);
                if (IsCut(axis) && i == _options.EdgeItems)
                {
                    _text.Append(" ...");
                    i = _shape[axis] - _options.EdgeItems;
                    Separate(++item, perLine, indent);
                }
                WriteElement(offset + i);
            }
        }

        private void Separate(int item, int perLine, int indent)
        {
            if (item == 0) return;
            if (item % perLine == 0) _text.Append(",\n").Append(' ', indent + 1);
            else _text.Append(", ");
        }

        private void WriteSlices(int axis, int offset, int count, int indent)
        {
            int step = count / _shape[axis];
            for (int i = 0; i < _shape[axis]; i++)
            {
                if (i > 0) SeparateSlices(axis, indent);
                if (IsCut(axis) && i == _options.EdgeItems)
                {
                    _text.Append("...");
                    SeparateSlices(axis, indent);
                    i = _shape[axis] - _options.EdgeItems;
                }
                WriteAxis(axis + 1, offset + i * step, step, indent + 1);
            }
        }

        private void SeparateSlices(int axis, int indent) =>
            _text.Append(',').Append('\n', _shape.Length - axis - 1).Append(' ', indent + 1);

        private void WriteElement(int offset)
        {
            string element = DTypes.Of<T>().IsFloating() ? _format.Text(Widen(_elements[offset])) : TextOf(_elements[offset]);
            _text.Append(' ', Math.Max(0, _format.Width - element.Length)).Append(element);
        }
    }

    private static double Widen<T>(T value) =>
        typeof(T) == typeof(float) ? Unsafe.BitCast<T, float>(value) : Unsafe.BitCast<T, double>(value);

    private static string TextOf<T>(T value) => PythonText.Repr(value);
}
