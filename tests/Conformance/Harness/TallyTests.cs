using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Autograd.Conformance;

/// <summary>The harness itself: it must see what is wrong.</summary>
public class TallyTests
{
    private static readonly string[] Table = ["# file, case, reason", "cases\tb\tby design"];

    [Fact]
    public void Every_verdict_is_counted()
    {
        Tally tally = Of(("a", Outcome.Passed), ("b", Outcome.Wrong("2, not 1")), ("c", Outcome.Unsupported("modules")), ("d", Outcome.Passed));
        Assert.Equal((2, 0, 1, 1), (tally.Passed, tally.Wrong, tally.Unsupported, tally.Differing));
        Assert.StartsWith("cases: 2 passed, 0 wrong, 1 unsupported, 1 differ by design", tally.Report());
        tally.Verify(complete: true);
    }

    [Fact]
    public void A_wrong_case_fails() => Fails("2, not 1", ("a", Outcome.Wrong("2, not 1")), ("b", Outcome.Wrong("")));

    [Fact]
    public void A_case_that_no_longer_differs_fails() => Fails("no longer different: b", ("b", Outcome.Passed));

    [Fact]
    public void A_listed_case_that_is_not_recorded_fails() => Fails("not recorded: b", ("a", Outcome.Passed));

    [Fact]
    public void A_recording_none_of_which_ran_fails() => Fails("none of the cases ran", ("a", Outcome.Unsupported("modules")));

    [Fact]
    public void An_exception_is_a_wrong_answer_unless_it_says_that_the_case_is_unsupported()
    {
        XunitException failure = Assert.ThrowsAny<XunitException>(() => Tally.Run<string>("cases", ["a", "b"], id => id, Check, new Sink()));
        Assert.Contains("0 passed, 1 wrong, 1 unsupported", failure.Message);
        Assert.Contains("InvalidOperationException: broken", failure.Message);

        static Outcome Check(string id) => throw (id == "a" ? new InvalidOperationException("broken") : new UnsupportedCaseException("later"));
    }

    [Fact]
    public void A_difference_without_a_reason_is_refused()
    {
        Assert.Throws<FormatException>(() => new Differences("cases", ["cases\tb"]));
        Assert.Throws<FormatException>(() => new Differences("cases", ["cases\tb\tx", "cases\tb\ty"]));
    }

    private static Tally Of(params (string Id, Outcome Outcome)[] cases)
    {
        var tally = new Tally("cases", new Differences("cases", Table));
        foreach ((string id, Outcome outcome) in cases) tally.Add(id, outcome);
        return tally;
    }

    private static void Fails(string because, params (string Id, Outcome Outcome)[] cases) =>
        Assert.Contains(because, Assert.ThrowsAny<XunitException>(() => Of(cases).Verify(complete: true)).Message);

    private sealed class Sink : ITestOutputHelper
    {
        public void WriteLine(string message)
        {
        }

        public void WriteLine(string format, params object[] args)
        {
        }
    }
}
