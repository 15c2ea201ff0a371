using Autograd.CSharp;
using Xunit;
using static Autograd.CSharp.torch;

namespace Autograd.Properties.Facade;

/// <summary>Functions that a backward pass calls, in the order of PyTorch 1.13.1.</summary>
public class HooksTests
{
    private readonly Tensor _x = ones(2, requires_grad: true);
    private readonly List<string> _seen = [];

    private void See(string what, IEnumerable<Tensor?> gradients) => _seen.Add($"{what} {string.Join(" ", gradients.Select(g => g?.ToString() ?? "None"))}");

    [Fact]
    public void Hooks_of_a_node_run_before_and_after_it_in_order()
    {
        Tensor y = ones(2, requires_grad: true) * 3, z = _x * y;
        z.grad_fn!.register_hook((inputs, outputs) => { See("after", inputs.Concat(outputs)); return null; });
        z.grad_fn.register_hook((inputs, _) => [inputs[0]! * 10, inputs[1]]);
        z.grad_fn.register_prehook(outputs => { See("before", outputs); return null; });
        z.register_hook(gradient => See("tensor", [gradient]));
        z.sum().backward();
        Assert.Equal(["before tensor([1., 1.])", "tensor tensor([1., 1.])", "after tensor([3., 3.]) tensor([1., 1.]) tensor([1., 1.])"], _seen);
        Assert.Equal([30f, 30f], _x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void An_operand_that_is_used_twice_has_a_gradient_at_each_place()
    {
        Tensor x = tensor([2.0, 3.0], requires_grad: true), y = x * x;
        y.grad_fn!.register_hook((inputs, _) => { See("after", inputs); return null; });
        y.sum().backward();
        Assert.Equal(["after tensor([2., 3.]) tensor([2., 3.])"], _seen);
        Assert.Equal([4f, 6f], x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void What_a_hook_of_a_node_returns_must_fit()
    {
        void Refuses(string message, NodeHook hook)
        {
            Tensor z = _x * 2;
            z.grad_fn!.register_hook(hook);
            Assert.Equal(message, Assert.Throws<ArgumentException>(() => z.sum().backward()).Message);
            Assert.Null(_x.grad);
        }

        Refuses("hook '<lambda>' has changed the size of value", (_, _) => [ones(3), null]);
        Refuses("hook '<lambda>' has returned an incorrect number of values (got 1, but expected 2)", (_, _) => [ones(2)]);
        Refuses("can't replace a None gradient with a non-None value", (_, _) => [ones(2), ones(2)]);
        Refuses("hook '<lambda>' has changed the type of value (was torch.FloatTensor got torch.DoubleTensor)", (_, _) => [ones(2, dtype: float64), null]);
        Tensor z = _x * 2;
        z.grad_fn!.register_hook((_, _) => [null, null]);
        z.sum().backward();
        Assert.Null(_x.grad);
    }

    [Fact]
    public void Hooks_of_a_leaf_run_when_its_grad_is_there()
    {
        Node leaf = (_x * 2).grad_fn!.next_functions[0].node!;
        leaf.register_hook((inputs, outputs) => { See($"accumulated {inputs.Count}", [.. outputs, _x.grad]); return null; });
        _x.register_hook(gradient => See("leaf", [gradient, _x.grad]));
        RemovableHandle handle = _x.register_post_accumulate_grad_hook(parameter => { See("post", [parameter.grad]); parameter.grad = null; });
        (_x * 5).sum().backward();
        Assert.Equal(["leaf tensor([5., 5.]) None", "accumulated 0 tensor([5., 5.]) tensor([5., 5.])", "post tensor([5., 5.])"], _seen);
        Assert.Null(_x.grad);
        _seen.Clear();
        handle.remove();
        handle.remove();
        autograd.grad((_x * 5).sum(), _x);
        Assert.Empty(_seen);
    }

    [Fact]
    public void Hooks_after_accumulation_are_for_leaves()
    {
        Assert.Equal("post accumulate grad hooks cannot be registered on non-leaf tensors", Assert.Throws<InvalidOperationException>(() => (_x * 2).register_post_accumulate_grad_hook(_ => { })).Message);
        Assert.Throws<InvalidOperationException>(() => ones(2).register_post_accumulate_grad_hook(_ => { }));
    }

    [Fact]
    public void A_hook_of_several_tensors_runs_once_a_pass()
    {
        Tensor y = ones(2, requires_grad: true), unused = ones(2, requires_grad: true), a = _x * 2, b = y * 3;
        RemovableHandle all = autograd.graph.register_multi_grad_hook([a, b, unused], gradients => See("all", gradients));
        RemovableHandle any = autograd.graph.register_multi_grad_hook([a, b], gradients => See("any", gradients), "any");
        Tensor sum = (a * 5 + b * 7).sum();
        sum.backward(retain_graph: true);
        Assert.Equal(["any None tensor([7., 7.])", "all tensor([5., 5.]) tensor([7., 7.]) None"], _seen);
        _seen.Clear();
        autograd.grad(sum, _x, retain_graph: true);
        Assert.Equal(["any tensor([5., 5.]) None", "all tensor([5., 5.]) None None"], _seen.Order(StringComparer.Ordinal).Reverse());
        _seen.Clear();
        all.remove();
        any.remove();
        sum.backward();
        Assert.Empty(_seen);
        Assert.Throws<ArgumentException>(() => autograd.graph.register_multi_grad_hook([a], _ => { }, "some"));
    }

    [Fact]
    public void A_kept_gradient_is_that_of_the_value_written_last()
    {
        Tensor x = tensor([1.0, 2.0], requires_grad: true), y = x * 3;
        y.retain_grad();
        y.mul_(2);
        y.sum().backward();
        Assert.Equal("tensor([1., 1.])", y.grad!.ToString());
    }

    [Fact]
    public void A_hook_may_walk_another_graph()
    {
        Tensor w = ones(2, requires_grad: true), y = _x * 2;
        y.register_hook(gradient =>
        {
            using (enable_grad()) (w * w).sum().backward();
        });
        y.sum().backward();
        Assert.Equal([2f, 2f], w.grad!.data<float>().ToArray());
        Assert.Equal([2f, 2f], _x.grad!.data<float>().ToArray());
    }
}
