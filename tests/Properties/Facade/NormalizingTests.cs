using Autograd.Graph;
using FsCheck.Xunit;
using Xunit;
using static Autograd.CSharp.torch;
using F = Autograd.CSharp.torch.nn.functional;

namespace Autograd.Properties;

public class NormalizingTests
{
    [Property(MaxTest = 50)]
    public void Layer_norm_has_mean_0_and_variance_1_before_weight_and_bias(int seed)
    {
        manual_seed(seed);
        Tensor x = randn(5, 3, 8, dtype: float64), weight = randn(3, 8, dtype: float64), bias = randn(3, 8, dtype: float64);
        Tensor plain = F.layer_norm(x, [3, 8], eps: 0);
        AssertNear(zeros(5, dtype: float64), plain.mean([1, 2]));
        AssertNear(ones(5, dtype: float64), plain.pow(2).mean([1, 2]));
        AssertNear(plain * weight + bias, F.layer_norm(x, [3, 8], weight, bias, eps: 0));
    }

    [Property(MaxTest = 50)]
    public void The_gradient_of_layer_norm_is_orthogonal_to_shifts_and_scalings_of_a_row(int seed)
    {
        manual_seed(seed);
        Tensor x = randn(4, 6, dtype: float64).requires_grad_(), cotangent = randn(4, 6, dtype: float64);
        F.layer_norm(x, [6], eps: 0).backward(cotangent);
        AssertNear(zeros(4, dtype: float64), x.grad!.sum([1]));
        AssertNear(zeros(4, dtype: float64), (x.grad! * x.detach()).sum([1]));
    }

    [Fact]
    public void Layer_norm_says_what_does_not_fit()
    {
        Tensor x = ones(2, 3);
        AssertRefuses("Given normalized_shape=[2], expected input with shape [*, 2], but got input of size[2, 3]", () => F.layer_norm(x, [2]));
        AssertRefuses("Given normalized_shape=[1], expected input with shape [*, 1], but got input of size[]", () => F.layer_norm(ones([]), [1]));
        AssertRefuses("Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one element, but got normalized_shape = []", () => F.layer_norm(x, []));
        AssertRefuses("Expected weight to be of same shape as normalized_shape, but got weight of shape [2] and normalized_shape = [3]", () => F.layer_norm(x, [3], ones(2)));
        AssertRefuses("Expected bias to be of same shape as normalized_shape, but got bias of shape [2] and normalized_shape = [3]", () => F.layer_norm(x, [3], ones(3), ones(2)));
        AssertRefuses("\"LayerNormKernelImpl\" not implemented for 'Long'", () => F.layer_norm(ones([2, 3], dtype: int64), [3]));
    }

    private static void AssertRefuses(string message, Func<Tensor> call) => Assert.Equal(message, Assert.Throws<ArgumentException>(call).Message);

    private static void AssertNear(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        ReadOnlySpan<double> e = expected.Evaluate().AsSpan<double>(), a = actual.Evaluate().AsSpan<double>();
        for (int i = 0; i < e.Length; i++) Assert.Equal(e[i], a[i], 1e-9 * (1 + Math.Abs(e[i])));
    }
}
