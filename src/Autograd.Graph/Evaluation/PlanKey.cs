using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>A wiring's structure, copied: what a plan is cached under. A hit compares all of it.</summary>
internal sealed class PlanKey
{
    private readonly Wiring.Entry[] _entries;
    private readonly int[] _inputs;
    private readonly int[] _outputs;
    private readonly NumberClass[] _classes;
    private readonly int _remembered;

    public PlanKey(Wiring wiring)
    {
        Hash = wiring.Hash;
        _remembered = wiring.RememberedEntries;
        _entries = wiring.Entries.ToArray();
        _inputs = wiring.Inputs.ToArray();
        _outputs = wiring.Outputs.ToArray();
        _classes = new NumberClass[wiring.Numbers.Length];
        for (int i = 0; i < _classes.Length; i++) _classes[i] = NumberClasses.Of(wiring.Numbers[i]);
    }

    public int Hash { get; }

    /// <summary>About how many bytes the key of a wiring takes.</summary>
    public static long WeightOf(Wiring wiring) => 96L * wiring.Entries.Length;

    /// <summary>The hash of what a wiring does, whatever the shapes, element types, attributes and numbers.</summary>
    public static int SkeletonOf(Wiring wiring)
    {
        var hash = default(StructureHash);
        foreach (ref readonly Wiring.Entry entry in wiring.Entries) hash.Add(RuntimeHelpers.GetHashCode(entry.Op.GetType()));
        foreach (int input in wiring.Inputs) hash.Add(input);
        foreach (int output in wiring.Outputs) hash.Add(~output);
        return hash.Value;
    }

    public bool Matches(Wiring wiring)
    {
        ReadOnlySpan<Wiring.Entry> entries = wiring.Entries;
        if (Hash != wiring.Hash || _remembered != wiring.RememberedEntries || entries.Length != _entries.Length || wiring.Numbers.Length != _classes.Length
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

    /// <summary>Why this is not the key of a wiring that does the same operations; null where it does others.</summary>
    public PlanMiss? DifferenceFrom(Wiring wiring)
    {
        ReadOnlySpan<Wiring.Entry> entries = wiring.Entries;
        if (entries.Length != _entries.Length || wiring.Numbers.Length != _classes.Length
            || !wiring.Inputs.SequenceEqual(_inputs) || !wiring.Outputs.SequenceEqual(_outputs)) return null;
        PlanMiss? sources = null, attributes = null;
        for (int i = 0; i < entries.Length; i++)
        {
            ref readonly Wiring.Entry now = ref entries[i];
            ref readonly Wiring.Entry known = ref _entries[i];
            if (now.Op.GetType() != known.Op.GetType() || now.Argument != known.Argument) return null;
            if (now.Argument >= 0) sources ??= DifferenceOfSources(now, known);
            else if (!now.Op.Equals(known.Op)) attributes ??= new(PlanMissReason.OtherAttributes, $"{now.Op}, planned for {known.Op}");
        }

        // Attributes that follow from shapes differ with them: the sources say why.
        return sources ?? DifferenceOfNumbers(wiring) ?? attributes;
    }

    private static PlanMiss? DifferenceOfSources(in Wiring.Entry now, in Wiring.Entry known)
    {
        bool sameType = now.DType == known.DType;
        if (sameType && now.Shape!.Equals(known.Shape)) return null;
        string what = now.Op is Op.Literal ? "a number" : "an array";
        return new(sameType ? PlanMissReason.OtherShapes : PlanMissReason.OtherTypes, $"{what} is {now.DType.Name()} {now.Shape}, planned for {known.DType.Name()} {known.Shape}");
    }

    private PlanMiss? DifferenceOfNumbers(Wiring wiring)
    {
        for (int i = 0; i < _classes.Length; i++)
            if (NumberClasses.Of(wiring.Numbers[i]) is var now && now != _classes[i])
                return new(PlanMissReason.OtherNumbers, $"{wiring.Numbers[i]} is {NumberClasses.NameOf(now)}, planned for a number that is {NumberClasses.NameOf(_classes[i])}");
        return null;
    }
}
