using System.CommandLine;
using Autograd.Accuracy;

RootCommand root = new("Measures the library's transcendental kernels, and hashes results to compare hardware.");

Command hash = new("hash", "Prints which vectors the hardware accelerates and a hash of every kernel's results on fixed arguments.");
hash.SetAction(_ =>
{
    foreach (string line in HashCommand.Lines())
    {
        Console.WriteLine(line);
    }
});
root.Subcommands.Add(hash);

Command graphs = new("graphs", "Prints which vectors the hardware accelerates and a hash of the values of random graphs, optimised and by the reference.");
graphs.SetAction(_ =>
{
    foreach (string line in GraphsCommand.Lines())
    {
        Console.WriteLine(line);
    }
});
root.Subcommands.Add(graphs);

Argument<string[]> functions = new("function") { Description = "The functions to measure; all where none is named.", Arity = ArgumentArity.ZeroOrMore };
Option<int> stride = new("--stride") { Description = "Measures every n-th float only.", DefaultValueFactory = _ => 1 };
Command exhaustive = new("exhaustive", "Measures the float32 kernels on all 2^32 floats and prints a table.") { functions, stride };
exhaustive.SetAction(parsed => ExhaustiveCommand.Run(parsed.GetValue(functions) ?? [], parsed.GetValue(stride)));
root.Subcommands.Add(exhaustive);

Command recorded = new("recorded", "Measures the float64 kernels at recorded points and prints a table.");
recorded.SetAction(_ => RecordedTable.Print());
root.Subcommands.Add(recorded);

Command speed = new("speed", "Prints nanoseconds an element for every kernel, in cache, on one core.") { functions };
speed.SetAction(parsed => SpeedCommand.Run(parsed.GetValue(functions) ?? []));
root.Subcommands.Add(speed);

return root.Parse(args).Invoke();
