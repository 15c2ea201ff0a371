using Autograd.Graph;

namespace Autograd.CSharp.Operations;

/// <summary>Elements written, added or filled in at indices. Indices are read at the call, so that one out of range is the caller's error there.</summary>
internal static class Scattering
{
    /// <summary>self with the elements of src written at the places that index names along dim; of several at one place the last stays.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    /// <exception cref="ArgumentException">index has other dimensions, is larger beside dim or than src, or an index is out of range</exception>
    [Operation("ScatterBackward0", Saves = "index", InPlace = true)]
    internal static Expr scatter(Expr self, long dim, [NoGrad] Expr index, Expr src) => Gathering.Scattered(self, dim, index, src, ScatterKind.Set);

    /// <summary>self with a number written at the places that index names along dim.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    /// <exception cref="ArgumentException">index has other dimensions, is larger beside dim, or an index is out of range</exception>
    [Operation("ScatterBackward1", Saves = "index", InPlace = true)]
    internal static Expr scatter(Expr self, long dim, [NoGrad] Expr index, Scalar value) =>
        Gathering.Scattered(self, dim, index, Expr.Literal(value.Number, self.DType, index.Shape), ScatterKind.Set);

    /// <summary>self with alpha times the slices of source added to its slices along dim that index names.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension, or an index is out of range</exception>
    /// <exception cref="ArgumentException">index is no vector of integers, or source does not fit</exception>
    [Operation("IndexAddBackward0", Saves = "index, source", InPlace = true)]
    internal static Expr index_add(Expr self, long dim, [NoGrad] Expr index, Expr source, Scalar? alpha = null)
    {
        if (index.Rank > 1) throw new ArgumentOutOfRangeException(null, $"index_add_(): Index is supposed to be a vector, but got dim: {index.Rank} with type: {ScalarTypes.CName(index.DType)} and size: {index.Shape}");
        if (!index.DType.IsInteger()) throw new ArgumentException($"index_add_(): Expected dtype int32/int64 for index but got: {ScalarTypes.CName(index.DType)}");
        if (self.DType != source.DType) throw new ArgumentException($"index_add_(): self ({ScalarTypes.CName(self.DType)}) and source ({ScalarTypes.CName(source.DType)}) must have the same scalar type");
        int axis = Shapes.Dim(dim, self.Rank), places = source.Rank > axis ? source.Shape[axis] : 1;
        if (places != index.Shape.Count) throw new ArgumentException($"index_add_(): Number of indices ({index.Shape.Count}) should be equal to source.size(dim): ({places}), for dim: {axis}");
        Expr added = alpha is { } factor && factor != 1 ? source * Expr.Literal(factor.Number, source.DType) : source;
        CheckPlaces(self, axis, index, static (_, _, _) => "index out of range in self");
        return Slices(self, axis, index, added, ScatterKind.Add, "index_add_()");
    }

    /// <summary>self with the slices of source in place of its slices along dim that index names.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension, or an index is out of range</exception>
    /// <exception cref="ArgumentException">index is no vector of integers, or source does not fit</exception>
    [Operation("IndexCopyBackward0", Saves = "index, source", InPlace = true)]
    internal static Expr index_copy(Expr self, long dim, [NoGrad] Expr index, Expr source)
    {
        if (index.Rank > 1) throw new ArgumentOutOfRangeException(null, $"index_copy_(): Index should have dimension 1 or 0 (got {index.Rank})");
        if (!index.DType.IsInteger()) throw new ArgumentException($"index_copy_(): Expected a long tensor for index, but got {ScalarTypes.CName(index.DType)}");
        if (self.DType != source.DType) throw new ArgumentException($"index_copy_(): self and source expected to have the same dtype, but got (self) {ScalarTypes.CName(self.DType)} and (source) {ScalarTypes.CName(source.DType)}");
        int axis = Shapes.Dim(dim, self.Rank), places = source.Rank > axis ? source.Shape[axis] : 1;
        if (source.Rank != self.Rank && source.Rank > 0 && self.Rank > 0)
            throw new ArgumentException($"index_copy_(): When source and destination are not scalars, their dimensionality must match. Source dimensionality ({source.Rank}), destination dimensionality ({self.Rank})");
        if (places != index.Shape.Count) throw new ArgumentException($"index_copy_(): Number of indices ({index.Shape.Count}) should be equal to source.size(dim) ({places})");
        CheckPlaces(self, axis, index, static (i, dim, size) => $"index_copy_(): index {i} is out of bounds for dimension {dim} with size {size}");
        return Slices(self, axis, index, source, ScatterKind.Set, "index_copy_()");
    }

    /// <summary>self with a number in place of its slices along dim that index names.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension, or an index is out of range</exception>
    /// <exception cref="ArgumentException">index is no vector of integers</exception>
    [Operation("IndexFillBackward0", Saves = "index", InPlace = true)]
    internal static Expr index_fill(Expr self, long dim, [NoGrad] Expr index, Scalar value) => Filled(self, dim, index, Expr.Literal(value.Number, self.DType));

    /// <summary>self with a value, a tensor of no dimensions, in place of its slices along dim that index names.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension, or an index is out of range</exception>
    /// <exception cref="ArgumentException">index is no vector of integers, or the value has dimensions</exception>
    [Operation("IndexFillBackward1", Saves = "index", InPlace = true)]
    internal static Expr index_fill(Expr self, long dim, [NoGrad] Expr index, Expr value) => value.Rank == 0 ? Filled(self, dim, index, value.Cast(self.DType))
        : throw new ArgumentException($"index_fill_ only supports a 0-dimensional value tensor, but got tensor with {value.Rank} dimension(s).");

