namespace Autograd.CSharp;

/// <summary>How layers draw their first parameters: K. He et al., "Delving deep into rectifiers", 2015, with PyTorch's slope.</summary>
internal static class Initialization
{
    /// <summary>Weights of <c>Linear</c> and <c>Conv</c>: <c>kaiming_uniform_(a=sqrt(5))</c>, uniform in ±1/sqrt(fan_in) but for rounding.</summary>
    public static void FillWeight(RandomStream stream, Span<float> weight, int fanIn)
    {
        double std = Math.Sqrt(2.0 / (1 + Math.Pow(Math.Sqrt(5), 2))) / Math.Sqrt(fanIn);
        double bound = Math.Sqrt(3.0) * std;
        stream.FillUniform(weight, -bound, bound);
    }

    /// <summary>Their biases: uniform in ±1/sqrt(fan_in).</summary>
    public static void FillBias(RandomStream stream, Span<float> bias, int fanIn)
    {
        double bound = fanIn > 0 ? 1 / Math.Sqrt(fanIn) : 0;
        stream.FillUniform(bias, -bound, bound);
    }
}
