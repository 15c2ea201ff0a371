namespace Autograd.Graph;

public readonly partial record struct RandomKey
{
    /// <summary>Numbers from [0, 1): multiples of 2⁻²⁴, of float64 2⁻⁵³.</summary>
    /// <exception cref="DTypeException">the element type is not floating</exception>
    public Expr Uniform(Shape shape, DType dtype = DType.Float32) => Uniform(shape, dtype, "uniform");

    /// <summary>low + (high - low) u of numbers u from [0, 1); gradients go to both.</summary>
    /// <param name="shape">the shape of what is drawn, to which the bounds broadcast</param>
    /// <param name="low">floating</param>
    /// <param name="high">of the same type</param>
    public Expr Uniform(Shape shape, Expr low, Expr high)
    {
        ArgumentNullException.ThrowIfNull(low);
        ArgumentNullException.ThrowIfNull(high);
        return low + (high - low) * Uniform(shape, DTypes.Promote(low.DType, high.DType));
    }

    /// <summary>Integers from [low, high), each as likely as any other but for a part in 2⁶⁴ / (high - low).</summary>
    /// <exception cref="ArgumentOutOfRangeException">high is not above low</exception>
    public Expr Integers(Shape shape, long low, long high)
    {
        if (high <= low || high - low < 0) throw new ArgumentOutOfRangeException(nameof(high), high, $"integers: [{low}, {high}) holds nothing to draw, or more than {long.MaxValue} integers");
        // 63 bits, so that no remainder is negative.
        return Expr.Remainder(Words(shape, DType.Float64, 63), Expr.Literal(high - low)) + low;
    }

    /// <summary>Numbers of the normal distribution with mean 0 and deviation 1, by Box and Muller's method.</summary>
    /// <exception cref="DTypeException">the element type is not floating</exception>
    public Expr Normal(Shape shape, DType dtype = DType.Float32)
    {
        // Two of each pair of uniform numbers: radius times cosine, radius times sine.
        ArgumentNullException.ThrowIfNull(shape);
        _ = CheckedBits();
        int pairs = (shape.Count + 1) / 2, last = Bits.Rank;
        Expr u = Uniform(new Shape(2, pairs), dtype, "normal");
        Expr radius = Expr.Sqrt(-2 * Expr.Log1p(-At(u, 0, last))), angle = 2 * Math.PI * At(u, 1, last);
        Expr both = Expr.Concat([radius * Expr.Cos(angle), radius * Expr.Sin(angle)], last);
        return both.Slice(last, 0, shape.Count).Reshape(Drawn(shape));
    }

    /// <summary>mean + deviation z of normal numbers z; gradients go to both.</summary>
    /// <param name="shape">the shape of what is drawn, to which mean and deviation broadcast</param>
    /// <param name="mean">floating</param>
    /// <param name="deviation">of the same type</param>
    public Expr Normal(Shape shape, Expr mean, Expr deviation)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(deviation);
        return mean + deviation * Normal(shape, DTypes.Promote(mean.DType, deviation.DType));
    }

    /// <summary>Numbers of the exponential distribution with mean 1: -log(1 - u).</summary>
    /// <exception cref="DTypeException">the element type is not floating</exception>
    public Expr Exponential(Shape shape, DType dtype = DType.Float32) => -Expr.Log1p(-Uniform(shape, dtype, "exponential"));

    /// <summary>Numbers of the standard Gumbel distribution: -log(-log u).</summary>
    /// <exception cref="DTypeException">the element type is not floating</exception>
    public Expr Gumbel(Shape shape, DType dtype = DType.Float32)
    {
        // Strictly between 0 and 1, and exact: half a step off the multiples of a power of two.
        int bits = SignificandBits(dtype, "gumbel") - 1;
        Expr u = (Words(shape, dtype, bits).Cast(dtype) + 0.5) * Math.ScaleB(1, -bits);
        return -Expr.Log(-Expr.Log(u));
    }

    /// <summary>Truth values that are true with a probability.</summary>
    /// <param name="shape">the shape of what is drawn, to which the probability broadcasts</param>
    /// <param name="probability">floating; where it is 0 or less never, where it is 1 or more always</param>
    public Expr Bernoulli(Shape shape, Expr probability)
    {
        ArgumentNullException.ThrowIfNull(probability);
        return Uniform(shape, probability.DType, "bernoulli") < probability;
    }

    /// <summary>int64 places along the last axis, each drawn with a probability proportional to the exponential of what stands there, by Gumbel's trick.</summary>
    /// <param name="logits">floating, [..., classes]; -inf is never drawn</param>
    /// <returns>the shape of the logits without the last axis; of several keys behind theirs</returns>
    /// <exception cref="DTypeException">the logits are not floating</exception>
    /// <exception cref="ShapeException">the logits have no axis, or no classes</exception>
    public Expr Categorical(Expr logits)
    {
        ArgumentNullException.ThrowIfNull(logits);
        if (logits.Rank == 0 || logits.Shape[logits.Rank - 1] == 0) throw new ShapeException($"categorical: logits of shape {logits.Shape} have no classes along a last axis");
        return (logits + Gumbel(logits.Shape, logits.DType)).ArgReduce(ExtremumKind.Max, -1);
    }

    /// <summary>0, 1, ... count - 1 in a random order.</summary>
    /// <exception cref="ShapeException">the count is negative</exception>
    public Expr Permutation(int count) => Words(new Shape(count), DType.Float64, 63).ArgSort();

    /// <summary>The parts of x along an axis in a random order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">the axis is not in [-rank, rank)</exception>
    /// <exception cref="InvalidOperationException">there are several keys</exception>
    public Expr Shuffle(Expr x, int axis = 0)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (CheckedBits().Rank != 0) throw new InvalidOperationException($"shuffle: keys of shape {Bits.Shape}; one key puts x in one order");
        axis = x.Shape.NormalizeAxis(axis, "shuffle");
        return x.Gather(Permutation(x.Shape[axis]).Unsqueeze(-1), [axis]).MoveAxis(0, axis);
    }

    /// <summary>The shape of what is drawn: the keys' axes first.</summary>
    private Shape Drawn(Shape shape) => Bits.Rank == 0 ? shape : new([.. Bits.Shape.Sizes, .. shape.Sizes]);

    private Expr Uniform(Shape shape, DType dtype, string operation)
    {
        int bits = SignificandBits(dtype, operation);
        return Words(shape, dtype, bits).Cast(dtype) * Math.ScaleB(1, -bits);
    }

    /// <summary>Random integers of so many bits, in as wide words as a number of the type takes.</summary>
    private Expr Words(Shape shape, DType dtype, int bits)
    {
        ArgumentNullException.ThrowIfNull(shape);
        Expr words = Expr.RngBits(CheckedBits(), Counters(0), shape, dtype == DType.Float32 ? DType.Int32 : DType.Int64);
        return words & Expr.Literal((1L << bits) - 1, words.DType);
    }

    private static int SignificandBits(DType dtype, string operation) => dtype switch
    {
        DType.Float32 => 24,
        DType.Float64 => 53,
        _ => throw new DTypeException($"{operation}: element type {dtype.Name()}; random numbers are floating"),
    };
}
