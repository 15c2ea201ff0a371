using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd.CSharp;

/// <summary>
/// PyTorch's random numbers on the CPU: the same values in the same order after the same seed.
/// Every draw fills its span in row-major order. Draws from several threads take turns, each undivided.
/// </summary>
internal sealed class RandomStream
{
    /// <summary>PyTorch's seed while nobody has set one.</summary>
    public const ulong DefaultSeed = 67280421310721;

    // A float32 has 24 significant bits, a float64 has 53: a uniform number is so many random bits after the point.
    private const float Step24 = 1f / (1 << 24);
    private const double Step53 = 1.0 / (1L << 53);

    private readonly Lock _turn = new();
    private readonly MersenneTwister _twister;
    private ulong _initialSeed;
    private double? _spareNormal;   // Box-Muller makes two: the second waits here for the next small draw

    public RandomStream(ulong seed = DefaultSeed)
    {
        _twister = new MersenneTwister((uint)seed);
        _initialSeed = seed;
    }

    /// <summary>The stream of every draw that names no other.</summary>
    public static RandomStream Default { get; } = new();

    /// <summary>The seed that the stream was started with last.</summary>
    public ulong InitialSeed
    {
        get { lock (_turn) return _initialSeed; }
    }

    /// <summary>A stream that will give what this one would now.</summary>
    public RandomStream Copy()
    {
        var copy = new RandomStream();
        lock (_turn)
        {
            copy._twister.Continue(_twister);
            (copy._initialSeed, copy._spareNormal) = (_initialSeed, _spareNormal);
        }

        return copy;
    }

    /// <summary>Goes on where another is.</summary>
    public void Continue(RandomStream other)
    {
        RandomStream from = other.Copy();
        lock (_turn)
        {
            _twister.Continue(from._twister);
            (_initialSeed, _spareNormal) = (from._initialSeed, from._spareNormal);
        }
    }

    /// <summary>Starts anew: only the low 32 bits of <paramref name="seed"/> make a difference.</summary>
    public void Seed(ulong seed)
    {
        lock (_turn)
        {
            _twister.Seed((uint)seed);
            _initialSeed = seed;
            _spareNormal = null;
        }
    }

    /// <summary>Starts anew with a seed of the operating system's, and returns it.</summary>
    public ulong SeedAtRandom()
    {
        ulong seed = BitConverter.ToUInt64(System.Security.Cryptography.RandomNumberGenerator.GetBytes(sizeof(ulong)));
        Seed(seed);
        return seed;
    }

