using Autograd.CSharp;
using Xunit;
using static Autograd.CSharp.torch;
using F = Autograd.CSharp.torch.nn.functional;

namespace Autograd.Properties.Facade;

/// <summary>Checkpoints: both kinds give the gradients of the plain function, which runs twice.</summary>
[Collection(Alone.Name)]
public class CheckpointTests
{
    private readonly List<bool> _runs = [];

    private Tensor Squared(Tensor x)
    {
        _runs.Add(is_grad_enabled());
        return (x * x).exp();
    }

    [Theory]
    [InlineData(true, "CheckpointFunctionBackward", false)]
    [InlineData(false, "ExpBackward0", true)]
    public void A_checkpoint_runs_again_in_the_backward_pass(bool reentrant, string node, bool recordsFirst)
    {
        Tensor x = tensor([0.5, 1.0], requires_grad: true), y = utils.checkpoint(Squared, x, use_reentrant: reentrant);
        Assert.Equal($"tensor([1.2840, 2.7183], grad_fn=<{node}>)", y.ToString());
        Tensor loss = y.sum();
        loss.backward();
        Assert.Equal([recordsFirst, true], _runs);
        Assert.Equal("tensor([1.2840, 5.4366])", x.grad!.ToString());
        Assert.Equal(Node.SecondTime, Assert.Throws<InvalidOperationException>(() => y.sum().backward()).Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Random_numbers_come_again_and_the_stream_goes_on(bool reentrant)
    {
        static Tensor Dropped(Tensor x) => F.dropout(x, 0.5) * x;
        manual_seed(0);
        Tensor x = ones(8, requires_grad: true), y = utils.checkpoint(Dropped, x, use_reentrant: reentrant);
        rand(1);
        y.sum().backward();
        Assert.Equal([0f, 0, 2, 0, 0, 0, 2, 2], y.data<float>().ToArray());
        Assert.Equal([0f, 0, 4, 0, 0, 0, 4, 4], x.grad!.data<float>().ToArray());
        Assert.Equal("tensor([0.8000])", rand(1).ToString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Networks_in_segments_have_the_gradients_of_the_whole(bool reentrant)
    {
        manual_seed(1);
        Tensor[] weights = [.. Enumerable.Range(0, 6).Select(_ => (randn(5, 5, dtype: float64) / 2).requires_grad_())];
        Tensor x = randn(3, 5, dtype: float64).requires_grad_();
        Func<Tensor, Tensor>[] layers = [.. weights.Select(w => (Func<Tensor, Tensor>)(h => h.mm(w).relu() + h.tanh()))];
        Tensor[] Gradients(Func<Tensor> forward)
        {
            forward().sum().backward();
            Tensor[] gradients = [.. weights.Append(x).Select(t => t.grad!)];
            foreach (Tensor t in weights.Append(x)) t.grad = null;
            return gradients;
        }

        Tensor[] whole = Gradients(() => utils.checkpoint_sequential(layers, 1, x)), parts = Gradients(() => utils.checkpoint_sequential(layers, 3, x, reentrant));
        for (int i = 0; i < whole.Length; i++) Assert.True(allclose(whole[i], parts[i], 1e-12, 1e-12), $"gradient {i}");
    }

    [Fact]
    public void One_node_works_in_backward_without_inputs_only_and_changes_no_grad_when_it_fails()
    {
        Tensor x = tensor([0.5, 1.0], requires_grad: true), w = ones(2, requires_grad: true);
        Assert.StartsWith("Checkpointing is not compatible with .grad()", Assert.Throws<InvalidOperationException>(() => autograd.grad(utils.checkpoint(Squared, x).sum(), x)).Message);
        Assert.Throws<InvalidOperationException>(() => utils.checkpoint(Squared, x).sum().backward(inputs: [x]));
        Assert.Equal("tensor([1.2840, 5.4366])", autograd.grad(utils.checkpoint(Squared, x, use_reentrant: false).sum(), x)[0].ToString());
        Assert.Equal("none of output has requires_grad=True, this checkpoint() is not necessary", Assert.Throws<InvalidOperationException>(() => utils.checkpoint(t => t.detach() * 1, x).sum().backward()).Message);
        utils.checkpoint(t => t * w, x).sum().backward();
        Assert.Equal([0.5f, 1f], w.grad!.data<float>().ToArray());
        w.grad = null;
        Tensor refused = x * 1;
        refused.register_hook(_ => throw new InvalidOperationException("no"));
        Assert.Throws<InvalidOperationException>(() => utils.checkpoint(t => t * w, refused).sum().backward());
        Assert.Null(w.grad);
    }

    [Fact]
    public void Without_an_argument_that_requires_grad_one_node_warns()
    {
        Tensor? y = null;
        Assert.Equal(["None of the inputs have requires_grad=True. Gradients will be None"], Alone.WarningsOf(() => y = utils.checkpoint(Squared, ones(2))));
        Assert.False(y!.requires_grad);
        Assert.Empty(Alone.WarningsOf(() => utils.checkpoint(Squared, ones(2), use_reentrant: false)));
    }

    [Fact]
    public void Gradients_of_gradients_pass_through_a_checkpoint()
    {
        Tensor x = tensor([0.5, 1.0], requires_grad: true);
        Tensor Second(Func<Tensor> f) => autograd.grad(autograd.grad(f().sum(), x, create_graph: true)[0].sum(), x)[0];
        Assert.True(allclose(Second(() => Squared(x)), Second(() => utils.checkpoint(Squared, x, use_reentrant: false))));
    }

    [Fact]
    public void Several_arguments_and_results_keep_their_places()
    {
        Tensor a = tensor([1.0, 2.0], requires_grad: true), b = tensor([3.0, 4.0]), c = tensor([5.0, 6.0], requires_grad: true);
        foreach (bool reentrant in new[] { true, false })
        {
            IList<Tensor> results = utils.checkpoint(t => [t[0] * t[1], t[1] > 3, t[2] * t[2]], [a, b, c], use_reentrant: reentrant);
            Assert.Equal("tensor([False,  True])", results[1].ToString());
            (results[0] + 2 * results[2]).sum().backward();
            Assert.Equal([3f, 4f], a.grad!.data<float>().ToArray());
            Assert.Equal([20f, 24f], c.grad!.data<float>().ToArray());
            a.grad = c.grad = null;
        }
    }
}
