using System.Numerics;

namespace Autograd.Graph;

/// <summary>A step written once for all element types; truth values come as bytes of 0 or 1.</summary>
internal abstract class TypedStep(DType dtype) : Step
{
    /// <inheritdoc/>
    public sealed override int NodeCount => 1;

    /// <inheritdoc/>
    public sealed override void Run(RunMemory memory)
    {
        switch (dtype)
        {
            case DType.Float32: Run<float>(memory); break;
            case DType.Float64: Run<double>(memory); break;
            case DType.Int64: Run<long>(memory); break;
            case DType.Int32: Run<int>(memory); break;
            case DType.Bool: Run<byte>(memory); break;
            default: throw new NotSupportedException($"no kernels for {dtype.Name()}");
        }
    }

    /// <summary>Runs the step in the element type of its first input.</summary>
    protected abstract void Run<T>(RunMemory memory) where T : unmanaged, INumber<T>;
}
