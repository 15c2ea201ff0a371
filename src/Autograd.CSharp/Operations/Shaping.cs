using Autograd.Graph;

namespace Autograd.CSharp.Operations;

/// <summary>Views: the same elements under another shape or in another order.</summary>
internal static class Shaping
{
    /// <summary>The elements under another shape; one size may be -1 and is then what is left.</summary>
    /// <exception cref="ArgumentException">the sizes do not hold as many elements</exception>
    [Operation("ViewBackward0", View = true, Forms = Forms.Method)]
    internal static Expr view(Expr self, params long[] shape) => self.Reshape(Shapes.Inferred(shape, self.Shape));

    /// <summary>The elements under another shape; one size may be -1 and is then what is left.</summary>
    /// <exception cref="ArgumentException">the sizes do not hold as many elements</exception>
    [Operation("ReshapeAliasBackward0", View = true)]
    internal static Expr reshape(Expr self, params long[] shape) => self.Reshape(Shapes.Inferred(shape, self.Shape));

    /// <summary>A dimension divided into several; one size may be -1 and is then what is left.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    /// <exception cref="ArgumentException">the sizes do not multiply to the dimension's</exception>
    [Operation("ViewBackward0", View = true, Forms = Forms.Method)]
    internal static Expr unflatten(Expr self, long dim, params long[] sizes)
    {
        int axis = Shapes.Dim(dim, self.Rank);
        if (sizes.Length == 0) throw new ArgumentException("unflatten: sizes must be non-empty");
        Shape divided;
        try
        {
            divided = Shapes.Inferred(sizes, new Shape(self.Shape[axis]));
        }
        catch (ArgumentException)
        {
            throw new ArgumentException($"unflatten: Provided sizes [{string.Join(", ", sizes)}] don't multiply up to the size of dim {axis} ({self.Shape[axis]}) in the input tensor");
        }

        return self.Reshape([.. self.Shape.Sizes[..axis], .. divided.Sizes, .. self.Shape.Sizes[(axis + 1)..]]);
    }

    /// <summary>Dimensions source at the places destination, the others in their order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    /// <exception cref="ArgumentException">the lists differ in length, or name a dimension twice</exception>
    [Operation("PermuteBackward0", View = true, Aliases = "moveaxis")]
    internal static Expr movedim(Expr self, long[] source, long[] destination)
    {
        if (source.Length != destination.Length)
            throw new ArgumentException($"movedim: Invalid source or destination dims: source ([{string.Join(", ", source)}] dims) should contain the same number of dims as destination ([{string.Join(", ", destination)}] dims)");
        CheckOnce(source, self.Rank, nameof(source));
        CheckOnce(destination, self.Rank, nameof(destination));
        return source.Length == 0 || self.Rank == 0 ? self : self.MoveAxes(Shapes.Dims(source, self.Rank), Shapes.Dims(destination, self.Rank));
    }

    private static void CheckOnce(long[] dims, int rank, string name)
    {
        long seen = 0;
        foreach (long dim in dims)
        {
            long bit = 1L << Shapes.Dim(dim, rank);
            if ((seen & bit) != 0) throw new ArgumentException($"movedim: repeated dim in `{name}` ([{string.Join(", ", dims)}])");
            seen |= bit;
        }
    }

    /// <summary>A dimension at another place, the others in their order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    [Operation("PermuteBackward0", View = true, Aliases = "moveaxis")]
    internal static Expr movedim(Expr self, long source, long destination) => movedim(self, [source], [destination]);

    /// <summary>All of a tensor: what <c>x[:]</c> is.</summary>
    [Operation("AliasBackward0", View = true, Forms = Forms.Hidden)]
    internal static Expr alias(Expr self) => Expr.Identity(self);

    /// <summary>A copy's elements under another shape: what <c>reshape</c> is where no view has those elements.</summary>
    [Operation("UnsafeViewBackward0", Forms = Forms.Hidden)]
    internal static Expr unsafe_view(Expr self, long[] size) => self.Reshape(Shapes.ToSizes(size));

