namespace Autograd.Samples.Digits;

/// <summary>A file of digits does not hold what it must; the message names the file, the line and what would be right.</summary>
internal sealed class DigitsFormatException : FormatException
{
    /// <param name="path">the file</param>
    /// <param name="line">the line that is wrong, counted from 1</param>
    /// <param name="problem">what is wrong with it and what would be right</param>
    /// <param name="cause">the exception that told, where one did</param>
    public DigitsFormatException(string path, int line, string problem, Exception? cause = null)
        : base($"{path}, line {line}: {problem}", cause) => (Path, Line) = (path, line);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The line that is wrong, counted from 1.</summary>
    public int Line { get; }
}
