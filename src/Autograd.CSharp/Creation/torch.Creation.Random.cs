using Autograd.CSharp.Operations;
using Autograd.Graph;

namespace Autograd.CSharp;

// Random tensors: PyTorch's streams on the CPU, drawn at the call.
public static partial class torch
{
    /// <summary>Uniform in [0, 1).</summary>
    [SizeForms]
    public static Tensor rand(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Drawn(size, dtype, requires_grad, generator,
        static (stream, span) => stream.FillUniform(span), static (stream, span) => stream.FillUniform(span));

    /// <summary>Normal of mean 0 and standard deviation 1.</summary>
    [SizeForms]
    public static Tensor randn(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Drawn(size, dtype, requires_grad, generator,
        static (stream, span) => stream.FillNormal(span), static (stream, span) => stream.FillNormal(span));

    /// <summary>Uniform in [0, 1), of a tensor's shape and type.</summary>
    public static Tensor rand_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        return rand(input.shape, dtype ?? input.dtype, device, requires_grad, generator);
    }

    /// <summary>Normal of mean 0 and standard deviation 1, of a tensor's shape and type.</summary>
    public static Tensor randn_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        return randn(input.shape, dtype ?? input.dtype, device, requires_grad, generator);
    }

    /// <summary>Integers uniform in [low, high).</summary>
    /// <exception cref="ArgumentException">the range is empty</exception>
    public static Tensor randint(long low, long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null)
    {
        ArgumentNullException.ThrowIfNull(size);
        return Mapping.Drawn(size, all =>
        {
            Shape shape = Shapes.ToShape(all);
            var values = new long[shape.Count];
            StreamOf(generator).FillIntegers(values, low, high);
            return Leaf(values, shape, dtype?.ToDType() ?? DType.Int64, requires_grad);
        });
    }

    /// <summary>Integers uniform in [0, high).</summary>
    /// <exception cref="ArgumentException">the range is empty</exception>
    public static Tensor randint(long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => randint(0, high, size, dtype, device, requires_grad, generator);

    /// <summary>The integers 0 to n - 1 in random order.</summary>
    /// <exception cref="ArgumentException">n is negative</exception>
    public static Tensor randperm(long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null)
    {
        if (n < 0) throw new ArgumentException($"n must be non-negative, got {n}");
        Shape shape = Shapes.ToShape([n]);
        var values = new long[shape.Count];
        StreamOf(generator).FillPermutation(values);
        return Leaf(values, shape, dtype?.ToDType() ?? DType.Int64, requires_grad);
    }

    /// <summary>Integers uniform in [low, high), of a tensor's shape and type.</summary>
    /// <exception cref="ArgumentException">the range is empty</exception>
    public static Tensor randint_like(Tensor input, long low, long high, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        return randint(low, high, input.shape, dtype ?? input.dtype, device, requires_grad);
    }

    private delegate void Fill<T>(RandomStream stream, Span<T> span);

    private static RandomStream StreamOf(Generator? generator) => generator?.Stream ?? RandomStream.Default;

    private static Tensor Drawn(long[] size, ScalarType? dtype, bool requiresGrad, Generator? generator, Fill<float> narrow, Fill<double> wide)
    {
        ArgumentNullException.ThrowIfNull(size);
        return Mapping.Drawn(size, all => DrawnNow(all, dtype, requiresGrad, generator, narrow, wide));
    }

    private static Tensor DrawnNow(long[] size, ScalarType? dtype, bool requiresGrad, Generator? generator, Fill<float> narrow, Fill<double> wide)
    {
        Shape shape = Shapes.ToShape(size);
        DType type = (dtype ?? get_default_dtype()).ToDType();
        if (type == DType.Float64)
        {
            var doubles = new double[shape.Count];
            wide(StreamOf(generator), doubles);
            return new Tensor(NDArray.Create<double>(doubles, shape), requiresGrad);
        }

        if (type != DType.Float32) throw new NotSupportedException($"random numbers are drawn as floating-point numbers, not as {ScalarTypes.CName(type)}");
        var floats = new float[shape.Count];
        narrow(StreamOf(generator), floats);
        return new Tensor(NDArray.Create<float>(floats, shape), requiresGrad);
    }
}
