namespace Autograd.CSharp;

/// <summary>
/// MT19937: M. Matsumoto, T. Nishimura, "Mersenne Twister: a 623-dimensionally equidistributed uniform pseudo-random number generator",
/// ACM TOMACS 8 (1998); seeded as in their 2002 revision with one 32-bit number.
/// </summary>
internal sealed class MersenneTwister
{
    private const int N = 624, M = 397;

    private readonly uint[] _state = new uint[N];
    private int _next;

    public MersenneTwister(uint seed) => Seed(seed);

    /// <summary>Starts the sequence of <paramref name="seed"/>.</summary>
    public void Seed(uint seed)
    {
        _state[0] = seed;
        for (int i = 1; i < N; i++)
            _state[i] = 1812433253u * (_state[i - 1] ^ (_state[i - 1] >> 30)) + (uint)i;
        _next = N;
    }

    /// <summary>Goes on where another is.</summary>
    public void Continue(MersenneTwister other)
    {
        other._state.CopyTo(_state, 0);
        _next = other._next;
    }

    /// <summary>32 random bits.</summary>
    public uint NextUInt32()
    {
        if (_next == N) Advance();
        uint y = _state[_next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c5680u;
        y ^= (y << 15) & 0xefc60000u;
        return y ^ (y >> 18);
    }

    /// <summary>64 random bits: two draws, the first one high.</summary>
    public ulong NextUInt64()
    {
        ulong high = NextUInt32();
        return (high << 32) | NextUInt32();
    }

    private void Advance()
    {
        uint[] s = _state;
        for (int i = 0; i < N - M; i++) s[i] = s[i + M] ^ Twist(s[i], s[i + 1]);
        for (int i = N - M; i < N - 1; i++) s[i] = s[i + M - N] ^ Twist(s[i], s[i + 1]);
        s[N - 1] = s[M - 1] ^ Twist(s[N - 1], s[0]);
        _next = 0;
    }

    private static uint Twist(uint upper, uint lower)
    {
        uint y = (upper & 0x80000000u) | (lower & 0x7fffffffu);
        return (y >> 1) ^ (0x9908b0dfu & (0u - (lower & 1u)));
    }
}
