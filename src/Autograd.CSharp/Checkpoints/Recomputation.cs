namespace Autograd.CSharp;

/// <summary>The state of the random stream when a function first ran, under which it runs again.</summary>
internal sealed class Recomputation
{
    private readonly RandomStream? _random;

    /// <param name="preservesRandom">whether the same random numbers come again</param>
    public Recomputation(bool preservesRandom) => _random = preservesRandom ? RandomStream.Default.Copy() : null;

    /// <summary>Runs something with the random numbers that came the first time; afterwards the stream goes on as if nothing was drawn.</summary>
    public T Run<T>(Func<T> function)
    {
        if (_random is null) return function();
        RandomStream now = RandomStream.Default.Copy();
        RandomStream.Default.Continue(_random);
        try
        {
            return function();
        }
        finally
        {
            RandomStream.Default.Continue(now);
        }
    }
}
