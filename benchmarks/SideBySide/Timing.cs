namespace Autograd.Benchmarks.SideBySide;

/// <summary>How long repetitions took, in seconds.</summary>
internal readonly record struct Timing(double Best, double Median, double Mean, int Runs)
{
    private const int LongestRuns = 1_000_000;
    private const int FewestRuns = 3;

    // Leased to one measurement after another, so that measuring allocates nothing itself.
    private static readonly double[] s_times = new double[LongestRuns];

    /// <summary>Repeats an action for some seconds, at least three times.</summary>
    public static Timing Of(Action action, double seconds, int fewestRuns = FewestRuns)
    {
        var total = ValueStopwatch.Start();
        int runs = 0;
        double sum = 0;
        while (runs < LongestRuns)
        {
            var watch = ValueStopwatch.Start();
            action();
            double time = watch.Seconds;
            s_times[runs++] = time;
            sum += time;
            if (runs >= fewestRuns && total.Seconds > seconds) break;
        }

        Array.Sort(s_times, 0, runs);
        return new(s_times[0], s_times[runs / 2], sum / runs, runs);
    }

    /// <summary>The best of both, the medians' better, and the mean over all runs.</summary>
    public Timing Joined(Timing other) => Runs == 0 ? other : new(
        Math.Min(Best, other.Best), Math.Min(Median, other.Median), (Mean * Runs + other.Mean * other.Runs) / (Runs + other.Runs), Runs + other.Runs);
}