    /// <summary>A diagonal of two dimensions, as the last dimension.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    /// <exception cref="ArgumentException">both dimensions are the same</exception>
    [Operation("DiagonalBackward0", View = true)]
    internal static Expr diagonal(Expr self, long offset = 0, long dim1 = 0, long dim2 = 1)
    {
        int first = Shapes.Dim(dim1, self.Rank), second = Shapes.Dim(dim2, self.Rank);
        if (first == second) throw new ArgumentException($"diagonal dimensions cannot be identical {dim1}, {dim2}");
        return self.Diagonal(checked((int)offset), first, second);
    }

    /// <summary>Dimensions start_dim to end_dim made one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    /// <exception cref="ArgumentException">start_dim is behind end_dim</exception>
    [Operation("ReshapeAliasBackward0", View = true)]
    internal static Expr flatten(Expr self, long start_dim = 0, long end_dim = -1)
    {
        if (self.Rank == 0) return self.Reshape(new Shape(1));
        int start = Shapes.Dim(start_dim, self.Rank), end = Shapes.Dim(end_dim, self.Rank);
        if (start > end) throw new ArgumentException("flatten() has invalid args: start_dim cannot come after end_dim");
        var sizes = new int[self.Rank - (end - start)];
        for (int i = 0; i < start; i++) sizes[i] = self.Shape[i];
        sizes[start] = 1;
        for (int i = start; i <= end; i++) sizes[start] *= self.Shape[i];
        for (int i = end + 1; i < self.Rank; i++) sizes[i - (end - start)] = self.Shape[i];
        return self.Reshape(sizes);
    }

    /// <summary>The transposed matrix; a vector or number as it is.</summary>
    /// <exception cref="ArgumentException">there are more than two dimensions</exception>
    [Operation("TBackward0", View = true)]
    internal static Expr t(Expr self) => self.Rank <= 2 ? self.Transpose()
        : throw new ArgumentException($"t() expects a tensor with <= 2 dimensions, but self is {self.Rank}D");

    /// <summary>Two dimensions exchanged.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    [Operation("TransposeBackward0", View = true, Aliases = "swapaxes, swapdims")]
    internal static Expr transpose(Expr self, long dim0, long dim1)
    {
        int a = Shapes.Dim(dim0, self.Rank), b = Shapes.Dim(dim1, self.Rank);
        return self.Rank == 0 ? self : self.SwapAxes(a, b);
    }

    /// <summary>Dimension i is dimension dims[i] of self.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    /// <exception cref="ArgumentException">not every dimension is named once</exception>
    [Operation("PermuteBackward0", View = true)]
    internal static Expr permute(Expr self, params long[] dims)
    {
        if (dims.Length != self.Rank)
            throw new ArgumentException($"permute(sparse_coo): number of dimensions in the tensor input does not match the length of the desired ordering of dimensions i.e. input.dim() = {self.Rank} is not equal to len(dims) = {dims.Length}");
        if (self.Rank == 0) return self;
        long seen = 0;
        foreach (long dim in dims) seen |= 1L << Shapes.Dim(dim, self.Rank);
        if (long.PopCount(seen) != self.Rank) throw new ArgumentException("permute(): duplicate dims are not allowed.");
        return self.Transpose(Shapes.Dims(dims, self.Rank));
    }

    /// <summary>Without all dimensions of size 1.</summary>
    [Operation("SqueezeBackward0", View = true)]
    internal static Expr squeeze(Expr self)
    {
        var sizes = new List<int>(self.Rank);
        foreach (int size in self.Shape.Sizes)
            if (size != 1) sizes.Add(size);
        return self.Reshape([.. sizes]);
    }

    /// <summary>Without a dimension, if its size is 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    [Operation("SqueezeBackward1", View = true)]
    internal static Expr squeeze(Expr self, long dim)
    {
        int axis = Shapes.Dim(dim, self.Rank);
        if (self.Rank == 0 || self.Shape[axis] != 1) return self;
        var sizes = new List<int>(self.Shape.Sizes.ToArray());
        sizes.RemoveAt(axis);
        return self.Reshape([.. sizes]);
    }

