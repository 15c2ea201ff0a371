using System.CommandLine;
using Autograd.Benchmarks.SideBySide;
using Autograd.Graph;

Argument<string[]> names = new("rows")
{
    Description = "The rows to measure; all when omitted, with the growth table and the limits.",
    Arity = ArgumentArity.ZeroOrMore,
    DefaultValueFactory = _ => [],
};
Option<int> threads = new("--threads") { Description = "Threads of both sides, 1 when omitted; 0 is all cores.", DefaultValueFactory = _ => 1 };
Option<string?> python = new("--python") { Description = "The Python that has PyTorch; python3, else /usr/bin/python3 when omitted." };
Option<bool> json = new("--json") { Description = "Writes one JSON object a row and no tables." };
Option<bool> profile = new("--profile") { Description = "Only says where the time of the rows' compiled cores goes, step by step, beside what one core needs at least; no peer." };
Option<double> seconds = new("--seconds") { Description = "For each side of a row, and for the compiled core beside them, in each of the three rounds.", DefaultValueFactory = _ => 1 };
Option<double?> soak = new("--soak")
{
    Description = "Runs loops for so many seconds, 60 when no number is given, and says whether their steps take more time or memory at the end; no rows.",
    Arity = ArgumentArity.ZeroOrOne,
    CustomParser = result => result.Tokens.Count == 0 ? Soak.DefaultSeconds : double.Parse(result.Tokens[0].Value, System.Globalization.CultureInfo.InvariantCulture),
};
names.Validators.Add(result =>
{
    foreach (string name in result.GetValueOrDefault<string[]>() ?? [])
        if (!Array.Exists(Rows.All, row => row.Name == name)) result.AddError($"There is no row '{name}'; there are {string.Join(", ", Rows.All.Select(row => row.Name))}.");
});
threads.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() is < 0 and var value) result.AddError($"--threads is {value}; it must be 0, for all cores, or more.");
});
seconds.Validators.Add(result =>
{
    if (result.GetValueOrDefault<double>() is var value && !(value > 0 && double.IsFinite(value))) result.AddError($"--seconds is {value}; it must be positive.");
});

RootCommand root = new("Measures programs written with the facade beside the same programs in PyTorch.") { names, threads, python, profile, json, seconds, soak };
root.SetAction(parsed =>
{
    if (parsed.GetResult(soak) is not null) return RunSoak(parsed.GetValue(soak) ?? Soak.DefaultSeconds);
    string[] asked = parsed.GetValue(names)!;
    Row[] rows = asked.Length == 0 ? Rows.All : [.. Rows.All.Where(row => asked.Contains(row.Name))];
    int count = parsed.GetValue(threads) is > 0 and var value ? value : Environment.ProcessorCount;
    Autograd.CSharp.torch.set_num_threads(count);
    try
    {
        if (parsed.GetValue(profile)) return RunProfiles(rows, count, parsed.GetValue(seconds));
        return Run(rows, count, parsed.GetValue(python), parsed.GetValue(json), parsed.GetValue(seconds));
    }
    catch (Exception error) when (error is InvalidDataException or IOException)
    {
        Console.Error.WriteLine($"SideBySide: {error.Message}");
        return 1;
    }
});
return root.Parse(args).Invoke();

static int Run(Row[] rows, int threads, string? python, bool json, double seconds)
{
    const int Rounds = 3;
    string? interpreter = Peer.Find(python is null ? ["python3", "/usr/bin/python3"] : [python]);
    if (interpreter is null)
        Console.Error.WriteLine($"{python ?? "Neither python3 nor /usr/bin/python3"} has no PyTorch, so that our side stands alone. To install it: apt-get install python3-torch libopenblas0");
    Peer[] peers = interpreter is null ? [] : Peer.StartAll(interpreter, threads);
    try
    {
        if (peers.Length > 0) Console.Error.WriteLine($"PyTorch {peers[0].Version}, {threads} thread(s) on each side; {Rounds} rounds of {seconds} s a side");
        Comparison[] comparisons = [.. rows.Select(row => new Comparison(row, peers, threads))];
        for (int round = 1; round <= Rounds; round++)
        {
            foreach (Comparison row in comparisons)
            {
                Console.Error.WriteLine($"round {round}: {row.Row.Name}");
                row.Round(seconds);
            }
        }

        Report report = new(threads);
        if (json) report.Json(comparisons);
        else Show(report, comparisons, isWhole: rows.Length == Rows.All.Length, seconds);
        return 0;
    }
    finally
    {
        foreach (Peer peer in peers) peer.Dispose();
    }
}

static int RunProfiles(Row[] rows, int threads, double seconds)
{
    Report report = new(threads);
    MachinePeaks peaks = new(Limits.CopyBandwidth(seconds), Limits.FmaPeak(seconds));
    foreach (Row row in rows) report.Profile(row, new Comparison(row, [], threads).Profile(seconds), peaks);
    return 0;
}

static int RunSoak(double seconds)
{
    Soak[] soaks = [.. Soak.All(seconds)];
    new Report(1).Soaks(soaks);
    return Array.Exists(soaks, soak => soak.TimeGrew || soak.MemoryGrew) ? 1 : 0;
}

static void Show(Report report, Comparison[] comparisons, bool isWhole, double seconds)
{
    report.Rows(comparisons);
    report.Memory(comparisons);
    report.Phases([.. comparisons.Select(row => (row, row.Phases(seconds)))]);
    report.Limits(Limits.CopyBandwidth(seconds), Limits.FmaPeak(seconds), comparisons);
    if (!isWhole) return;
    report.Loops(LoopGrowth.All(attempts: 3));
    report.Growths([.. Growth.Lengths.Select(nodes => Growth.Of(nodes, attempts: nodes < 1_000_000 ? 3 : 1))]);
}
