using System.Text;

namespace Autograd.Graph;

/// <summary>Columns of text; the first two flush left, figures flush right. A note stands below its row, across all columns.</summary>
internal sealed class TextTable(params string[] header)
{
    private const int LeftColumns = 2;

    private readonly List<string[]> _rows = [header];

    public void Add(params string[] cells) => _rows.Add(cells);

    public void Note(string line) => _rows.Add([line]);

    public void AppendTo(StringBuilder text)
    {
        var widths = new int[header.Length];
        foreach (string[] row in _rows)
            if (row.Length == widths.Length)
                for (int i = 0; i < widths.Length; i++) widths[i] = Math.Max(widths[i], row[i].Length);
        foreach (string[] row in _rows)
        {
            int start = text.Length;
            if (row.Length != widths.Length) text.Append(row[0]);
            else
                for (int i = 0; i < widths.Length; i++) text.Append(i < LeftColumns ? row[i].PadRight(widths[i]) : row[i].PadLeft(widths[i])).Append("  ");
            while (text.Length > start && text[^1] == ' ') text.Length--;
            text.Append('\n');
        }
    }
}
