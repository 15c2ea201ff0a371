using Autograd.CSharp;
using Autograd.Graph;
using static Autograd.CSharp.torch;
using F = Autograd.CSharp.torch.nn.functional;

namespace Autograd.Benchmarks.SideBySide;

/// <summary>
/// What is measured. peer.py has the facade's programs under the same names, line for line; beside each stands the same over the core, whose
/// <c>p</c> are parameters for the leaves, the data and the cotangent.
/// </summary>
internal static class Rows
{
    public static Row[] All { get; } =
    [
        new("tutorial", 12, 20, Tutorial),
        new("chain_small", 15, 25, ChainSmall),
        new("deep", 8, 12, Deep),
        new("mlp_small", 3, 4, () => Mlp(32, 64, 64, 10)),
        new("per_sample", 20, 40, () => PerSample(256, 64, 64, 10)),
        new("elementwise_forward", 8, 10, ElementwiseForward, Bytes: 2 * 4 * 10e6),
        new("elementwise_backward", 9, 12, () => ElementwiseBackward(10_000_000), Bytes: 2 * 4 * 10e6, Memory: new(4 * 10_000_000 + (1 << 20), CountsArguments: false)),
        new("elementwise_backward_100k", 2.5, 3, () => ElementwiseBackward(100_000)),
        new("softmax_ce", 2.5, 3, SoftmaxCrossEntropy),
        new("layernorm_gelu", 2.5, 3, LayerNormGelu),
        new("attention", 1.1, 1.5, Attention),
        new("embedding", 3, 4, Embedding),
        new("hessian50", 15, 25, Hessian),
        new("matmul_256", 0.8, 1.0, () => MatMul(256), Flops: 2.0 * 256 * 256 * 256),
        new("matmul_1024", 0.85, 1.0, () => MatMul(1024), Flops: 2.0 * 1024 * 1024 * 1024),

        // Three products a layer, forward and of both cotangents; the batch has no cotangent.
        new("mlp_mnist", 1.0, 1.15, () => Mlp(128, 784, 512, 256, 10), Flops: 2.0 * 128 * (2 * 784 * 512 + 3 * (512 * 256 + 256 * 10)),
            Memory: new(3 * MlpBytes(128, 784, 512, 256, 10) / 2, CountsArguments: true)),
    ];

    private static Workload Tutorial()
    {
        Tensor x = ones(2, 2, requires_grad: true);
        return new([x], () =>
        {
            Tensor y = x + 2;
            Tensor z = y * y * 3;
            return z.mean();
        })
        {
            Core = p =>
            {
                Expr y = p[0] + 2;
                return (y * y * 3).Mean();
            },
        };
    }

    private static Workload ChainSmall()
    {
        Tensor x = ones(16, requires_grad: true);
        return new([x], () =>
        {
            Tensor y = x;
            for (int i = 0; i < 100; i++) y = y * 1.01 + 0.001;
            return y.sum();
        })
        {
            Core = p =>
            {
                Expr y = p[0];
                for (int i = 0; i < 100; i++) y = y * 1.01 + 0.001;
                return y.Sum();
            },
        };
    }

    private static Workload Deep()
    {
        Tensor x = ones([], requires_grad: true);
        return new([x], () =>
        {
            Tensor y = x;
            for (int i = 0; i < 100_000; i++) y = y * 1.0000001;
            return y;
        })
        {
            Core = p =>
            {
                Expr y = p[0];
                for (int i = 0; i < 100_000; i++) y *= 1.0000001;
                return y;
            },
        };
    }

    private static Tensor Elementwise(Tensor x) => tanh(x * 1.5 + 0.3) * sigmoid(x) + exp(-(x * x));

    private static Expr Elementwise(Expr x) => Expr.Tanh(x * 1.5 + 0.3) * Expr.Sigmoid(x) + Expr.Exp(-(x * x));

    private static Workload ElementwiseForward()
    {
        Tensor x = rand(10_000_000) * 2 - 1;
        return new([], () => Elementwise(x)) { Data = [x], Core = p => Elementwise(p[0]) };
    }

    private static Workload ElementwiseBackward(long n)
    {
        Tensor x = (rand(n) * 2 - 1).requires_grad_();
        return new([x], () => Elementwise(x).sum()) { Core = p => Elementwise(p[0]).Sum() };
    }

    private static Workload Mlp(long batch, params long[] dims)
    {
        int layers = dims.Length - 1;
        Tensor[] ws = [.. Enumerable.Range(0, layers).Select(i => (randn(dims[i], dims[i + 1]) / Math.Sqrt(dims[i])).requires_grad_())];
        Tensor[] bs = [.. Enumerable.Range(0, layers).Select(i => zeros(dims[i + 1], requires_grad: true))];
        Tensor x = randn(batch, dims[0]), t = randint(0, dims[^1], [batch]);
        return new([.. ws, .. bs], () =>
        {
            Tensor h = x;
            for (int i = 0; i < layers; i++)
            {
                h = matmul(h, ws[i]) + bs[i];
                if (i + 1 < layers) h = relu(h);
            }

            return F.cross_entropy(h, t);
        })
        {
            Data = [x, t],
            LearningRate = 1e-4,
            Core = p =>
            {
                Expr h = p[^2];
                for (int i = 0; i < layers; i++)
                {
                    h = h.MatMul(p[i]) + p[layers + i];
                    if (i + 1 < layers) h = h.Relu();
                }

                return h.CrossEntropy(p[^1]);
            },
        };
    }

