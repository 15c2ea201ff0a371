using Autograd.Graph;

namespace Autograd.CSharp.Operations;

/// <summary>Elements picked by index. Indices are read at the call, so that one out of range is the caller's error there.</summary>
internal static class Gathering
{
    /// <summary>The elements at places of some dimensions; see <see cref="AdvancedIndexing"/>.</summary>
    [Operation("IndexBackward0", Saves = "coordinates", Forms = Forms.Hidden)]
    internal static Expr index(Expr self, [NoGrad] Expr coordinates, int[] axes)
    {
        Expr picked = self.Gather(coordinates, IntList.Create(axes));
        int places = coordinates.Rank - 1;
        if (axes[0] == 0 || !Neighbours(axes)) return picked;
        // Neighbouring dimensions are replaced where they stood: the dimensions before them come first again.
        var order = new int[picked.Rank];
        for (int i = 0; i < order.Length; i++) order[i] = i < axes[0] ? places + i : i < axes[0] + places ? i - axes[0] : i;
        return picked.Transpose(order);
    }

    /// <summary>Elements written at places of some dimensions, or added there; see <see cref="AdvancedIndexing"/>.</summary>
    [Operation("IndexPutBackward0", Saves = "coordinates", Forms = Forms.Hidden, InPlace = true)]
    internal static Expr index_put(Expr self, [NoGrad] Expr coordinates, Expr values, int[] axes, bool accumulate)
    {
        int places = coordinates.Rank - 1;
        var part = new List<int>();
        bool moved = axes[0] != 0 && Neighbours(axes);
        int[] rest = [.. Enumerable.Range(0, self.Rank).Where(d => !axes.Contains(d)).Select(d => self.Shape[d])];
        int[] shape = [.. coordinates.Shape.Sizes[..places]];
        part.AddRange(moved ? [.. rest[..axes[0]], .. shape, .. rest[axes[0]..]] : [.. shape, .. rest]);
        Expr updates = Indexing.Fitted(values, new Shape([.. part]), self.DType);
        if (moved)
        {
            var order = new int[updates.Rank];
            for (int i = 0; i < order.Length; i++) order[i] = i < places ? axes[0] + i : i < places + axes[0] ? i - places : i;
            updates = updates.Transpose(order);
        }

        return self.Scatter(accumulate ? ScatterKind.Add : ScatterKind.Set, coordinates, updates, IntList.Create(axes));
    }

    /// <summary>The places of a dimension that a vector of indices names.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension, or an index is out of range</exception>
    /// <exception cref="ArgumentException">the indices are no vector of integers</exception>
    [Operation("IndexSelectBackward0", Saves = "index")]
    internal static Expr index_select(Expr self, long dim, [NoGrad] Expr index)
    {
        if (index.Rank > 1) throw new ArgumentOutOfRangeException(null, "index_select(): Index is supposed to be a vector");
        CheckIntegers(index, "index_select(): Expected dtype int32 or int64 for index");
        int axis = Shapes.Dim(dim, self.Rank);
        foreach (long i in KnownIndices.Of(index))
            if (i < 0 || i >= (self.Rank == 0 ? 1 : self.Shape[axis])) throw new ArgumentOutOfRangeException(null, "index out of range in self");
        if (self.Rank == 0) return Expr.Identity(self);
        Expr places = index.Reshape(index.Shape.Count, 1);
        Expr picked = self.Gather(places, IntList.Create([axis]));
        if (axis == 0) return picked;
        var order = new int[self.Rank];
        for (int i = 0; i < order.Length; i++) order[i] = i < axis ? i + 1 : i == axis ? 0 : i;
        return picked.Transpose(order);
    }

    /// <summary>For every element of index the element of self at the same place, but with this index along dim.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    /// <exception cref="ArgumentException">index has other dimensions, is larger beside dim, or an index is out of range</exception>
    [Operation("GatherBackward0", Saves = "self, index")]
    internal static Expr gather(Expr self, long dim, [NoGrad] Expr index)
    {
        int axis = Shapes.Dim(dim, self.Rank);
        Expr whole = AtLeastVector(self), places = AtLeastVector(index);
        CheckIntegers(index, "gather(): Expected dtype int64 for index");
        if (index.Shape.Count == 0) return Expr.Literal(0, self.DType, index.Shape);
        if (places.Rank != whole.Rank) throw new ArgumentException("Index tensor must have the same number of dimensions as input tensor");
        for (int d = 0; d < whole.Rank; d++)
        {
            if (d != axis && places.Shape[d] > whole.Shape[d])
                throw new ArgumentException($"Size does not match at dimension {d} expected index {index.Shape} to be smaller than self {self.Shape} apart from dimension {axis}");
        }

        return whole.Gather(Along(whole.Shape, axis, places), IntList.Create(AllAxes(whole.Rank))).Reshape(index.Shape);
    }

