namespace Autograd.CSharp;

// Tensors cut into pieces and put together, composed of slices and concatenations as PyTorch does.
public static partial class torch
{
    /// <summary>A number of pieces of a dimension, whose sizes differ by at most one place.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    /// <exception cref="ArgumentException">the number is not positive, or there are no dimensions</exception>
    public static Tensor[] tensor_split(Tensor input, long sections, long dim = 0)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (sections <= 0) throw new ArgumentException($"number of sections must be larger than 0, got {sections}");
        long size = input.Shape.Rank == 0 ? 0 : input.size(dim);
        var indices = new long[sections - 1];
        for (int i = 0; i < indices.Length; i++) indices[i] = (i + 1) * (size / sections) + Math.Min(i + 1, size % sections);
        return tensor_split(input, indices, dim);
    }

    /// <summary>Pieces of a dimension, cut before the given places.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    /// <exception cref="ArgumentException">there are no dimensions</exception>
    public static Tensor[] tensor_split(Tensor input, long[] indices, long dim = 0)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(indices);
        if (input.Shape.Rank == 0) throw new ArgumentException("tensor_split expected at least a 1-dimensional tensor, but got a tensor with 0 dims");
        var pieces = new Tensor[indices.Length + 1];
        for (int i = 0; i < pieces.Length; i++) pieces[i] = input.slice(dim, i == 0 ? 0 : indices[i - 1], i == indices.Length ? null : indices[i]);
        return pieces;
    }

    /// <summary>Pieces of a dimension: a number of them, or cut before the given places.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    /// <exception cref="ArgumentException">there are no dimensions, or the indices are no int64 of at most one dimension</exception>
    public static Tensor[] tensor_split(Tensor input, Tensor indices_or_sections, long dim = 0)
    {
        ArgumentNullException.ThrowIfNull(indices_or_sections);
        if (indices_or_sections.dtype != int64) throw new ArgumentException($"tensor_split expected tensor_indices_or_sections to have dtype of long, but got {ScalarTypes.CName(indices_or_sections.DType)}");
        return indices_or_sections.Shape.Rank switch
        {
            0 => tensor_split(input, indices_or_sections.item<long>(), dim),
            1 => tensor_split(input, indices_or_sections.Elements<long>().ToArray(), dim),
            _ => throw new ArgumentException($"tensor_split expected tensor_indices_or_sections to be a zero-dimensional or one-dimensional tensor, but got a tensor with {indices_or_sections.Shape.Rank} dims"),
        };
    }

    /// <summary>Equal pieces along the columns, of a vector along it.</summary>
    /// <exception cref="ArgumentException">they would differ in size, or there are no dimensions</exception>
    public static Tensor[] hsplit(Tensor input, long sections) => Evenly(input, sections, HorizontalOf(input), "hsplit");

    /// <summary>Pieces along the columns, of a vector along it, cut before the given places.</summary>
    /// <exception cref="ArgumentException">there are no dimensions</exception>
    public static Tensor[] hsplit(Tensor input, params long[] indices) => tensor_split(input, indices, HorizontalOf(input));

    /// <summary>Equal pieces along the rows.</summary>
    /// <exception cref="ArgumentException">they would differ in size, or there are less than two dimensions</exception>
    public static Tensor[] vsplit(Tensor input, long sections) => Evenly(AtLeast(input, 2, "vsplit"), sections, 0, "vsplit");

    /// <summary>Pieces along the rows, cut before the given places.</summary>
    /// <exception cref="ArgumentException">there are less than two dimensions</exception>
    public static Tensor[] vsplit(Tensor input, params long[] indices) => tensor_split(AtLeast(input, 2, "vsplit"), indices, 0);

    /// <summary>Equal pieces along the third dimension.</summary>
    /// <exception cref="ArgumentException">they would differ in size, or there are less than three dimensions</exception>
    public static Tensor[] dsplit(Tensor input, long sections) => Evenly(AtLeast(input, 3, "dsplit"), sections, 2, "dsplit");

    /// <summary>Pieces along the third dimension, cut before the given places.</summary>
    /// <exception cref="ArgumentException">there are less than three dimensions</exception>
    public static Tensor[] dsplit(Tensor input, params long[] indices) => tensor_split(AtLeast(input, 3, "dsplit"), indices, 2);

    private static int HorizontalOf(Tensor input) => AtLeast(input, 1, "hsplit").Shape.Rank == 1 ? 0 : 1;

    private static Tensor AtLeast(Tensor input, int rank, string operation)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Shape.Rank >= rank ? input : throw new ArgumentException($"torch.{operation} requires a tensor with at least {rank} dimension, but got a tensor with {input.Shape.Rank} dimensions!");
    }

    private static Tensor[] Evenly(Tensor input, long sections, int dim, string operation) => sections > 0 && input.Shape[dim] % sections == 0 ? tensor_split(input, sections, dim)
        : throw new ArgumentException($"torch.{operation} attempted to split along dimension {dim}, but the size of the dimension {input.Shape[dim]} is not divisible by the split_size {sections}!");

    /// <summary>At least a vector: a number as a vector of one.</summary>
    public static Tensor atleast_1d(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Shape.Rank == 0 ? input.reshape(1) : input;
    }

    /// <summary>At least a matrix: a vector as a row.</summary>
    public static Tensor atleast_2d(Tensor input)
    {
        input = atleast_1d(input);
        return input.Shape.Rank == 1 ? input.unsqueeze(0) : input;
    }

    /// <summary>At least three dimensions: a matrix with a last dimension of 1.</summary>
    public static Tensor atleast_3d(Tensor input)
    {
        input = atleast_2d(input);
        return input.Shape.Rank == 2 ? input.unsqueeze(-1) : input;
    }

    /// <summary>Tensors side by side: vectors one after the other, others along the columns.</summary>
    /// <exception cref="ArgumentException">there are none, or they differ beside the dimension</exception>
    public static Tensor hstack(params IList<Tensor> tensors)
    {
        Tensor[] all = Each(tensors, atleast_1d, "hstack");
        return cat(all, all[0].Shape.Rank == 1 ? 0 : 1);
    }

    /// <summary>Tensors one below the other, vectors as rows.</summary>
    /// <exception cref="ArgumentException">there are none, or they differ beside the dimension</exception>
    public static Tensor vstack(params IList<Tensor> tensors) => cat(Each(tensors, atleast_2d, "vstack"), 0);

    /// <summary>Tensors one behind the other, along the third dimension.</summary>
    /// <exception cref="ArgumentException">there are none, or they differ beside the dimension</exception>
    public static Tensor dstack(params IList<Tensor> tensors) => cat(Each(tensors, atleast_3d, "dstack"), 2);

    private static Tensor[] Each(IList<Tensor> tensors, Func<Tensor, Tensor> function, string operation)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        if (tensors.Count == 0) throw new ArgumentException($"{operation} expects a non-empty TensorList");
        var all = new Tensor[tensors.Count];
        for (int i = 0; i < all.Length; i++) all[i] = function(tensors[i]);
        return all;
    }

    /// <summary>Vectors as coordinates of a grid: each stretched along the dimensions of the others. <c>"ij"</c> counts rows first, <c>"xy"</c> columns.</summary>
    /// <exception cref="ArgumentException">there are none, or one is no vector, or the indexing is another</exception>
    public static Tensor[] meshgrid(IEnumerable<Tensor> tensors, string indexing = "ij")
    {
        ArgumentNullException.ThrowIfNull(tensors);
        if (indexing is not ("ij" or "xy")) throw new ArgumentException($"torch.meshgrid: indexing must be one of \"xy\" or \"ij\", but received: {indexing}");
        Tensor[] axes = [.. tensors];
        if (axes.Length == 0) throw new ArgumentException("meshgrid expects a non-empty TensorList");
        bool swaps = indexing == "xy" && axes.Length >= 2;
        if (swaps) (axes[0], axes[1]) = (axes[1], axes[0]);
        long[] sizes = Array.ConvertAll(axes, axis => axis.Shape.Rank <= 1 ? axis.numel() : throw new ArgumentException($"torch.meshgrid: Expected 0D or 1D tensor in the tensor list but got: {axis}"));
        var grids = new Tensor[axes.Length];
        for (int i = 0; i < grids.Length; i++)
        {
            var along = new long[grids.Length];
            Array.Fill(along, 1);
            along[i] = -1;
            grids[i] = axes[i].view(along).expand(sizes);
            if (swaps) grids[i] = grids[i].transpose(0, 1);
        }

        if (swaps) (grids[0], grids[1]) = (grids[1], grids[0]);
        return grids;
    }

    /// <summary>Columns of a matrix in reverse order.</summary>
    /// <exception cref="ArgumentException">there are less than two dimensions</exception>
    public static Tensor fliplr(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Shape.Rank >= 2 ? input.flip(1) : throw new ArgumentException("Input must be >= 2-d.");
    }

    /// <summary>Rows in reverse order.</summary>
    /// <exception cref="ArgumentException">there are no dimensions</exception>
    public static Tensor flipud(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Shape.Rank >= 1 ? input.flip(0) : throw new ArgumentException("Input must be >= 1-d.");
    }

    /// <summary>Every place of a dimension repeated; of all elements in order without a dimension.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    /// <exception cref="ArgumentException">repeats is negative</exception>
    public static Tensor repeat_interleave(Tensor input, long repeats, long? dim = null, long? output_size = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        return repeat_interleave(input, tensor(repeats), dim, output_size);
    }

    /// <summary>Every place of a dimension repeated as often as said for it; of all elements in order without a dimension.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    /// <exception cref="ArgumentException">there are more or fewer repeats than places, or one is negative</exception>
    public static Tensor repeat_interleave(Tensor input, Tensor repeats, long? dim = null, long? output_size = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(repeats);
        Tensor from = dim is null ? input.flatten() : atleast_1d(input);
        long along = dim ?? 0, size = from.size(along);
        long[] counts = repeats.to(int64).flatten().Elements<long>().ToArray();
        if (counts.Length != 1 && counts.Length != size) throw new ArgumentException("repeats must have the same size as input along dim");
        var places = new List<long>();
        for (long i = 0; i < size; i++)
        {
            long count = counts[counts.Length == 1 ? 0 : i];
            if (count < 0) throw new ArgumentException("repeats can not be negative");
            for (long k = 0; k < count; k++) places.Add(i);
        }

        return from.index_select(along, tensor(places.ToArray()));
    }

    public sealed partial class Tensor
    {
        /// <inheritdoc cref="torch.tensor_split(Tensor, long, long)"/>
        public Tensor[] tensor_split(long sections, long dim = 0) => torch.tensor_split(this, sections, dim);

        /// <inheritdoc cref="torch.tensor_split(Tensor, long[], long)"/>
        public Tensor[] tensor_split(long[] indices, long dim = 0) => torch.tensor_split(this, indices, dim);

        /// <inheritdoc cref="torch.tensor_split(Tensor, Tensor, long)"/>
        public Tensor[] tensor_split(Tensor indices_or_sections, long dim = 0) => torch.tensor_split(this, indices_or_sections, dim);

        /// <inheritdoc cref="torch.hsplit(Tensor, long)"/>
        public Tensor[] hsplit(long sections) => torch.hsplit(this, sections);

        /// <inheritdoc cref="torch.hsplit(Tensor, long[])"/>
        public Tensor[] hsplit(params long[] indices) => torch.hsplit(this, indices);

        /// <inheritdoc cref="torch.vsplit(Tensor, long)"/>
        public Tensor[] vsplit(long sections) => torch.vsplit(this, sections);

        /// <inheritdoc cref="torch.vsplit(Tensor, long[])"/>
        public Tensor[] vsplit(params long[] indices) => torch.vsplit(this, indices);

        /// <inheritdoc cref="torch.dsplit(Tensor, long)"/>
        public Tensor[] dsplit(long sections) => torch.dsplit(this, sections);

        /// <inheritdoc cref="torch.dsplit(Tensor, long[])"/>
        public Tensor[] dsplit(params long[] indices) => torch.dsplit(this, indices);

        /// <inheritdoc cref="torch.atleast_1d"/>
        public Tensor atleast_1d() => torch.atleast_1d(this);

        /// <inheritdoc cref="torch.atleast_2d"/>
        public Tensor atleast_2d() => torch.atleast_2d(this);

        /// <inheritdoc cref="torch.atleast_3d"/>
        public Tensor atleast_3d() => torch.atleast_3d(this);

        /// <inheritdoc cref="torch.fliplr"/>
        public Tensor fliplr() => torch.fliplr(this);

        /// <inheritdoc cref="torch.flipud"/>
        public Tensor flipud() => torch.flipud(this);

        /// <inheritdoc cref="torch.repeat_interleave(Tensor, long, long?, long?)"/>
        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) => torch.repeat_interleave(this, repeats, dim, output_size);

        /// <inheritdoc cref="torch.repeat_interleave(Tensor, Tensor, long?, long?)"/>
        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) => torch.repeat_interleave(this, repeats, dim, output_size);
    }
}