    /// <summary>With a further dimension of size 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">dim is not in [-rank - 1, rank]</exception>
    [Operation("UnsqueezeBackward0", View = true)]
    internal static Expr unsqueeze(Expr self, long dim)
    {
        var sizes = new List<int>(self.Shape.Sizes.ToArray());
        sizes.Insert(Shapes.Dim(dim, self.Rank + 1), 1);
        return self.Reshape([.. sizes]);
    }

    /// <summary>Dimensions of size 1 stretched, and new ones before the first; -1 keeps a size.</summary>
    /// <exception cref="ArgumentException">a size is neither 1 nor the one asked for</exception>
    [Operation("ExpandBackward0", View = true, Forms = Forms.Method)]
    internal static Expr expand(Expr self, params long[] size)
    {
        int added = size.Length - self.Rank;
        if (added < 0)
            throw new ArgumentException($"expand(torch.{TypeName(self)}{{{self.Shape}}}, size=[{string.Join(", ", size)}]): the number of sizes provided ({size.Length}) must be greater or equal to the number of dimensions in the tensor ({self.Rank})");
        var sizes = new int[size.Length];
        for (int i = 0; i < sizes.Length; i++)
        {
            int own = i < added ? -1 : self.Shape[i - added];
            if (size[i] == -1 && own < 0)
                throw new ArgumentException($"The expanded size of the tensor (-1) isn't allowed in a leading, non-existing dimension {i}");
            sizes[i] = size[i] == -1 ? own : Shapes.ToSizes([size[i]])[0];
            if (own >= 0 && own != 1 && own != sizes[i])
                throw new ArgumentException($"The expanded size of the tensor ({size[i]}) must match the existing size ({own}) at non-singleton dimension {i}.  Target sizes: [{string.Join(", ", size)}].  Tensor sizes: {self.Shape}");
        }

        return self.BroadcastTo(sizes);
    }

    /// <summary>The place index of a dimension, which falls away.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension or place</exception>
    [Operation("SelectBackward0", View = true)]
    internal static Expr select(Expr self, long dim, long index)
    {
        if (self.Rank == 0) throw new ArgumentOutOfRangeException(null, "select() cannot be applied to a 0-dim tensor.");
        int axis = Shapes.Dim(dim, self.Rank), size = self.Shape[axis];
        if (index < -size || index >= size) throw new ArgumentOutOfRangeException(null, $"select(): index {index} out of range for tensor of size {self.Shape} at dimension {axis}");
        int place = (int)(index < 0 ? index + size : index);
        return self.Slice(axis, place, place + 1).Reshape(Without(self.Shape, axis));
    }

    /// <summary>Every step-th place of a dimension from start up to end; both may count from the end, and are cut to what there is.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    /// <exception cref="ArgumentException">step is not positive</exception>
    [Operation("SliceBackward0", View = true, Forms = Forms.Method)]
    internal static Expr slice(Expr self, long dim, long? start = null, long? end = null, long step = 1)
    {
        if (self.Rank == 0) throw new ArgumentException("slice() cannot be applied to a 0-dim tensor.");
        if (step <= 0) throw new ArgumentException("slice step must be positive");
        int axis = Shapes.Dim(dim, self.Rank), size = self.Shape[axis];
        int from = Clamped(start ?? 0, size), to = Math.Max(from, Clamped(end ?? size, size));
        return self.Slice(axis, from, to, (int)Math.Min(step, int.MaxValue));
    }

    /// <summary>The places start to start + length - 1 of a dimension.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    /// <exception cref="ArgumentException">there are no such places</exception>
    [Operation("SliceBackward0", View = true)]
    internal static Expr narrow(Expr self, long dim, long start, long length)
    {
        if (self.Rank == 0) throw new ArgumentException("narrow() cannot be applied to a 0-dim tensor.");
        int axis = Shapes.Dim(dim, self.Rank), size = self.Shape[axis];
        if (length < 0) throw new ArgumentException("narrow(): length must be non-negative.");
        long from = start < 0 ? start + size : start;
        if (from < 0 || from > size - length) throw new ArgumentException($"start ({start}) + length ({length}) exceeds dimension size ({size}).");
        return self.Slice(axis, (int)from, (int)(from + length));
    }

