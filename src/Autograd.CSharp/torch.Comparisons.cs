using System.Collections;
using Autograd.Graph;

namespace Autograd.CSharp;

// What answers with .NET values, or is composed of several operations.
public static partial class torch
{
    /// <summary>Whether both have the same shape and elements.</summary>
    public static bool equal(Tensor input, Tensor other)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(other);
        return input.Shape.Equals(other.Shape) && (bool)input.eq(other).all();
    }

    /// <summary>Whether all elements are near: |input - other| ≤ atol + rtol * |other|.</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast</exception>
    public static bool allclose(Tensor input, Tensor other, double rtol = 1e-5, double atol = 1e-8, bool equal_nan = false) =>
        (bool)isclose(input, other, rtol, atol, equal_nan).all();

    /// <summary>Where the condition is true (not zero): for each dimension the index along it. A number counts as a vector of one element.</summary>
    public static Tensor[] where(Tensor condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return nonzero(condition.Shape.Rank == 0 ? condition.reshape(1) : condition).unbind(1);
    }

    /// <summary>The different elements of a tensor, sorted, or of a dimension its different slices; where each element's is found, and how often there is each.</summary>
    /// <param name="input">any shape</param>
    /// <param name="sorted">has no effect: they are always sorted</param>
    /// <param name="return_inverse">whether to say for each element which of the different ones it is</param>
    /// <param name="return_counts">whether to count them</param>
    /// <param name="dim">null: of all elements</param>
    /// <exception cref="NotSupportedException">a dimension is named</exception>
    public static (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(Tensor input, bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (dim is not null) throw new NotSupportedException("unique: the different slices of a dimension are not supported, only the different elements of all");
        using (no_grad())
        {
            (Tensor values, Tensor order) = input.flatten().sort();
            long count = values.numel();
            if (count == 0) return (values, return_inverse ? zeros_like(input, int64) : null, return_counts ? zeros([0], int64) : null);
            Tensor isNew = cat([ones([1], @bool), values.slice(0, 1, count).ne(values.slice(0, 0, count - 1))]);
            Tensor first = nonzero(isNew).flatten();
            Tensor numbers = isNew.to(int64).cumsum(0) - 1;
            Tensor? inverse = return_inverse ? zeros([count], int64).scatter(0, order, numbers).reshape(input.shape) : null;
            Tensor? counts = return_counts ? cat([first.slice(0, 1), tensor(new[] { count })]) - first : null;
            return (values.index_select(0, first), inverse, counts);
        }
    }

    /// <summary>Differences of neighbours along a dimension, n times over.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    /// <exception cref="ArgumentException">n is negative, or there are no dimensions</exception>
    public static Tensor diff(Tensor input, long n = 1, long dim = -1, Tensor? prepend = null, Tensor? append = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Shape.Rank == 0) throw new ArgumentException("diff expects input to be at least one-dimensional");
        if (n < 0) throw new ArgumentException($"order must be non-negative but got {n}");
        CheckBeside(input, prepend, dim);
        CheckBeside(input, append, dim);
        if (n == 0) return input.clone();
        var parts = new List<Tensor>();
        if (prepend is not null) parts.Add(prepend);
        parts.Add(input);
        if (append is not null) parts.Add(append);
        Tensor result = parts.Count == 1 ? input : cat(parts, dim);
        for (long i = 0; i < n; i++)
        {
            long size = result.size(dim);
            Tensor behind = result.slice(dim, 1, size), before = result.slice(dim, 0, Math.Max(size - 1, 0));
            result = result.DType == DType.Bool ? logical_xor(behind, before) : behind - before;
        }

        return result;
    }

    private static void CheckBeside(Tensor input, Tensor? beside, long dim)
    {
        if (beside is null) return;
        if (beside.Shape.Rank != input.Shape.Rank) throw new ArgumentException("diff expects prepend or append to be the same dimension as input");
        int axis = Shapes.Dim(dim, input.Shape.Rank);
        for (int d = 0; d < input.Shape.Rank; d++)
        {
            if (d != axis && beside.Shape[d] != input.Shape[d])
                throw new ArgumentException($"diff expects the shape of tensor to prepend or append to match that of input except along the differencing dimension; input.size({d}) = {input.Shape[d]}, but got tensor.size({d}) = {beside.Shape[d]}");
        }
    }

    /// <summary>The matrix of the powers of a vector's elements, the highest first unless increasing.</summary>
    /// <exception cref="ArgumentException">it is no vector</exception>
    public static Tensor vander(Tensor x, long N = -1, bool increasing = false)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Shape.Rank != 1) throw new ArgumentException("x must be a one-dimensional tensor.");
        Tensor powers = arange(N < 0 ? x.numel() : N);
        return pow(x.unsqueeze(-1), increasing ? powers : powers.flip(0));
    }

    /// <summary>The elements in row-major order: this tensor's own as a view where they lie so.</summary>
    public static Tensor ravel(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.contiguous().view(-1);
    }

    /// <summary>Dimensions of size 1 stretched, and new ones before the first.</summary>
    /// <exception cref="ArgumentException">a size is neither 1 nor the one asked for</exception>
    public static Tensor broadcast_to(Tensor input, long[] size)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.expand(size);
    }

    /// <summary>The tensor itself.</summary>
    /// <exception cref="ArgumentException">truth values</exception>
    public static Tensor positive(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.DType != DType.Bool ? input : throw new ArgumentException("The `+` operator, on a bool tensor is not supported.");
    }

    /// <summary><c>copysign</c> in place.</summary>
    /// <exception cref="InvalidOperationException">a leaf that requires grad, while gradients are recorded</exception>
    public static Tensor copysign_(Tensor input, Tensor other)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.copysign_(other);
    }

    /// <summary><c>heaviside</c> in place.</summary>
    /// <exception cref="InvalidOperationException">a leaf that requires grad, while gradients are recorded</exception>
    public static Tensor heaviside_(Tensor input, Tensor values)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.heaviside_(values);
    }

    /// <summary><c>clamp</c> in place.</summary>
    /// <exception cref="InvalidOperationException">a leaf that requires grad, while gradients are recorded</exception>
    public static Tensor clamp_(Tensor input, Tensor? min, Tensor? max)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.clamp_(min, max);
    }

    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Numbers put around the elements of the last dimensions: amounts in pairs, the last dimension first; negative ones crop.</summary>
            /// <exception cref="ArgumentException">the amounts do not pair, or are more than dimensions</exception>
            /// <exception cref="NotSupportedException">another mode than <c>"constant"</c></exception>
            public static Tensor pad(Tensor input, long[] pad, string mode = "constant", double value = 0)
            {
                ArgumentNullException.ThrowIfNull(input);
                ArgumentNullException.ThrowIfNull(pad);
                if (pad.Length % 2 != 0) throw new ArgumentException("Padding length must be divisible by 2");
                if (pad.Length / 2 > input.Shape.Rank) throw new ArgumentException("Padding length too large");
                return mode == "constant" ? constant_pad_nd(input, pad, value) : throw new NotSupportedException($"pad: mode '{mode}' is not supported, only 'constant'");
            }
        }
    }

    public sealed partial class Tensor
    {
        /// <inheritdoc cref="torch.equal"/>
        public bool equal(Tensor other) => torch.equal(this, other);

        /// <inheritdoc cref="torch.allclose"/>
        public bool allclose(Tensor other, double rtol = 1e-5, double atol = 1e-8, bool equal_nan = false) => torch.allclose(this, other, rtol, atol, equal_nan);

        /// <summary>This tensor's elements where the condition is true, else the other's.</summary>
        /// <exception cref="ArgumentException">the shapes do not broadcast, or the condition is not of truth values</exception>
        public Tensor where(Tensor condition, Tensor y) => torch.where(condition, this, y);

        /// <summary>For each dimension the index along it of the elements that are true (not zero).</summary>
        public IList<Tensor> nonzero_as_list() => torch.where(this);

        /// <inheritdoc cref="torch.unique"/>
        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null) =>
            torch.unique(this, sorted, return_inverse, return_counts, dim);

        /// <inheritdoc cref="torch.diff"/>
        public Tensor diff(long n = 1, long dim = -1, Tensor? prepend = null, Tensor? append = null) => torch.diff(this, n, dim, prepend, append);

        /// <inheritdoc cref="torch.vander"/>
        public Tensor vander(long N = -1, bool increasing = false) => torch.vander(this, N, increasing);

        /// <inheritdoc cref="torch.ravel"/>
        public Tensor ravel() => torch.ravel(this);

        /// <inheritdoc cref="torch.broadcast_to"/>
        public Tensor broadcast_to(params long[] size) => expand(size);

        /// <inheritdoc cref="torch.positive"/>
        public Tensor positive() => torch.positive(this);

        /// <inheritdoc cref="rot90(long, long[])"/>
        public Tensor rot90(long k, (long, long) dims) => rot90(k, [dims.Item1, dims.Item2]);

        /// <inheritdoc cref="roll(long[], long[])"/>
        public Tensor roll((long, long) shifts, (long, long) dims) => roll([shifts.Item1, shifts.Item2], [dims.Item1, dims.Item2]);

        /// <summary>The elements as nested lists of .NET numbers; of no dimensions the number.</summary>
        public object tolist()
        {
            int place = 0;
            // .NET's arrays of many dimensions end before PyTorch's.
            return Nested((Shape.Rank > 1 ? reshape(-1) : this).Evaluate().ToArray(), Shape, 0, ref place);
        }

        private static object Nested(Array elements, Shape shape, int axis, ref int place)
        {
            if (axis == shape.Rank) return elements.GetValue(place++)!;
            var list = new List<object>(shape[axis]);
            for (int i = 0; i < shape[axis]; i++) list.Add(Nested(elements, shape, axis + 1, ref place));
            return list;
        }

        /// <summary>How many dimensions there are.</summary>
        public long Dimensions => Shape.Rank;

        /// <summary>How many elements there are.</summary>
        public long NumberOfElements => Shape.Count;

        /// <summary>False: a tensor is valid as long as it is there.</summary>
        public bool IsInvalid => false;

        /// <summary>A number of its own for each tensor, in the place of TorchSharp's native handle.</summary>
        public nint Handle => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

        /// <summary>Whether both are the same object.</summary>
        public bool Equals(Tensor? target) => ReferenceEquals(this, target);

        /// <summary>The elements in another type.</summary>
        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => to(type, copy);

        /// <summary>Writes into a part, or adds to it.</summary>
        /// <exception cref="InvalidOperationException">a leaf that requires grad, while gradients are recorded</exception>
        /// <exception cref="ArgumentException">the value does not broadcast to the part</exception>
        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate)
        {
            Indexing.Write(this, indices, value, accumulate);
            return this;
        }
    }
}
