namespace Autograd.Graph;

/// <summary>What a machine can do at most; what a step costs at least follows from it.</summary>
/// <param name="BytesPerSecond">bytes read and written by a large copy</param>
/// <param name="OperationsPerSecond">floating-point operations, a fused multiplication and addition being two</param>
public sealed record MachinePeaks(double BytesPerSecond, double OperationsPerSecond)
{
    /// <summary>One core of a server of the early 2020s with 512-bit vectors: 30 GB/s, 200 GFLOP/s. For another machine give its own figures.</summary>
    public static MachinePeaks Default { get; } = new(30e9, 200e9);
}
