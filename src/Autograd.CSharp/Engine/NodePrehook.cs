using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>A function on the gradients of a node's outputs, before it runs; what it returns replaces them, unless null.</summary>
/// <param name="grad_outputs">the gradients, null where none arrived</param>
public delegate IReadOnlyList<Tensor?>? NodePrehook(IReadOnlyList<Tensor?> grad_outputs);
