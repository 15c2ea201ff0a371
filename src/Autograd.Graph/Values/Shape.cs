using System.Diagnostics.CodeAnalysis;

namespace Autograd.Graph;

/// <summary>Immutable sizes of an array's axes, outermost first; rank 0 is a scalar. Equal when all sizes are.</summary>
public sealed class Shape : IEquatable<Shape>
{
    /// <summary>The shape of one number: no axes, one element.</summary>
    public static readonly Shape Scalar = new([], 1);

    /// <summary>The sizes of at most so many axes are put together on the stack.</summary>
    private const int MostOnStack = 16;

    // Programs make the same shapes over and over; a thread keeps some of the latest.
    [ThreadStatic]
    private static Shape?[]? t_recent;

    private readonly int[] _sizes;
    private int _hash;

    private Shape(int[] sizes, int count) => (_sizes, Count) = (sizes, count);

    /// <summary>A shape of the given sizes.</summary>
    /// <exception cref="ShapeException">a size is negative, or there are more elements than an array can hold</exception>
    public Shape(params int[] sizes) : this((ReadOnlySpan<int>)sizes) { }

    /// <summary>A shape of the given sizes.</summary>
    /// <exception cref="ShapeException">a size is negative, or there are more elements than an array can hold</exception>
    public Shape(ReadOnlySpan<int> sizes) : this(sizes.ToArray(), CountOf(sizes)) { }

    /// <summary>How many elements an array of this shape has.</summary>
    public int Count { get; }

    /// <summary>How many axes there are.</summary>
    public int Rank => _sizes.Length;

    /// <summary>The sizes.</summary>
    public ReadOnlySpan<int> Sizes => _sizes;

    /// <summary>The size of an axis.</summary>
    public int this[int axis] => _sizes[axis];

    /// <summary>Takes the array as it is: the caller must not keep it.</summary>
    internal static Shape Wrap(int[] sizes) => sizes.Length == 0 ? Scalar : new(sizes, CountOf(sizes));

    /// <summary>A shape of the given sizes: where one was made lately that same one, which is quick to compare and whose hash is known.</summary>
    /// <exception cref="ShapeException">a size is negative, or there are more elements than an array can hold</exception>
    internal static Shape Recent(ReadOnlySpan<int> sizes)
    {
        const int places = 64;
        if (sizes.IsEmpty) return Scalar;
        ref Shape? recent = ref (t_recent ??= new Shape?[places])[HashOf(sizes) & (places - 1)];
        return recent is not null && sizes.SequenceEqual(recent._sizes) ? recent : recent = new(sizes);
    }

    private static int CountOf(ReadOnlySpan<int> sizes)
    {
        // An axis of size 0 empties the array, however long the others are; those must still be valid sizes.
        long count = 1;
        bool empty = false;
        foreach (int size in sizes)
        {
            if (size < 0) throw new ShapeException($"shape [{string.Join(", ", sizes.ToArray())}]: size {size} is negative");
            if (size == 0) empty = true;
            else if (count <= Array.MaxLength) count *= size;
        }

        if (empty) return 0;
        if (count > Array.MaxLength)
            throw new ShapeException($"shape [{string.Join(", ", sizes.ToArray())}] has more elements than an array can hold ({Array.MaxLength})");
        return (int)count;
    }

    /// <summary>Row-major strides, in elements.</summary>
    internal int[] Strides()
    {
        var strides = new int[Rank];
        CopyStridesTo(strides);
        return strides;
    }

    /// <summary>Writes the row-major strides, in elements.</summary>
    internal void CopyStridesTo(Span<int> strides)
    {
        int stride = 1;
        for (int axis = Rank - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= Math.Max(_sizes[axis], 1);
        }
    }

    /// <summary>The sizes multiplied before an axis, of so many axes from it on, and behind these.</summary>
    internal (int Outer, int N, int Inner) Around(int axis, int axes = 1)
    {
        int outer = 1, n = 1, inner = 1;
        for (int i = 0; i < Rank; i++)
        {
            if (i < axis) outer *= _sizes[i];
            else if (i < axis + axes) n *= _sizes[i];
            else inner *= _sizes[i];
        }

        return (outer, n, inner);
    }

