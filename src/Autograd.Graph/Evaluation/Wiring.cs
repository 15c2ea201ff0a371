using System.Runtime.InteropServices;

namespace Autograd.Graph;

/// <summary>
/// What an evaluation has to compute, as structure and values apart: entries in topological order (ops, types and which entries they read)
/// and the arrays and numbers that its sources hold. The structure is the key of the plan cache; the values are the plan's arguments.
/// Nodes that mean nothing after differentiation (identities, stopped gradients, rules) are looked through.
/// </summary>
internal sealed class Wiring
{
    [ThreadStatic]
    private static Wiring? t_pooled;

    private const int LargestPooled = 1 << 18;

    // Sources of each kind that are found by looking at all: a dictionary is faster from some ten on.
    private const int MostSearched = 8;

    // In place of the length of its run, of an entry that is remembered.
    private const int Kept = -1;

    private readonly List<Expr> _nodes = [];
    private int[] _entryOfNode = new int[16];
    private int[] _runOfEntry = [];
    private Entry[] _entries = new Entry[16];
    private int[] _inputs = new int[32];
    private int _entryCount, _inputCount;
    private readonly List<NDArray> _arrays = [];
    private readonly List<Number> _numbers = [];
    private readonly List<int> _outputs = [];
    private readonly List<int> _keptNodes = [];

    // Most graphs have few sources, which are found by looking at all; these are filled where there are more.
    private readonly List<int> _arrayEntries = [], _numberEntries = [];
    private readonly Dictionary<object, int> _entryOfArray = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(Number, Shape), int> _entryOfNumber = [];
    private readonly Dictionary<Expr, int> _entryOfParameter = new(ReferenceEqualityComparer.Instance);
    private StructureHash _hash;
    private bool _touched;

    /// <summary>One value: what computes it, the entries it is computed from, its type; for a source the index of its argument.</summary>
    /// <param name="Op">the op; <see cref="Op.Constant"/> for every array, <see cref="Op.Literal"/> for every number</param>
    /// <param name="FirstInput">where its inputs begin in <see cref="Inputs"/></param>
    /// <param name="InputCount">how many inputs there are</param>
    /// <param name="DType">element type; meaningless where there are several outputs</param>
    /// <param name="Shape">shape; null where there are several outputs</param>
    /// <param name="Argument">of an array or number its index among the arguments, else -1</param>
    public readonly record struct Entry(Op Op, int FirstInput, int InputCount, DType DType, Shape? Shape, int Argument);

    /// <summary>All collected nodes, inputs first.</summary>
    public ReadOnlySpan<Expr> Nodes => CollectionsMarshal.AsSpan(_nodes);

    /// <summary>For each node the entry that computes it.</summary>
    public ReadOnlySpan<int> EntryOfNode => _entryOfNode.AsSpan(0, _nodes.Count);

    public ReadOnlySpan<Entry> Entries => _entries.AsSpan(0, _entryCount);

    public ReadOnlySpan<int> Inputs => _inputs.AsSpan(0, _inputCount);

    /// <summary>The values of array sources: the arguments behind those of the parameters.</summary>
    public ReadOnlySpan<NDArray> Arrays => CollectionsMarshal.AsSpan(_arrays);

    /// <summary>The values of literals.</summary>
    public ReadOnlySpan<Number> Numbers => CollectionsMarshal.AsSpan(_numbers);

    /// <summary>The entries asked for, then those kept on second touch.</summary>
    public ReadOnlySpan<int> Outputs => CollectionsMarshal.AsSpan(_outputs);

    /// <summary>The nodes, by index, whose entries follow the asked ones among the outputs.</summary>
    public ReadOnlySpan<int> KeptNodes => CollectionsMarshal.AsSpan(_keptNodes);

    /// <summary>
    /// How many entries, from the first on, belong to nodes that someone may look at again. All, but in the last use of a graph: then those
    /// below the first output, which a backward pass makes its root.
    /// </summary>
    public int RememberedEntries { get; private set; }

    /// <summary>The hash of the whole structure.</summary>
    public int Hash { get; private set; }

