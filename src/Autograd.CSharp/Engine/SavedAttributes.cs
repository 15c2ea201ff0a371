using System.Collections;
using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>What a node kept, by PyTorch's names without their prefix: tensors, and the arguments that were none.</summary>
public sealed class SavedAttributes : IEnumerable<KeyValuePair<string, object?>>
{
    private readonly Node _node;

    internal SavedAttributes(Node node) => _node = node;

    /// <summary>The names, sorted.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            var names = new SortedSet<string>(StringComparer.Ordinal);
            foreach (string name in _node.Operation.Saves)
                if (IsKnown(name)) names.Add(name);
            foreach (string name in _node.Operation.Arguments)
                if (SavedValues.IndexOf(_node.Operation.Operands, name) < 0) names.Add(name);
            foreach (string name in SavedAliases.Names(_node)) names.Add(name);
            return [.. names];
        }
    }

    /// <summary>A tensor, an argument, or null where no gradient needs it.</summary>
    /// <exception cref="InvalidOperationException">the node keeps nothing of this name, or it was freed</exception>
    public object? this[string name]
    {
        get
        {
            if (SavedValues.IndexOf(_node.Operation.Saves, name) >= 0 && IsKnown(name)) return OfTensor(name);
            if (SavedValues.IndexOf(_node.Operation.Arguments, name) >= 0) return SavedValues.Argument(_node, name);
            if (SavedAliases.TryGet(_node, name, out object? value)) return value;
            throw new InvalidOperationException($"'{_node.__name__}' object has no attribute '_saved_{name}'");
        }
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        foreach (string name in Names) yield return new(name, this[name]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private bool IsKnown(string name) => name == "result" || SavedValues.IndexOf(_node.Operation.Operands, name) >= 0 || SavedValues.IndexOf(_node.Operation.Arguments, name) >= 0;

    private Tensor? OfTensor(string name)
    {
        if (_node.WasFreed) throw new InvalidOperationException(Node.SecondTime);
        if (_node.Packed is { } packed) return packed.Unpack(name);
        return SavedValues.Find(_node, name) is { } entry ? SavedValues.ToTensor(entry) : null;
    }
}
