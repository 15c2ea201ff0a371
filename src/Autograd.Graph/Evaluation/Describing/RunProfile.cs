using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Autograd.Graph;

/// <summary>
/// Where the time of runs goes, step by step; given in <see cref="EvaluationOptions.Profile"/> or to a run of a compiled computation. It adds
/// up over all runs that it is given to, of any number of plans and threads. A run without one measures nothing.
/// </summary>
public sealed class RunProfile
{
    private sealed record Entry(long[] Ticks)
    {
        public long Runs;
    }

    private readonly Lock _lock = new();
    private readonly Dictionary<Plan, Entry> _plans = new(ReferenceEqualityComparer.Instance);
    private long _runs, _preparation, _steps;

    /// <summary>How many runs were measured.</summary>
    public long Runs
    {
        get
        {
            lock (_lock) return _runs;
        }
    }

    /// <summary>Seconds in which evaluations collected their nodes and found or made their plans; a compiled computation needs none.</summary>
    public double PreparationSeconds
    {
        get
        {
            lock (_lock) return (double)_preparation / Stopwatch.Frequency;
        }
    }

    /// <summary>Seconds in which steps ran, all together.</summary>
    public double StepSeconds
    {
        get
        {
            lock (_lock) return (double)_steps / Stopwatch.Frequency;
        }
    }

    /// <summary>The steps, those that took longest first.</summary>
    public ImmutableArray<StepProfile> Steps
    {
        get
        {
            lock (_lock)
            {
                long all = 0;
                foreach (Entry entry in _plans.Values)
                    foreach (long ticks in entry.Ticks) all += ticks;
                var steps = new List<StepProfile>();
                foreach ((Plan plan, Entry entry) in _plans)
                {
                    ImmutableArray<StepDescription> descriptions = plan.DescribeSteps();
                    for (int i = 0; i < descriptions.Length; i++)
                        steps.Add(new(descriptions[i], entry.Runs, (double)entry.Ticks[i] / Stopwatch.Frequency, all == 0 ? 0 : (double)entry.Ticks[i] / all));
                }

                return [.. steps.OrderByDescending(step => step.Seconds)];
            }
        }
    }

    /// <summary>A table of the steps, those that took longest first.</summary>
    public override string ToString()
    {
        ImmutableArray<StepProfile> steps = Steps;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Runs} runs; steps {Figures.Time(steps.Sum(step => step.Seconds))}, preparation {Figures.Time(PreparationSeconds)}\n");
        var table = new TextTable("share", "step", "runs", "time a run", "moved a run", "GB/s", "Gop/s");
        foreach (StepProfile step in steps)
        {
            table.Add(
                string.Create(CultureInfo.InvariantCulture, $"{step.Share,6:P1}"), step.Step.ToString(), string.Create(CultureInfo.InvariantCulture, $"{step.Runs}"),
                Figures.Time(step.Seconds / step.Runs), Figures.Bytes(step.Step.BytesRead + step.Step.BytesWritten),
                string.Create(CultureInfo.InvariantCulture, $"{step.BytesPerSecond / 1e9:F1}"), string.Create(CultureInfo.InvariantCulture, $"{step.OperationsPerSecond / 1e9:F1}"));
        }

        table.AppendTo(text);
        return text.ToString();
    }

    internal void Add(Plan plan, ReadOnlySpan<long> ticks)
    {
        lock (_lock)
        {
            if (!_plans.TryGetValue(plan, out Entry? entry)) _plans[plan] = entry = new(new long[ticks.Length]);
            for (int i = 0; i < ticks.Length; i++)
            {
                entry.Ticks[i] += ticks[i];
                _steps += ticks[i];
            }

            entry.Runs++;
            _runs++;
        }
    }

    internal void AddPreparation(long ticks)
    {
        lock (_lock) _preparation += ticks;
    }
}
