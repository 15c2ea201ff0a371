using System.Collections;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Autograd.Graph;

public sealed partial class NDArray
{
    /// <summary>An array of one element and rank 0.</summary>
    public static NDArray Scalar<T>(T value) where T : unmanaged => Wrap(new[] { value }, DTypes.Of<T>(), Shape.Scalar);

    /// <summary>An array of one element and rank 0.</summary>
    public static NDArray Scalar(Number value) => Full(value, Shape.Scalar);

    /// <summary>An array of the given elements in row-major order, copied.</summary>
    /// <exception cref="ShapeException">there are more or fewer elements than the shape has</exception>
    public static NDArray Create<T>(ReadOnlySpan<T> elements, Shape shape) where T : unmanaged
    {
        if (elements.Length != shape.Count) throw new ShapeException($"Create: shape {shape} has {shape.Count} elements, not {elements.Length}");
        return Wrap(elements.ToArray(), DTypes.Of<T>(), shape);
    }

    /// <summary>An array of the given elements in row-major order, copied.</summary>
    /// <exception cref="ShapeException">there are more or fewer elements than the shape has</exception>
    public static NDArray Create<T>(T[] elements, params int[] shape) where T : unmanaged => Create((ReadOnlySpan<T>)elements, new Shape(shape));

    /// <summary>A vector of the given elements, copied.</summary>
    public static NDArray Vector<T>(params T[] elements) where T : unmanaged => Create((ReadOnlySpan<T>)elements, new Shape(elements.Length));

    /// <summary>All elements 0.</summary>
    public static NDArray Zeros(Shape shape, DType dtype = DType.Float32) => new(NewData(dtype, shape.Count, zeroed: true), dtype, shape);

    /// <summary>float32, all elements 0.</summary>
    public static NDArray Zeros(params int[] shape) => Zeros(new Shape(shape));

    /// <summary>All elements 1.</summary>
    public static NDArray Ones(Shape shape, DType dtype = DType.Float32) => Full(((Number)1).As(dtype), shape);

    /// <summary>float32, all elements 1.</summary>
    public static NDArray Ones(params int[] shape) => Ones(new Shape(shape));

    /// <summary>All elements the same number, of its type.</summary>
    public static NDArray Full(Number value, Shape shape)
    {
        NDArray array = Uninitialized(value.DType, shape);
        switch (array._data)
        {
            case float[] a: Array.Fill(a, (float)value.ToDouble()); break;
            case double[] a: Array.Fill(a, value.ToDouble()); break;
            case long[] a: Array.Fill(a, value.Bits); break;
            case int[] a: Array.Fill(a, (int)value.Bits); break;
            case bool[] a: Array.Fill(a, value.Bits != 0); break;
        }

        return array;
    }

    /// <summary>An array of the elements and shape of a .NET array of any rank, copied.</summary>
    /// <exception cref="NotSupportedException">its element type is none of <see cref="DTypes"/></exception>
    public static NDArray FromArray(Array array)
    {
        ArgumentNullException.ThrowIfNull(array);
        DType dtype = DTypes.Of(array.GetType().GetElementType()!);
        var sizes = new int[array.Rank];
        for (int axis = 0; axis < sizes.Length; axis++) sizes[axis] = array.GetLength(axis);
        NDArray result = Uninitialized(dtype, Shape.Wrap(sizes));
        CopyBytes(ref MemoryMarshal.GetArrayDataReference(array), ref result.Reference, result.ByteCount);
        return result;
    }

    /// <summary>An array of nested sequences of numbers, as deep as they are nested; the widest of their types, by promotion.</summary>
    /// <exception cref="ShapeException">sequences at one depth differ in length</exception>
    /// <exception cref="NotSupportedException">an item is neither a sequence nor a number of a known type</exception>
    public static NDArray FromNested(IEnumerable nested)
    {
        ArgumentNullException.ThrowIfNull(nested);
        var sizes = new List<int>();
        var elements = new List<Number>();
        Flatten(nested, 0);
        DType dtype = elements.Count == 0 ? DType.Float32 : elements[0].DType;
        foreach (Number element in elements) dtype = DTypes.Promote(dtype, element.DType);
        NDArray result = Uninitialized(dtype, Shape.Wrap([.. sizes]));
        for (int i = 0; i < elements.Count; i++) result.Set(i, elements[i].As(dtype));
        return result;

        void Flatten(object? item, int depth)
        {
            if (item is IEnumerable sequence)
            {
                var items = new List<object?>();
                foreach (object? inner in sequence) items.Add(inner);
                if (depth == sizes.Count && elements.Count == 0) sizes.Add(items.Count);
                else if (depth >= sizes.Count) throw new ShapeException($"FromNested: a sequence at depth {depth}, where a number was expected");
                else if (sizes[depth] != items.Count) throw new ShapeException($"FromNested: expected a sequence of length {sizes[depth]} at depth {depth}, got {items.Count}");
                foreach (object? inner in items) Flatten(inner, depth + 1);
                return;
            }

            if (depth != sizes.Count) throw new ShapeException($"FromNested: a number at depth {depth}, where a sequence of length {sizes[depth]} was expected");
            elements.Add(item switch
            {
                float v => v,
                double v => v,
                long v => v,
                int v => v,
                bool v => (Number)v,
                _ => throw new NotSupportedException($"FromNested: {item?.GetType().Name ?? "null"} is not a number of a known type"),
            });
        }
    }

