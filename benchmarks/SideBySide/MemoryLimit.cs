namespace Autograd.Benchmarks.SideBySide;

/// <summary>What a row's plan may hold at once, by its own accounts.</summary>
/// <param name="Bytes">the most</param>
/// <param name="CountsArguments">whether what the run is given counts with what it makes</param>
internal readonly record struct MemoryLimit(long Bytes, bool CountsArguments);
