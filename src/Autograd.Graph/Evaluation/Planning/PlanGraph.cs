using System.Runtime.InteropServices;

namespace Autograd.Graph;

/// <summary>A structure while it is being planned: simplified, with equal computations merged. Entries stand in topological order.</summary>
internal sealed class PlanGraph
{
    private readonly List<Wiring.Entry> _entries = [];
    private readonly List<int> _inputs = [];
    private readonly List<NumberClass> _classes = [];

    // Value numbering: entries of equal hash are chained.
    private readonly Dictionary<int, int> _lastOfHash = [];
    private readonly List<int> _previousOfHash = [];

    // How many entries and outputs of the wiring read each product.
    private readonly Dictionary<int, int> _readers = [];

    // For each number its literal without axes, -1 while there is none.
    private readonly int[] _singleOfNumber;

    /// <summary>The entries asked for, in the wiring's order.</summary>
    public int[] Outputs { get; }

    /// <summary>For each entry of the wiring the entry here.</summary>
    public int[] EntryOfWiring { get; }

    /// <summary>Builds the graph of a wiring: each entry simplified by its rule, then merged with an equal one.</summary>
    public PlanGraph(Wiring wiring)
    {
        foreach (Number number in wiring.Numbers) _classes.Add(NumberClasses.Of(number));
        _singleOfNumber = new int[wiring.Numbers.Length];
        Array.Fill(_singleOfNumber, -1);
        EntryOfWiring = new int[wiring.Entries.Length];
        int[] readers = new int[EntryOfWiring.Length];
        foreach (int input in wiring.Inputs) readers[input]++;
        foreach (int output in wiring.Outputs) readers[output]++;
        var inputs = new List<int>();
        Dictionary<int, Op.Scan>? widest = WidestScans(wiring);
        for (int i = 0; i < EntryOfWiring.Length; i++)
        {
            Wiring.Entry entry = wiring.Entries[i];
            inputs.Clear();
            foreach (int input in wiring.Inputs.Slice(entry.FirstInput, entry.InputCount)) inputs.Add(EntryOfWiring[input]);
            if (widest is not null && widest.TryGetValue(i, out Op.Scan? wider)) EntryOfWiring[i] = Widened(entry, wider, CollectionsMarshal.AsSpan(inputs));
            else EntryOfWiring[i] = entry.Argument >= 0 ? Append(entry) : Simplifier.Simplify(this, entry, CollectionsMarshal.AsSpan(inputs));
            // Only products are asked.
            if (entry.Op is Op.Dot) CollectionsMarshal.GetValueRefOrAddDefault(_readers, EntryOfWiring[i], out _) += readers[i];
        }

        Outputs = new int[wiring.Outputs.Length];
        for (int i = 0; i < Outputs.Length; i++) Outputs[i] = EntryOfWiring[wiring.Outputs[i]];
    }

    /// <summary>Entries that are computed though nothing that is asked for needs them: what they check is checked.</summary>
    public List<int> Demanded { get; } = [];

    public int Count => _entries.Count;

    public Wiring.Entry this[int entry] => _entries[entry];

    /// <summary>What an entry is computed from.</summary>
    public ReadOnlySpan<int> InputsOf(int entry) => _entries[entry].Op is Op.Barrier ? AllInputsOf(entry)[..1] : AllInputsOf(entry);

    /// <summary>What an entry waits for without being computed from it.</summary>
    public ReadOnlySpan<int> AwaitedBy(int entry) => _entries[entry].Op is Op.Barrier ? AllInputsOf(entry)[1..] : [];

    private ReadOnlySpan<int> AllInputsOf(int entry) => CollectionsMarshal.AsSpan(_inputs).Slice(_entries[entry].FirstInput, _entries[entry].InputCount);

    /// <summary>Whether one entry alone reads a product, which then may be made as that one needs it.</summary>
    public bool IsReadOnce(int product) => _readers.GetValueOrDefault(product) == 1;

