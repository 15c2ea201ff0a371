using System.Globalization;
using System.Text.Json;
using Autograd.Graph;
using Spectre.Console;

namespace Autograd.Benchmarks.SideBySide;

/// <summary>Tables for a person, Markdown where they go to a file; or a JSON object a row.</summary>
internal sealed class Report(int threads)
{
    private readonly IAnsiConsole _console = Console();

    public void Rows(IReadOnlyList<Comparison> rows)
    {
        Table table = Table("row", "best", "median", "mean", "compiled core", "peer best", "peer median", "OPENBLAS_CORETYPE", "ratio", "floor", "goal", "met", "gen 2");
        foreach (Comparison row in rows)
        {
            string met = row.Ratio is not { } ratio ? "" : ratio >= row.Row.Goal ? "goal" : ratio >= row.Row.Floor ? "floor" : "no";
            table.AddRow(row.Row.Name, Micro(row.Ours.Best), Micro(row.Ours.Median), Micro(row.Ours.Mean), Micro(row.Core.Best), Micro(row.Theirs?.Best), Micro(row.Theirs?.Median), row.Configuration ?? "",
                Number(row.Ratio, "F2"), Number(row.Row.Floor), Number(row.Row.Goal), met, Number(row.OldestCollections));
        }

        Write("Times in µs (of the compiled core the best); ratio: the peer's best to ours", table);
    }

    public void Phases(IEnumerable<(Comparison Row, Phases Phases)> rows)
    {
        Table table = Table("row", "whole", "building", "backward", "evaluating");
        foreach ((Comparison row, Phases phases) in rows)
            table.AddRow(row.Row.Name, Micro(row.Ours.Best), Micro(phases.Building), phases.Backward == 0 ? "" : Micro(phases.Backward), Micro(phases.Evaluating));
        Write("Phases in µs, best of each; a backward pass differentiates and evaluates", table);
    }

    public void Memory(IEnumerable<Comparison> rows)
    {
        Comparison[] limited = [.. rows.Where(row => row.Row.Memory is not null)];
        if (limited.Length == 0) return;
        Table table = Table("row", "holds", "limit", "counting", "met");
        foreach (Comparison row in limited)
        {
            MemoryLimit limit = row.Row.Memory!.Value;
            table.AddRow(row.Row.Name, Kibi(row.Memory), Kibi(limit.Bytes), limit.CountsArguments ? "arguments, arena, results" : "arena, results", row.Memory <= limit.Bytes ? "yes" : "no");
        }

        Write("Memory of the compiled core's plan in KiB, by its own accounts", table);
    }

    public void Profile(Row row, RunProfile profile, MachinePeaks peaks)
    {
        const int Most = 30;
        Table table = Table("step", "share", "µs a run", "at least", "bound", "KiB moved", "GB/s", "Gop/s");
        foreach (StepProfile step in profile.Steps.Take(Most))
        {
            table.AddRow(Markup.Escape(step.Step.ToString()), Number(step.Share, "P1"), Micro(step.Seconds / step.Runs), Micro(step.Step.ExpectedSeconds(peaks)), step.Step.ExpectedBound(peaks).ToString().ToLowerInvariant(),
                Kibi(step.Step.BytesRead + step.Step.BytesWritten), Number(step.BytesPerSecond / 1e9, "F1"), Number(step.OperationsPerSecond / 1e9, "F1"));
        }

        int left = profile.Steps.Length - Most;
        Write($"{row.Name}: steps of the compiled core, {Count(profile.Runs)} runs of {Micro(profile.Steps.Sum(step => step.Seconds) / profile.Runs)} µs{(left > 0 ? $"; {Count(left)} more steps take less" : "")}", table);
    }

    public void Growths(IEnumerable<Growth> growths)
    {
        Table table = Table("nodes", "build ns", "bytes", "differentiate ns", "bytes", "first evaluation ns", "bytes", "second ns", "bytes");
        foreach (Growth growth in growths)
        {
            List<string> cells = [growth.Nodes.ToString("N0", CultureInfo.InvariantCulture)];
            foreach (Cost cost in (ReadOnlySpan<Cost>)[growth.Building, growth.Differentiating, growth.First, growth.Second])
                cells.AddRange([Number(cost.Nanoseconds, "F0"), Number(cost.Bytes, "F0")]);
            table.AddRow([.. cells]);
        }

        Write("A scalar multiplied n times: value and gradient, a node", table);
    }

