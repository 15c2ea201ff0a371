using Autograd.Graph;
using static Autograd.CSharp.torch;

namespace Autograd.CSharp.Operations;

/// <summary>Sums, means, extrema and other reductions; without dimensions over all elements.</summary>
internal static class Reducing
{
    /// <summary>The sum of all elements; of integers and truth values as int64.</summary>
    [Operation("SumBackward0")]
    internal static Expr sum(Expr self, ScalarType? dtype = null) => Typed(self, dtype).Sum();

    /// <summary>Sums over a dimension.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    [Operation("SumBackward1", Priority = 1)]
    internal static Expr sum(Expr self, long dim, bool keepdim = false, ScalarType? dtype = null) => sum(self, [dim], keepdim, dtype);

    /// <summary>Sums over dimensions.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    [Operation("SumBackward1")]
    internal static Expr sum(Expr self, long[] dim, bool keepdim = false, ScalarType? dtype = null) => Typed(self, dtype).Sum(Shapes.Dims(dim, self.Rank), keepdim);

    /// <summary>The mean of all elements.</summary>
    /// <exception cref="ArgumentException">integers or truth values</exception>
    [Operation("MeanBackward0")]
    internal static Expr mean(Expr self, ScalarType? dtype = null) => Averaged(Typed(self, dtype), "mean").Mean();

    /// <summary>Means over a dimension.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    /// <exception cref="ArgumentException">integers or truth values</exception>
    [Operation("MeanBackward1", Saves = "self", Priority = 1)]
    internal static Expr mean(Expr self, long dim, bool keepdim = false, ScalarType? dtype = null) => mean(self, [dim], keepdim, dtype);

    /// <summary>Means over dimensions.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    /// <exception cref="ArgumentException">integers or truth values</exception>
    [Operation("MeanBackward1", Saves = "self")]
    internal static Expr mean(Expr self, long[] dim, bool keepdim = false, ScalarType? dtype = null) =>
        Averaged(Typed(self, dtype), "mean").Mean(Shapes.Dims(dim, self.Rank), keepdim);

    /// <summary>The product of all elements; of integers and truth values as int64.</summary>
    [Operation("ProdBackward0", Saves = "self, result")]
    internal static Expr prod(Expr self, ScalarType? dtype = null) => Typed(self, dtype).Prod();

    /// <summary>Products over a dimension.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    [Operation("ProdBackward1", Saves = "self, result", Priority = 1)]
    internal static Expr prod(Expr self, long dim, bool keepdim = false, ScalarType? dtype = null) => Typed(self, dtype).Prod(Shapes.Dims([dim], self.Rank), keepdim);

    /// <summary>The largest element; at ties its gradient is shared.</summary>
    /// <exception cref="ArgumentException">there are no elements</exception>
    [Operation("MaxBackward1", Saves = "self, result")]
    internal static Expr max(Expr self) => NotEmpty(self, "max").Max();

    /// <summary>The largest elements over a dimension and where they stand, the first at ties.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension, or it is empty</exception>
    [Operation("MaxBackward0", Saves = "indices")]
    internal static (Expr values, Expr indices) max(Expr self, long dim, bool keepdim = false) => Extremum(self, dim, keepdim, largest: true, "max()");

    /// <summary>The larger of two, element by element.</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast</exception>
    [Operation("MaximumBackward0", Saves = "self, other")]
    internal static Expr max(Expr self, Expr other) => Comparison.maximum(self, other);

    /// <summary>The smallest element; at ties its gradient is shared.</summary>
    /// <exception cref="ArgumentException">there are no elements</exception>
    [Operation("MinBackward1", Saves = "self, result")]
    internal static Expr min(Expr self) => NotEmpty(self, "min").Min();

    /// <summary>The smallest elements over a dimension and where they stand, the first at ties.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension, or it is empty</exception>
    [Operation("MinBackward0", Saves = "indices")]
    internal static (Expr values, Expr indices) min(Expr self, long dim, bool keepdim = false) => Extremum(self, dim, keepdim, largest: false, "min()");

    /// <summary>The smaller of two, element by element.</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast</exception>
    [Operation("MinimumBackward0", Saves = "self, other")]
    internal static Expr min(Expr self, Expr other) => Comparison.minimum(self, other);

