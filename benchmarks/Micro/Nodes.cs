using Autograd.Graph;
using BenchmarkDotNet.Attributes;

namespace Autograd.Benchmarks.Micro;

/// <summary>Expressions, which nothing evaluates; time and bytes are those of one operation of a chain.</summary>
[MemoryDiagnoser]
public class Nodes
{
    private readonly Expr _x = Expr.Variable(Data.Floats(16));
    private Expr _y = Expr.Zero;

    [GlobalSetup]
    public void Setup() => _y = Chain.Of(_x).Sum();

    [Benchmark(OperationsPerInvoke = Chain.Length)]
    public Expr Build() => Chain.Of(_x);

    [Benchmark(OperationsPerInvoke = Chain.Length)]
    public Expr Differentiate() => Gradient.Of(_y, _x)[_x];
}
