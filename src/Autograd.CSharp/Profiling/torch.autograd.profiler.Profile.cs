using Autograd.Graph;

namespace Autograd.CSharp;

public static partial class torch
{
    public static partial class autograd
    {
        public static partial class profiler
        {
            /// <summary>A measurement: it goes on until it is disposed, and can be read then.</summary>
            public sealed class Profile : IDisposable
            {
                private readonly ProfileRecord _record = new();
                private readonly IDisposable? _scope;

                internal Profile(bool enabled)
                {
                    if (enabled) _scope = Modes.Set(now => now with { Profile = _record }, static (now, before) => now with { Profile = before.Profile });
                }

                /// <summary>Ends it.</summary>
                public void Dispose() => _scope?.Dispose();

                /// <summary>Every event: operations, nodes of backward passes, named parts, then the steps of evaluations.</summary>
                public EventList function_events => new([.. _record.Events.Select(FunctionEventAvg.Of), .. Evaluations()]);

                /// <summary>Events of one name together, in the order in which the names came up.</summary>
                public EventList key_averages()
                {
                    var byName = new Dictionary<string, FunctionEventAvg>();
                    var order = new List<string>();
                    foreach (FunctionEventAvg one in function_events)
                    {
                        if (byName.TryGetValue(one.key, out FunctionEventAvg? known)) byName[one.key] = known.With(one);
                        else
                        {
                            byName.Add(one.key, one);
                            order.Add(one.key);
                        }
                    }

                    return new([.. order.Select(name => byName[name])]);
                }

                /// <summary>All events together.</summary>
                public FunctionEventAvg total_average() => function_events.Aggregate(new FunctionEventAvg("Total", 0, 0, 0), (sum, one) => sum.With(one));

                /// <summary>The microseconds of all events, each without its parts.</summary>
                public double self_cpu_time_total => function_events.self_cpu_time_total;

                /// <summary>The table of all events; see <see cref="EventList.table"/>.</summary>
                public string table(string? sort_by = null, int row_limit = 100, int max_name_column_width = 55) => function_events.table(sort_by, row_limit, max_name_column_width);

                /// <summary>Writes the events as a trace that browsers show (<c>chrome://tracing</c>, Perfetto).</summary>
                public void export_chrome_trace(string path) => File.WriteAllText(path, ChromeTrace.Of(_record.Events));

                /// <summary>The table of all events.</summary>
                public override string ToString() => table();

                private IEnumerable<FunctionEventAvg> Evaluations()
                {
                    RunProfile profile = _record.Evaluations;
                    if (profile.Runs == 0) yield break;
                    yield return new("evaluate::prepare", profile.Runs, profile.PreparationSeconds * 1e6, profile.PreparationSeconds * 1e6);
                    foreach (StepProfile step in profile.Steps) yield return new("evaluate::" + step.Step.Name, step.Runs, step.Seconds * 1e6, step.Seconds * 1e6);
                }
            }
        }
    }
}
