using Autograd.Graph;

namespace Autograd.CSharp.Operations;

/// <summary>Elements picked out of a tensor in order: by a mask, by their number, from a table, from a diagonal, the middle one.</summary>
internal static class Picking
{
    /// <summary>The elements where the mask is true, in order.</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast, or the mask is not of truth values</exception>
    [Operation("MaskedSelectBackward0", Saves = "self, mask")]
    internal static Expr masked_select(Expr self, [NoGrad] Expr mask)
    {
        if (mask.DType != DType.Bool) throw new ArgumentException("masked_select: expected BoolTensor or ByteTensor for mask");
        Shapes.CheckBroadcast(mask.Shape, self.Shape);
        Shape shape = Shape.Broadcast(self.Shape, mask.Shape);
        long[] places = Places(mask.BroadcastTo(shape));
        return AtPlaces(self.BroadcastTo(shape), places, new Shape(places.Length));
    }

    /// <summary>The elements whose numbers in row-major order are given; negative ones count from the end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such element</exception>
    /// <exception cref="ArgumentException">the numbers are no integers</exception>
    [Operation("TakeBackward0", Saves = "self, index")]
    internal static Expr take(Expr self, [NoGrad] Expr index)
    {
        if (!index.DType.IsInteger()) throw new ArgumentException($"take(): Expected a long tensor for index, but got {ScalarTypes.CName(index.DType)}");
        if (self.Shape.Count == 0 && index.Shape.Count > 0) throw new ArgumentOutOfRangeException(null, "take(): tried to take from an empty tensor");
        return AtPlaces(self, Numbers(index, self.Shape.Count), index.Shape);
    }

    /// <summary>The rows of a table whose numbers are given.</summary>
    /// <param name="input">numbers of rows, of any shape</param>
    /// <param name="weight">the table</param>
    /// <exception cref="ArgumentOutOfRangeException">there is no such row</exception>
    /// <exception cref="ArgumentException">the numbers are no integers, or the table is no matrix</exception>
    [Operation("EmbeddingBackward0", Saves = "input", Path = "nn.functional.embedding")]
    internal static Expr embedding([NoGrad] Expr input, Expr weight)
    {
        if (weight.Rank != 2) throw new ArgumentException("'weight' must be 2-D");
        if (!input.DType.IsInteger()) throw new ArgumentException($"Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; but got {ScalarTypes.CName(input.DType)} instead (while checking arguments for embedding)");
        foreach (long row in KnownIndices.Of(input))
            if (row < 0 || row >= weight.Shape[0]) throw new ArgumentOutOfRangeException(null, "index out of range in self");
        return input.Embedding(weight);
    }

    /// <summary>The sum of a matrix's diagonal.</summary>
    /// <exception cref="ArgumentException">it is no matrix</exception>
    [Operation("TraceBackward0")]
    internal static Expr trace(Expr self) => self.Rank == 2 ? self.Trace() : throw new ArgumentException($"trace: expected a matrix, but got tensor with dim {self.Rank}");

    /// <summary>The lower triangle, zeros above; diagonal says where it ends.</summary>
    /// <exception cref="ArgumentException">there are fewer than two dimensions</exception>
    [Operation("TrilBackward0", InPlace = true)]
    internal static Expr tril(Expr self, long diagonal = 0) => self.Rank >= 2 ? self.Tril(checked((int)diagonal)) : throw new ArgumentException("tril: input tensor must have at least 2 dimensions");

    /// <summary>The upper triangle, zeros below; diagonal says where it begins.</summary>
    /// <exception cref="ArgumentException">there are fewer than two dimensions</exception>
    [Operation("TriuBackward0", InPlace = true)]
    internal static Expr triu(Expr self, long diagonal = 0) => self.Rank >= 2 ? self.Triu(checked((int)diagonal)) : throw new ArgumentException("triu: input tensor must have at least 2 dimensions");

