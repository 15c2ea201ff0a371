using System.Runtime.InteropServices;

namespace Autograd.Graph;

/// <summary>Numbers for values, over any number of graphs: two nodes have the same where they are the same expression when written out.</summary>
internal sealed class ValueNumbers : IEqualityComparer<int>
{
    private readonly List<Entry> _entries = [];
    private readonly List<int> _inputs = [];
    private readonly HashSet<int> _known;

    public ValueNumbers() => _known = new(this);

    /// <summary>What a node does to the values of which numbers, and what a source is: its shape and number, its array and place among variables, its cell.</summary>
    private readonly record struct Entry(Op Op, int First, int Count, int Hash, object? Source, Number Number, int Ordinal);

    /// <summary>The numbers of outputs. Variables of one call are those of another in the order in which they are met.</summary>
    public int[] Of(ReadOnlySpan<Expr> outputs)
    {
        using NodeMap places = NodeMap.Create();
        var order = new List<Expr>();
        Traversal.Collect(outputs, order, places, default(Inputs));
        var numbers = new int[order.Count];
        int variables = 0;
        for (int i = 0; i < numbers.Length; i++) numbers[i] = Enter(order[i], places, numbers, ref variables);
        var result = new int[outputs.Length];
        for (int i = 0; i < result.Length; i++)
        {
            places.TryGet(outputs[i], out int place);
            result[i] = numbers[place];
        }

        return result;
    }

    /// <summary>A hash of the expression that has a number.</summary>
    public int HashOf(int number) => _entries[number].Hash;

    private int Enter(Expr node, NodeMap places, int[] numbers, ref int variables)
    {
        int first = _inputs.Count;
        var hash = new HashCode();
        hash.Add(node.Op.Hash);
        for (int k = 0; k < node.InputCount; k++)
        {
            places.TryGet(node.Input(k), out int place);
            _inputs.Add(numbers[place]);
            hash.Add(_entries[numbers[place]].Hash);
        }

        // A cell's content may become another; it hashes and compares by its reference.
        object? source = node.Op switch
        {
            Op.Literal => node.Shape,
            Op.Variable or Op.Constant => node.Value,
            Op.Cell => node.CellContent,
            _ => null,
        };
        Number number = node.Op is Op.Literal ? node.LiteralValue : default;
        hash.Add(number);
        if (source is NDArray array) hash.Add(array.BytesHash());
        else hash.Add(source);
        _entries.Add(new(node.Op, first, node.InputCount, hash.ToHashCode(), source, number, node.Op is Op.Variable ? variables++ : -1));
        int entry = _entries.Count - 1;
        if (_known.TryGetValue(entry, out int known))
        {
            _entries.RemoveAt(entry);
            CollectionsMarshal.SetCount(_inputs, first);
            return known;
        }

        _known.Add(entry);
        return entry;
    }

    bool IEqualityComparer<int>.Equals(int x, int y)
    {
        if (x == y) return true;
        Entry a = _entries[x], b = _entries[y];
        if (a.Hash != b.Hash || a.Count != b.Count || a.Ordinal != b.Ordinal || a.Number != b.Number || !a.Op.Equals(b.Op)) return false;
        Span<int> inputs = CollectionsMarshal.AsSpan(_inputs);
        if (!inputs.Slice(a.First, a.Count).SequenceEqual(inputs.Slice(b.First, b.Count))) return false;
        return a.Source is NDArray array ? b.Source is NDArray other && array.SameBytes(other) : Equals(a.Source, b.Source);
    }

    int IEqualityComparer<int>.GetHashCode(int obj) => _entries[obj].Hash;

    /// <summary>All inputs; a cell is a leaf.</summary>
    private readonly struct Inputs : Traversal.IEdges
    {
        public int Count(Expr node) => node.InputCount;

        public Expr Input(Expr node, int index) => node.Input(index);
    }
}
