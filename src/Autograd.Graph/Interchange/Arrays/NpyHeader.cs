using System.Globalization;
using System.Text;

namespace Autograd.Graph;

/// <summary>
/// The header of a file in NumPy's format: a Python dictionary of <c>descr</c>, <c>fortran_order</c> and <c>shape</c>.
/// <see href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html"/>.
/// </summary>
internal readonly record struct NpyHeader(string Descr, bool IsFortranOrder, Shape Shape)
{
    /// <summary>The text, without what pads it.</summary>
    public override string ToString()
    {
        string sizes = Shape.Rank == 1 ? $"{Shape[0]}," : string.Join(", ", Shape.ToArray());
        return $"{{'descr': '{Descr}', 'fortran_order': {(IsFortranOrder ? "True" : "False")}, 'shape': ({sizes}), }}";
    }

    /// <summary>Reads the text of a header.</summary>
    /// <param name="bytes">the text with its padding</param>
    /// <param name="source">for errors: it stands behind the text</param>
    /// <exception cref="ArrayFormatException">it is no such dictionary</exception>
    public static NpyHeader Parse(ReadOnlySpan<byte> bytes, ArraySource source) => new Parser(Encoding.UTF8.GetString(bytes), source, source.Position - bytes.Length).Parse();

    /// <summary>One pass over the text.</summary>
    private ref struct Parser(string text, ArraySource source, long begin)
    {
        private int _at;

        public NpyHeader Parse()
        {
            string? descr = null;
            bool? fortran = null;
            Shape? shape = null;
            Expect('{');
            while (!Takes('}'))
            {
                string key = Quoted();
                Expect(':');
                switch (key)
                {
                    case "descr" when descr is null: descr = Descr(); break;
                    case "fortran_order" when fortran is null: fortran = Truth(); break;
                    case "shape" when shape is null: shape = Sizes(); break;
                    default: throw Error($"the header names '{key}', {(key is "descr" or "fortran_order" or "shape" ? "which it named before" : "which is none of 'descr', 'fortran_order' and 'shape'")}");
                }

                if (!Takes(','))
                {
                    Expect('}');
                    break;
                }
            }

            Skip();
            if (_at < text.Length) throw Error("the header goes on behind its dictionary");
            return new(
                descr ?? throw Error("the header does not name 'descr'"),
                fortran ?? throw Error("the header does not name 'fortran_order'"),
                shape ?? throw Error("the header does not name 'shape'"));
        }

        private string Descr()
        {
            Skip();
            if (_at < text.Length && text[_at] == '[') throw Error("'descr' is a list: arrays of records are not read");
            return Quoted();
        }

        private string Quoted()
        {
            Skip();
            if (_at >= text.Length || text[_at] is not ('\'' or '"')) throw Error("a text in quotes was expected");
            int end = text.IndexOf(text[_at], _at + 1);
            if (end < 0) throw Error("a text does not end");
            string quoted = text[(_at + 1)..end];
            _at = end + 1;
            return quoted;
        }

        private bool Truth()
        {
            Skip();
            foreach (bool value in (ReadOnlySpan<bool>)[true, false])
            {
                if (string.CompareOrdinal(text, _at, value.ToString(), 0, value.ToString().Length) != 0) continue;
                _at += value.ToString().Length;
                return value;
            }

            throw Error("True or False was expected");
        }

        private Shape Sizes()
        {
            var sizes = new List<int>();
            Expect('(');
            while (!Takes(')'))
            {
                sizes.Add(Size());
                if (Takes(',')) continue;
                Expect(')');
                break;
            }

            try
            {
                return new Shape([.. sizes]);
            }
            catch (ShapeException error)
            {
                throw source.Error(error.Message, begin + _at, error);
            }
        }

        private int Size()
        {
            Skip();
            int first = _at;
            while (_at < text.Length && char.IsAsciiDigit(text[_at])) _at++;
            if (!int.TryParse(text.AsSpan(first, _at - first), NumberStyles.None, CultureInfo.InvariantCulture, out int size)) throw Error($"a size in [0, {int.MaxValue}] was expected");
            // Python 2 wrote long integers so.
            if (_at < text.Length && text[_at] == 'L') _at++;
            return size;
        }

        private void Expect(char expected)
        {
            if (!Takes(expected)) throw Error($"'{expected}' was expected");
        }

        private bool Takes(char expected)
        {
            Skip();
            if (_at >= text.Length || text[_at] != expected) return false;
            _at++;
            return true;
        }

        private void Skip()
        {
            while (_at < text.Length && text[_at] is ' ' or '\n' or '\t' or '\r') _at++;
        }

        private readonly ArrayFormatException Error(string what) => source.Error(what, begin + _at);
    }
}
