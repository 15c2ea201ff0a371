using System.Runtime.CompilerServices;
using Autograd.CSharp.Operations;
using Autograd.Graph;

namespace Autograd.CSharp;

// Tensors of known values and of shapes.
public static partial class torch
{
    /// <summary>All elements 1.</summary>
    [SizeForms]
    public static Tensor ones(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => full(size, 1, dtype ?? get_default_dtype(), device, requires_grad);

    /// <summary>All elements 0.</summary>
    [SizeForms]
    public static Tensor zeros(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => full(size, 0, dtype ?? get_default_dtype(), device, requires_grad);

    /// <summary>Elements of no particular value; here they are 0.</summary>
    [SizeForms]
    public static Tensor empty(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => zeros(size, dtype, device, requires_grad);

    /// <summary>All elements the same number, of its own type where none is named.</summary>
    public static Tensor full(long[] size, Scalar fill_value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        ArgumentNullException.ThrowIfNull(size);
        return Filled(Shapes.ToShape(size), fill_value, TypeOf(fill_value, dtype), requires_grad);
    }

    /// <summary>All elements the same number, of its own type where none is named.</summary>
    public static Tensor full(long size0, Scalar fill_value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        full([size0], fill_value, dtype, device, requires_grad);

    /// <summary>All elements the same number, of its own type where none is named.</summary>
    public static Tensor full(long size0, long size1, Scalar fill_value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        full([size0, size1], fill_value, dtype, device, requires_grad);

    /// <summary>All elements the same number, of its own type where none is named.</summary>
    public static Tensor full(long size0, long size1, long size2, Scalar fill_value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        full([size0, size1, size2], fill_value, dtype, device, requires_grad);

    /// <summary>Ones of a tensor's shape and type.</summary>
    public static Tensor ones_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => full_like(input, 1, dtype, device, requires_grad);

    /// <summary>Zeros of a tensor's shape and type.</summary>
    public static Tensor zeros_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => full_like(input, 0, dtype, device, requires_grad);

    /// <summary>Elements of no particular value, of a tensor's shape and type; here they are 0.</summary>
    public static Tensor empty_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => full_like(input, 0, dtype, device, requires_grad);

    /// <summary>The same number everywhere, of a tensor's shape and type.</summary>
    public static Tensor full_like(Tensor input, Scalar fill_value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Filled(input.Shape, fill_value, (dtype ?? input.dtype).ToDType(), requires_grad);
    }

    /// <summary>start, start + step, ... below end; int64 where all three are integers.</summary>
    /// <exception cref="ArgumentException">step is 0 or leads away from end</exception>
    [OverloadResolutionPriority(2)]
    public static Tensor arange(Scalar start, Scalar end, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        bool integers = !start.IsFloat && !end.IsFloat && !step.IsFloat;
        DType type = dtype?.ToDType() ?? (integers ? DType.Int64 : ScalarTypes.DefaultDType);
        double width = (double)step;
        if (width == 0) throw new ArgumentException("step must be nonzero");
        if (((double)end - (double)start) / width < 0) throw new ArgumentException("upper bound and larger bound inconsistent with step sign");
        double count = integers ? Math.Ceiling(((long)end - (double)(long)start) / (long)step) : Math.Ceiling(((double)end - (double)start) / width);
        Shape shape = Shapes.ToShape([(long)count]);
        if (!type.IsFloating())
        {
            var whole = new long[shape.Count];
            for (int i = 0; i < whole.Length; i++) whole[i] = integers ? (long)start + i * (long)step : (long)((double)start + i * width);
            return Leaf(whole, shape, type, requires_grad);
        }

        var values = new double[shape.Count];
        for (int i = 0; i < values.Length; i++) values[i] = (double)start + i * width;
        return Leaf(values, shape, type, requires_grad);
    }

    /// <summary>start, start + 1, ... below end.</summary>
    /// <exception cref="ArgumentException">end is below start</exception>
    [OverloadResolutionPriority(1)]
    public static Tensor arange(Scalar start, Scalar end, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => arange(start, end, 1, dtype, device, requires_grad);

    /// <summary>0, 1, ... below end.</summary>
    /// <exception cref="ArgumentException">end is negative</exception>
    public static Tensor arange(Scalar end, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => arange(0, end, 1, dtype, device, requires_grad);

    /// <summary>Equally spaced numbers from start to end, both included. The second half is counted down from end, as PyTorch does.</summary>
    /// <exception cref="ArgumentException">steps is negative</exception>
    public static Tensor linspace(double start, double end, long steps, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        if (steps < 0) throw new ArgumentException("number of steps must be non-negative");
        DType type = (dtype ?? get_default_dtype()).ToDType();
        Shape shape = Shapes.ToShape([steps]);
        if (type == DType.Float32)
        {
            float first = (float)start, last = (float)end, step = steps > 1 ? (last - first) / (steps - 1) : 0;
            var narrow = new float[shape.Count];
            for (int i = 0; i < narrow.Length; i++)
                narrow[i] = i < steps / 2 || steps == 1 ? first + step * i : last - step * (steps - i - 1);
            return new Tensor(NDArray.Create<float>(narrow, shape), requires_grad);
        }

        double width = steps > 1 ? (end - start) / (steps - 1) : 0;
        var values = new double[shape.Count];
        for (int i = 0; i < values.Length; i++) values[i] = i < steps / 2 || steps == 1 ? start + width * i : end - width * (steps - i - 1);
        return Leaf(values, shape, type, requires_grad);
    }

    /// <summary>Powers of a base, their exponents equally spaced from start to end, both included.</summary>
    /// <exception cref="ArgumentException">steps is negative</exception>
    public static Tensor logspace(double start, double end, long steps, double @base = 10, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        Tensor powers = pow(@base, linspace(start, end, steps, float64)).to(dtype ?? get_default_dtype());
        return powers.requires_grad_(requires_grad);
    }

    /// <summary>The rows and columns of the elements on and below a diagonal of a matrix.</summary>
    public static Tensor tril_indices(long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device? device = null) => Triangle(row, col, (i, j) => j - i <= offset, dtype);

    /// <summary>The rows and columns of the elements on and above a diagonal of a matrix.</summary>
    public static Tensor triu_indices(long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device? device = null) => Triangle(row, col, (i, j) => j - i >= offset, dtype);

    private static Tensor Triangle(long rows, long columns, Func<long, long, bool> contains, ScalarType dtype)
    {
        List<long> row = [], column = [];
        for (long i = 0; i < rows; i++)
        {
            for (long j = 0; j < columns; j++)
            {
                if (!contains(i, j)) continue;
                row.Add(i);
                column.Add(j);
            }
        }

        return Leaf<long>([.. row, .. column], new Shape(2, row.Count), dtype.ToDType(), false);
    }

    /// <summary>Ones on the diagonal, zeros beside it.</summary>
    /// <exception cref="ArgumentException">a size is negative</exception>
    public static Tensor eye(long n, long? m = null, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        Shape shape = Shapes.ToShape([n, m is null or -1 ? n : m.Value]);
        var values = new double[shape.Count];
        for (int i = 0; i < Math.Min(shape[0], shape[1]); i++) values[i * shape[1] + i] = 1;
        return Leaf(values, shape, (dtype ?? get_default_dtype()).ToDType(), requires_grad);
    }

    /// <summary>What a number's tensor holds where no type is named: float, int64 or bool.</summary>
    private static DType TypeOf(Scalar value, ScalarType? dtype) =>
        dtype?.ToDType() ?? (value.IsFloat ? ScalarTypes.DefaultDType : value.IsBool ? DType.Bool : DType.Int64);

    private static Tensor Filled(Shape shape, Scalar value, DType dtype, bool requiresGrad) =>
        requiresGrad ? new Tensor(NDArray.Full(value.Number.As(dtype), shape), true) : new Tensor(Expr.Literal(value.Number, dtype, shape));

    /// <summary>A leaf of elements, converted to a type.</summary>
    private static Tensor Leaf<T>(T[] elements, Shape shape, DType dtype, bool requiresGrad) where T : unmanaged
    {
        NDArray array = NDArray.Create<T>(elements, shape);
        return new Tensor(array.DType == dtype ? array : Expr.Constant(array).Cast(dtype).Evaluate(FacadeOptions.Current), requiresGrad);
    }
}
