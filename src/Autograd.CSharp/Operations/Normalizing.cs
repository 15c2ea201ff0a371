using Autograd.Graph;

namespace Autograd.CSharp.Operations;

/// <summary>Layers that shift and scale to mean 0 and variance 1.</summary>
internal static class Normalizing
{
    /// <summary>(input - mean) / √(variance + eps) · weight + bias over the last dimensions, which are normalized_shape; the variance is divided by n.</summary>
    /// <exception cref="ArgumentException">input does not end in normalized_shape, weight or bias have another shape, or input is not floating</exception>
    [Operation("NativeLayerNormBackward0", Saves = "input, weight, bias", Path = "nn.functional.layer_norm")]
    internal static Expr layer_norm(Expr input, long[] normalized_shape, Expr? weight = null, Expr? bias = null, double eps = 1e-5)
    {
        ArgumentNullException.ThrowIfNull(normalized_shape);
        string sizes = $"[{string.Join(", ", normalized_shape)}]";
        if (normalized_shape.Length == 0)
            throw new ArgumentException($"Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one element, but got normalized_shape = {sizes}");
        CheckShape(weight, "weight");
        CheckShape(bias, "bias");
        if (input.Rank < normalized_shape.Length || !Equal(input.Shape.Sizes[^normalized_shape.Length..]))
            throw new ArgumentException($"Given normalized_shape={sizes}, expected input with shape [*, {sizes[1..]}, but got input of size{input.Shape}");
        if (!input.DType.IsFloating()) throw new ArgumentException($"\"LayerNormKernelImpl\" not implemented for '{ScalarTypes.CName(input.DType)}'");
        return input.LayerNorm(normalized_shape.Length, weight, bias, eps);

        void CheckShape(Expr? parameter, string name)
        {
            if (parameter is not null && !Equal(parameter.Shape.Sizes))
                throw new ArgumentException($"Expected {name} to be of same shape as normalized_shape, but got {name} of shape {parameter.Shape} and normalized_shape = {sizes}");
        }

        bool Equal(ReadOnlySpan<int> shape)
        {
            if (shape.Length != normalized_shape.Length) return false;
            for (int i = 0; i < shape.Length; i++)
                if (shape[i] != normalized_shape[i]) return false;
            return true;
        }
    }
}
