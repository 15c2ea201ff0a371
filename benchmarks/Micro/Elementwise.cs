using Autograd.Graph;
using BenchmarkDotNet.Attributes;

namespace Autograd.Benchmarks.Micro;

/// <summary>Runs of single elementwise operations on float32.</summary>
[MemoryDiagnoser]
public class Elementwise
{
    private Kernel _add = null!, _multiply = null!, _exp = null!, _tanh = null!, _erf = null!, _select = null!;

    [Params(1, 16, 1_024, 100_000)]
    public int Count { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        NDArray a = Data.Floats(Count), b = Data.Floats(Count);
        _add = new(p => p[0] + p[1], a, b);
        _multiply = new(p => p[0] * p[1], a, b);
        _exp = new(p => Expr.Exp(p[0]), a);
        _tanh = new(p => Expr.Tanh(p[0]), a);
        _erf = new(p => Expr.Erf(p[0]), a);
        _select = new(p => Expr.Where(p[0], p[1], p[2]), Data.Truths(Count), a, b);
    }

    [Benchmark]
    public void Add() => _add.Run();

    [Benchmark]
    public void Multiply() => _multiply.Run();

    [Benchmark]
    public void Exp() => _exp.Run();

    [Benchmark]
    public void Tanh() => _tanh.Run();

    [Benchmark]
    public void Erf() => _erf.Run();

    [Benchmark]
    public void Select() => _select.Run();
}
