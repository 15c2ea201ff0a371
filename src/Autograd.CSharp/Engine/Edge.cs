using Autograd.Graph;

namespace Autograd.CSharp;

/// <summary>Where an operand of a node came from: a node and which of its outputs, or nothing where no gradient is asked.</summary>
internal struct Edge
{
    /// <summary>The node that made the operand; null where it needs no gradient.</summary>
    public Node? Node;

    // The expression while the step is kept, then its shape alone, from which a node that saves nothing is computed anew.
    private object? _operand;

    /// <summary>Which output of the node.</summary>
    public int Output;

    private DType _dtype;

    /// <summary>An edge to a node.</summary>
    public Edge(Node node, int output, Expr operand)
    {
        Node = node;
        Output = output;
        _operand = operand;
        _dtype = operand.DType;
    }

    /// <summary>The edge of an operand that needs no gradient.</summary>
    public Edge(Expr operand)
    {
        _operand = operand;
        _dtype = operand.DType;
    }

    /// <summary>The operand; null where there is none or it was dropped.</summary>
    public readonly Expr? Operand => _operand as Expr;

    /// <summary>Whether there was a tensor at all.</summary>
    public readonly bool IsTensor => _operand is not null;

    /// <summary>The operand's shape.</summary>
    public readonly Shape Shape => _operand as Shape ?? ((Expr)_operand!).Shape;

    /// <summary>The operand's element type.</summary>
    public readonly DType DType => _dtype;

    /// <summary>Keeps the operand's type only.</summary>
    public void Drop()
    {
        if (_operand is Expr operand) _operand = operand.Shape;
    }
}