    /// <summary><c>rand</c>, <c>uniform_</c>: uniform in [from, to), in steps of 2^-24 (float32) or 2^-53 (float64) of the range.</summary>
    /// <exception cref="ArgumentException">from is greater than to</exception>
    public void FillUniform<T>(Span<T> destination, double from = 0, double to = 1) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!(from <= to))
            throw new ArgumentException($"uniform_ expects to return a [from, to) range, but found from={PythonFloat.Brief(from)} > to={PythonFloat.Brief(to)}");
        T low = T.CreateTruncating(from), range = T.CreateTruncating(to) - low;
        lock (_turn)
            foreach (ref T value in destination) value = T.FusedMultiplyAdd(Uniform<T>(), range, low);
    }

    /// <summary><c>randn</c>, <c>normal_</c>. Fewer than 16 numbers are drawn one by one in float64, more in blocks of 16 in their own type.</summary>
    /// <exception cref="ArgumentException"><paramref name="std"/> is negative</exception>
    public void FillNormal<T>(Span<T> destination, double mean = 0, double std = 1) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!(std >= 0)) throw new ArgumentException($"normal expects std >= 0.0, but found std {PythonFloat.Brief(std)}");
        lock (_turn)
        {
            if (destination.Length < BoxMuller.Block)
                foreach (ref T value in destination) value = T.CreateTruncating(Math.FusedMultiplyAdd(Normal(), std, mean));
            else
                FillNormalBlocks(destination, T.CreateTruncating(mean), T.CreateTruncating(std));
        }
    }

    /// <summary><c>randint</c>, <c>random_</c>: integers in [low, high), by remainder of 32 random bits, or of 64 where the range needs them.</summary>
    /// <exception cref="ArgumentException">the range is empty</exception>
    public void FillIntegers<T>(Span<T> destination, long low, long high) where T : unmanaged, INumberBase<T>
    {
        if (low >= high) throw new ArgumentException($"random_ expects 'from' to be less than 'to', but got from={low} >= to={high}");
        ulong range = unchecked((ulong)high - (ulong)low);
        bool wide = range > uint.MaxValue;
        lock (_turn)
            foreach (ref T value in destination)
                value = T.CreateTruncating(unchecked((long)((wide ? _twister.NextUInt64() : _twister.NextUInt32()) % range) + low));
    }

    /// <summary><c>randperm</c>: the numbers from 0 up, shuffled (R. A. Fisher, F. Yates).</summary>
    public void FillPermutation<T>(Span<T> destination) where T : unmanaged, INumberBase<T>
    {
        for (int i = 0; i < destination.Length; i++) destination[i] = T.CreateTruncating(i);
        // The bias of a remainder of 32 bits would show in longer ones.
        bool wide = (uint)destination.Length >= uint.MaxValue / 20;
        lock (_turn)
            for (int i = 0; i < destination.Length - 1; i++)
            {
                uint left = (uint)(destination.Length - i);
                int other = i + (int)(wide ? _twister.NextUInt64() % left : _twister.NextUInt32() % left);
                (destination[i], destination[other]) = (destination[other], destination[i]);
            }
    }

    /// <summary><c>bernoulli_(p)</c>, the mask of <c>dropout</c>: 1 with the same probability everywhere, otherwise 0.</summary>
    /// <exception cref="ArgumentException">the probability is not in [0, 1]</exception>
    public void FillBernoulli<T>(Span<T> destination, double probability) where T : unmanaged, INumberBase<T>
    {
        if (probability is not (>= 0 and <= 1))
            throw new ArgumentException($"bernoulli_ expects p to be in [0, 1], but got p={PythonFloat.Brief(probability)}");
        lock (_turn)
            foreach (ref T value in destination) value = Uniform<double>() < probability ? T.One : T.Zero;
    }

    /// <summary><c>bernoulli(p)</c>: 1 with the probability that stands at the same place, otherwise 0.</summary>
    /// <exception cref="ArgumentException">a probability is not in [0, 1], or the lengths differ</exception>
    public void FillBernoulli<T, P>(Span<T> destination, ReadOnlySpan<P> probabilities)
        where T : unmanaged, INumberBase<T>
        where P : unmanaged, IFloatingPointIeee754<P>
    {
        if (destination.Length != probabilities.Length)
            throw new ArgumentException($"bernoulli: {probabilities.Length} probabilities for {destination.Length} elements");
        foreach (P p in probabilities)
            if (!(p >= P.Zero && p <= P.One)) throw new ArgumentException("Expected p_in >= 0 && p_in <= 1 to be true, but got false.  (Could this error message be improved?  If so, please report an enhancement request to PyTorch.)");
        lock (_turn)
            for (int i = 0; i < destination.Length; i++)
                destination[i] = Uniform<P>() < probabilities[i] ? T.One : T.Zero;
    }

    /// <summary><c>exponential_</c>: density rate * exp(-rate x), by inversion.</summary>
    /// <exception cref="ArgumentException">the rate is negative</exception>
    public void FillExponential<T>(Span<T> destination, double rate = 1) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!(rate >= 0)) throw new ArgumentException($"exponential_ expects lambda >= 0.0, but found lambda={PythonFloat.Brief(rate)}");
        lock (_turn) FillExponentialUnlocked(destination, rate);
    }

    /// <summary><c>multinomial</c> of one distribution: indices with probabilities proportional to <paramref name="weights"/>.</summary>
    /// <param name="destination">receives the indices; all different, if without replacement</param>
    /// <param name="weights">not negative, not all zero</param>
    /// <param name="replacement">whether an index may come again</param>
    /// <exception cref="ArgumentException">the weights are no distribution, or there are too few</exception>
    public void FillMultinomial<T>(Span<long> destination, ReadOnlySpan<T> weights, bool replacement = false) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (destination.IsEmpty) throw new ArgumentException("cannot sample n_sample <= 0 samples");
        if (!replacement && destination.Length > weights.Length)
            throw new ArgumentException("cannot sample n_sample > prob_dist.size(-1) samples without replacement");
        T sum = T.Zero;
        foreach (T weight in weights)
        {
            if (!(weight >= T.Zero && T.IsFinite(weight))) throw NoProbability(weight, replacement);
            sum += weight;
        }
        if (sum == T.Zero) throw new ArgumentException("invalid multinomial distribution (sum of probabilities <= 0)");
        lock (_turn)
        {
            if (replacement) SampleByInversion(destination, weights, sum);
            else SampleByRace(destination, weights);
        }
    }

    private static ArgumentException NoProbability<T>(T weight, bool replacement) where T : INumber<T> => new(
        !replacement ? "probability tensor contains either `inf`, `nan` or element < 0"
        : weight < T.Zero ? "invalid multinomial distribution (encountering probability entry < 0)"
        : "invalid multinomial distribution (encountering probability entry = infinity or NaN)");

    /// <summary>Each index runs for an exponential time, its weight its speed: the first to arrive are the sample.</summary>
    private void SampleByRace<T>(Span<long> destination, ReadOnlySpan<T> weights) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var speeds = new T[weights.Length];
        var order = new long[weights.Length];
        FillExponentialUnlocked<T>(speeds, rate: 1);
        for (int i = 0; i < speeds.Length; i++)
        {
            speeds[i] = -(weights[i] / speeds[i]);   // negative: sorted ascending, the largest quotient comes first
            order[i] = i;
        }
        Array.Sort(speeds, order);
        order.AsSpan(0, destination.Length).CopyTo(destination);
    }

    private void SampleByInversion<T>(Span<long> destination, ReadOnlySpan<T> weights, T sum) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var cumulative = new T[weights.Length];
        T running = T.Zero;
        for (int i = 0; i < weights.Length; i++)
        {
            running += weights[i];
            cumulative[i] = running / sum;
        }
        cumulative[^1] = T.One;
        foreach (ref long index in destination)
        {
            double u = Uniform<double>();
            int left = 0, right = cumulative.Length;
            while (left < right)
            {
                int middle = left + (right - left) / 2;
                if (double.CreateTruncating(cumulative[middle]) < u) left = middle + 1;
                else right = middle;
            }
            index = left;
        }
    }

    private void FillExponentialUnlocked<T>(Span<T> destination, double rate) where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (ref T value in destination) value = T.CreateTruncating(-1 / rate * Math.Log(1 - Uniform<double>()));
    }

    private void FillNormalBlocks<T>(Span<T> destination, T mean, T std) where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (ref T value in destination) value = Uniform<T>();
        int whole = destination.Length - destination.Length % BoxMuller.Block;
        for (int i = 0; i < whole; i += BoxMuller.Block) Transform(destination.Slice(i, BoxMuller.Block), mean, std);
        if (whole == destination.Length) return;

        // The last block is drawn anew, over numbers that are finished already: so does PyTorch.
        Span<T> last = destination[^BoxMuller.Block..];
        foreach (ref T value in last) value = Uniform<T>();
        Transform(last, mean, std);
    }

    private static void Transform<T>(Span<T> block, T mean, T std) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
            BoxMuller.Transform(MemoryMarshal.Cast<T, float>(block), Unsafe.BitCast<T, float>(mean), Unsafe.BitCast<T, float>(std));
        else
            BoxMuller.Transform(MemoryMarshal.Cast<T, double>(block), Unsafe.BitCast<T, double>(mean), Unsafe.BitCast<T, double>(std));
    }

    private T Uniform<T>() where T : unmanaged, IFloatingPointIeee754<T> =>
        typeof(T) == typeof(float)
            ? T.CreateTruncating((_twister.NextUInt32() & 0xffffff) * Step24)
            : T.CreateTruncating((_twister.NextUInt64() & ((1ul << 53) - 1)) * Step53);

    private double Normal()
    {
        if (_spareNormal is { } spare)
        {
            _spareNormal = null;
            return spare;
        }
        double u1 = Uniform<double>(), u2 = Uniform<double>();
        double radius = Math.Sqrt(-2 * Math.Log(1 - u2));   // 1 - u2 is exact: no need of log1p
        (double sin, double cos) = Math.SinCos(2 * Math.PI * u1);
        _spareNormal = radius * sin;
        return radius * cos;
    }
}
