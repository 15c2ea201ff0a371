namespace Autograd.CSharp;

public static partial class torch
{
    /// <summary>The stream of every draw that names no generator. Until it is seeded it starts, like PyTorch's, with 67280421310721.</summary>
    public static Generator default_generator { get; } = new(RandomStream.Default);

    /// <summary>Starts the default stream anew: the same seed gives the same numbers, which are those of PyTorch on the CPU.</summary>
    public static Generator manual_seed(long seed) => default_generator.manual_seed(seed);

    /// <inheritdoc cref="manual_seed(long)"/>
    public static Generator manual_seed(ulong seed) => default_generator.manual_seed(seed);

    /// <summary>Starts the default stream anew with a seed that cannot be foreseen, and returns it.</summary>
    public static ulong seed() => default_generator.seed();

    /// <summary>The seed that the default stream was started with last.</summary>
    public static ulong initial_seed() => default_generator.initial_seed();
}
