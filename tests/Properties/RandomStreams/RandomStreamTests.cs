using Autograd.CSharp;
using FsCheck.Xunit;

namespace Autograd.Properties.RandomStreams;

/// <summary>The random streams; PyTorch's recorded values are compared by the conformance tests.</summary>
public class RandomStreamTests
{
    [Fact]
    public void The_twister_gives_the_numbers_that_its_authors_published()
    {
        var twister = new MersenneTwister(5489);
        Assert.Equal(3499211612u, twister.NextUInt32());
        for (int i = 1; i < 9999; i++) twister.NextUInt32();
        Assert.Equal(4123659995u, twister.NextUInt32());   // the 10,000th, as the C++ standard asks of mt19937
    }

    [Property]
    public bool Only_the_low_half_of_a_seed_counts(ulong seed) =>
        Uniform(new RandomStream(seed), 5).SequenceEqual(Uniform(new RandomStream(seed & uint.MaxValue), 5));

    [Property]
    public bool Seeding_starts_anew_whatever_was_drawn(ulong seed, byte drawn)
    {
        var stream = new RandomStream(1);
        Normal(stream, drawn);
        stream.Seed(seed);
        return stream.InitialSeed == seed && Normal(stream, 3).SequenceEqual(Normal(new RandomStream(seed), 3));
    }

    [Property]
    public bool Uniform_numbers_do_not_depend_on_how_they_are_cut_into_draws(ulong seed, byte first, byte second)
    {
        var stream = new RandomStream(seed);
        return Uniform(stream, first).Concat(Uniform(stream, second)).SequenceEqual(Uniform(new RandomStream(seed), first + second));
    }

    [Property]
    public bool Few_normal_numbers_do_not_depend_on_how_they_are_cut_into_draws(ulong seed)
    {
        var stream = new RandomStream(seed);
        return Normal(stream, 3).Concat(Normal(stream, 4)).Concat(Normal(stream, 1)).SequenceEqual(Normal(new RandomStream(seed), 8));
    }

    [Property]
    public bool Integers_stay_in_their_range(ulong seed, long a, long b)
    {
        (long low, long high) = a == b ? (0, 1) : (Math.Min(a, b), Math.Max(a, b));
        var drawn = new long[20];
        new RandomStream(seed).FillIntegers<long>(drawn, low, high);
        return drawn.All(x => x >= low && x < high);
    }

    [Property]
    public bool A_permutation_holds_every_number_once(ulong seed, byte count)
    {
        var drawn = new long[count];
        new RandomStream(seed).FillPermutation<long>(drawn);
        return drawn.Order().SequenceEqual(Enumerable.Range(0, count).Select(i => (long)i));
    }

    [Property]
    public bool A_sample_without_replacement_has_no_index_twice_and_none_of_weight_zero(ulong seed)
    {
        var drawn = new long[4];
        new RandomStream(seed).FillMultinomial<float>(drawn, [0.5f, 0, 2, 1, 0, 0.25f]);
        return drawn.Order().SequenceEqual([0L, 2, 3, 5]);
    }

    [Fact]
    public void Draws_have_the_moments_of_their_distributions()
    {
        const int Count = 200_000;
        var stream = new RandomStream(7);
        float[] normal = Normal(stream, Count), uniform = Uniform(stream, Count), exponential = new float[Count], bernoulli = new float[Count];
        stream.FillExponential<float>(exponential, rate: 4);
        stream.FillBernoulli<float>(bernoulli, probability: 0.3);

        static (double Mean, double Variance) Moments(float[] x) => (x.Average(), x.Select(v => (double)v * v).Average() - Math.Pow(x.Average(), 2));
        static void Near((double Mean, double Variance) expected, (double Mean, double Variance) actual)
        {
            Assert.Equal(expected.Mean, actual.Mean, 0.01);
            Assert.Equal(expected.Variance, actual.Variance, 0.02);
        }
        Near((0, 1), Moments(normal));
        Near((0.5, 1 / 12.0), Moments(uniform));
        Near((0.25, 1 / 16.0), Moments(exponential));
        Near((0.3, 0.21), Moments(bernoulli));
    }

    [Fact]
    public void Draws_of_several_threads_are_undivided_and_none_is_lost()
    {
        const int Threads = 8, Draws = 50, Length = 16;
        var stream = new RandomStream(3);
        float[][][] drawn = new float[Threads][][];
        Parallel.For(0, Threads, t =>
        {
            drawn[t] = new float[Draws][];
            for (int i = 0; i < Draws; i++) drawn[t][i] = Uniform(stream, Length);
        });
        float[] alone = Uniform(new RandomStream(3), Threads * Draws * Length);
        var expected = alone.Chunk(Length).Select(chunk => string.Join(' ', chunk)).Order();
        Assert.Equal(expected, drawn.SelectMany(draws => draws).Select(chunk => string.Join(' ', chunk)).Order());
    }

    [Fact]
    public void A_refused_draw_takes_nothing_from_the_stream()
    {
        var stream = new RandomStream(11);
        var room = new float[4];
        var indices = new long[4];
        Assert.Throws<ArgumentException>(() => stream.FillUniform<float>(room, 3, -2));
        Assert.Throws<ArgumentException>(() => stream.FillNormal<float>(room, 0, -1));
        Assert.Throws<ArgumentException>(() => stream.FillExponential<float>(room, -1));
        Assert.Throws<ArgumentException>(() => stream.FillIntegers<long>(indices, 5, 5));
        Assert.Throws<ArgumentException>(() => stream.FillBernoulli<float>(room, 1.5));
        Assert.Throws<ArgumentException>(() => stream.FillBernoulli<float, float>(room, [0.1f, 0.2f, float.NaN, 0]));
        Assert.Throws<ArgumentException>(() => stream.FillMultinomial<float>(indices, [1, 2, 3]));
        Assert.Throws<ArgumentException>(() => stream.FillMultinomial<float>(indices, [1, -2, 3], replacement: true));
        Assert.Throws<ArgumentException>(() => stream.FillMultinomial<float>(indices, [0, 0, 0], replacement: true));
        Assert.Equal(new float[4], room);
        Assert.Equal(Uniform(new RandomStream(11), 4), Uniform(stream, 4));
    }

    [Fact]
    public void A_stream_that_nobody_seeded_starts_with_PyTorchs_seed() => Assert.Equal(67280421310721ul, new torch.Generator().initial_seed());

    [Fact]
    public void A_generator_is_seeded_by_signed_and_unsigned_numbers_and_by_chance()
    {
        var generator = new torch.Generator();
        Assert.Same(generator, generator.manual_seed(-1));
        Assert.Equal(ulong.MaxValue, generator.initial_seed());
        Assert.Equal(generator.seed(), generator.initial_seed());
        Assert.NotEqual(generator.seed(), generator.seed());
    }

    private static float[] Uniform(RandomStream stream, int count)
    {
        var drawn = new float[count];
        stream.FillUniform<float>(drawn);
        return drawn;
    }

    private static float[] Normal(RandomStream stream, int count)
    {
        var drawn = new float[count];
        stream.FillNormal<float>(drawn);
        return drawn;
    }
}
