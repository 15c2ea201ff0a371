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
            if (i < 0 || i >= self.Shape[axis]) throw new ArgumentOutOfRangeException(null, "index out of range in self");
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
        return self.Gather(Along(self.Shape, axis, index, "gather"), IntList.Create(AllAxes(self.Rank)));
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
        int axis = Shapes.Dim(dim, self.Rank);
        int[] own = self.Shape.Sizes.ToArray(), asked = indices.Shape.Sizes.ToArray();
        for (int d = 0; d < own.Length; d++)
            if (d != axis) own[d] = asked[d] = own[d] == 1 ? asked[d] : own[d];
        return gather(self.BroadcastTo(own), dim, indices.BroadcastTo(asked));
    }

    /// <summary>The elements whose numbers in row-major order are given, as a vector.</summary>
    /// <exception cref="ArgumentException">an index is out of range</exception>
    [Operation("GatherBackward0", Saves = "self, indices")]
    internal static Expr take_along_dim(Expr self, [NoGrad] Expr indices) => gather(self.Reshape(self.Shape.Count), 0, indices.Reshape(indices.Shape.Count));

    /// <summary>self with the elements of src combined into the places that index names along dim.</summary>
    internal static Expr Scattered(Expr self, long dim, Expr index, Expr src, ScatterKind kind)
    {
        int axis = Shapes.Dim(dim, self.Rank);
        if (src.Rank != index.Rank) throw new ArgumentException("Index tensor must have the same number of dimensions as src tensor");
        Expr coordinates = Along(self.Shape, axis, index, "scatter");
        Expr part = src;
        for (int d = 0; d < index.Rank; d++)
        {
            if (index.Shape[d] > src.Shape[d]) throw new ArgumentException($"Expected index {index.Shape} to be smaller than src {src.Shape} apart from dimension {axis}");
            part = part.Slice(d, 0, index.Shape[d]);
        }

        return self.Scatter(kind, coordinates, part.Cast(self.DType), IntList.Create(AllAxes(self.Rank)));
    }

    /// <summary>All coordinates of the elements that index names along an axis: of shape [index, rank].</summary>
    private static Expr Along(Shape shape, int axis, Expr index, string operation)
    {
        CheckIntegers(index, $"{operation}(): Expected dtype int64 for index");
        if (index.Rank != shape.Rank) throw new ArgumentException("Index tensor must have the same number of dimensions as input tensor");
        foreach (long i in KnownIndices.Of(index))
            if (i < 0 || i >= shape[axis]) throw new ArgumentException($"index {i} is out of bounds for dimension {axis} with size {shape[axis]}");
        var columns = new Expr[shape.Rank];
        int[] one = [.. index.Shape.Sizes, 1];
        for (int d = 0; d < columns.Length; d++)
        {
            if (d != axis && index.Shape[d] > shape[d])
                throw new ArgumentException($"Size does not match at dimension {d} expected index {index.Shape} to be smaller than self {shape} apart from dimension {axis}");
            columns[d] = (d == axis ? index.Cast(DType.Int64) : Expr.Iota(index.Shape, d)).Reshape(one);
        }

        return Expr.Concat(columns, shape.Rank);
    }

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
