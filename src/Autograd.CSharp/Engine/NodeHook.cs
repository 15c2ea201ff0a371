using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>A function on what a node gives; what it returns replaces the gradients of the operands, unless null.</summary>
/// <param name="grad_inputs">the gradients of the operands, null where none is asked</param>
/// <param name="grad_outputs">the gradients of the outputs, null where none arrived</param>
public delegate IReadOnlyList<Tensor?>? NodeHook(IReadOnlyList<Tensor?> grad_inputs, IReadOnlyList<Tensor?> grad_outputs);
