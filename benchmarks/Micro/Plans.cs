using Autograd.Graph;
using BenchmarkDotNet.Attributes;

namespace Autograd.Benchmarks.Micro;

/// <summary>Value and gradient of a chain on 16 floats: what leads to a plan, and runs of it; time and bytes are those of one operation of the chain.</summary>
[MemoryDiagnoser]
public class Plans
{
    private readonly NDArray _x = Data.Floats(16);
    private readonly NDArray[] _arguments;
    private readonly OutputBuffer[] _into = [new float[1], new float[16]];
    private readonly Computation _computation;
    private readonly CompiledComputation _compiled;

    public Plans()
    {
        Expr x = Expr.Parameter("x", DType.Float32, _x.Shape);
        _arguments = [_x];
        _computation = Computation.Of([x], Chain.ValueAndGradient(x));
        _compiled = _computation.Compile();
    }

    /// <summary>The whole way to a plan: nothing is looked up.</summary>
    [Benchmark(OperationsPerInvoke = Chain.Length)]
    public CompiledComputation Make() => _computation.Compile();

    /// <summary>The graph alone, to be taken from <see cref="Find"/>.</summary>
    [Benchmark(OperationsPerInvoke = Chain.Length)]
    public Expr[] Build() => Chain.ValueAndGradient(Expr.Variable(_x));

    /// <summary>A graph built anew, whose plan is found by its structure and run.</summary>
    [Benchmark(OperationsPerInvoke = Chain.Length)]
    public NDArray[] Find() => Evaluation.Evaluate(Chain.ValueAndGradient(Expr.Variable(_x)));

    /// <summary>A compiled run into arrays that are kept.</summary>
    [Benchmark(OperationsPerInvoke = Chain.Length)]
    public void Run() => _compiled.Run(_arguments, _into);
}