    /// <summary>Pieces of split_size places of a dimension; the last may be smaller.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    /// <exception cref="ArgumentException">split_size is negative, or 0 though there are places</exception>
    [Operation("SplitBackward0", View = true)]
    internal static IReadOnlyList<Expr> split(Expr self, long split_size, long dim = 0)
    {
        if (self.Rank == 0) throw new ArgumentException("split expects at least a 1-dimensional tensor");
        int axis = Shapes.Dim(dim, self.Rank), size = self.Shape[axis];
        if (split_size < 0) throw new ArgumentException($"split expects split_size be non-negative, but got split_size={split_size}");
        if (split_size == 0 && size != 0) throw new ArgumentException($"split_size can only be 0 if dimension size is 0, but got dimension size of {size}");
        int step = (int)Math.Clamp(split_size, 1, Math.Max(size, 1));
        var pieces = new Expr[Math.Max(1, (size + step - 1) / step)];
        for (int i = 0; i < pieces.Length; i++) pieces[i] = self.Slice(axis, i * step, Math.Min(size, (i + 1) * step));
        return pieces;
    }

    /// <summary>Pieces of the given sizes of a dimension.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    /// <exception cref="ArgumentException">the sizes do not add up to the dimension's</exception>
    [Operation("SplitWithSizesBackward0", View = true)]
    internal static IReadOnlyList<Expr> split(Expr self, long[] split_sizes, long dim = 0)
    {
        int axis = Shapes.Dim(dim, self.Rank), size = self.Shape[axis];
        long sum = 0;
        foreach (long piece in split_sizes) sum += piece >= 0 ? piece : throw new ArgumentException($"split_with_sizes expects split_sizes have only non-negative entries, but got split_sizes=[{string.Join(", ", split_sizes)}]");
        if (sum != size) throw new ArgumentException($"split_with_sizes expects split_sizes to sum exactly to {size} (input tensor's size at dimension {axis}), but got split_sizes=[{string.Join(", ", split_sizes)}]");
        var pieces = new Expr[split_sizes.Length];
        int start = 0;
        for (int i = 0; i < pieces.Length; i++)
        {
            pieces[i] = self.Slice(axis, start, start + (int)split_sizes[i]);
            start += (int)split_sizes[i];
        }

        return pieces;
    }

    /// <summary>A number of pieces of a dimension, all but the last of one size; maybe fewer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    /// <exception cref="ArgumentException">chunks is not positive</exception>
    [Operation("SplitBackward0", View = true)]
    internal static IReadOnlyList<Expr> chunk(Expr self, long chunks, long dim = 0)
    {
        if (self.Rank == 0) throw new ArgumentException("chunk expects at least a 1-dimensional tensor");
        if (chunks <= 0) throw new ArgumentException($"chunk expects `chunks` to be greater than 0, got: {chunks}");
        int size = self.Shape[Shapes.Dim(dim, self.Rank)];
        if (size == 0) return split(self, new long[chunks], dim);
        return split(self, (size + chunks - 1) / chunks, dim);
    }

    /// <summary>The places of a dimension one by one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    [Operation("UnbindBackward0", View = true)]
    internal static IReadOnlyList<Expr> unbind(Expr self, long dim = 0)
    {
        if (self.Rank == 0) throw new ArgumentOutOfRangeException(null, "Dimension specified as 0 but tensor has no dimensions");
        int axis = Shapes.Dim(dim, self.Rank);
        var places = new Expr[self.Shape[axis]];
        for (int i = 0; i < places.Length; i++) places[i] = select(self, axis, i);
        return places;
    }

    private static Shape Without(Shape shape, int axis)
    {
        var sizes = new int[shape.Rank - 1];
        for (int i = 0, at = 0; i < shape.Rank; i++)
            if (i != axis) sizes[at++] = shape[i];
        return new Shape(sizes);
    }

    private static int Clamped(long place, int size) => (int)Math.Clamp(place < 0 ? place + size : place, 0, size);

    private static string TypeName(Expr x) => ScalarTypes.CName(x.DType) + "Tensor";
}