    public void Loops(IEnumerable<LoopGrowth> loops)
    {
        Table table = Table("loop", "steps", "ns a step", "bytes a step");
        foreach (LoopGrowth loop in loops) table.AddRow(loop.Program, Count(loop.Steps), Number(loop.Step.Nanoseconds, "F0"), Number(loop.Step.Bytes, "F0"));
        Write("Loops that read a value at every step", table);
    }

    public void Soaks(IEnumerable<Soak> soaks)
    {
        Table table = Table("loop", "steps", "µs a step, first", "last", "live KiB, first", "last", "bytes kept a step, first", "last", "grew");
        foreach (Soak soak in soaks)
        {
            string grew = (soak.TimeGrew, soak.MemoryGrew) switch { (true, true) => "time, memory", (true, false) => "time", (false, true) => "memory", _ => "no" };
            table.AddRow(soak.Program, Count(soak.Steps), Micro(soak.First.Seconds), Micro(soak.Last.Seconds), Count(soak.LiveBytes.First >> 10), Count(soak.LiveBytes.Last >> 10),
                Number(soak.First.KeptBytes, "F0"), Number(soak.Last.KeptBytes, "F0"), grew);
        }

        Write("Loops that run for long: a step at the beginning and at the end", table);
    }

    public void Limits(double bandwidth, double flops, IEnumerable<Comparison> rows)
    {
        Table table = Table("limit or row", "GB/s", "GFLOP/s", "of the limit");
        table.AddRow("copy (read and written)", Number(bandwidth / 1e9, "F1"), "", "");
        table.AddRow("fused multiply-add", "", Number(flops / 1e9, "F1"), "");
        foreach (Comparison row in rows)
        {
            if (row.Row.Bytes > 0) table.AddRow(row.Row.Name, Number(row.Row.Bytes / row.Ours.Best / 1e9, "F1"), "", Number(row.Row.Bytes / row.Ours.Best / bandwidth, "P0"));
            if (row.Row.Flops > 0) table.AddRow(row.Row.Name, "", Number(row.Row.Flops / row.Ours.Best / 1e9, "F1"), Number(row.Row.Flops / row.Ours.Best / flops, "P0"));
        }

        Write("Limits of one core, and what rows reach of them", table);
    }

    /// <summary>One object a row; memory is null where the row limits none, and what needs a peer where there is none.</summary>
    public void Json(IEnumerable<Comparison> rows)
    {
        foreach (Comparison row in rows)
        {
            System.Console.WriteLine(JsonSerializer.Serialize(new
            {
                row = row.Row.Name,
                threads,
                ours_us = row.Ours.Best * 1e6,
                core_us = row.Core.Best * 1e6,
                peer_us = row.Theirs?.Best * 1e6,
                ratio = row.Ratio,
                floor = row.Row.Floor,
                goal = row.Row.Goal,
                memory_bytes = row.Row.Memory is null ? (long?)null : row.Memory,
                memory_limit_bytes = row.Row.Memory?.Bytes,
            }));
        }
    }

    private static IAnsiConsole Console()
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (!console.Profile.Out.IsTerminal) console.Profile.Width = 200;
        return console;
    }

    private Table Table(params string[] columns)
    {
        Table table = new() { Border = _console.Profile.Out.IsTerminal ? TableBorder.Rounded : TableBorder.Markdown };
        for (int i = 0; i < columns.Length; i++) table.AddColumn(new TableColumn(columns[i]) { Alignment = i == 0 ? Justify.Left : Justify.Right, NoWrap = true });
        return table;
    }

    private void Write(string title, Table table)
    {
        _console.WriteLine(title);
        _console.WriteLine();
        _console.Write(table);
        _console.WriteLine();
    }

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Kibi(long bytes) => (bytes / 1024.0).ToString("N1", CultureInfo.InvariantCulture);

    private static string Micro(double? seconds) => seconds * 1e6 is not { } micro ? "" : micro.ToString(micro < 100 ? "F2" : "N0", CultureInfo.InvariantCulture);

    private static string Number(double? value, string format = "G") => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
