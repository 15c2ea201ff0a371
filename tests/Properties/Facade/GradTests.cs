using Autograd.CSharp;
using FsCheck.Xunit;
using Xunit;
using static Autograd.CSharp.torch;

namespace Autograd.Properties.Facade;

/// <summary>What <c>autograd.grad</c> takes beside tensors: many cotangents at once, edges of the graph.</summary>
public class GradTests
{
    [Property(MaxTest = 50)]
    public void A_batch_of_cotangents_gives_the_gradient_of_each(int seed)
    {
        manual_seed(seed);
        Tensor x = rand(3, dtype: float64).requires_grad_(), w = rand(3, dtype: float64).requires_grad_(), y = (x * w).sin() * x, cotangents = randn(4, 3, dtype: float64);
        Tensor[] batched = autograd.grad([y], [x, w], [cotangents], retain_graph: true, is_grads_batched: true);
        for (int i = 0; i < 4; i++)
        {
            Tensor[] one = autograd.grad([y], [x, w], [cotangents[i]], retain_graph: true);
            for (int k = 0; k < 2; k++) Assert.True(allclose(one[k], batched[k][i]));
        }
    }

    [Fact]
    public void Batches_of_cotangents_free_the_graph_once_and_say_what_does_not_fit()
    {
        Tensor x = tensor([1.0, 2.0, 3.0], requires_grad: true), y = x.pow(2), unused = ones(1, requires_grad: true);
        Assert.Equal("tensor([[2., 0., 0.],\n        [0., 4., 0.],\n        [0., 0., 6.]])", autograd.grad(y, x, eye(3), retain_graph: true, is_grads_batched: true)[0].ToString());
        Assert.Null(autograd.grad(y, [x, unused], eye(3), retain_graph: true, is_grads_batched: true, allow_unused: true)[1]);
        Assert.StartsWith("If `is_grads_batched=True`, we interpret", Message(() => autograd.grad(y, x, ones(2, 2), retain_graph: true, is_grads_batched: true)));
        Assert.Equal("vmap: Expected all tensors to have the same size in the mapped dimension, got sizes [4, 2] for the mapped dimension",
            Message(() => autograd.grad([y.sum(), y], [x], [ones(4), ones(2, 3)], retain_graph: true, is_grads_batched: true)));
        Assert.StartsWith("vmap(vjp, in_dims=0, ...)(<inputs>): Got in_dim=0", Message(() => autograd.grad(y.sum(), x, retain_graph: true, is_grads_batched: true)));
        autograd.grad(y, x, eye(3), is_grads_batched: true);
        Assert.Throws<InvalidOperationException>(() => autograd.grad(y, x, ones(3)));
    }

    [Fact]
    public void An_edge_stands_for_its_tensor()
    {
        Tensor x = ones(2, requires_grad: true), y = x * 3, z = (y * y).sum();
        autograd.graph.GradientEdge leaf = autograd.graph.get_gradient_edge(x), middle = autograd.graph.get_gradient_edge(y);
        Assert.Equal((y.grad_fn, 0), (middle.node, middle.output_nr));
        Assert.IsType<AccumulateGrad>(leaf.node);
        Tensor[] gradients = autograd.grad([z], [leaf, middle]);
        Assert.Equal([18f, 18f], gradients[0].data<float>().ToArray());
        Assert.Equal([6f, 6f], gradients[1].data<float>().ToArray());
        Assert.Equal("It is not possible to get the gradient edge for a Tensor that does not require gradients", Assert.Throws<InvalidOperationException>(() => autograd.graph.get_gradient_edge(ones(2))).Message);
    }

    [Fact]
    public void Versions_can_be_counted_by_hand()
    {
        Tensor x = ones(2), view = x[0..1];
        autograd.graph.increment_version(x);
        autograd.graph.increment_version([x, view]);
        Assert.Equal((3, 3), (x._version, view._version));
    }

    private static string Message(Func<object> call) => Assert.Throws<ArgumentException>(call).Message;
}
