using System.Text;

namespace Autograd.Generators;

/// <summary>Indented lines of source.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public void Line(string line = "")
    {
        if (line.Length > 0) _text.Append(' ', 4 * _depth).Append(line);
        _text.Append('\n');
    }

    public void Lines(string lines)
    {
        foreach (string line in lines.Split('\n')) Line(line);
    }

    public void Open(string line)
    {
        Line(line);
        Line("{");
        _depth++;
    }

    public void Close(string end = "")
    {
        _depth--;
        Line("}" + end);
    }

    public override string ToString() => _text.ToString();
}