    /// <summary>The class of a literal, null of anything else.</summary>
    public NumberClass? ClassOf(int entry) => _entries[entry].Op is Op.Literal ? _classes[_entries[entry].Argument] : null;

    /// <summary>The entry that computes an op of the inputs: an equal one, where there is one.</summary>
    public int Merged(Op op, ReadOnlySpan<int> inputs, DType dtype, Shape? shape)
    {
        var hash = new HashCode();
        hash.Add(op.Hash);
        foreach (int input in inputs) hash.Add(input);
        int code = hash.ToHashCode();
        if (_lastOfHash.TryGetValue(code, out int last))
        {
            for (int entry = last; entry >= 0; entry = _previousOfHash[entry])
                if (AllInputsOf(entry).SequenceEqual(inputs) && _entries[entry].Op.Equals(op) && _entries[entry].Argument < 0) return entry;
        }
        else
        {
            last = -1;
        }

        int first = _inputs.Count;
        _inputs.AddRange(inputs);
        int added = Append(new(op, first, inputs.Length, dtype, shape, -1));
        _previousOfHash[added] = last;
        _lastOfHash[code] = added;
        return added;
    }

    private int Widened(in Wiring.Entry scan, Op.Scan wider, ReadOnlySpan<int> inputs)
    {
        int made = Merged(wider, inputs, default, null);
        return scan.Op.OutputCount == 1 ? Merged(new Op.Project(0), [made], scan.DType, scan.Shape) : made;
    }

    /// <summary>
    /// For each scan that computes the beginning of another scan of the same inputs (as one does whose derivative is asked for beside it) that
    /// other, which then computes both; null where there is none.
    /// </summary>
    private static Dictionary<int, Op.Scan>? WidestScans(Wiring wiring)
    {
        List<int>? scans = null;
        for (int i = 0; i < wiring.Entries.Length; i++)
            if (wiring.Entries[i].Op is Op.Scan) (scans ??= []).Add(i);
        if (scans is null || scans.Count == 1) return null;
        Dictionary<int, Op.Scan>? widest = null;
        foreach (int scan in scans)
        {
            var op = (Op.Scan)wiring.Entries[scan].Op;
            Op.Scan wider = op;
            foreach (int other in scans)
                if (wiring.Entries[other].Op is Op.Scan next && next.OutputCount > wider.OutputCount && InputsOf(scan).SequenceEqual(InputsOf(other)) && IsBeginning(op, next)) wider = next;
            if (!ReferenceEquals(wider, op)) (widest ??= []).Add(scan, wider);
        }

        return widest;

        ReadOnlySpan<int> InputsOf(int entry) => wiring.Inputs.Slice(wiring.Entries[entry].FirstInput, wiring.Entries[entry].InputCount);

        static bool IsBeginning(Op.Scan op, Op.Scan next) =>
            (op.Carries, op.Items, op.Trips, op.Reversed) == (next.Carries, next.Items, next.Trips, next.Reversed) && op.Body.IsBeginningOf(next.Body);
    }

    /// <summary>A literal's number as a scalar.</summary>
    public int SingleNumber(int entry)
    {
        Wiring.Entry literal = _entries[entry];
        if (literal.Shape!.Rank == 0) return entry;
        int single = _singleOfNumber[literal.Argument];
        return single >= 0 ? single : _singleOfNumber[literal.Argument] = Append(literal with { Shape = Shape.Scalar });
    }

    /// <summary>A new entry, equal to none.</summary>
    public int Append(Op op, ReadOnlySpan<int> inputs, DType dtype, Shape shape)
    {
        int first = _inputs.Count;
        _inputs.AddRange(inputs);
        return Append(new(op, first, inputs.Length, dtype, shape, -1));
    }

    private int Append(Wiring.Entry entry)
    {
        _entries.Add(entry);
        _previousOfHash.Add(-1);
        return _entries.Count - 1;
    }
}
