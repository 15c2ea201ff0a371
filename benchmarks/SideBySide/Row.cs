namespace Autograd.Benchmarks.SideBySide;

/// <summary>A row of the table.</summary>
/// <param name="Name">what it is called on the command line, here and in peer.py</param>
/// <param name="Floor">how many times as fast as the peer it must be</param>
/// <param name="Goal">how many times as fast as the peer it should be</param>
/// <param name="Prepare">draws the data and makes the program</param>
/// <param name="Flops">of a repetition, where arithmetic bounds it</param>
/// <param name="Bytes">that a repetition must read and write at least, where memory bounds it</param>
/// <param name="Memory">what the plan may hold, where that is limited</param>
internal sealed record Row(string Name, double Floor, double Goal, Func<Workload> Prepare, double Flops = 0, double Bytes = 0, MemoryLimit? Memory = null);