    /// <summary>The axis that <paramref name="axis"/> names, counted from the end where negative.</summary>
    /// <exception cref="ArgumentOutOfRangeException">axis is not in [-rank, rank)</exception>
    internal int NormalizeAxis(int axis, string operation)
    {
        if (axis < -Rank || axis >= Rank)
            throw new ArgumentOutOfRangeException(nameof(axis), axis, $"{operation}: axis {axis} is not in [{-Rank}, {Rank}) of shape {this}");
        return axis < 0 ? axis + Rank : axis;
    }

    /// <summary>The axes named, counted from the start and ascending.</summary>
    /// <exception cref="ArgumentOutOfRangeException">an axis is not in [-rank, rank)</exception>
    /// <exception cref="ArgumentException">an axis is named twice</exception>
    internal int[] NormalizeAxes(ReadOnlySpan<int> axes, string operation)
    {
        var result = new int[axes.Length];
        for (int i = 0; i < axes.Length; i++) result[i] = NormalizeAxis(axes[i], operation);
        Array.Sort(result);
        for (int i = 1; i < result.Length; i++)
            if (result[i] == result[i - 1]) throw new ArgumentException($"{operation}: axis {result[i]} is named twice", nameof(axes));
        return result;
    }

    /// <summary>The shape that both broadcast to: aligned at the last axis, a size of 1 stretches.</summary>
    /// <exception cref="ShapeException">two sizes differ and neither is 1</exception>
    public static Shape Broadcast(Shape a, Shape b) => Broadcast(a, b, "broadcast");

    internal static Shape Broadcast(Shape a, Shape b, string operation)
    {
        if (ReferenceEquals(a, b) || a.Equals(b)) return a;
        int rank = Math.Max(a.Rank, b.Rank);
        var sizes = new int[rank];
        for (int i = 1; i <= rank; i++)
        {
            int x = i <= a.Rank ? a[a.Rank - i] : 1, y = i <= b.Rank ? b[b.Rank - i] : 1;
            if (x != y && x != 1 && y != 1)
                throw new ShapeException($"{operation}: shapes {a} and {b} do not broadcast: axis {rank - i} is {x} and {y} (sizes must be equal or 1)");
            sizes[rank - i] = x == 1 ? y : x;
        }

        if (a.Sizes.SequenceEqual(sizes)) return a;
        return b.Sizes.SequenceEqual(sizes) ? b : Wrap(sizes);
    }

    /// <summary>Whether an array of this shape broadcasts to <paramref name="target"/>.</summary>
    public bool BroadcastsTo(Shape target)
    {
        if (Rank > target.Rank) return false;
        for (int i = 1; i <= Rank; i++)
            if (this[Rank - i] != target[target.Rank - i] && this[Rank - i] != 1) return false;
        return true;
    }

    /// <summary>This shape without the given axes, which are ascending.</summary>
    internal Shape Without(ReadOnlySpan<int> axes)
    {
        Span<int> sizes = Rank <= MostOnStack ? stackalloc int[Rank] : new int[Rank];
        int count = 0;
        for (int axis = 0; axis < Rank; axis++)
            if (!axes.Contains(axis)) sizes[count++] = this[axis];
        return Recent(sizes[..count]);
    }

    /// <summary>This shape with another size on one axis.</summary>
    internal Shape With(int axis, int size)
    {
        if (_sizes[axis] == size) return this;
        var sizes = (int[])_sizes.Clone();
        sizes[axis] = size;
        return Wrap(sizes);
    }

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] Shape? other) => ReferenceEquals(this, other) || (other is not null && Count == other.Count && Sizes.SequenceEqual(other.Sizes));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        return _hash != 0 ? _hash : _hash = HashOf(_sizes);
    }

    private static int HashOf(ReadOnlySpan<int> sizes)
    {
        int hash = 17;
        foreach (int size in sizes) hash = hash * 31 + size;
        return hash == 0 ? 1 : hash;
    }

    /// <summary>Whether all sizes are equal.</summary>
    public static bool operator ==(Shape? a, Shape? b) => a is null ? b is null : a.Equals(b);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(Shape? a, Shape? b) => !(a == b);

    /// <summary>The sizes, copied.</summary>
    public int[] ToArray() => (int[])_sizes.Clone();

    /// <summary>The sizes in brackets: <c>[2, 3]</c>; a scalar is <c>[]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", _sizes)}]";
}
