using System.Collections;
using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>TorchSharp's way to the elements of a tensor: they are read once, in row-major order; writing one writes to the tensor.</summary>
/// <typeparam name="T">the elements' type: float, double, long, int or bool</typeparam>
public sealed class TensorAccessor<T> : IEnumerable<T> where T : unmanaged
{
    private readonly Tensor _tensor;

    internal TensorAccessor(Tensor tensor)
    {
        _tensor = tensor;
        _ = tensor.Elements<T>();
    }

    /// <summary>How many elements there are.</summary>
    public long Count => _tensor.numel();

    /// <summary>The elements in row-major order; they stay what they are when the tensor is written to.</summary>
    public ReadOnlySpan<T> AsSpan() => _tensor.Elements<T>();

    /// <summary>The elements in row-major order.</summary>
    public T[] ToArray() => AsSpan().ToArray();

    /// <summary>One element: by its number in row-major order, or by one index for each dimension.</summary>
    /// <exception cref="ArgumentException">there are neither one index nor as many as dimensions</exception>
    /// <exception cref="ArgumentOutOfRangeException">an index is out of range</exception>
    public T this[params long[] indices]
    {
        get => AsSpan()[Place(indices)];
        set
        {
            int place = Place(indices);
            using (no_grad()) _tensor.put_(tensor((long)place), new Tensor(Graph.NDArray.Scalar(value), requiresGrad: false));
        }
    }

    private int Place(long[] indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        if (indices.Length == 1 && _tensor.Shape.Rank != 1) return (int)Checked(indices[0], _tensor.Shape.Count);
        if (indices.Length != _tensor.Shape.Rank) throw new ArgumentException($"a tensor of {_tensor.Shape.Rank} dimensions takes as many indices, not {indices.Length}", nameof(indices));
        long place = 0;
        for (int axis = 0; axis < indices.Length; axis++) place = place * _tensor.Shape[axis] + Checked(indices[axis], _tensor.Shape[axis]);
        return (int)place;
    }

    private static long Checked(long index, int size) => index >= 0 && index < size ? index : throw new ArgumentOutOfRangeException(nameof(index), index, $"index {index} is not in [0, {size})");

    /// <summary>The elements, where a span is expected.</summary>
    public static implicit operator ReadOnlySpan<T>(TensorAccessor<T> accessor) => accessor.AsSpan();

    /// <summary>Whether both have the same elements in the same order.</summary>
    public static bool operator ==(TensorAccessor<T>? left, TensorAccessor<T>? right) =>
        left is null || right is null ? left is null && right is null : left.Count == right.Count && left.SequenceEqual(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(TensorAccessor<T>? left, TensorAccessor<T>? right) => !(left == right);

    /// <summary>Whether both have the same elements in the same order.</summary>
    public override bool Equals(object? obj) => obj is TensorAccessor<T> other && this == other;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Count, Count > 0 ? AsSpan()[0] : default);

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator()
    {
        for (int i = 0; i < Count; i++) yield return AsSpan()[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