    /// <summary>The largest elements over dimensions; at ties the gradient is shared.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension, or it is empty</exception>
    [Operation("AmaxBackward0", Saves = "self, result")]
    internal static Expr amax(Expr self, long[]? dim = null, bool keepdim = false) => Along(self, dim, "amax()").Max(Shapes.Dims(dim, self.Rank), keepdim);

    /// <summary>The largest elements over a dimension; at ties the gradient is shared.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension, or it is empty</exception>
    [Operation("AmaxBackward0", Saves = "self, result")]
    internal static Expr amax(Expr self, long dim, bool keepdim = false) => amax(self, [dim], keepdim);

    /// <summary>The smallest elements over dimensions; at ties the gradient is shared.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension, or it is empty</exception>
    [Operation("AminBackward0", Saves = "self, result")]
    internal static Expr amin(Expr self, long[]? dim = null, bool keepdim = false) => Along(self, dim, "amin()").Min(Shapes.Dims(dim, self.Rank), keepdim);

    /// <summary>The smallest elements over a dimension; at ties the gradient is shared.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension, or it is empty</exception>
    [Operation("AminBackward0", Saves = "self, result")]
    internal static Expr amin(Expr self, long dim, bool keepdim = false) => amin(self, [dim], keepdim);

    /// <summary>Where the largest element stands among all in order; the first at ties.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there are no elements</exception>
    [Operation]
    internal static Expr argmax(Expr self) => Placed(self, "argmax()").ArgMax();

    /// <summary>Where the largest element over a dimension stands; the first at ties.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension, or it is empty</exception>
    [Operation]
    internal static Expr argmax(Expr self, long dim, bool keepdim = false) => Extremum(self, dim, keepdim, largest: true, "argmax()").Indices;

    /// <summary>Where the smallest element stands among all in order; the first at ties.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there are no elements</exception>
    [Operation]
    internal static Expr argmin(Expr self) => Placed(self, "argmin()").ArgMin();

    /// <summary>Where the smallest element over a dimension stands; the first at ties.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension, or it is empty</exception>
    [Operation]
    internal static Expr argmin(Expr self, long dim, bool keepdim = false) => Extremum(self, dim, keepdim, largest: false, "argmin()").Indices;

    /// <summary>The variance of all elements, divided by n - 1, or by n if not unbiased.</summary>
    /// <exception cref="ArgumentException">integers or truth values</exception>
    [Operation("VarBackward0", Saves = "self")]
    internal static Expr var(Expr self, bool unbiased = true) => Spread(self).Var(null, unbiased ? 1 : 0);

    /// <summary>The variances over a dimension, divided by n - 1, or by n if not unbiased.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    /// <exception cref="ArgumentException">integers or truth values</exception>
    [Operation("VarBackward0", Saves = "self")]
    internal static Expr var(Expr self, long dim, bool unbiased = true, bool keepdim = false, ScalarType? dtype = null) => var(self, [dim], unbiased, keepdim);

    /// <summary>The variances over dimensions, divided by n - 1, or by n if not unbiased.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    /// <exception cref="ArgumentException">integers or truth values</exception>
    [Operation("VarBackward0", Saves = "self")]
    internal static Expr var(Expr self, long[] dim, bool unbiased = true, bool keepdim = false, ScalarType? dtype = null) =>
        Spread(Typed(self, dtype)).Var(Shapes.Dims(dim, self.Rank), unbiased ? 1 : 0, keepdim);

    /// <summary>The standard deviation of all elements, with n - 1, or n if not unbiased.</summary>
    /// <exception cref="ArgumentException">integers or truth values</exception>
    [Operation("StdBackward0", Saves = "self, result")]
    internal static Expr std(Expr self, bool unbiased = true) => Spread(self).Std(null, unbiased ? 1 : 0);

    /// <summary>The standard deviations over a dimension, with n - 1, or n if not unbiased.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    /// <exception cref="ArgumentException">integers or truth values</exception>
    [Operation("StdBackward0", Saves = "self, result")]
    internal static Expr std(Expr self, long dim, bool unbiased = true, bool keepdim = false, ScalarType? dtype = null) => std(self, [dim], unbiased, keepdim);

