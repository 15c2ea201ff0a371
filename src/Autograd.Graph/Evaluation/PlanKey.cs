namespace Autograd.Graph;

/// <summary>A wiring's structure, copied: what a plan is cached under. A hit compares all of it.</summary>
internal sealed class PlanKey
{
    private readonly Wiring.Entry[] _entries;
    private readonly int[] _inputs;
    private readonly int[] _outputs;
    private readonly NumberClass[] _classes;

    public PlanKey(Wiring wiring)
    {
        Hash = wiring.Hash;
        _entries = wiring.Entries.ToArray();
        _inputs = wiring.Inputs.ToArray();
        _outputs = wiring.Outputs.ToArray();
        _classes = new NumberClass[wiring.Numbers.Length];
        for (int i = 0; i < _classes.Length; i++) _classes[i] = NumberClasses.Of(wiring.Numbers[i]);
    }

    public int Hash { get; }

    /// <summary>How many entries the structure has.</summary>
    public int Length => _entries.Length;

    public bool Matches(Wiring wiring)
    {
        ReadOnlySpan<Wiring.Entry> entries = wiring.Entries;
        if (Hash != wiring.Hash || entries.Length != _entries.Length || wiring.Numbers.Length != _classes.Length
            || !wiring.Inputs.SequenceEqual(_inputs) || !wiring.Outputs.SequenceEqual(_outputs)) return false;
        for (int i = 0; i < entries.Length; i++)
        {
            ref readonly Wiring.Entry a = ref entries[i];
            ref readonly Wiring.Entry b = ref _entries[i];
            if (a.InputCount != b.InputCount || a.FirstInput != b.FirstInput || a.Argument != b.Argument || a.DType != b.DType) return false;
            if (!ReferenceEquals(a.Op, b.Op) && !a.Op.Equals(b.Op)) return false;
            // Shapes of other entries follow from the sources' by the ops.
            if (a.Argument >= 0 && !a.Shape!.Equals(b.Shape)) return false;
        }

        for (int i = 0; i < _classes.Length; i++)
            if (NumberClasses.Of(wiring.Numbers[i]) != _classes[i]) return false;
        return true;
    }
}
