namespace Autograd.Conformance;

/// <summary>The cases that differ by design, from <c>differs.tsv</c>: file, case and reason, separated by tabs.</summary>
internal sealed class Differences
{
    private readonly Dictionary<string, string> _reasons = [];

    /// <param name="file">the recording whose entries are wanted</param>
    /// <param name="table">the lines of <c>differs.tsv</c>; those that begin with # are comments</param>
    /// <exception cref="FormatException">a line has not three fields, or repeats a case</exception>
    public Differences(string file, IEnumerable<string> table)
    {
        foreach (string line in table)
        {
            if (line.Length == 0 || line[0] == '#') continue;
            if (line.Split('\t') is not [var recording, var id, var reason] || reason.Length == 0)
                throw new FormatException($"differs.tsv: '{line}' is not file, case and reason, separated by tabs");
            if (recording == file && !_reasons.TryAdd(id, reason))
                throw new FormatException($"differs.tsv: {file} has {id} twice");
        }
    }

    public IReadOnlyDictionary<string, string> Reasons => _reasons;

    /// <summary>The entries for a recording. A folder of other recordings may bring a table of its own.</summary>
    public static Differences For(string file)
    {
        string own = Path.Combine(Recording.OwnFolder, "differs.tsv"), other = Path.Combine(Recording.Folder, "differs.tsv");
        return new(file, File.ReadLines(File.Exists(other) ? other : own));
    }
}