    /// <summary>The standard deviations over dimensions, with n - 1, or n if not unbiased.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    /// <exception cref="ArgumentException">integers or truth values</exception>
    [Operation("StdBackward0", Saves = "self, result")]
    internal static Expr std(Expr self, long[] dim, bool unbiased = true, bool keepdim = false, ScalarType? dtype = null) =>
        Spread(Typed(self, dtype)).Std(Shapes.Dims(dim, self.Rank), unbiased ? 1 : 0, keepdim);

    /// <summary>(Σ |x|ᵖ)^(1/p) over all elements.</summary>
    /// <exception cref="ArgumentException">integers or truth values</exception>
    [Operation("NormBackward1", Saves = "self, result")]
    internal static Expr norm(Expr self, double p = 2) => Averaged(self, "norm").Norm(p);

    /// <summary>(Σ |x|ᵖ)^(1/p) over a dimension.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    /// <exception cref="ArgumentException">integers or truth values</exception>
    [Operation("NormBackward1", Saves = "self, result")]
    internal static Expr norm(Expr self, double p, long dim, bool keepdim = false) => Averaged(self, "norm").Norm(p, Shapes.Dims([dim], self.Rank), keepdim);

    /// <summary>(Σ |x|ᵖ)^(1/p) over dimensions.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    /// <exception cref="ArgumentException">integers or truth values</exception>
    [Operation("NormBackward1", Saves = "self, result")]
    internal static Expr norm(Expr self, double p, long[] dim, bool keepdim = false) => Averaged(self, "norm").Norm(p, Shapes.Dims(dim, self.Rank), keepdim);

    /// <summary>(Σ |x|ᵒʳᵈ)^(1/ord) over dimensions, all if omitted.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    /// <exception cref="ArgumentException">integers or truth values</exception>
    [Operation("LinalgVectorNormBackward0", Saves = "self, result", Path = "linalg.vector_norm", Aliases = "linalg.norm")]
    internal static Expr vector_norm(Expr self, double ord = 2, long[]? dim = null, bool keepdim = false) => Averaged(self, "linalg.vector_norm").Norm(ord, Shapes.Dims(dim, self.Rank), keepdim);

    /// <summary>log Σ eˣ over a dimension, without overflow.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    [Operation("LogsumexpBackward0", Saves = "self, result", Aliases = "special.logsumexp")]
    internal static Expr logsumexp(Expr self, long dim, bool keepdim = false) => logsumexp(self, [dim], keepdim);

    /// <summary>log Σ eˣ over dimensions, without overflow.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    [Operation("LogsumexpBackward0", Saves = "self, result", Aliases = "special.logsumexp")]
    internal static Expr logsumexp(Expr self, long[] dim, bool keepdim = false) =>
        (self.DType.IsFloating() ? self : self.Cast(ScalarTypes.DefaultDType)).LogSumExp(Shapes.Dims(dim, self.Rank), keepdim);

    /// <summary>Running sums along a dimension.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    [Operation("CumsumBackward0", InPlace = true)]
    internal static Expr cumsum(Expr self, long dim, ScalarType? dtype = null) =>
        self.Rank == 0 ? Expr.Identity(Typed(self, dtype)) : Counted(Typed(self, dtype)).CumSum(Shapes.Dim(dim, self.Rank));

    /// <summary>Running products along a dimension.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    [Operation("CumprodBackward0", Saves = "self, result", InPlace = true)]
    internal static Expr cumprod(Expr self, long dim, ScalarType? dtype = null) =>
        self.Rank == 0 ? Expr.Identity(Typed(self, dtype)) : Counted(Typed(self, dtype)).CumProd(Shapes.Dim(dim, self.Rank));

    /// <summary>The smallest and the largest element.</summary>
    /// <exception cref="ArgumentException">there are no elements</exception>
    [Operation]
    internal static (Expr min, Expr max) aminmax(Expr self, long? dim = null, bool keepdim = false)
    {
        if (dim is null && self.Shape.Count == 0) throw new ArgumentException("aminmax(): cannot compute aminmax over an empty dimension as the operation has no identity.");
        if (dim is { } empty && self.Rank > 0 && self.Shape[Shapes.Dim(empty, self.Rank)] == 0) throw new ArgumentOutOfRangeException(null, $"aminmax: Expected reduction dim {Shapes.Dim(empty, self.Rank)} to have non-zero size.");
        return dim is { } d ? (amin(self, [d], keepdim), amax(self, [d], keepdim)) : (amin(self, null, keepdim), amax(self, null, keepdim));
    }

