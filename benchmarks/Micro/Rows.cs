using Autograd.Graph;
using BenchmarkDotNet.Attributes;

namespace Autograd.Benchmarks.Micro;

/// <summary>Runs over 512 rows of a matrix of float32.</summary>
[MemoryDiagnoser]
public class Rows
{
    private const int Count = 512;

    private Kernel _sums = null!, _columnSums = null!, _softmax = null!, _layerNorm = null!;

    [Params(10, 1_000)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        NDArray x = Data.Floats(Count, Length);
        _sums = new(p => p[0].Sum(1), x);
        _columnSums = new(p => p[0].Sum(0), x);
        _softmax = new(p => p[0].Softmax(), x);
        _layerNorm = new(p => p[0].LayerNorm(), x);
    }

    [Benchmark]
    public void Sums() => _sums.Run();

    [Benchmark]
    public void ColumnSums() => _columnSums.Run();

    [Benchmark]
    public void Softmax() => _softmax.Run();

    [Benchmark]
    public void LayerNorm() => _layerNorm.Run();
}
