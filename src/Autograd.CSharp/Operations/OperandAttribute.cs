namespace Autograd.CSharp.Operations;

/// <summary>Marks a number that PyTorch wraps as a tensor, so that it has a place among the node's next functions.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class OperandAttribute : Attribute;
