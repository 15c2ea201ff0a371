using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>TorchSharp's way to the elements of a tensor, beside PyTorch's property of the same name.</summary>
public static class TensorData
{
    /// <summary>The elements in row-major order: <c>t.data&lt;float&gt;()[3]</c>, <c>t.data&lt;float&gt;().ToArray()</c>.</summary>
    /// <exception cref="ArgumentException">T is not the elements' type</exception>
    public static TensorAccessor<T> data<T>(this Tensor tensor) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return new(tensor);
    }
}
