namespace Autograd.Graph;

/// <summary>A way to read a buffer as an array: the entry whose dense value it is, and how indices map to its elements.</summary>
/// <param name="Root">the entry whose buffer is read</param>
/// <param name="Offset">the element that index 0 is</param>
/// <param name="Shape">the sizes of the axes</param>
/// <param name="Strides">elements between neighbours of each axis; 0 where broadcast, negative where reversed</param>
internal sealed record View(int Root, int Offset, Shape Shape, int[] Strides)
{
    /// <summary>All of a dense buffer.</summary>
    public static View Dense(int root, Shape shape) => new(root, 0, shape, shape.Strides());

    /// <summary>A single element for every index.</summary>
    public static View Uniform(int root, Shape shape) => new(root, 0, shape, new int[shape.Rank]);

    /// <summary>Whether row-major order is the order in memory, without gaps.</summary>
    public bool IsDense
    {
        get
        {
            int expected = 1;
            for (int axis = Shape.Rank - 1; axis >= 0; axis--)
            {
                if (Shape[axis] != 1 && Strides[axis] != expected) return false;
                expected *= Shape[axis];
            }

            return true;
        }
    }

    /// <summary>Whether every index reads the same element.</summary>
    public bool IsUniform
    {
        get
        {
            for (int axis = 0; axis < Shape.Rank; axis++)
                if (Shape[axis] > 1 && Strides[axis] != 0) return false;
            return true;
        }
    }

    /// <summary>Whether the elements are those of a run of so many rows' values, each repeated along its row.</summary>
    public bool IsStretchedAlongRows(int rows, int rowLength)
    {
        int place = 1, element = 1;
        for (int axis = Shape.Rank - 1; axis >= 0; axis--)
        {
            if (Shape[axis] == 1) continue;
            if (element < rowLength)
            {
                if (Strides[axis] != 0) return false;
                element *= Shape[axis];
                if (rowLength % element != 0) return false;
            }
            else
            {
                if (Strides[axis] != place) return false;
                place *= Shape[axis];
            }
        }

        return element == rowLength && place == rows;
    }

    /// <summary>After how many elements in row-major order the same follow again; all of them where they never do.</summary>
    public int Period()
    {
        int period = Shape.Count;
        for (int axis = 0; axis < Shape.Rank && (Strides[axis] == 0 || Shape[axis] == 1); axis++) period /= Math.Max(Shape[axis], 1);
        return period;
    }

    /// <summary>What a structural op reads through this view, without moving an element; null where that takes a copy, or the op is none.</summary>
    public View? Through(Op op) => op switch
    {
        Op.Reshape reshape => Reshaped(reshape.To),
        Op.Transpose transpose => Transposed(transpose.Permutation),
        Op.Broadcast broadcast => Broadcasted(broadcast.To),
        Op.Slice slice => Sliced(slice.Region),
        Op.Reverse reverse => Reversed(reverse.Axes),
        _ => null,
    };

    private View Transposed(IntList permutation)
    {
        int[] sizes = new int[Shape.Rank], strides = new int[Shape.Rank];
        for (int i = 0; i < sizes.Length; i++) (sizes[i], strides[i]) = (Shape[permutation[i]], Strides[permutation[i]]);
        return new(Root, Offset, Shape.Wrap(sizes), strides);
    }

    private View Broadcasted(Shape to)
    {
        var strides = new int[to.Rank];
        int added = to.Rank - Shape.Rank;
        for (int axis = added; axis < to.Rank; axis++) strides[axis] = Shape[axis - added] == 1 ? 0 : Strides[axis - added];
        return new(Root, Offset, to, strides);
    }

    private View Sliced(Region region)
    {
        int offset = Offset;
        var strides = new int[Shape.Rank];
        for (int axis = 0; axis < strides.Length; axis++)
        {
            if (region.Sizes[axis] > 0) offset += region.Starts[axis] * Strides[axis];
            strides[axis] = region.Strides[axis] * Strides[axis];
        }

        return new(Root, offset, region.Shape, strides);
    }

    private View Reversed(IntList axes)
    {
        int offset = Offset;
        var strides = (int[])Strides.Clone();
        foreach (int axis in axes)
        {
            if (Shape[axis] > 0) offset += (Shape[axis] - 1) * strides[axis];
            strides[axis] = -strides[axis];
        }

        return new(Root, offset, Shape, strides);
    }

    // Axes can be split and merged without a copy where the merged ones follow each other in memory: both shapes are cut into the
    // smallest groups of equal element count, and each group must be evenly spaced.
    private View? Reshaped(Shape to)
    {
        if (to.Count == 0) return new(Root, Offset, to, to.Strides());
        var strides = new int[to.Rank];
        int from = 0;
        for (int i = 0; i < to.Rank;)
        {
            if (to[i] == 1)
            {
                i++;
                continue;
            }

            while (from < Shape.Rank && Shape[from] == 1) from++;
            int first = from, firstTo = i;
            long old = Shape[from++], now = to[i++];
            while (old != now)
            {
                if (old < now) old *= Shape[from++];
                else now *= to[i++];
            }

            for (int axis = first; axis < from - 1; axis++)
            {
                if (Shape[axis + 1] == 1 || Shape[axis] == 1) return Squeezed().Reshaped(to);
                if (Strides[axis] != (long)Strides[axis + 1] * Shape[axis + 1]) return null;
            }

            int stride = Strides[from - 1];
            for (int axis = i - 1; axis >= firstTo; axis--)
            {
                strides[axis] = stride;
                stride *= to[axis];
            }
        }

        return new(Root, Offset, to, strides);
    }

    /// <summary>Without axes of size 1, whose strides mean nothing.</summary>
    private View Squeezed()
    {
        List<int> sizes = [], strides = [];
        for (int axis = 0; axis < Shape.Rank; axis++)
        {
            if (Shape[axis] == 1) continue;
            sizes.Add(Shape[axis]);
            strides.Add(Strides[axis]);
        }

        return new(Root, Offset, Shape.Wrap([.. sizes]), [.. strides]);
    }

    /// <summary>The same elements in the same order with neighbouring axes merged where they are evenly spaced, and none of size 1 unless it is the only one.</summary>
    public (int[] Sizes, int[] Strides) Collapsed()
    {
        List<int> sizes = [], strides = [];
        for (int axis = 0; axis < Shape.Rank; axis++)
        {
            if (Shape[axis] == 1) continue;
            if (sizes.Count > 0 && strides[^1] == (long)Strides[axis] * Shape[axis])
            {
                sizes[^1] *= Shape[axis];
                strides[^1] = Strides[axis];
            }
            else
            {
                sizes.Add(Shape[axis]);
                strides.Add(Strides[axis]);
            }
        }

        return sizes.Count == 0 ? ([1], [1]) : ([.. sizes], [.. strides]);
    }

    /// <summary>Whether both read the same elements in the same places.</summary>
    public bool Equals(View? other) => other is not null && Root == other.Root && Offset == other.Offset && Shape.Equals(other.Shape) && Strides.AsSpan().SequenceEqual(other.Strides);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Root);
        hash.Add(Offset);
        hash.Add(Shape);
        foreach (int stride in Strides) hash.Add(stride);
        return hash.ToHashCode();
    }
}
