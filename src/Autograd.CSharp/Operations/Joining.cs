using Autograd.Graph;

namespace Autograd.CSharp.Operations;

/// <summary>Tensors put together, repeated and turned.</summary>
internal static class Joining
{
    /// <summary>Tensors one after the other along a dimension.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    /// <exception cref="ArgumentException">there are no tensors, or they differ beside the dimension</exception>
    [Operation("CatBackward0", Forms = Forms.Function, Aliases = "concat, concatenate")]
    internal static Expr cat(IReadOnlyList<Expr> tensors, long dim = 0)
    {
        if (tensors.Count == 0) throw new ArgumentException("torch.cat(): expected a non-empty list of Tensors");
        tensors = WithoutEmptyVectors(tensors);
        Shape first = tensors[0].Shape;
        if (first.Rank == 0) throw new ArgumentException("zero-dimensional tensor (at position 0) cannot be concatenated");
        int axis = Shapes.Dim(dim, first.Rank);
        for (int i = 1; i < tensors.Count; i++)
        {
            Shape other = tensors[i].Shape;
            if (other.Rank == 0) throw new ArgumentException($"zero-dimensional tensor (at position {i}) cannot be concatenated");
            if (other.Rank != first.Rank) throw new ArgumentException($"Tensors must have same number of dimensions: got {first.Rank} and {other.Rank}");
            for (int d = 0; d < first.Rank; d++)
                if (d != axis && other[d] != first[d]) throw new ArgumentException($"Sizes of tensors must match except in dimension {axis}. Expected size {first[d]} but got size {other[d]} for tensor number {i} in the list.");
        }

        return Expr.Concat(tensors, axis);
    }

    // A vector of no elements fits beside anything, as in PyTorch: torch.cat([tensor([]), x]) is x.
    private static IReadOnlyList<Expr> WithoutEmptyVectors(IReadOnlyList<Expr> tensors)
    {
        int rank = 0;
        bool isMixed = false;
        foreach (Expr tensor in tensors) rank = Math.Max(rank, tensor.Rank);
        foreach (Expr tensor in tensors) isMixed |= tensor.Rank == 1 && rank > 1 && tensor.Shape[0] == 0;
        if (!isMixed) return tensors;
        var kept = new List<Expr>(tensors.Count);
        foreach (Expr tensor in tensors)
            if (tensor.Rank != 1 || tensor.Shape[0] != 0) kept.Add(tensor);
        return kept;
    }

