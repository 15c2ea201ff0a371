using System.Collections;
using Autograd.Graph;

namespace Autograd.CSharp;

// Tensors of the caller's data, always copied. Literals in brackets have Python's types: [1, 2] is int64 and [1.0, 2] has the
// default floating type. Arrays keep their own: a double[] is float64, an int[] is int32.
public static partial class torch
{
    /// <summary>A tensor of one number and no dimensions: float, int64 or bool.</summary>
    public static Tensor tensor(Scalar data, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        DType type = TypeOf(data, dtype);
        return new Tensor(NDArray.Scalar(data.Number.As(type)), requires_grad);
    }

    /// <summary>Python ints: int64 where no type is named.</summary>
    public static Tensor tensor(ReadOnlySpan<long> data, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Leaf(data.ToArray(), new Shape(data.Length), dtype?.ToDType() ?? DType.Int64, requires_grad);

    /// <summary>Python floats: of the default floating type where none is named.</summary>
    public static Tensor tensor(ReadOnlySpan<double> data, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Leaf(data.ToArray(), new Shape(data.Length), (dtype ?? get_default_dtype()).ToDType(), requires_grad);

    /// <summary>float32 where no type is named.</summary>
    public static Tensor tensor(ReadOnlySpan<float> data, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Leaf(data.ToArray(), new Shape(data.Length), dtype?.ToDType() ?? DType.Float32, requires_grad);

    /// <summary>Truth values where no type is named.</summary>
    public static Tensor tensor(ReadOnlySpan<bool> data, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Leaf(data.ToArray(), new Shape(data.Length), dtype?.ToDType() ?? DType.Bool, requires_grad);

    /// <summary>Rows of Python ints: int64 where no type is named.</summary>
    /// <exception cref="ArgumentException">rows differ in length</exception>
    public static Tensor tensor(ReadOnlySpan<long[]> data, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Leaf(Joined(data, out Shape shape), shape, dtype?.ToDType() ?? DType.Int64, requires_grad);

    /// <summary>Rows of Python floats: of the default floating type where none is named.</summary>
    /// <exception cref="ArgumentException">rows differ in length</exception>
    public static Tensor tensor(ReadOnlySpan<double[]> data, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Leaf(Joined(data, out Shape shape), shape, (dtype ?? get_default_dtype()).ToDType(), requires_grad);

    /// <summary>A vector; float64 where no type is named.</summary>
    public static Tensor tensor(double[] data, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => tensor((Array)data, dtype, device, requires_grad);

    /// <summary>A vector; float32 where no type is named.</summary>
    public static Tensor tensor(float[] data, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => tensor((Array)data, dtype, device, requires_grad);

    /// <summary>A vector; int64 where no type is named.</summary>
    public static Tensor tensor(long[] data, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => tensor((Array)data, dtype, device, requires_grad);

    /// <summary>A vector; of truth values where no type is named.</summary>
    public static Tensor tensor(bool[] data, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => tensor((Array)data, dtype, device, requires_grad);

    /// <summary>The elements and shape of a .NET array of any rank; of its element type where none is named.</summary>
    /// <exception cref="NotSupportedException">the element type is not one of a tensor</exception>
    public static Tensor tensor(Array data, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.GetType().GetElementType() is { IsArray: true }) return tensor((IEnumerable)data, dtype, device, requires_grad);
        return Converted(NDArray.FromArray(data), dtype, requires_grad);
    }

    /// <summary>Nested sequences of numbers; of the widest of their types where none is named.</summary>
    /// <exception cref="ArgumentException">sequences at one depth differ in length</exception>
    public static Tensor tensor(IEnumerable data, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        try
        {
            return Converted(NDArray.FromNested(data), dtype, requires_grad);
        }
        catch (ShapeException error)
        {
            throw Border.Translate(error);
        }
    }

    /// <summary>A copy of a tensor without its history.</summary>
    public static Tensor tensor(Tensor data, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        Warnings.Issue("To copy construct from a tensor, it is recommended to use sourceTensor.clone().detach() or sourceTensor.clone().detach().requires_grad_(True), rather than torch.tensor(sourceTensor).");
        return Converted(data.Evaluate(), dtype, requires_grad);
    }

    /// <summary>Elements in row-major order under a shape.</summary>
    /// <exception cref="ArgumentException">the sizes do not hold as many elements</exception>
    public static Tensor tensor<T>(IList<T> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(rawArray);
        NDArray array = NDArray.FromArray(rawArray as T[] ?? [.. rawArray]);
        return Converted(Expr.Constant(array).Reshape(Shapes.Inferred(dimensions, array.Shape)).Evaluate(FacadeOptions.Current), dtype, requires_grad);
    }

    /// <summary>Elements in row-major order under two sizes.</summary>
    /// <exception cref="ArgumentException">the sizes do not hold as many elements</exception>
    public static Tensor tensor<T>(IList<T> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) where T : unmanaged =>
        tensor(rawArray, [rows, columns], dtype, device, requires_grad);

    /// <summary>Elements in row-major order under three sizes.</summary>
    /// <exception cref="ArgumentException">the sizes do not hold as many elements</exception>
    public static Tensor tensor<T>(IList<T> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) where T : unmanaged =>
        tensor(rawArray, [dim0, dim1, dim2], dtype, device, requires_grad);

    /// <summary>Elements in row-major order under four sizes.</summary>
    /// <exception cref="ArgumentException">the sizes do not hold as many elements</exception>
    public static Tensor tensor<T>(IList<T> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
        where T : unmanaged => tensor(rawArray, [dim0, dim1, dim2, dim3], dtype, device, requires_grad);

    /// <summary>The elements and shape of a .NET array; copied, as everything that comes from outside is.</summary>
    /// <exception cref="NotSupportedException">the element type is not one of a tensor</exception>
    public static Tensor as_tensor(Array rawArray, ScalarType? dtype = null, Device? device = null) => tensor(rawArray, dtype, device);

    /// <summary>The tensor itself, or its elements in another type.</summary>
    public static Tensor as_tensor(Tensor data, ScalarType? dtype = null, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        return dtype is { } type ? data.to(type) : data;
    }

    /// <summary>The elements and shape of a .NET array; copied.</summary>
    /// <exception cref="NotSupportedException">the element type is not one of a tensor</exception>
    public static Tensor from_array(Array rawArray, Device? device = null) => tensor(rawArray, null, device);

    /// <summary>Elements of a vector's memory, which are copied; all from offset on, counted in elements, if count is negative.</summary>
    /// <exception cref="ArgumentException">the elements are of another type, or not so many</exception>
    public static Tensor frombuffer(Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false)
    {
        Tensor all = tensor(rawArray).view(-1);
        if (all.dtype != dtype) throw new ArgumentException($"frombuffer: the elements are {all.dtype}, not {dtype}");
        if (offset < 0 || offset > all.numel() || count > all.numel() - offset) throw new ArgumentException($"frombuffer: {count} elements from {offset} on are not among {all.numel()}");
        return all.slice(0, offset, count < 0 ? null : offset + count).clone().requires_grad_(requires_grad);
    }

    /// <summary>The old way to a float32 tensor of given elements.</summary>
    public static Tensor FloatTensor(ReadOnlySpan<double> data) => tensor(data, float32);

    /// <summary>The old way to a float32 tensor of given sizes, its elements of no particular value; here they are 0.</summary>
    public static Tensor FloatTensor(Size size)
    {
        ArgumentNullException.ThrowIfNull(size);
        return empty(size, float32);
    }

    private static Tensor Converted(NDArray array, ScalarType? dtype, bool requiresGrad)
    {
        DType type = dtype?.ToDType() ?? array.DType;
        return new Tensor(type == array.DType ? array : Expr.Constant(array).Cast(type).Evaluate(FacadeOptions.Current), requiresGrad);
    }

    private static T[] Joined<T>(ReadOnlySpan<T[]> rows, out Shape shape)
    {
        int width = rows.Length == 0 ? 0 : rows[0].Length;
        var elements = new T[rows.Length * width];
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i].Length != width) throw new ArgumentException($"expected sequence of length {width} at dim 1 (got {rows[i].Length})");
            rows[i].CopyTo(elements, i * width);
        }

        shape = rows.Length == 0 ? new Shape(0) : new Shape(rows.Length, width);
        return elements;
    }
}
