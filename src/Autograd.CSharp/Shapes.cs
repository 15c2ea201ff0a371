using Autograd.Graph;

namespace Autograd.CSharp;

/// <summary>Sizes and dimensions as PyTorch's callers give them, for the core; PyTorch's texts where they are wrong.</summary>
internal static class Shapes
{
    /// <summary>Sizes as the core counts them.</summary>
    /// <exception cref="ArgumentException">a size is negative, or more than a dimension can have</exception>
    public static int[] ToSizes(ReadOnlySpan<long> sizes)
    {
        var result = new int[sizes.Length];
        for (int i = 0; i < result.Length; i++)
        {
            if (sizes[i] < 0) throw new ArgumentException($"Trying to create tensor with negative dimension {sizes[i]}: [{string.Join(", ", sizes.ToArray())}]");
            if (sizes[i] > int.MaxValue) throw new ArgumentException($"dimension {i} of size {sizes[i]} is more than a tensor can have ({int.MaxValue})");
            result[i] = (int)sizes[i];
        }

        return result;
    }

    /// <summary>A shape of the given sizes.</summary>
    /// <exception cref="ArgumentException">a size is negative, or there are more elements than a tensor can have</exception>
    public static Shape ToShape(ReadOnlySpan<long> sizes)
    {
        try
        {
            return new Shape(ToSizes(sizes));
        }
        catch (ShapeException error)
        {
            throw Border.Translate(error);
        }
    }

    /// <summary>A dimension counted from the front.</summary>
    /// <exception cref="ArgumentOutOfRangeException">it is not in [-rank, rank); a number counts as having one dimension</exception>
    public static int Dim(long dim, int rank)
    {
        int range = Math.Max(rank, 1);
        if (dim < -range || dim >= range)
            throw new ArgumentOutOfRangeException(null, $"Dimension out of range (expected to be in range of [{-range}, {range - 1}], but got {dim})");
        return (int)(dim < 0 ? dim + range : dim);
    }

    /// <summary>Dimensions counted from the front; all where none is given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">one is not in [-rank, rank)</exception>
    /// <exception cref="ArgumentException">one is named twice</exception>
    public static int[] Dims(long[]? dims, int rank)
    {
        if (dims is null || dims.Length == 0)
        {
            var all = new int[rank];
            for (int i = 0; i < rank; i++) all[i] = i;
            return all;
        }

        var result = new int[rank == 0 ? 0 : dims.Length];
        long seen = 0;
        for (int i = 0; i < dims.Length; i++)
        {
            int dim = Dim(dims[i], rank);
            if ((seen >> dim & 1) != 0) throw new ArgumentException($"dim {dim} appears multiple times in the list of dims");
            seen |= 1L << dim;
            if (rank > 0) result[i] = dim;
        }

        return result;
    }

    /// <summary>Sizes of which one may be -1 and is then what is left.</summary>
    /// <exception cref="ArgumentException">two are left open, or the sizes do not hold as many elements</exception>
    public static Shape Inferred(ReadOnlySpan<long> sizes, Shape from)
    {
        int open = -1;
        long count = 1;
        for (int i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] == -1)
            {
                if (open >= 0) throw new ArgumentException("only one dimension can be inferred");
                open = i;
            }
            else if (sizes[i] < 0)
            {
                throw new ArgumentException($"invalid shape dimension {sizes[i]}");
            }
            else
            {
                count *= sizes[i];
            }
        }

        if (open >= 0 && count == 0 && from.Count == 0)
            throw new ArgumentException($"cannot reshape tensor of 0 elements into shape {Text(sizes)} because the unspecified dimension size -1 can be any value and is ambiguous");
        if (open >= 0 ? count == 0 || from.Count % count != 0 : count != from.Count)
            throw new ArgumentException($"shape '{Text(sizes)}' is invalid for input of size {from.Count}");
        int[] result = new int[sizes.Length];
        for (int i = 0; i < result.Length; i++) result[i] = (int)(i == open ? from.Count / count : sizes[i]);
        return new Shape(result);
    }

    /// <exception cref="ArgumentException">the shapes do not broadcast</exception>
    public static void CheckBroadcast(Shape a, Shape b)
    {
        if (ReferenceEquals(a, b)) return;
        int rank = Math.Max(a.Rank, b.Rank);
        for (int i = 1; i <= a.Rank && i <= b.Rank; i++)
        {
            int m = a[a.Rank - i], n = b[b.Rank - i];
            if (m != n && m != 1 && n != 1)
                throw new ArgumentException($"The size of tensor a ({m}) must match the size of tensor b ({n}) at non-singleton dimension {rank - i}");
        }
    }

    private static string Text(ReadOnlySpan<long> sizes) => $"[{string.Join(", ", sizes.ToArray())}]";
}
