using Autograd.Graph;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.Operations;

/// <summary>Randomness as a value: keys, what is split from them, what is drawn with them.</summary>
public sealed class RandomKeyTests
{
    private const int Many = 200_000;

    [Theory]
    [InlineData(0ul, 0ul, 0ul, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x299f31d0a4093822ul, 0x85a308d3243f6a88ul, 0x0370734413198a2eul, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void The_generator_gives_the_known_answers_of_its_authors(ulong key, ulong counter, ulong stream, uint a, uint b, uint c, uint d)
    {
        var words = new uint[4];
        Philox.Block(key, counter, stream, words);
        Assert.Equal([a, b, c, d], words);
    }

    [Property(MaxTest = 15)]
    public void Bits_are_those_of_the_reference_at_any_length_and_number_of_threads(int seed)
    {
        var sampler = new Sampler(seed);
        int count = sampler.Of(sampler.Int(0, 70), sampler.Int(100_000, 300_000));
        foreach (DType dtype in new[] { DType.Int32, DType.Int64 })
        {
            Expr Bits() => Expr.RngBits(Expr.Constant(NDArray.Vector(seed, -seed, long.MaxValue - seed)), Expr.Constant(NDArray.Vector(0L, -1L, seed)), new Shape(count), dtype);
            NDArray expected = Bits().Evaluate(EvaluationOptions.Reference);
            foreach (int threads in new[] { 1, 2, 3 }) Indexed.Equal(expected, Bits().Evaluate(new EvaluationOptions { Threads = threads }));
        }
    }

    [Property(MaxTest = 30)]
    public void The_same_key_gives_the_same_numbers_and_several_keys_what_each_gives(long a, long b)
    {
        var both = new RandomKey(Expr.Constant(NDArray.Vector(a, b)));
        Shape shape = new(2, 3);
        foreach (Func<RandomKey, Expr> draw in Draws(shape))
        {
            NDArray first = draw(RandomKey.Of(a)).Evaluate(), second = draw(RandomKey.Of(b)).Evaluate();
            Indexed.Equal(first, draw(RandomKey.Of(a)).Evaluate(EvaluationOptions.Reference));
            Indexed.Equal(Joining.Stack([Expr.Constant(first), Expr.Constant(second)], 0).Evaluate(), draw(both).Evaluate());
        }
    }

    [Fact]
    public void Numbers_are_distributed_as_they_should()
    {
        RandomKey key = RandomKey.Of(7);
        Shape many = new(Many);
        Moments(key.Uniform(many), 0.5, 1.0 / 12);
        Moments(key.Uniform(many, DType.Float64), 0.5, 1.0 / 12);
        Moments(key.Normal(many), 0, 1);
        Moments(key.Normal(many, DType.Float64), 0, 1);
        Moments(key.Exponential(many), 1, 1);
        Moments(key.Gumbel(many), 0.5772156649, Math.PI * Math.PI / 6);
        Moments(key.Bernoulli(many, Expr.Literal(0.3f)).Cast(DType.Float64), 0.3, 0.21);
        Moments(key.Integers(many, -3, 4).Cast(DType.Float64), 0, 4);
        Expr places = key.Categorical(Expr.Log(Expr.Constant(NDArray.Vector(0.1f, 0f, 0.6f, 0.3f))).BroadcastTo(new Shape(Many, 4)));
        for (int place = 0; place < 4; place++)
        {
            double p = place switch { 0 => 0.1, 1 => 0, 2 => 0.6, _ => 0.3 };
            Moments(Expr.EqualTo(places, Expr.Literal((long)place)).Cast(DType.Float64), p, p * (1 - p));
        }
    }

    [Fact]
    public void Uniform_numbers_fill_every_interval_alike()
    {
        var counts = new int[100];
        foreach (float u in RandomKey.Of(3).Uniform(new Shape(Many)).Evaluate().AsSpan<float>()) counts[(int)(u * 100)]++;
        double chi = counts.Sum(count => (count - Many / 100.0) * (count - Many / 100.0) / (Many / 100.0));
        // 99 degrees of freedom: outside of this once in some ten million times.
        Assert.InRange(chi, 40, 190);
    }

    [Fact]
    public void Extreme_words_stay_inside()
    {
        // What the distributions make of the smallest and the largest words that can be drawn.
        Assert.True(float.IsFinite(-MathF.Log(-MathF.Log(0.5f * MathF.ScaleB(1, -23)))));
        Assert.True(float.IsFinite(-MathF.Log(-MathF.Log(((1 << 23) - 0.5f) * MathF.ScaleB(1, -23)))));
        Assert.True(float.IsFinite(MathF.Sqrt(-2 * MathF.Log(1 - ((1 << 24) - 1) * MathF.ScaleB(1, -24)))));
    }

    [Property(MaxTest = 30)]
    public void Keys_that_are_split_or_folded_differ_from_each_other_and_from_their_draws(long seed)
    {
        RandomKey key = RandomKey.Of(seed);
        IEnumerable<Expr> bits = [key.Bits, .. key.Split(5).Select(k => k.Bits), key.FoldIn(0).Bits, key.FoldIn(1).Bits, key.FoldIn(-1).Bits, Expr.RngBits(key.Bits, Expr.Literal(0L), Shape.Scalar, DType.Int64)];
        long[] all = [.. Autograd.Graph.Evaluation.Evaluate([.. bits]).Select(x => x.ToScalar<long>())];
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(key.SplitBits(5).Evaluate().ToArray<long>(), all[1..6]);
    }

    [Property(MaxTest = 20)]
    public void Gradients_go_through_what_is_drawn_to_its_parameters(int seed)
    {
        RandomKey key = RandomKey.Of(seed);
        Shape shape = new(4);
        Expr mean = Expr.Variable(NDArray.Scalar(0.5)), deviation = Expr.Variable(NDArray.Vector(1.0, 2, 3, 4));
        GradientMap g = Gradient.Of(key.Normal(shape, mean, deviation).Sum());
        Assert.Equal(4, g[mean].Evaluate().ToScalar<double>());
        Indexed.Equal(key.Normal(shape, DType.Float64).Evaluate(), g[deviation].Evaluate());
        Expr low = Expr.Variable(NDArray.Scalar(1f)), high = Expr.Variable(NDArray.Scalar(2f));
        GradientMap bounds = Gradient.Of(key.Uniform(shape, low, high).Sum());
        Assert.Equal(4, bounds[low].Evaluate().ToScalar<float>() + bounds[high].Evaluate().ToScalar<float>(), 1e-5);
    }

    [Property(MaxTest = 30)]
    public void A_permutation_has_each_place_once_and_shuffling_loses_nothing(int seed)
    {
        int count = new Sampler(seed).Int(0, 50);
        RandomKey key = RandomKey.Of(seed);
        Assert.Equal(Enumerable.Range(0, count).Select(i => (long)i), key.Permutation(count).Evaluate().ToArray<long>().Order());
        Expr x = Expr.Iota(new Shape(2, count), 1);
        NDArray shuffled = key.Shuffle(x, axis: 1).Evaluate();
        Assert.Equal(key.Permutation(count).Evaluate().ToArray<long>(), shuffled.ToArray<long>()[..count]);
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused()
    {
        RandomKey key = RandomKey.Of(1);
        Assert.Equal("normal: element type int64; random numbers are floating", Assert.Throws<DTypeException>(() => key.Normal(new Shape(2), DType.Int64)).Message);
        Assert.Contains("[3, 3)", Assert.Throws<ArgumentOutOfRangeException>(() => key.Integers(new Shape(2), 3, 3)).Message, StringComparison.Ordinal);
        Assert.Contains("integer", Assert.Throws<DTypeException>(() => key.FoldIn(Expr.Literal(1.5))).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => key.Categorical(Expr.Literal(1f)));
        Assert.Throws<InvalidOperationException>(() => default(RandomKey).Uniform(new Shape(1)));
        Assert.Contains("keys and counters are int64", Assert.Throws<DTypeException>(() => Expr.RngBits(Expr.Literal(1), Expr.Literal(1), new Shape(1))).Message, StringComparison.Ordinal);
        Assert.Contains("random bits are int32 or int64", Assert.Throws<DTypeException>(() => Expr.RngBits(key.Bits, Expr.Literal(0L), new Shape(1), DType.Float32)).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<Func<RandomKey, Expr>> Draws(Shape shape) =>
    [
        key => key.Uniform(shape), key => key.Uniform(shape, DType.Float64), key => key.Normal(shape), key => key.Normal(shape, DType.Float64), key => key.Exponential(shape),
        key => key.Gumbel(shape), key => key.Integers(shape, 0, 1000), key => key.Bernoulli(shape, Expr.Literal(0.5f)), key => key.Permutation(6), key => key.FoldIn(3).Bits, key => key.SplitBits(2),
        key => key.Categorical(Expr.Literal(0f, shape: shape)),
    ];

    /// <summary>Mean and variance are within five standard errors (the variance's by the fourth moment of the sample).</summary>
    private static void Moments(Expr x, double mean, double variance)
    {
        double[] values = x.Cast(DType.Float64).Evaluate().ToArray<double>();
        double m = values.Average(), v = values.Average(value => (value - m) * (value - m)), fourth = values.Average(value => Math.Pow(value - m, 4));
        Assert.InRange(m, mean - 5 * Math.Sqrt(variance / Many) - 1e-12, mean + 5 * Math.Sqrt(variance / Many) + 1e-12);
        double error = 5 * Math.Sqrt(Math.Max(fourth - v * v, 0) / Many) + 1e-12;
        Assert.InRange(v, variance - error, variance + error);
    }
}