    /// <summary>The gradients of each example of a batch by all parameters of a network: the peer's program makes a backward pass for each.</summary>
    private static Workload PerSample(long batch, params long[] dims)
    {
        int layers = dims.Length - 1;
        Tensor[] ws = [.. Enumerable.Range(0, layers).Select(i => randn(dims[i], dims[i + 1]) / Math.Sqrt(dims[i]))];
        Tensor[] bs = [.. Enumerable.Range(0, layers).Select(i => zeros(dims[i + 1]))];
        return Workload.OfCore([.. ws, .. bs, randn(batch, dims[0]), randint(0, dims[^1], [batch])], p =>
        {
            Expr[] parameters = p[..^2];
            Func<(Expr X, Expr Target), Expr[]> gradients = example =>
            {
                Expr h = example.X;
                for (int i = 0; i < layers; i++)
                {
                    h = h.MatMul(parameters[i]) + parameters[layers + i];
                    if (i + 1 < layers) h = h.Relu();
                }

                GradientMap g = Gradient.Of(h.CrossEntropy(example.Target), parameters);
                return Array.ConvertAll(parameters, parameter => g[parameter]);
            };
            return Transform.VMap(gradients, Structure.Tuple(Structure.Leaf, Structure.Leaf), Structure.Leaves)((p[^2], p[^1]));
        });
    }

    /// <summary>Bytes of parameters, gradients, activations (one array a layer) and batch of <see cref="Mlp"/>.</summary>
    private static long MlpBytes(long batch, params long[] dims)
    {
        long parameters = 0, activations = 0;
        for (int i = 1; i < dims.Length; i++)
        {
            parameters += (dims[i - 1] + 1) * dims[i];
            activations += batch * dims[i];
        }

        return sizeof(float) * (2 * parameters + activations + batch * dims[0]) + sizeof(long) * batch;
    }

    private static Workload MatMul(long n)
    {
        Tensor a = randn(n, n), b = randn(n, n);
        return new([], () => matmul(a, b)) { Data = [a, b], Core = p => p[0].MatMul(p[1]) };
    }

    private static Workload SoftmaxCrossEntropy()
    {
        Tensor x = randn(512, 1000, requires_grad: true);
        return new([x], () => F.cross_entropy(x, arange(512))) { Core = p => p[0].CrossEntropy(Creation.Arange(512)) };
    }

    private static Workload LayerNormGelu()
    {
        Tensor x = randn(256, 1024, requires_grad: true), w = ones(1024, requires_grad: true), b = zeros(1024, requires_grad: true);
        return new([x, w, b], () => F.gelu(F.layer_norm(x, [1024], w, b)).sum()) { Core = p => p[0].LayerNorm(1, p[1], p[2]).Gelu().Sum() };
    }

    private static Workload Attention()
    {
        Tensor q = randn(8, 128, 64, requires_grad: true), k = randn(8, 128, 64, requires_grad: true), v = randn(8, 128, 64, requires_grad: true);
        return new([q, k, v], () => matmul(softmax(matmul(q, k.transpose(-1, -2)) / 8.0, -1), v))
        {
            Cotangent = randn(8, 128, 64),
            Core = p => (p[0].MatMul(p[1].MatrixTranspose()) / 8.0).Softmax().MatMul(p[2]),
        };
    }

    private static Workload Embedding()
    {
        Tensor table = randn(10_000, 64, requires_grad: true), indices = randint(0, 10_000, [50_000]);
        return new([table], () => table[indices].pow(2).sum()) { Data = [indices], Core = p => p[0].Take(p[1]).Square().Sum() };
    }

    private static Tensor Rosenbrock(Tensor x) => (100 * (x[1..] - x[..^1].pow(2)).pow(2) + (1 - x[..^1]).pow(2)).sum();

    private static Expr Rosenbrock(Expr x)
    {
        Expr next = x.Slice(0, 1, x.Shape[0]), last = x.Slice(0, 0, x.Shape[0] - 1);
        return (100 * (next - last.Square()).Square() + (1 - last).Square()).Sum();
    }

    private static Workload Hessian()
    {
        Tensor x = randn([50], dtype: float64);
        return new([], () => autograd.functional.hessian(Rosenbrock, x)) { Data = [x], Core = p => Transform.Hessian(Rosenbrock)(p[0]) };
    }
}
