using Autograd.Graph;

namespace Autograd.CSharp;

/// <summary>What one node did, as expressions: outputs as functions of operands, nothing below.</summary>
internal readonly struct LocalStep(Node node, Expr? output, Expr[]? outputs, Expr?[]? standIns)
{
    /// <summary>One of the outputs.</summary>
    public Expr Output(int index) => output ?? outputs![index];

    /// <summary>One of the operands; null where it needs no gradient.</summary>
    public Expr? Operand(int index) => node.Edges[index] is not { Node: not null } edge ? null : standIns is null ? edge.Operand : standIns[index];
}
