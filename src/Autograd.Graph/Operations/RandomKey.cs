namespace Autograd.Graph;

/// <summary>
/// Randomness as a value: the same key gives the same numbers, on any machine and any number of threads. Nothing changes when numbers are
/// drawn, so who needs other numbers takes another key, from <see cref="Split(int)"/> or <see cref="FoldIn(long)"/>.
/// A key is an expression: functions that take it can be batched over keys, and gradients go through what is drawn to its parameters.
/// </summary>
/// <param name="Bits">the key as an int64 of any shape; each element is a key of its own, whose numbers take the last axes</param>
public readonly partial record struct RandomKey(Expr Bits)
{
    /// <summary>The key of a seed.</summary>
    public static RandomKey Of(long seed) => new(Expr.Constant(NDArray.Scalar(seed)));

    /// <summary>New keys, independent of each other and of what is drawn with this one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">the count is negative</exception>
    public RandomKey[] Split(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Expr keys = SplitBits(count);
        var split = new RandomKey[count];
        for (int i = 0; i < count; i++) split[i] = new(At(keys, i, Bits.Rank));
        return split;
    }

    /// <summary>Two new keys.</summary>
    public (RandomKey First, RandomKey Second) Split()
    {
        RandomKey[] keys = Split(2);
        return (keys[0], keys[1]);
    }

    /// <summary>New keys along a last axis, to map a function over.</summary>
    /// <exception cref="ShapeException">the count is negative</exception>
    public Expr SplitBits(int count) => Expr.RngBits(CheckedBits(), Counters(0), new Shape(count), DType.Int64, RandomPurpose.Split);

    /// <summary>The key that belongs to this one and a number, such as that of a step or an example.</summary>
    public RandomKey FoldIn(long number) => FoldIn(Expr.Literal(number));

    /// <summary>The key that belongs to this one and a number.</summary>
    /// <param name="number">an integer; a scalar, or of the key's shape</param>
    /// <exception cref="DTypeException">the number is no integer</exception>
    /// <exception cref="ShapeException">its shape is another one</exception>
    public RandomKey FoldIn(Expr number)
    {
        ArgumentNullException.ThrowIfNull(number);
        if (!number.DType.IsInteger()) throw new DTypeException($"foldIn: element type {number.DType.Name()}; the number that is folded in is an integer");
        Expr counters = number.Cast(DType.Int64).BroadcastTo(CheckedBits().Shape);
        return new(Expr.RngBits(Bits, counters, Shape.Scalar, DType.Int64, RandomPurpose.FoldIn));
    }

    private Expr CheckedBits() => Bits is null ? throw new InvalidOperationException("a key without bits; RandomKey.Of(seed) makes one") : Bits;

    private Expr Counters(long first) => Expr.Literal(first, DType.Int64, Bits.Shape);

    private static Expr At(Expr x, int index, int axis) => x.Slice(axis, index, index + 1).Squeeze(axis);
}
