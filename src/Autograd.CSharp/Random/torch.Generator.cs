namespace Autograd.CSharp;

public static partial class torch
{
    /// <summary>A stream of random numbers, with PyTorch's values for the same seed. Safe to draw from on several threads.</summary>
    public sealed class Generator
    {
        /// <summary>A stream of its own, started with PyTorch's default seed.</summary>
        public Generator() : this(new RandomStream())
        {
        }

        internal Generator(RandomStream stream) => Stream = stream;

        internal RandomStream Stream { get; }

        /// <summary>Starts anew with <paramref name="seed"/>, of which the low 32 bits make the difference. Returns itself.</summary>
        public Generator manual_seed(long seed) => manual_seed(unchecked((ulong)seed));

        /// <inheritdoc cref="manual_seed(long)"/>
        public Generator manual_seed(ulong seed)
        {
            Stream.Seed(seed);
            return this;
        }

        /// <summary>Starts anew with a seed that cannot be foreseen, and returns it.</summary>
        public ulong seed() => Stream.SeedAtRandom();

        /// <summary>The seed that the stream was started with last.</summary>
        public ulong initial_seed() => Stream.InitialSeed;
    }
}