    /// <summary>The wiring below the outputs, from this thread's pool; give it back by <see cref="Return"/>.</summary>
    /// <param name="outputs">what is asked for</param>
    /// <param name="secondTouch">whether nodes computed before are kept as the policy says</param>
    /// <param name="parameters">the parameters whose values come when the plan runs, as its first arguments</param>
    /// <exception cref="UnboundParameterException">there is another parameter</exception>
    public static Wiring Of(ReadOnlySpan<Expr> outputs, bool secondTouch, ReadOnlySpan<Expr> parameters = default)
    {
        Wiring wiring = t_pooled ?? new();
        t_pooled = null;
        try
        {
            wiring._hash = default;
            wiring.AddParameters(parameters);
            wiring.Collect(outputs, secondTouch);
            return wiring;
        }
        catch
        {
            wiring.Return();
            throw;
        }
    }

    /// <summary>Forgets everything; the wiring must not be used any more.</summary>
    public void Return()
    {
        if (_nodes.Capacity > LargestPooled || _inputs.Length > 4 * LargestPooled) return;
        Array.Clear(_entries, 0, _entryCount);
        (_entryCount, _inputCount, _touched) = (0, 0, false);
        _nodes.Clear();
        _arrays.Clear();
        _numbers.Clear();
        _outputs.Clear();
        _keptNodes.Clear();
        _arrayEntries.Clear();
        _numberEntries.Clear();
        _entryOfArray.Clear();
        _entryOfNumber.Clear();
        _entryOfParameter.Clear();
        t_pooled = this;
    }

    private void Collect(ReadOnlySpan<Expr> outputs, bool secondTouch)
    {
        using NodeMap places = NodeMap.Create();
        int first = secondTouch ? outputs.Length : Math.Min(1, outputs.Length);
        Traversal.Collect(outputs[..first], _nodes, places, default(UnknownValues));
        int belowFirst = _nodes.Count;
        Traversal.Collect(outputs[first..], _nodes, places, default(UnknownValues));
        if (_entryOfNode.Length < _nodes.Count) _entryOfNode = new int[_nodes.Capacity];
        if (_entries.Length < _entryCount + _nodes.Count) Array.Resize(ref _entries, _entryCount + _nodes.Capacity);

        ReadOnlySpan<Expr> nodes = Nodes;
        for (int i = 0; i < belowFirst; i++) _entryOfNode[i] = Enter(nodes[i], places);
        RememberedEntries = _entryCount;
        for (int i = belowFirst; i < nodes.Length; i++) _entryOfNode[i] = Enter(nodes[i], places);
        _hash.Add(RememberedEntries);
        foreach (Expr output in outputs)
        {
            places.TryGet(output, out int place);
            AddOutput(_entryOfNode[place]);
        }

        if (secondTouch && _touched) KeepOnSecondTouch();
        Hash = _hash.Value;
    }

    private void AddOutput(int entry)
    {
        _outputs.Add(entry);
        _hash.Add(~entry);
    }

    private int Enter(Expr node, NodeMap places)
    {
        // Another thread may make a value known at any time; whatever is read here first counts.
        if (node.Value is { } value) return EnterArray(value);
        int count = node.InputCount, place;
        switch (node.Op)
        {
            case Op.Literal when count == 0:
                return EnterNumber(node.LiteralValue, node.Shape);
            case Op.Parameter parameter when count == 0:
                return _entryOfParameter.TryGetValue(node, out int bound) ? bound : throw new UnboundParameterException(parameter);
            case Op.Cell when count == 0:
                return node.CellContent!.Pending is { } pending && places.TryGet(pending, out place) ? _entryOfNode[place] : EnterArray(node.Value!);
            case Op.Identity or Op.StopGradient or Op.WithRule:
                places.TryGet(node.Input(0), out place);
                return _entryOfNode[place];
        }

        _touched |= node.Touches != 0;
        int first = _inputCount;
        if (_inputs.Length < first + count) Array.Resize(ref _inputs, Math.Max(first + count, 2 * _inputs.Length));
        for (int i = 0; i < count; i++)
        {
            places.TryGet(node.Input(i), out place);
            int input = _entryOfNode[place];
            _inputs[first + i] = input;
            _hash.Add(input);
        }

        _inputCount = first + count;
        Op op = node.Op is Op.Control control ? control.Bare : node.Op;
        return Add(node.OutputCount == 1 ? new(op, first, count, node.DType, node.Shape, -1) : new(op, first, count, default, null, -1));
    }

