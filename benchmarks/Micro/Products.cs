using Autograd.Graph;
using BenchmarkDotNet.Attributes;

namespace Autograd.Benchmarks.Micro;

/// <summary>Products of matrices of float32, in the shapes that layers have forward and backward.</summary>
[MemoryDiagnoser]
public class Products
{
    private Kernel _product = null!;

    /// <summary>Batches of m by k times k by n, of which one may lie transposed. Named in less than 20 letters, more are cut from the tables.</summary>
    public readonly record struct Factors(int M, int K, int N, int Batch = 1, bool LeftTransposed = false, bool RightTransposed = false)
    {
        public override string ToString() =>
            $"{(Batch > 1 ? $"{Batch}: " : "")}{M}x{K}{(LeftTransposed ? "ᵀ" : "")} · {K}x{N}{(RightTransposed ? "ᵀ" : "")}";
    }

    public static IEnumerable<Factors> All =>
    [
        new(128, 784, 512),
        new(784, 128, 512, LeftTransposed: true),
        new(128, 512, 256, RightTransposed: true),
        new(128, 256, 10),
        new(256, 128, 10, LeftTransposed: true),
        new(32, 64, 64),
        new(32, 64, 10),
        new(128, 64, 128, Batch: 8, RightTransposed: true),
        new(128, 128, 64, Batch: 8),
        new(256, 256, 256),
        new(1, 784, 512),
    ];

    [ParamsSource(nameof(All))]
    public Factors Shapes { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        (int m, int k, int n, int batch, bool isLeftTransposed, bool isRightTransposed) = Shapes;
        _product = new(
            p => (isLeftTransposed ? p[0].MatrixTranspose() : p[0]).MatMul(isRightTransposed ? p[1].MatrixTranspose() : p[1]),
            isLeftTransposed ? Data.Floats(batch, k, m) : Data.Floats(batch, m, k),
            isRightTransposed ? Data.Floats(batch, n, k) : Data.Floats(batch, k, n));
    }

    [Benchmark]
    public void MatMul() => _product.Run();
}
