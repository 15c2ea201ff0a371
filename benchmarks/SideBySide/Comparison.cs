using Autograd.CSharp;
using Autograd.Graph;
using static Autograd.CSharp.torch;

namespace Autograd.Benchmarks.SideBySide;

/// <summary>A row while it is measured: ours beside the peer's, in turn.</summary>
internal sealed class Comparison
{
    /// <summary>How far results may differ, relative to the largest element.</summary>
    public const double Tolerance = 1e-4;

    private readonly Workload _workload;
    private readonly CoreProgram _core;
    private readonly Peer[] _peers;
    private readonly Timing[] _theirs;

    /// <summary>Draws the data and checks that the compiled core and the peer compute the same from it.</summary>
    /// <exception cref="InvalidDataException">the results differ</exception>
    public Comparison(Row row, Peer[] peers, int threads)
    {
        (Row, _peers, _theirs) = (row, peers, new Timing[peers.Length]);
        manual_seed(0);
        _workload = row.Prepare();
        _core = new(_workload, threads);
        Check();
    }

    /// <summary>What is measured.</summary>
    public Row Row { get; }

    /// <summary>Our side.</summary>
    public Timing Ours { get; private set; }

    /// <summary>The same program, compiled from the core.</summary>
    public Timing Core { get; private set; }

    /// <summary>What the compiled core's plan holds of what the row limits, by its own accounts.</summary>
    public long Memory => _core.Plan.HighWaterBytes + (Row.Memory is { CountsArguments: true } ? _core.ArgumentBytes : 0);

    /// <summary>Collections of the oldest generation while our side was timed.</summary>
    public int OldestCollections { get; private set; }

    /// <summary>The configuration of the peer that is fastest; null where there is no peer.</summary>
    public int? BestPeer => _peers.Length == 0 ? null : Array.IndexOf(_theirs, _theirs.MinBy(timing => timing.Best));

    /// <summary>The peer's side in its best configuration; null where there is no peer.</summary>
    public Timing? Theirs => BestPeer is { } best ? _theirs[best] : null;

    /// <summary>The name of that configuration.</summary>
    public string? Configuration => BestPeer is { } best ? _peers[best].Configuration : null;

    /// <summary>How many times as fast as the peer we are, best against best.</summary>
    public double? Ratio => Theirs?.Best / Ours.Best;

    /// <summary>Measures our side, the compiled core, then the peer's side in each of its configurations.</summary>
    /// <param name="seconds">for each of them</param>
    public void Round(double seconds)
    {
        (Timing ours, int collections) = Warm(_workload.Run, seconds);
        Ours = Ours.Joined(ours);
        OldestCollections += collections;
        Core = Core.Joined(Warm(_core.Run, seconds).Timing);
        for (int i = 0; i < _peers.Length; i++) _theirs[i] = _theirs[i].Joined(_peers[i].Time(Row.Name, seconds));
    }

    /// <summary>Our side taken apart: the best of some repetitions for each phase.</summary>
    public Phases Phases(double seconds)
    {
        Phases best = _workload.Phases();
        Timing.Of(() => best = best.Better(_workload.Phases()), seconds);
        return best;
    }

    /// <summary>Where the time of the compiled core goes.</summary>
    public RunProfile Profile(double seconds)
    {
        Warm(_core.Run, seconds);
        RunProfile profile = new();
        Timing.Of(() => _core.Run(profile), seconds);
        return profile;
    }

    // The first repetitions are compiled hastily and pay for the plan; the garbage of what ran before is none of this one's business.
    private static (Timing Timing, int OldestCollections) Warm(Action run, double seconds)
    {
        Timing.Of(run, seconds / 2, fewestRuns: 1);
        GC.Collect();
        int before = GC.CollectionCount(GC.MaxGeneration);
        Timing timing = Timing.Of(run, seconds);
        return (timing, GC.CollectionCount(GC.MaxGeneration) - before);
    }

    /// <summary>Writes each tensor to <c>folder/kind.i.npy</c>.</summary>
    private static void Write(string folder, string kind, ReadOnlySpan<Tensor> tensors)
    {
        for (int i = 0; i < tensors.Length; i++)
        {
            NpyFile.Write(Path.Combine(folder, $"{kind}.{i}.npy"), Workload.ArrayOf(tensors[i]));
        }
    }

    private void Check()
    {
        if (_peers.Length == 0)
        {
            CheckCore(_workload.Results());
            return;
        }

        string folder = Directory.CreateTempSubdirectory("side-by-side-").FullName;
        try
        {
            Write(folder, "input", _workload.Inputs);
            Tensor[] results = _workload.Results();
            CheckCore(results);
            Write(folder, "result", results);
            foreach (Peer peer in _peers)
            {
                double? error = peer.Check(Row.Name, folder);
                if (!(error <= Tolerance))
                    throw new InvalidDataException($"{Row.Name}: the results differ from the peer's by {(error is { } e ? $"{e:G3} of their largest element; it may be {Tolerance:G1}" : "their shapes, or are not finite")}");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void CheckCore(Tensor[] results)
    {
        double error = _core.DifferenceFrom(results);
        if (!(error <= Tolerance)) throw new InvalidDataException($"{Row.Name}: the compiled core's results differ from the facade's by {error:G3} of their largest element; it may be {Tolerance:G1}");
    }
}
