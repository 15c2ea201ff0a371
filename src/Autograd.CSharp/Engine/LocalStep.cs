using Autograd.Graph;

namespace Autograd.CSharp;

/// <summary>What one node did, as expressions: outputs as functions of operands, nothing below.</summary>
internal readonly struct LocalStep(Edge[] edges, Expr? output, Expr[]? outputs, Expr?[]? standIns)
{
    /// <summary>One of the outputs.</summary>
    public Expr Output(int index) => output ?? outputs![index];

    /// <summary>One of the operands; null where it needs no gradient.</summary>
    public Expr? Operand(int index) => edges[index].Node is null ? null : standIns is null ? edges[index].Operand : standIns[index];

    /// <summary>How many places for operands there are.</summary>
    public int OperandCount => edges.Length;
}
