using Autograd.Graph;
using BenchmarkDotNet.Attributes;

namespace Autograd.Benchmarks.Micro;

/// <summary>Rows of a table of 10,000 by index, and back into it; and one element of each row.</summary>
[MemoryDiagnoser]
public class Indexing
{
    private const int TableRows = 10_000, Columns = 64;

    private Kernel _gather = null!, _scatterAdd = null!, _pick = null!;

    [Params(1_000, 50_000)]
    public int Count { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        NDArray indices = Data.Indices(TableRows, Count);
        _gather = new(p => p[0].Take(p[1]), Data.Floats(TableRows, Columns), indices);
        _scatterAdd = new(p => Expr.Literal(0f, shape: new(TableRows, Columns)).Put(p[0], p[1], kind: ScatterKind.Add), indices, Data.Floats(Count, Columns));
        _pick = new(p => p[0].TakeAlong(p[1], 1), Data.Floats(Count, Columns), Data.Indices(Columns, Count, 1));
    }

    [Benchmark]
    public void Gather() => _gather.Run();

    [Benchmark]
    public void ScatterAdd() => _scatterAdd.Run();

    [Benchmark]
    public void Pick() => _pick.Run();
}
