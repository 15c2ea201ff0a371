using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>TorchSharp's conversions between tensors and numbers.</summary>
public static class TensorExtensionMethods
{
    /// <summary>The one element.</summary>
    /// <exception cref="ArgumentException">there are more elements, or none</exception>
    public static bool ToBoolean(this Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return (bool)tensor.item();
    }

    /// <summary>The one element, truncated.</summary>
    /// <exception cref="ArgumentException">there are more elements, or none</exception>
    /// <exception cref="OverflowException">it does not fit</exception>
    public static byte ToByte(this Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return checked((byte)(long)tensor.item());
    }

    /// <summary>The one element, truncated.</summary>
    /// <exception cref="ArgumentException">there are more elements, or none</exception>
    /// <exception cref="OverflowException">it does not fit</exception>
    public static sbyte ToSByte(this Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return checked((sbyte)(long)tensor.item());
    }

    /// <summary>The one element, truncated.</summary>
    /// <exception cref="ArgumentException">there are more elements, or none</exception>
    /// <exception cref="OverflowException">it does not fit</exception>
    public static short ToInt16(this Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return checked((short)(long)tensor.item());
    }

    /// <summary>The one element.</summary>
    /// <exception cref="ArgumentException">there are more elements, or none</exception>
    /// <exception cref="OverflowException">it does not fit</exception>
    public static int ToInt32(this Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return (int)tensor.item();
    }

    /// <summary>The one element.</summary>
    /// <exception cref="ArgumentException">there are more elements, or none</exception>
    public static long ToInt64(this Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return (long)tensor.item();
    }

    /// <summary>The one element.</summary>
    /// <exception cref="ArgumentException">there are more elements, or none</exception>
    public static float ToSingle(this Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return (float)tensor.item();
    }

    /// <summary>The one element.</summary>
    /// <exception cref="ArgumentException">there are more elements, or none</exception>
    public static double ToDouble(this Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return (double)tensor.item();
    }

    /// <summary>A tensor of one number and no dimensions.</summary>
    /// <exception cref="NotSupportedException">the number's type is not one of a tensor</exception>
    public static Tensor ToTensor<T>(this T scalar, Device? device = null, bool requires_grad = false) where T : unmanaged => new(Graph.NDArray.Scalar(scalar), requires_grad);

    /// <summary>Elements in row-major order under a shape; always copied.</summary>
    /// <exception cref="ArgumentException">the sizes do not hold as many elements</exception>
    public static Tensor ToTensor<T>(this T[] rawArray, long[] dimensions, bool doCopy = false, bool requires_grad = false) where T : unmanaged => tensor(rawArray, dimensions, requires_grad: requires_grad);
}