    /// <summary>An array of a <see cref="Tensor{T}"/>'s elements and shape, copied.</summary>
    public static NDArray FromTensor<T>(Tensor<T> tensor) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return FromTensor(tensor.AsReadOnlyTensorSpan());
    }

    /// <summary>An array of a tensor span's elements and shape, copied; strided spans become dense.</summary>
    /// <exception cref="ShapeException">there are more elements than an array can hold</exception>
    public static NDArray FromTensor<T>(ReadOnlyTensorSpan<T> tensor) where T : unmanaged
    {
        var sizes = new int[tensor.Rank];
        for (int axis = 0; axis < sizes.Length; axis++) sizes[axis] = checked((int)tensor.Lengths[axis]);
        Shape shape = Shape.Wrap(sizes);
        var elements = new T[shape.Count];
        if (elements.Length > 0) tensor.FlattenTo(elements);
        return Wrap(elements, DTypes.Of<T>(), shape);
    }

    /// <summary>A <see cref="Tensor{T}"/> with a copy of the elements. Rank 0, which a Tensor does not have, becomes rank 1.</summary>
    /// <exception cref="DTypeException">T is not the elements' type</exception>
    public Tensor<T> ToTensor<T>() where T : unmanaged
    {
        if (Rank == 0) return Tensor.Create((T[])Typed<T>().Clone());
        var lengths = new nint[Rank];
        for (int axis = 0; axis < Rank; axis++) lengths[axis] = Shape[axis];
        return Tensor.Create((T[])Typed<T>().Clone(), lengths);
    }

    /// <summary>The elements in row-major order, copied.</summary>
    /// <exception cref="DTypeException">T is not the elements' type</exception>
    public T[] ToArray<T>() where T : unmanaged => (T[])Typed<T>().Clone();

    /// <summary>A .NET array of the same rank (a vector of one for rank 0) with a copy of the elements.</summary>
    public Array ToArray()
    {
        if (Rank <= 1) return (Array)_data.Clone();
        // One case an element type: Array.CreateInstance needs types known at run time, which ahead-of-time compilation does not have.
        Array result = DType switch
        {
            DType.Float32 => Rank == 2 ? new float[Shape[0], Shape[1]] : Make<float>(),
            DType.Float64 => Rank == 2 ? new double[Shape[0], Shape[1]] : Make<double>(),
            DType.Int64 => Rank == 2 ? new long[Shape[0], Shape[1]] : Make<long>(),
            DType.Int32 => Rank == 2 ? new int[Shape[0], Shape[1]] : Make<int>(),
            _ => Rank == 2 ? new bool[Shape[0], Shape[1]] : Make<bool>(),
        };
        CopyBytes(ref Reference, ref MemoryMarshal.GetArrayDataReference(result), ByteCount);
        return result;

        Array Make<T>() => Rank switch
        {
            3 => new T[Shape[0], Shape[1], Shape[2]],
            4 => new T[Shape[0], Shape[1], Shape[2], Shape[3]],
            5 => new T[Shape[0], Shape[1], Shape[2], Shape[3], Shape[4]],
            6 => new T[Shape[0], Shape[1], Shape[2], Shape[3], Shape[4], Shape[5]],
            _ => throw new NotSupportedException($"ToArray: no .NET array of rank {Rank} is made; ToArray<T>() gives the elements in row-major order"),
        };
    }

    /// <summary>Writes an element while the array is being made.</summary>
    internal void Set(int index, Number value)
    {
        switch (_data)
        {
            case float[] a: a[index] = (float)value.ToDouble(); break;
            case double[] a: a[index] = value.ToDouble(); break;
            case long[] a: a[index] = value.ToInt64(); break;
            case int[] a: a[index] = (int)value.ToInt64(); break;
            case bool[] a: a[index] = value.ToInt64() != 0; break;
        }
    }

    internal static void CopyBytes(ref byte from, ref byte to, long count)
    {
        while (count > 0)
        {
            int part = (int)Math.Min(count, 1 << 30);
            MemoryMarshal.CreateReadOnlySpan(ref from, part).CopyTo(MemoryMarshal.CreateSpan(ref to, part));
            from = ref System.Runtime.CompilerServices.Unsafe.Add(ref from, part);
            to = ref System.Runtime.CompilerServices.Unsafe.Add(ref to, part);
            count -= part;
        }
    }
}
