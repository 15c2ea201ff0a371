using System.Collections.Immutable;
using System.Diagnostics;

namespace Autograd.Graph;

/// <summary>
/// A closed function as part of an operation: outputs that depend on the parameters and on numbers alone. Bodies that compute the same in the
/// same way are equal, whichever nodes they are made of; names, and what means something to derivatives alone, make no difference.
/// </summary>
public sealed class Body : IEquatable<Body>
{
    // The structure: entries in topological order, and which of them are the outputs.
    private readonly Entry[] _entries;
    private readonly int[] _outputs;
    private readonly int _hash;
    private readonly ExprType[] _parameterTypes;
    private Body? _bare;
    private HashSet<Expr>? _nodes;

    /// <summary>One value.</summary>
    /// <param name="Op">what computes it; null for a parameter</param>
    /// <param name="Inputs">the entries it is computed from</param>
    /// <param name="Type">of a literal its type</param>
    /// <param name="Bits">of a literal its bits, of a parameter its index</param>
    private readonly record struct Entry(Op? Op, IntList Inputs, ExprType Type, long Bits);

    /// <param name="parameters">different parameters</param>
    /// <param name="outputs">what is computed of them; at least one</param>
    internal Body(ImmutableArray<Expr> parameters, ImmutableArray<Expr> outputs)
    {
        if (outputs.IsEmpty) throw new ArgumentException("a body without outputs computes nothing");
        (Parameters, Outputs) = (parameters, outputs);
        _parameterTypes = [.. parameters.Select(parameter => parameter.Type)];
        (_entries, _outputs) = Encode();
        var hash = new HashCode();
        foreach (ExprType type in _parameterTypes) hash.Add(type);
        foreach (Entry entry in _entries) hash.Add(entry.Op is { } op ? HashCode.Combine(op.Hash, entry.Inputs, entry.Bits) : (int)entry.Bits);
        foreach (int output in _outputs) hash.Add(output);
        _hash = hash.ToHashCode();
    }

    /// <summary>What the inputs of the operation stand for, in order: <see cref="Op.Parameter"/> nodes.</summary>
    public ImmutableArray<Expr> Parameters { get; }

    /// <summary>What is computed of them.</summary>
    public ImmutableArray<Expr> Outputs { get; }

    /// <summary>How many operations a run of the body computes.</summary>
    public int NodeCount => _entries.Count(entry => entry.Op is not (null or Op.Literal));

    /// <summary>Whether nothing in the body means something to derivatives alone: see <see cref="Bare"/>.</summary>
    internal bool IsBare => ReferenceEquals(_bare, this);

    /// <summary>An equal body of what an evaluation computes, without identities and rules: plans that are kept hold no more of a program than that.</summary>
    internal Body Bare => _bare ??= Decode();

    /// <summary>All nodes that outputs and derivatives are made of, parameters included.</summary>
    internal IReadOnlySet<Expr> Nodes => _nodes ??= AllNodes();

    /// <summary>The outputs' types.</summary>
    internal ExprType[] OutputTypes() => [.. Outputs.Select(output => output.Type)];

    /// <summary>Whether another body computes the same outputs first, and then more.</summary>
    internal bool IsBeginningOf(Body other) =>
        _entries.Length <= other._entries.Length && _outputs.Length <= other._outputs.Length && _parameterTypes.AsSpan().SequenceEqual(other._parameterTypes)
        && _outputs.AsSpan().SequenceEqual(other._outputs.AsSpan(0, _outputs.Length)) && _entries.AsSpan().SequenceEqual(other._entries.AsSpan(0, _entries.Length));

    /// <summary>For each parameter whether one of some outputs is computed from it.</summary>
    /// <param name="outputs">for each output whether it counts</param>
    internal bool[] ParametersOf(ReadOnlySpan<bool> outputs)
    {
        var used = new bool[_entries.Length];
        var parameters = new bool[Parameters.Length];
        for (int i = 0; i < outputs.Length; i++) used[_outputs[i]] |= outputs[i];
        for (int i = used.Length - 1; i >= 0; i--)
        {
            if (!used[i]) continue;
            if (_entries[i].Op is null) parameters[_entries[i].Bits] = true;
            foreach (int input in _entries[i].Inputs) used[input] = true;
        }

        return parameters;
    }

