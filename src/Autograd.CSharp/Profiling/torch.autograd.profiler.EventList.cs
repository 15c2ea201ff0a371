using System.Collections;
using System.Globalization;
using System.Text;

namespace Autograd.CSharp;

public static partial class torch
{
    public static partial class autograd
    {
        public static partial class profiler
        {
            /// <summary>One event.</summary>
            /// <param name="name">what it was: <c>aten::mul</c>, <c>MulBackward0</c>, or a name given to a part</param>
            /// <param name="start">microseconds since the measurement began</param>
            /// <param name="cpu_time_total">microseconds that it took</param>
            /// <param name="self_cpu_time_total">the same without its parts</param>
            /// <param name="thread">the managed thread's number</param>
            public sealed record FunctionEvent(string name, double start, double cpu_time_total, double self_cpu_time_total, int thread);

            /// <summary>Events of one name together; times in microseconds.</summary>
            /// <param name="key">the name</param>
            /// <param name="count">how many</param>
            /// <param name="cpu_time_total">what they took</param>
            /// <param name="self_cpu_time_total">the same without their parts</param>
            public sealed record FunctionEventAvg(string key, long count, double cpu_time_total, double self_cpu_time_total)
            {
                /// <summary>The mean of one.</summary>
                public double cpu_time => count == 0 ? 0 : cpu_time_total / count;

                internal static FunctionEventAvg Of(FunctionEvent one) => new(one.name, 1, one.cpu_time_total, one.self_cpu_time_total);

                internal FunctionEventAvg With(FunctionEventAvg other) =>
                    this with { count = count + other.count, cpu_time_total = cpu_time_total + other.cpu_time_total, self_cpu_time_total = self_cpu_time_total + other.self_cpu_time_total };

                /// <summary>As Python shows it.</summary>
                public override string ToString() => $"<FunctionEventAvg key={key} self_cpu_time={EventList.Time(self_cpu_time_total)} cpu_time={EventList.Time(cpu_time)}>";
            }

            /// <summary>Events, or averages of them, which print as a table.</summary>
            public sealed class EventList : IReadOnlyList<FunctionEventAvg>
            {
                private const int ColumnWidth = 12;

                private static readonly string[] Headers = ["Self CPU %", "Self CPU", "CPU total %", "CPU total", "CPU time avg", "# of Calls"];

                private readonly FunctionEventAvg[] _events;

                internal EventList(FunctionEventAvg[] events) => _events = events;

                /// <inheritdoc/>
                public int Count => _events.Length;

                /// <inheritdoc/>
                public FunctionEventAvg this[int index] => _events[index];

                /// <summary>The microseconds of all, each without its parts.</summary>
                public double self_cpu_time_total => _events.Sum(one => one.self_cpu_time_total);

                /// <summary>A table in PyTorch's layout.</summary>
                /// <param name="sort_by">the column to sort by, largest first: <c>cpu_time</c>, <c>cpu_time_total</c>, <c>self_cpu_time_total</c> or <c>count</c>; as they came if omitted</param>
                /// <param name="row_limit">how many rows there are at most</param>
                /// <param name="max_name_column_width">where longer names are cut</param>
                /// <exception cref="ArgumentException">there is no such column</exception>
                public string table(string? sort_by = null, int row_limit = 100, int max_name_column_width = 55)
                {
                    IEnumerable<FunctionEventAvg> rows = sort_by is null ? _events : _events.OrderByDescending(Column(sort_by));
                    int width = Math.Min(max_name_column_width, _events.Select(one => one.key.Length).DefaultIfEmpty(0).Max() + 4);
                    double all = self_cpu_time_total;
                    var text = new StringBuilder();
                    Rule(text, width);
                    Row(text, width, "Name", Headers);
                    Rule(text, width);
                    foreach (FunctionEventAvg one in rows.Take(row_limit))
                    {
                        string name = one.key.Length >= max_name_column_width - 3 ? one.key[..Math.Min(one.key.Length, max_name_column_width - 3)] + "..." : one.key;
                        Row(text, width, name, Share(one.self_cpu_time_total, all), Time(one.self_cpu_time_total), Share(one.cpu_time_total, all), Time(one.cpu_time_total), Time(one.cpu_time),
                            one.count.ToString(CultureInfo.InvariantCulture));
                    }

                    Rule(text, width);
                    return text.Append("Self CPU time total: ").Append(Time(all)).Append('\n').ToString();
                }

                /// <summary>The table of all.</summary>
                public override string ToString() => table();

                /// <inheritdoc/>
                public IEnumerator<FunctionEventAvg> GetEnumerator() => ((IEnumerable<FunctionEventAvg>)_events).GetEnumerator();

                IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

                internal static string Time(double microseconds) => microseconds switch
                {
                    >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"{microseconds / 1e6:F3}s"),
                    >= 1e3 => string.Create(CultureInfo.InvariantCulture, $"{microseconds / 1e3:F3}ms"),
                    _ => string.Create(CultureInfo.InvariantCulture, $"{microseconds:F3}us"),
                };

                private static string Share(double part, double all) => string.Create(CultureInfo.InvariantCulture, $"{(all == 0 ? 0 : 100 * part / all):F2}%");

                private static Func<FunctionEventAvg, double> Column(string name) => name switch
                {
                    "cpu_time" => one => one.cpu_time,
                    "cpu_time_total" => one => one.cpu_time_total,
                    "self_cpu_time_total" => one => one.self_cpu_time_total,
                    "count" => one => one.count,
                    _ => throw new ArgumentException($"table: there is no column '{name}' to sort by (there are cpu_time, cpu_time_total, self_cpu_time_total and count)"),
                };

                private static void Rule(StringBuilder text, int width)
                {
                    text.Append('-', width).Append("  ");
                    foreach (string _ in Headers) text.Append('-', ColumnWidth).Append("  ");
                    text.Append('\n');
                }

                private static void Row(StringBuilder text, int width, string name, params ReadOnlySpan<string> cells)
                {
                    text.Append(name.PadLeft(width)).Append("  ");
                    foreach (string cell in cells) text.Append(cell.PadLeft(ColumnWidth)).Append("  ");
                    text.Append('\n');
                }
            }
        }
    }
}