    /// <summary>self with the elements of source, one after the other, where the mask is true.</summary>
    /// <exception cref="ArgumentException">the mask is not of truth values or does not broadcast to self, the types differ, or source has too few elements</exception>
    [Operation("MaskedScatterBackward0", Saves = "mask", InPlace = true)]
    internal static Expr masked_scatter(Expr self, [NoGrad] Expr mask, Expr source)
    {
        if (mask.DType != DType.Bool) throw new ArgumentException("masked_scatter: expected BoolTensor for mask");
        if (self.DType != source.DType) throw new ArgumentException($"masked_scatter: expected self and source to have same dtypes but got{ScalarTypes.CName(self.DType)} and {ScalarTypes.CName(source.DType)}");
        Shapes.CheckBroadcast(mask.Shape, self.Shape);
        Shape shape = Shape.Broadcast(self.Shape, mask.Shape);
        long[] places = Picking.Places(mask.BroadcastTo(shape));
        if (places.Length > source.Shape.Count) throw new ArgumentException("Number of elements of source < number of ones in mask");
        return AtPlaces(self.BroadcastTo(shape), places, source.Reshape(source.Shape.Count).Slice(0, 0, places.Length), ScatterKind.Set);
    }

    /// <summary>self with the elements of source at those whose numbers in row-major order are given, or added to them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such element</exception>
    /// <exception cref="ArgumentException">the numbers are no integers, or there are not as many elements of source, or the types differ</exception>
    [Operation("PutBackward0", Saves = "index, source", InPlace = true)]
    internal static Expr put(Expr self, [NoGrad] Expr index, Expr source, bool accumulate = false)
    {
        if (!index.DType.IsInteger()) throw new ArgumentException($"put_(): Expected a long tensor for index, but got {ScalarTypes.CName(index.DType)}");
        if (self.DType != source.DType) throw new ArgumentException($"put_(): self and source expected to have the same dtype, but got self.dtype = {ScalarTypes.CName(self.DType)} and source.dtype = {ScalarTypes.CName(source.DType)}");
        if (index.Shape.Count != source.Shape.Count) throw new ArgumentException($"put_(): Expected source and index to have the same number of elements, but got source.numel() = {source.Shape.Count}, index.numel() = {index.Shape.Count}");
        if (self.Shape.Count == 0 && index.Shape.Count > 0) throw new ArgumentOutOfRangeException(null, "put_(): Tried to put elements into an empty tensor");
        long[] places = Picking.Numbers(index, self.Shape.Count);
        return AtPlaces(self, places, source.Reshape(places.Length), accumulate ? ScatterKind.Add : ScatterKind.Set);
    }

    private static Expr AtPlaces(Expr x, long[] places, Expr values, ScatterKind kind) =>
        x.Reshape(x.Shape.Count).Scatter(kind, Expr.Constant(NDArray.Create<long>(places, new Shape(places.Length, 1))), values, IntList.Create([0])).Reshape(x.Shape);

    private static Expr Filled(Expr self, long dim, Expr index, Expr value)
    {
        if (!index.DType.IsInteger()) throw new ArgumentException("index_fill_(): Expected dtype int64 for index.");
        if (index.Rank > 1) throw new ArgumentOutOfRangeException(null, "Index has to be a vector/scalar");
        int axis = Shapes.Dim(dim, self.Rank), size = self.Rank == 0 ? 1 : self.Shape[axis];
        bool isFromEnd = false;
        foreach (long i in KnownIndices.Of(index))
        {
            if (i < -size || i >= size) throw new ArgumentOutOfRangeException(null, $"index {i} is out of bounds for dimension {axis} with size {size}");
            isFromEnd |= i < 0;
        }

        if (isFromEnd) index = Expr.Where(index < 0, index + size, index);
        int[] sizes = self.Shape.Sizes.ToArray();
        if (sizes.Length > 0) sizes[axis] = index.Shape.Count;
        return Slices(self, axis, index, value.BroadcastTo(sizes), ScatterKind.Set, "index_fill_()");
    }

    private static Expr Slices(Expr self, int axis, Expr index, Expr source, ScatterKind kind, string operation)
    {
        Expr whole = self.Rank == 0 ? self.Reshape(1) : self, part = source.Rank == 0 && whole.Rank == 1 ? source.Reshape(1) : source;
        int[] sizes = whole.Shape.Sizes.ToArray();
        sizes[axis] = index.Shape.Count;
        if (!part.Shape.Sizes.SequenceEqual(sizes))
            throw new ArgumentException($"{operation}: source of shape {source.Shape} does not fit {index.Shape.Count} slices of dimension {axis} of shape {self.Shape}");
        return whole.Put(index.Reshape(index.Shape.Count), part, axis, kind).Reshape(self.Shape);
    }

    private static void CheckPlaces(Expr self, int axis, Expr index, Func<long, int, int, string> message)
    {
        int size = self.Rank == 0 ? 1 : self.Shape[axis];
        foreach (long i in KnownIndices.Of(index))
            if (i < 0 || i >= size) throw new ArgumentOutOfRangeException(null, message(i, axis, size));
    }
}
