using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;

// Reports lie beside the program, not in the folder that it was started from.
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, DefaultConfig.Instance.WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "results")));