    /// <summary>Tensors of one shape along a new dimension.</summary>
    /// <exception cref="ArgumentOutOfRangeException">dim is not in [-rank - 1, rank]</exception>
    /// <exception cref="ArgumentException">there are no tensors, or they differ in shape</exception>
    [Operation("StackBackward0", Forms = Forms.Function)]
    internal static Expr stack(IReadOnlyList<Expr> tensors, long dim = 0)
    {
        if (tensors.Count == 0) throw new ArgumentException("stack expects a non-empty TensorList");
        int axis = Shapes.Dim(dim, tensors[0].Rank + 1);
        var parts = new Expr[tensors.Count];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!tensors[i].Shape.Equals(tensors[0].Shape)) throw new ArgumentException($"stack expects each tensor to be equal size, but got {tensors[0].Shape} at entry 0 and {tensors[i].Shape} at entry {i}");
            parts[i] = Shaping.unsqueeze(tensors[i], axis);
        }

        return Expr.Concat(parts, axis);
    }

    /// <summary>The tensor laid side by side, as often along each dimension as said.</summary>
    /// <exception cref="ArgumentException">there are fewer numbers than dimensions</exception>
    [Operation("RepeatBackward0", Forms = Forms.Method)]
    internal static Expr repeat(Expr self, params long[] repeats)
    {
        if (repeats.Length < self.Rank) throw new ArgumentException("Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor");
        int added = repeats.Length - self.Rank;
        int[] times = Shapes.ToSizes(repeats);
        // Each dimension becomes two, times and size; the first is stretched, and both are made one again.
        int[] apart = new int[2 * times.Length], stretched = new int[2 * times.Length], joined = new int[times.Length];
        for (int i = 0; i < times.Length; i++)
        {
            int size = i < added ? 1 : self.Shape[i - added];
            (apart[2 * i], apart[2 * i + 1]) = (1, size);
            (stretched[2 * i], stretched[2 * i + 1]) = (times[i], size);
            joined[i] = checked(times[i] * size);
        }

        return self.Reshape(apart).BroadcastTo(stretched).Reshape(joined);
    }

    /// <summary>Dimensions turned around.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    [Operation("FlipBackward0")]
    internal static Expr flip(Expr self, params long[] dims) => dims.Length == 0 || self.Rank == 0 ? self : self.Reverse(Shapes.Dims(dims, self.Rank));

    /// <summary>Places moved along dimensions; what leaves at the end enters at the start. Without dims, of the elements in order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    /// <exception cref="ArgumentException">shifts and dims differ in number</exception>
    [Operation("RollBackward0")]
    internal static Expr roll(Expr self, long[] shifts, long[]? dims = null)
    {
        if (dims is null or { Length: 0 })
        {
            if (shifts.Length != 1) throw new ArgumentException($"shifts and dimensions must align. shifts: {shifts.Length}, dims:0");
            return roll(self.Reshape(self.Shape.Count), shifts, [0]).Reshape(self.Shape);
        }

        if (shifts.Length != dims.Length) throw new ArgumentException($"shifts and dimensions must align. shifts: {shifts.Length}, dims:{dims.Length}");
        Expr result = self;
        for (int i = 0; i < dims.Length; i++)
        {
            int axis = Shapes.Dim(dims[i], self.Rank), size = self.Shape[axis];
            int shift = size == 0 ? 0 : (int)(((shifts[i] % size) + size) % size);
            if (shift != 0) result = Expr.Concat([result.Slice(axis, size - shift, size), result.Slice(axis, 0, size - shift)], axis);
        }

        return result;
    }

    /// <summary>Places moved along a dimension; what leaves at the end enters at the start. Without a dimension, of the elements in order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    [Operation("RollBackward0")]
    internal static Expr roll(Expr self, long shifts, long? dims = null) => roll(self, [shifts], dims is null ? null : [dims.Value]);

    /// <summary>A plane turned k times by a quarter, from the first of two dimensions to the second.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    /// <exception cref="ArgumentException">both dimensions are the same</exception>
    [Operation("Rot90Backward0")]
    internal static Expr rot90(Expr self, long k = 1, long[]? dims = null)
    {
        dims ??= [0, 1];
        if (dims.Length != 2) throw new ArgumentException($"expected total rotation dims == 2, but got dims = {dims.Length}");
        if (self.Rank < 2) throw new ArgumentException($"expected total dims >= 2, but got total dims = {self.Rank}");
        int first = Shapes.Dim(dims[0], self.Rank), second = Shapes.Dim(dims[1], self.Rank);
        if (first == second) throw new ArgumentException($"expected rotation dims to be different, but got dim0 = {dims[0]} and dim1 = {dims[1]}");
        return (((k % 4) + 4) % 4) switch
        {
            1 => self.Reverse(second).SwapAxes(first, second),
            2 => self.Reverse(Math.Min(first, second), Math.Max(first, second)),
            3 => self.Reverse(first).SwapAxes(first, second),
            _ => Expr.Identity(self),
        };
    }

    /// <summary>Numbers put before and behind the elements of the last dimensions: amounts in pairs, the last dimension first; negative ones crop.</summary>
    /// <exception cref="ArgumentException">the amounts do not pair, or are more than dimensions, or crop more than there is</exception>
    [Operation("ConstantPadNdBackward0", Forms = Forms.Function)]
    internal static Expr constant_pad_nd(Expr self, long[] pad, Scalar value)
    {
        if (pad.Length % 2 != 0) throw new ArgumentException($"Length of pad must be even but instead it equals {pad.Length}");
        if (pad.Length / 2 > self.Rank) throw new ArgumentException($"Length of pad should be no more than twice the number of dimensions of the input. Pad length is {pad.Length}while the input has {self.Rank}dimensions.");
        int[] low = new int[self.Rank], high = new int[self.Rank];
        for (int i = 0; i < pad.Length / 2; i++) (low[self.Rank - 1 - i], high[self.Rank - 1 - i]) = (checked((int)pad[2 * i]), checked((int)pad[2 * i + 1]));
        return self.Pad(Expr.Literal(value.Number, self.DType), low, high);
    }
}
