using System.Text;
using Xunit;
using Xunit.Abstractions;

namespace Autograd.Conformance;

/// <summary>Counts what became of the cases of one recording.</summary>
internal sealed class Tally(string file, Differences differences)
{
    private const int Shown = 20;

    private readonly SortedDictionary<string, int> _unsupported = new(StringComparer.Ordinal);
    private readonly List<string> _wrong = [];
    private readonly List<string> _stale = [];
    private readonly HashSet<string> _met = [];

    public int Passed { get; private set; }

    public int Wrong => _wrong.Count;

    public int Unsupported { get; private set; }

    public int Differing { get; private set; }

    /// <summary>Runs every case, prints the counts, and fails where one is wrong or no longer differs.</summary>
    /// <param name="file">the recording's name</param>
    /// <param name="cases">must not be empty</param>
    /// <param name="id">what <c>differs.tsv</c> calls a case</param>
    /// <param name="check">compares with the recording; an exception is a wrong answer, unless it says that the case is unsupported</param>
    /// <param name="output">receives the counts</param>
    public static void Run<T>(string file, IReadOnlyCollection<T> cases, Func<T, string> id, Func<T, Outcome> check, ITestOutputHelper output)
    {
        Assert.True(cases.Count > 0, $"{file} holds no cases");
        var tally = new Tally(file, Differences.For(file));
        foreach (T one in cases) tally.Add(id(one), Try(check, one));
        output.WriteLine(tally.Report());
        tally.Verify(complete: Recording.IsOwn);
    }

    public void Add(string id, Outcome outcome)
    {
        _met.Add(id);
        bool expected = differences.Reasons.ContainsKey(id);
        switch (outcome.Verdict)
        {
            case Verdict.Wrong when expected:
                Differing++;
                break;
            case Verdict.Wrong:
                _wrong.Add($"{id}: {outcome.Detail}");
                break;
            case Verdict.Unsupported:
                Unsupported++;
                _unsupported[outcome.Detail] = _unsupported.GetValueOrDefault(outcome.Detail) + 1;
                break;
            default:
                Passed++;
                if (expected) _stale.Add(id);
                break;
        }
    }

    /// <summary>One line of counts, then what they are made of.</summary>
    public string Report()
    {
        var text = new StringBuilder($"{file}: {Passed} passed, {Wrong} wrong, {Unsupported} unsupported, {Differing} differ by design");
        foreach ((string what, int count) in _unsupported) text.Append($"\n  unsupported: {what} ({count})");
        foreach (string failure in _wrong.Take(Shown)) text.Append($"\n  wrong: {failure}");
        if (_wrong.Count > Shown) text.Append($"\n  ... and {_wrong.Count - Shown} more");
        return text.ToString();
    }

    /// <summary>Fails where a case is wrong, or listed as differing and does not, or where nothing ran.</summary>
    /// <param name="complete">whether every listed case must have been met</param>
    public void Verify(bool complete)
    {
        Assert.True(_wrong.Count == 0, Report());
        Assert.True(Passed > 0, $"none of the cases ran: {Report()}");
        Assert.True(_stale.Count == 0, $"{file}: listed in differs.tsv, but no longer different: {string.Join(", ", _stale)}");
        if (!complete) return;
        string[] absent = [.. differences.Reasons.Keys.Where(id => !_met.Contains(id))];
        Assert.True(absent.Length == 0, $"{file}: listed in differs.tsv, but not recorded: {string.Join(", ", absent)}");
    }

    private static Outcome Try<T>(Func<T, Outcome> check, T one)
    {
        try
        {
            return check(one);
        }
        catch (UnsupportedCaseException unsupported)
        {
            return Outcome.Unsupported(unsupported.Message);
        }
        catch (Exception error)
        {
            return Outcome.Wrong($"{error.GetType().Name}: {error.Message}");
        }
    }
}