    /// <summary>Standard deviation and mean of all elements.</summary>
    /// <exception cref="ArgumentException">integers or truth values</exception>
    [Operation("StdMeanBackward0", Saves = "self, std")]
    internal static (Expr std, Expr mean) std_mean(Expr self, bool unbiased = true) => (std(self, unbiased), mean(self));

    /// <summary>Standard deviations and means over a dimension.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    /// <exception cref="ArgumentException">integers or truth values</exception>
    [Operation("StdMeanBackward0", Saves = "self, std")]
    internal static (Expr std, Expr mean) std_mean(Expr self, long dim, bool unbiased = true, bool keepdim = false, ScalarType? dtype = null) =>
        (std(Typed(self, dtype), [dim], unbiased, keepdim), mean(Typed(self, dtype), [dim], keepdim));

    /// <summary>Variance and mean of all elements.</summary>
    /// <exception cref="ArgumentException">integers or truth values</exception>
    [Operation("VarMeanBackward0", Saves = "self")]
    internal static (Expr var, Expr mean) var_mean(Expr self, bool unbiased = true) => (Reducing.var(self, unbiased), mean(self));

    /// <summary>Variances and means over a dimension.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    /// <exception cref="ArgumentException">integers or truth values</exception>
    [Operation("VarMeanBackward0", Saves = "self")]
    internal static (Expr var, Expr mean) var_mean(Expr self, long dim, bool unbiased = true, bool keepdim = false, ScalarType? dtype = null) =>
        (Reducing.var(Typed(self, dtype), [dim], unbiased, keepdim), mean(Typed(self, dtype), [dim], keepdim));

    /// <summary>How many elements are not zero, of all or over dimensions.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    [Operation]
    internal static Expr count_nonzero(Expr self, long[]? dims = null) => self.Cast(DType.Bool).Cast(DType.Int64).Sum(Shapes.Dims(dims, self.Rank));

    /// <summary>The k-th smallest elements along a dimension, counted from 1, and where they stand.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    /// <exception cref="ArgumentException">there are not k elements</exception>
    [Operation("KthvalueBackward0", Saves = "indices")]
    internal static (Expr values, Expr indices) kthvalue(Expr self, long k, long dim = -1, bool keepdim = false)
    {
        int axis = Shapes.Dim(dim, self.Rank);
        if (k < 1 || k > (self.Rank == 0 ? 1 : self.Shape[axis])) throw new ArgumentException(self.Rank > 0 && self.Shape[axis] == 0 ? $"kthvalue(): Expected reduction dim {axis} to have non-zero size." : $"kthvalue(): selected number k out of range for dimension {axis}");
        if (self.Rank == 0) return (Expr.Identity(self), Expr.Literal(0L));
        (Expr values, Expr indices) = sort(self, axis);
        (values, indices) = (values.Slice(axis, (int)k - 1, (int)k), indices.Slice(axis, (int)k - 1, (int)k));
        return keepdim ? (values, indices) : (values.Squeeze(axis), indices.Squeeze(axis));
    }

    /// <summary>log of running sums of eˣ along a dimension, without overflow.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    [Operation("LogcumsumexpBackward0", Saves = "self, result")]
    internal static Expr logcumsumexp(Expr self, long dim)
    {
        if (self.Rank == 0) return Expr.Identity(self);
        int axis = Shapes.Dim(dim, self.Rank), size = self.Shape[axis];
        if (size == 0) return Expr.Identity(self);
        // Each result has the largest of what it sums as its own shift: the columns of a triangle.
        int[] stretched = [.. self.Shape.Sizes, size];
        Expr terms = self.MoveAxis(axis, -1).Unsqueeze(-2).BroadcastTo([.. self.MoveAxis(axis, -1).Shape.Sizes[..^1], size, size]);
        var triangle = new Shape(size, size);
        Expr isSummed = Expr.Iota(triangle, 1) <= Expr.Iota(triangle, 0);
        Expr masked = Expr.Where(isSummed, terms, Expr.Literal(double.NegativeInfinity, self.DType));
        return masked.LogSumExp([stretched.Length - 1], false).MoveAxis(-1, axis);
    }

    /// <summary>Whether any element is true (not zero).</summary>
    [Operation]
    internal static Expr any(Expr self) => self.Any();