    private int EnterArray(NDArray array)
    {
        int known = Find(array);
        if (known >= 0) return known;
        _arrays.Add(array);
        int entry = Add(new(Op.Constant.Instance, 0, 0, array.DType, array.Shape, _entryOfParameter.Count + _arrays.Count - 1));
        if (_arrayEntries.Count < MostSearched) _arrayEntries.Add(entry);
        else _entryOfArray[array.Data] = entry;
        _hash.Add((int)array.DType);
        _hash.Add(array.Shape.GetHashCode());
        return entry;
    }

    private void AddParameters(ReadOnlySpan<Expr> parameters)
    {
        if (_entries.Length < parameters.Length) _entries = new Entry[parameters.Length];
        foreach (Expr parameter in parameters)
            _entryOfParameter.Add(parameter, Add(new(Op.Constant.Instance, 0, 0, parameter.DType, parameter.Shape, _entryOfParameter.Count)));
    }

    private int Find(NDArray array)
    {
        for (int i = 0; i < _arrayEntries.Count; i++)
            if (ReferenceEquals(_arrays[i].Data, array.Data) && _arrays[i].Shape.Equals(array.Shape)) return _arrayEntries[i];
        return _arrayEntries.Count == MostSearched && _entryOfArray.TryGetValue(array.Data, out int entry) && _entries[entry].Shape!.Equals(array.Shape) ? entry : -1;
    }

    private int EnterNumber(Number number, Shape shape)
    {
        int known = Find(number, shape);
        if (known >= 0) return known;
        _numbers.Add(number);
        int entry = Add(new(Op.Literal.Strong, 0, 0, number.DType, shape, _numbers.Count - 1));
        if (_numberEntries.Count < MostSearched) _numberEntries.Add(entry);
        else _entryOfNumber[(number, shape)] = entry;
        _hash.Add((int)number.DType);
        _hash.Add((int)NumberClasses.Of(number));
        _hash.Add(shape.GetHashCode());
        return entry;
    }

    private int Find(Number number, Shape shape)
    {
        for (int i = 0; i < _numberEntries.Count; i++)
            if (_numbers[i] == number && _entries[_numberEntries[i]].Shape!.Equals(shape)) return _numberEntries[i];
        return _numberEntries.Count == MostSearched && _entryOfNumber.TryGetValue((number, shape), out int entry) ? entry : -1;
    }

    private int Add(in Entry entry)
    {
        _entries[_entryCount] = entry;
        _hash.Add(entry.Op.Hash);
        return _entryCount++;
    }

    private void KeepOnSecondTouch()
    {
        if (_runOfEntry.Length < _entryCount) _runOfEntry = new int[_entries.Length];
        Array.Clear(_runOfEntry, 0, _entryCount);
        // What is asked for is remembered anyway.
        foreach (int asked in Outputs) _runOfEntry[asked] = Kept;
        for (int i = 0; i < _nodes.Count; i++)
        {
            Expr node = _nodes[i];
            int index = _entryOfNode[i];
            Entry entry = _entries[index];
            // Looked-through nodes add nothing to the run of the node that they stand for.
            if (entry.Argument >= 0 || _runOfEntry[index] == Kept || node.Op is Op.Identity or Op.StopGradient or Op.WithRule or Op.Cell) continue;
            int run = 1;
            foreach (int input in Inputs.Slice(entry.FirstInput, entry.InputCount)) run = Math.Max(run, _runOfEntry[input] + 1);
            _runOfEntry[index] = run;
            // An output is kept as soon as its node was computed for it or another one.
            int touches = node.Op is Op.Project ? node.Input(0).Touches : node.Touches;
            if (touches == 0 || node.OutputCount != 1 || entry.Shape!.Count == 0 || !RetentionPolicy.KeepsOnSecondTouch(node.Op, touches, run)) continue;
            _runOfEntry[index] = Kept;
            _keptNodes.Add(i);
            AddOutput(index);
        }
    }

    /// <summary>Down to what is known: a pending cell is looked through, and of a rule's inputs only its value counts.</summary>
    public readonly struct UnknownValues : Traversal.IEdges
    {
        public int Count(Expr node)
        {
            if (node.Value is not null) return 0;
            int count = node.InputCount;
            return count == 0 ? node.Op is Op.Cell ? 1 : 0 : node.Op is Op.WithRule ? 1 : count;
        }

        public Expr Input(Expr node, int index) => node.Op is Op.Cell ? node.CellContent!.Pending ?? Expr.Constant(node.Value!) : node.Input(index);
    }
}
