using Autograd.Graph;

namespace Autograd.CSharp;

/// <summary>What PyTorch writes of a tensor beside its elements.</summary>
/// <param name="GradFn">name of the node that made it, such as <c>MulBackward0</c>; null for a leaf</param>
/// <param name="RequiresGrad">shown for a leaf only</param>
/// <param name="DefaultDType">the floating type that needs no mention</param>
/// <param name="IsParameter">whether the line <c>Parameter containing:</c> stands above</param>
/// <param name="Tangent">text of the tangent of a dual tensor</param>
internal readonly record struct TensorAnnotations(
    string? GradFn = null,
    bool RequiresGrad = false,
    DType DefaultDType = DType.Float32,
    bool IsParameter = false,
    string? Tangent = null);
