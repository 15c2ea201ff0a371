namespace Autograd.Benchmarks.SideBySide;

/// <summary>A row while it is measured: ours beside the peer's, in turn.</summary>
internal sealed class Comparison
{
    /// <summary>How far results may differ, relative to the largest element.</summary>
    public const double Tolerance = 1e-4;

    private readonly Workload _workload;
    private readonly Peer[] _peers;
    private readonly Timing[] _theirs;

    /// <summary>Draws the data and checks that the peer computes the same from it.</summary>
    /// <exception cref="InvalidDataException">the results differ</exception>
    public Comparison(Row row, Peer[] peers)
    {
        (Row, _peers, _theirs) = (row, peers, new Timing[peers.Length]);
        Autograd.CSharp.torch.manual_seed(0);
        _workload = row.Prepare();
        if (peers.Length > 0) Check();
    }

    /// <summary>What is measured.</summary>
    public Row Row { get; }

    /// <summary>Our side.</summary>
    public Timing Ours { get; private set; }

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

    /// <summary>Measures our side, then the peer's in each of its configurations.</summary>
    /// <param name="seconds">for each side, the peer's shared by its configurations</param>
    public void Round(double seconds)
    {
        // The first repetitions are compiled hastily and pay for the plan; the garbage of the row before is none of this one's business.
        Timing.Of(_workload.Run, seconds / 2, fewestRuns: 1);
        GC.Collect();
        int before = GC.CollectionCount(GC.MaxGeneration);
        Ours = Ours.Joined(Timing.Of(_workload.Run, seconds));
        OldestCollections += GC.CollectionCount(GC.MaxGeneration) - before;
        for (int i = 0; i < _peers.Length; i++) _theirs[i] = _theirs[i].Joined(_peers[i].Time(Row.Name, seconds));
    }

    /// <summary>Our side taken apart: the best of some repetitions for each phase.</summary>
    public Phases Phases(double seconds)
    {
        Phases best = _workload.Phases();
        Timing.Of(() => best = best.Better(_workload.Phases()), seconds);
        return best;
    }

    private void Check()
    {
        string folder = Directory.CreateTempSubdirectory("side-by-side-").FullName;
        try
        {
            Npy.Write(folder, "input", _workload.Inputs);
            Npy.Write(folder, "result", _workload.Results());
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
}