    /// <summary>self with the elements of src added at the places that index names along dim.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    /// <exception cref="ArgumentException">index has other dimensions, is larger beside dim, or an index is out of range</exception>
    [Operation("ScatterAddBackward0", Saves = "index", InPlace = true)]
    internal static Expr scatter_add(Expr self, long dim, [NoGrad] Expr index, Expr src) => Scattered(self, dim, index, src, ScatterKind.Add);

    /// <summary>For every element of indices the element of self at the same place, but with this index along dim; both broadcast beside it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    /// <exception cref="ArgumentException">the shapes do not broadcast beside dim, or an index is out of range</exception>
    [Operation("GatherBackward0", Saves = "self, indices")]
    internal static Expr take_along_dim(Expr self, [NoGrad] Expr indices, long dim)
    {
        if (self.Rank != indices.Rank) throw new ArgumentException($"torch.take_along_dim(): input and indices should have the same number of dimensions, but got {self.Rank} dimensions for input, and {indices.Rank} dimensions for indices");
        if (indices.DType != DType.Int64) throw new ArgumentException($"torch.take_along_dim(): dtype of indices should be Long but got {ScalarTypes.CName(indices.DType)}");
        int axis = Shapes.Dim(dim, self.Rank);
        int[] own = self.Shape.Sizes.ToArray(), asked = indices.Shape.Sizes.ToArray();
        for (int d = 0; d < own.Length; d++)
        {
            if (d == axis) continue;
            if (own[d] != asked[d] && own[d] != 1 && asked[d] != 1)
                throw new ArgumentException($"The size of tensor a ({own[d]}) must match the size of tensor b ({asked[d]}) at non-singleton dimension {d}");
            own[d] = asked[d] = own[d] == 1 ? asked[d] : own[d];
        }

        return gather(self.BroadcastTo(own), dim, indices.BroadcastTo(asked));
    }

    /// <summary>The elements whose numbers in row-major order are given, as a vector.</summary>
    /// <exception cref="ArgumentException">an index is out of range</exception>
    [Operation("GatherBackward0", Saves = "self, indices")]
    internal static Expr take_along_dim(Expr self, [NoGrad] Expr indices) => gather(self.Reshape(self.Shape.Count), 0, indices.Reshape(indices.Shape.Count));

    /// <summary>self with the elements of src combined into the places that index names along dim. A number counts as a vector of one element.</summary>
    internal static Expr Scattered(Expr self, long dim, Expr index, Expr src, ScatterKind kind)
    {
        int axis = Shapes.Dim(dim, self.Rank);
        CheckIntegers(index, "scatter(): Expected dtype int64 for index");
        if (self.DType != src.DType) throw new ArgumentException("scatter(): Expected self.dtype to be equal to src.dtype");
        if (index.Shape.Count == 0) return Expr.Identity(self);
        Expr whole = AtLeastVector(self), places = AtLeastVector(index), part = AtLeastVector(src);
        if (places.Rank != whole.Rank) throw new ArgumentException("Index tensor must have the same number of dimensions as self tensor");
        if (places.Rank != part.Rank) throw new ArgumentException("Index tensor must have the same number of dimensions as src tensor");
        for (int d = 0; d < places.Rank; d++)
        {
            if ((d != axis && places.Shape[d] > whole.Shape[d]) || places.Shape[d] > part.Shape[d])
                throw new ArgumentException($"Expected index {index.Shape} to be smaller than self {self.Shape} apart from dimension {axis} and to be smaller size than src {src.Shape}");
            part = part.Slice(d, 0, places.Shape[d]);
        }

        return whole.Scatter(kind, Along(whole.Shape, axis, places), part, IntList.Create(AllAxes(whole.Rank))).Reshape(self.Shape);
    }

    /// <summary>All coordinates of the elements that index names along an axis: of shape [index, rank].</summary>
    private static Expr Along(Shape shape, int axis, Expr index)
    {
        foreach (long i in KnownIndices.Of(index))
            if (i < 0 || i >= shape[axis]) throw new ArgumentException($"index {i} is out of bounds for dimension {axis} with size {shape[axis]}");
        var columns = new Expr[shape.Rank];
        int[] one = [.. index.Shape.Sizes, 1];
        for (int d = 0; d < columns.Length; d++) columns[d] = (d == axis ? index.Cast(DType.Int64) : Expr.Iota(index.Shape, d)).Reshape(one);
        return Expr.Concat(columns, shape.Rank);
    }

    private static Expr AtLeastVector(Expr x) => x.Rank == 0 ? x.Reshape(1) : x;

    private static int[] AllAxes(int rank)
    {
        var axes = new int[rank];
        for (int i = 0; i < rank; i++) axes[i] = i;
        return axes;
    }

    private static bool Neighbours(int[] axes)
    {
        for (int i = 1; i < axes.Length; i++)
            if (axes[i] != axes[i - 1] + 1) return false;
        return true;
    }

    private static void CheckIntegers(Expr index, string message)
    {
        if (!index.DType.IsInteger()) throw new ArgumentException(message);
    }
}
