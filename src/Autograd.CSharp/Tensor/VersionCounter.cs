namespace Autograd.CSharp;

/// <summary>Counts in-place writes for tensors that count them together: a tensor and what <c>detach</c> made of it.</summary>
internal sealed class VersionCounter(int count)
{
    /// <summary>How many writes there were.</summary>
    public int Count { get; private set; } = count;

    /// <summary>There was one more.</summary>
    public void Increment() => Count++;
}
