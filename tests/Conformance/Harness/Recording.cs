using System.IO.Compression;
using System.Text.Json;

namespace Autograd.Conformance;

/// <summary>The recorded data: the project's own, or that of the folder which the environment variable names.</summary>
internal static class Recording
{
    /// <summary>Names a folder with files of the same names and formats, such as recordings of another version.</summary>
    public const string Variable = "AUTOGRAD_CONFORMANCE_DATA";

    public static string OwnFolder { get; } = Path.Combine(AppContext.BaseDirectory, "data");

    public static string Folder { get; } =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : OwnFolder;

    public static bool IsOwn => Folder == OwnFolder;

    /// <summary>The cases of a file of one JSON object a line, compressed.</summary>
    public static IReadOnlyList<JsonElement> Cases(string file)
    {
        using var lines = new StreamReader(new GZipStream(File.OpenRead(PathOf(file)), CompressionMode.Decompress));
        var cases = new List<JsonElement>();
        while (lines.ReadLine() is { } line)
            if (line.Length > 0) cases.Add(JsonElement.Parse(line));
        return cases;
    }

    /// <summary>A file of text, its lines ended by <c>\n</c>.</summary>
    public static string Text(string file) => File.ReadAllText(PathOf(file)).ReplaceLineEndings("\n");

    /// <summary>The files of text whose names match, in the order of their names.</summary>
    public static IReadOnlyList<string> Files(string pattern) =>
        [.. Directory.EnumerateFiles(Folder, pattern).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static string PathOf(string file)
    {
        string path = Path.Combine(Folder, file);
        return File.Exists(path) ? path : throw new FileNotFoundException($"no recording {file} in {Folder}" + (IsOwn ? "" : $", which {Variable} names"), path);
    }
}
