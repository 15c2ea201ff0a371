using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>What is done to the values that nodes keep: they keep what <paramref name="pack"/> gives, and a backward pass gets what <paramref name="unpack"/> gives back.</summary>
internal sealed class SavedTensorHooks(Func<Tensor, object?> pack, Func<object?, Tensor> unpack)
{
    private const string Modified =
        "A saved tensor pack hook is modifying its input in place. Tensors provided as input to pack hook can not be modified by in-place operations as this " +
        "can lead to unexpected side-effects. Please open an issue if you need to perform in-place operations on the input to a pack hook.";

    /// <summary>What a node keeps of a tensor.</summary>
    /// <exception cref="InvalidOperationException">the hook wrote to the tensor</exception>
    public object? Pack(Tensor tensor)
    {
        int version = tensor.is_inference() ? 0 : tensor._version;
        using (GradMode.Set(false))
        {
            object? packed = pack(tensor);
            return tensor.is_inference() || tensor._version == version ? packed : throw new InvalidOperationException(Modified);
        }
    }

    /// <summary>The tensor again.</summary>
    /// <exception cref="ArgumentException">the hook gave none</exception>
    public Tensor Unpack(object? packed)
    {
        using (GradMode.Set(false))
            return unpack(packed) ?? throw new ArgumentException("Output of saved tensor unpack_hook expected to be a Tensor but got result of type NoneType");
    }
}