    /// <summary>Whether any element over a dimension is true (not zero).</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    [Operation]
    internal static Expr any(Expr self, long dim, bool keepdim = false) => self.Any(Shapes.Dims([dim], self.Rank), keepdim);

    /// <summary>Whether all elements are true (not zero).</summary>
    [Operation]
    internal static Expr all(Expr self) => self.All();

    /// <summary>Whether all elements over a dimension are true (not zero).</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    [Operation]
    internal static Expr all(Expr self, long dim, bool keepdim = false) => self.All(Shapes.Dims([dim], self.Rank), keepdim);

    /// <summary>The elements in order along a dimension and where they came from; stable.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    [Operation("SortBackward0", Saves = "indices")]
    internal static (Expr values, Expr indices) sort(Expr self, long dim = -1, bool descending = false, bool stable = false)
    {
        int axis = Shapes.Dim(dim, self.Rank);
        return self.Rank == 0 ? (Expr.Identity(self), Expr.Literal(0L)) : self.Sort(axis, descending);
    }

    /// <summary>Where the elements in order along a dimension come from; stable.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    [Operation]
    internal static Expr argsort(Expr self, long dim = -1, bool descending = false) => sort(self, dim, descending).indices;

    /// <summary>The k largest or smallest elements along a dimension, in order, and where they stand.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    /// <exception cref="ArgumentException">the dimension is smaller than k</exception>
    [Operation("TopkBackward0", Saves = "indices")]
    internal static (Expr values, Expr indices) topk(Expr self, long k, long dim = -1, bool largest = true, bool sorted = true)
    {
        int axis = Shapes.Dim(dim, self.Rank);
        if (k < 0 || k > (self.Rank == 0 ? 1 : self.Shape[axis])) throw new ArgumentException("selected index k out of range");
        if (self.Rank > 0) return self.TopK((int)k, axis, largest);
        (Expr values, Expr indices) = self.Reshape(1).TopK((int)k, 0, largest);
        return k == 0 ? (values, indices) : (values.Reshape(Shape.Scalar), indices.Reshape(Shape.Scalar));
    }

    private static Expr Typed(Expr x, ScalarType? dtype) => dtype is null ? x : x.Cast(dtype.Value.ToDType());

    private static Expr Counted(Expr x) => x.DType.IsFloating() ? x : x.Cast(DType.Int64);

    private static Expr Averaged(Expr x, string operation) => x.DType.IsFloating() ? x
        : throw new ArgumentException($"{operation}(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: {ScalarTypes.CName(x.DType)}");

    private static Expr Spread(Expr x) => x.DType.IsFloating() ? x : throw new ArgumentException("std and var only support floating point and complex dtypes");

    private static Expr NotEmpty(Expr x, string operation) => x.Shape.Count > 0 ? x
        : throw new ArgumentException($"{operation}(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' argument.");

    private static Expr Placed(Expr x, string operation) => x.Shape.Count > 0 ? x
        : throw new ArgumentOutOfRangeException(null, $"{operation}: Expected reduction dim to be specified for input.numel() == 0.");

    private static Expr Along(Expr x, long[]? dims, string operation)
    {
        if (x.Shape.Count > 0) return x;
        if (dims is null or { Length: 0 }) throw new ArgumentException($"{operation}: Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' argument.");
        foreach (int dim in Shapes.Dims(dims, x.Rank))
            if (x.Shape[dim] == 0) throw new ArgumentOutOfRangeException(null, $"{operation}: Expected reduction dim {dim} to have non-zero size.");
        return x;
    }

    // Only the element that is returned gets the gradient, the first at ties.
    private static (Expr Values, Expr Indices) Extremum(Expr x, long dim, bool keepdim, bool largest, string operation)
    {
        int axis = Shapes.Dim(dim, x.Rank);
        if (x.Rank == 0) return (Expr.Identity(x), Expr.Literal(0L));
        Along(x, [dim], operation);
        Expr numbers = x.DType == DType.Bool ? x.Cast(DType.Int32) : x;
        Expr indices = largest ? numbers.ArgMax(axis, keepAxes: true) : numbers.ArgMin(axis, keepAxes: true);
        Expr values = x.TakeAlong(indices, axis);
        return keepdim ? (values, indices) : (values.Squeeze(axis), indices.Squeeze(axis));
    }
}