    /// <summary>The parameter that an output is, or -1.</summary>
    internal int ParameterAt(int output) => _entries[_outputs[output]] is { Op: null, Bits: var index } ? (int)index : -1;

    /// <inheritdoc/>
    public bool Equals(Body? other) => ReferenceEquals(this, other)
        || (other is not null && _hash == other._hash && _outputs.Length == other._outputs.Length && _entries.Length == other._entries.Length && IsBeginningOf(other));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Body);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <summary><c>(float32 [], float32 [3]) -> (float32 []), 4 nodes</c>.</summary>
    public override string ToString() => $"({string.Join(", ", _parameterTypes)}) -> ({string.Join(", ", OutputTypes())}), {NodeCount} nodes";

    private HashSet<Expr> AllNodes()
    {
        using NodeMap places = NodeMap.Create();
        var nodes = new HashSet<Expr>(AllInputs.Collect(Outputs.AsSpan(), places), ReferenceEqualityComparer.Instance);
        nodes.UnionWith(Parameters);
        return nodes;
    }

    private (Entry[] Entries, int[] Outputs) Encode()
    {
        var indices = new Dictionary<Op, int>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < Parameters.Length; i++) indices.Add(Parameters[i].Op, i);
        using NodeMap places = NodeMap.Create();
        var order = new List<Expr>();
        Traversal.Collect(Outputs.AsSpan(), order, places, default(ValueInputs));
        var entries = new List<Entry>(order.Count);
        bool bare = true;
        var entryOfNode = new int[order.Count];
        for (int i = 0; i < entryOfNode.Length; i++)
        {
            Expr node = order[i];
            if (node.Op is Op.Identity or Op.StopGradient or Op.WithRule)
            {
                entryOfNode[i] = EntryOf(node.Input(0));
                bare = false;
                continue;
            }

            bare &= node.Op is not Op.Control inner || ReferenceEquals(inner, inner.Bare);
            entryOfNode[i] = entries.Count;
            var inputs = new int[node.InputCount];
            for (int k = 0; k < inputs.Length; k++) inputs[k] = EntryOf(node.Input(k));
            entries.Add(node.Op switch
            {
                Op.Parameter parameter => new(null, default, default, indices.TryGetValue(parameter, out int index) ? index : throw new ArgumentException($"a body depends on '{parameter.Label}', which is none of its parameters")),
                Op.Literal => new(Op.Literal.Strong, default, node.Type, node.LiteralValue.Bits),
                Op.Control control => new(control.Bare, IntList.Wrap(inputs), default, 0),
                _ => new(node.Op, IntList.Wrap(inputs), default, 0),
            });
        }

        if (bare) _bare = this;
        return ([.. entries], [.. Outputs.Select(EntryOf)]);

        int EntryOf(Expr node)
        {
            places.TryGet(node, out int place);
            return entryOfNode[place];
        }
    }

    private Body Decode()
    {
        Expr[] parameters = [.. Parameters.Select(parameter => Expr.Parameter(((Op.Parameter)parameter.Op).Label, parameter.DType, parameter.Shape))];
        var nodes = new Expr[_entries.Length];
        for (int i = 0; i < nodes.Length; i++)
        {
            Entry entry = _entries[i];
            nodes[i] = entry.Op switch
            {
                null => parameters[entry.Bits],
                Op.Literal => Expr.Literal(Number.FromBits(entry.Type.DType, entry.Bits), entry.Type.DType, entry.Type.Shape),
                Op.Iota iota => Expr.Iota(iota.Type.Shape, iota.Axis, iota.Type.DType),
                Op.Project project => nodes[entry.Inputs[0]].Output(project.Index),
                var op => Expr.Apply(op, (ReadOnlySpan<Expr>)Array.ConvertAll(entry.Inputs.Span.ToArray(), input => nodes[input])),
            };
        }

        var decoded = new Body([.. parameters], [.. _outputs.Select(output => nodes[output])]);
        decoded._bare = decoded;
        Debug.Assert(decoded.Equals(this), "what is decoded is what was encoded");
        return decoded;
    }

    /// <summary>What a value is computed from.</summary>
    private readonly struct ValueInputs : Traversal.IEdges
    {
        public int Count(Expr node) => node.Op is Op.WithRule ? 1 : node.InputCount;

        public Expr Input(Expr node, int index) => node.Input(index);
    }
}