    /// <summary>The diagonal of a matrix, or the matrix with a vector as its diagonal.</summary>
    /// <exception cref="ArgumentException">it is neither matrix nor vector</exception>
    [Operation("DiagBackward0")]
    internal static Expr diag(Expr self, long diagonal = 0) => self.Rank switch
    {
        1 => self.DiagonalMatrix(checked((int)diagonal)),
        2 => self.Diagonal(checked((int)diagonal)),
        _ => throw new ArgumentException("matrix or a vector expected"),
    };

    /// <summary>The middle element, the lower of two; NaN of no elements.</summary>
    /// <exception cref="ArgumentException">there are no elements, and they are integers</exception>
    [Operation("MedianBackward0", Saves = "self, result")]
    internal static Expr median(Expr self) => self.Shape.Count > 0 ? self.Median() : self.DType.IsFloating() ? Expr.Literal(double.NaN, self.DType) : throw new ArgumentException("median() operation does not have an identity for empty input");

    /// <summary>The numbers in row-major order of the elements where a mask is true.</summary>
    internal static long[] Places(Expr mask)
    {
        ReadOnlySpan<bool> chosen = mask.Evaluate(FacadeOptions.Current).AsSpan<bool>();
        var places = new long[chosen.Count(true)];
        for (int i = 0, next = 0; i < chosen.Length; i++)
            if (chosen[i]) places[next++] = i;
        return places;
    }

    /// <summary>Numbers of elements, those from the end counted from the front.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such element</exception>
    internal static long[] Numbers(Expr index, int count)
    {
        long[] places = index.Cast(DType.Int64).Evaluate(FacadeOptions.Current).AsSpan<long>().ToArray();
        for (int i = 0; i < places.Length; i++)
        {
            if (places[i] < -count || places[i] >= count) throw new ArgumentOutOfRangeException(null, $"out of range: tried to access index {places[i]} on a tensor of {count} elements.");
            if (places[i] < 0) places[i] += count;
        }

        return places;
    }

    /// <summary>The index along each dimension of the elements that are true (not zero): a row for each element.</summary>
    [Operation(Aliases = "argwhere")]
    internal static Expr nonzero(Expr self)
    {
        long[] places = Places(self.Cast(DType.Bool));
        int rank = self.Rank;
        var rows = new long[places.Length * rank];
        for (int i = 0; i < places.Length; i++)
        {
            long rest = places[i];
            for (int d = rank - 1; d >= 0; d--)
            {
                rows[i * rank + d] = rest % self.Shape[d];
                rest /= self.Shape[d];
            }
        }

        return Expr.Constant(NDArray.Create<long>(rows, new Shape(places.Length, rank)));
    }

    /// <summary>The elements in order as the diagonal of a square matrix.</summary>
    [Operation("DiagBackward0")]
    internal static Expr diagflat(Expr self, long offset = 0) => self.Reshape(self.Shape.Count).DiagonalMatrix(checked((int)offset));

    /// <summary>Matrices with the last dimension of self on a diagonal, zeros beside it; dim1 and dim2 are the matrices' dimensions.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    /// <exception cref="ArgumentException">both dimensions are the same</exception>
    [Operation("DiagEmbedBackward0")]
    internal static Expr diag_embed(Expr self, long offset = 0, long dim1 = -2, long dim2 = -1)
    {
        int first = Shapes.Dim(dim1, self.Rank + 1), second = Shapes.Dim(dim2, self.Rank + 1);
        if (first == second) throw new ArgumentException($"diagonal dimensions cannot be identical {dim1}, {dim2}");
        return self.DiagonalMatrix(checked((int)offset)).MoveAxes([-2, -1], [first, second]);
    }

    private static Expr AtPlaces(Expr x, long[] places, Shape shape) =>
        x.Reshape(x.Shape.Count).Gather(Expr.Constant(NDArray.Create<long>(places, new Shape(places.Length, 1))), IntList.Create([0])).Reshape(shape);
}
