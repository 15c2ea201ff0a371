using System.Collections;

namespace Autograd.Graph;

/// <summary>The inputs of a node, in order.</summary>
public readonly struct ExprInputs : IReadOnlyList<Expr>
{
    private readonly Expr _node;

    internal ExprInputs(Expr node) => _node = node;

    /// <inheritdoc/>
    public int Count => _node.InputCount;

    /// <inheritdoc/>
    public Expr this[int index] => _node.Input(index);

    /// <summary>The inputs as a new array.</summary>
    public Expr[] ToArray()
    {
        var inputs = new Expr[Count];
        for (int i = 0; i < inputs.Length; i++) inputs[i] = this[i];
        return inputs;
    }

    /// <inheritdoc/>
    public IEnumerator<Expr> GetEnumerator()
    {
        for (int i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
