using Autograd.CSharp;
using FsCheck.Xunit;
using Xunit;
using static Autograd.CSharp.torch;

namespace Autograd.Properties.Facade;

/// <summary>What nodes keep: which tensors, under which names, and until when.</summary>
public class SavedValuesTests
{
    private readonly Tensor _x = tensor([0.5, 1.5], requires_grad: true), _y = tensor([2.0, 3.0], requires_grad: true), _c = tensor([1.0, 2.0]);

    [Fact]
    public void A_node_keeps_only_what_the_gradients_that_are_asked_for_need()
    {
        Assert.Same(_x, (_x * _y).grad_fn!._saved_self);
        Assert.Same(_y, (_x * _y).grad_fn!._saved_other);
        Assert.Null((_x * _c).grad_fn!._saved_self);
        Assert.Equal("tensor([1., 2.])", (_x * _c).grad_fn!._saved_other!.ToString());
        Assert.Null((_x / 2).grad_fn!._saved_self);
        Assert.Equal(2, (_x * 2).grad_fn!._saved_other!.item<float>());
        Assert.Null(_x.view(1, 2).mm(_c.view(2, 1)).grad_fn!._saved_self);
        Assert.Equal("tensor([1.6487, 4.4817], grad_fn=<ExpBackward0>)", _x.exp().grad_fn!._saved_result!.ToString());
        Assert.Equal("tensor([False,  True])", where(_x > 1, _x, _c).grad_fn!._saved_condition!.ToString());
        Assert.Equal("2", _x.pow(2).grad_fn!._saved_exponent!.ToString());
        Assert.Equal(new long[] { 0 }, _x.sum([0L]).grad_fn!._saved_dim);
    }

    [Fact]
    public void What_a_node_does_not_keep_is_no_attribute()
    {
        Assert.Equal("'AddBackward0' object has no attribute '_saved_self'", Assert.Throws<InvalidOperationException>(() => (_x + 1).grad_fn!._saved_self).Message);
    }

    [Fact]
    public void Tensors_go_with_the_graph_and_numbers_stay()
    {
        Tensor y = _x.pow(2);
        Node node = y.grad_fn!;
        y.sum().backward();
        Assert.Equal(Node.SecondTime, Assert.Throws<InvalidOperationException>(() => node._saved_self).Message);
        Assert.Equal("2", node._saved_exponent!.ToString());
    }

    [Fact]
    public void A_kept_operand_that_was_written_to_since_is_the_old_one_with_its_history()
    {
        Tensor a = _x * 1, b = a.sin();
        a.mul_(10);
        Tensor kept = b.grad_fn!._saved_self!;
        Assert.Equal("tensor([0.5000, 1.5000], grad_fn=<MulBackward0>)", kept.ToString());
        Assert.Equal([1f, 1f], autograd.grad(kept.sum(), _x)[0].data<float>().ToArray());
    }

    [Property(MaxTest = 60)]
    public void Hooks_that_give_back_what_they_got_change_no_gradient(int seed)
    {
        manual_seed(seed);
        Tensor x = (rand(3, 3, dtype: float64) + 0.5).requires_grad_(), z = (rand(3, 3, dtype: float64) + 0.5).requires_grad_();
        Tensor Loss()
        {
            Tensor a = x * z + x.exp() / z, b = a.mm(z).relu() + a.softmax(1).log() + x.pow(z) + (x - 0.7).abs() * 3;
            return where(b > 1, b.sqrt(), b.tanh()).norm() + b.max(0).values.sum() + a.prod();
        }

        Tensor[] plain = autograd.grad([Loss()], [x, z]);
        int packed = 0, unpacked = 0;
        Tensor loss;
        using (autograd.graph.saved_tensors_hooks(t => { packed++; return t.detach().clone(); }, t => { unpacked++; return t; })) loss = Loss();
        Tensor[] hooked = autograd.grad([loss], [x, z]);
        for (int i = 0; i < 2; i++) Assert.True(allclose(plain[i], hooked[i], 1e-12, 1e-12), $"{plain[i]} {hooked[i]}");
        Assert.Equal(packed, unpacked);
        Assert.True(packed > 15);
    }

    [Fact]
    public void Values_are_given_to_hooks_as_often_as_they_are_kept()
    {
        int Packs(Func<Tensor> program)
        {
            int count = 0;
            using (autograd.graph.saved_tensors_hooks(t => { count++; return t; }, t => t)) program();
            return count;
        }

        Assert.Equal(2, Packs(() => _x * _x));
        Assert.Equal(1, Packs(() => _x.exp()));
        Assert.Equal(1, Packs(() => _x * 2));
        Assert.Equal(0, Packs(() => _x + 1));
        Assert.Equal(1, Packs(() => _x.pow(2)));
        Assert.Equal(3, Packs(() => _x.pow(_x)));
        Assert.Equal(1, Packs(() => where(_c > 1, _x, _y)));
    }

    [Fact]
    public void What_hooks_change_is_what_the_gradient_is_made_of()
    {
        Tensor y;
        using (autograd.graph.saved_tensors_hooks(t => t * 10, t => t)) y = _x * _x;
        y.sum().backward();
        Assert.Equal([10f, 30f], _x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Gradients_of_gradients_know_the_history_of_what_hooks_gave_back()
    {
        Tensor y;
        using (autograd.graph.saved_tensors_hooks(t => t.detach(), t => t)) y = _x.exp() * _x;
        Tensor first = autograd.grad(y.sum(), _x, create_graph: true)[0];
        Tensor second = autograd.grad(first.sum(), _x)[0];
        Tensor expected = _x.detach().exp() * (_x.detach() + 2);
        Assert.True(allclose(expected, second));
    }

    [Fact]
    public void The_innermost_hooks_count_and_run_without_recording()
    {
        var seen = new List<string>();
        IDisposable Hooks(string name) => autograd.graph.saved_tensors_hooks(t => { seen.Add(name + is_grad_enabled()); return t; }, t => t);
        using (Hooks("outer"))
        {
            using (Hooks("inner")) _x.exp();
            _x.exp();
        }

        _x.exp();
        Assert.Equal(["innerFalse", "outerFalse"], seen);
    }

    [Fact]
    public void What_hooks_must_not_do_is_refused()
    {
        using (autograd.graph.saved_tensors_hooks(t => t.mul_(2), t => t))
            Assert.StartsWith("A saved tensor pack hook is modifying its input in place.", Assert.Throws<InvalidOperationException>(() => (_x * 1).exp()).Message);
        Tensor y;
        using (autograd.graph.saved_tensors_hooks(t => t, t => ones(3))) y = _x.sin();
        Assert.Equal("unpack hook: 'self' was saved with shape [2] and type Float, and came back with shape [3] and type Float", Assert.Throws<ArgumentException>(() => y.sum().backward()).Message);
        using (autograd.graph.disable_saved_tensors_hooks("no way"))
            Assert.Equal("no way", Assert.Throws<InvalidOperationException>(() => autograd.graph.saved_tensors_hooks(t => t, t => t)).Message);
    }

    [Fact]
    public void Hooks_take_a_value_back_for_who_reads_it_until_it_is_freed()
    {
        int unpacked = 0;
        Tensor y;
        using (autograd.graph.saved_tensors_hooks(t => t.detach(), t => { unpacked++; return t; })) y = _x.exp();
        Assert.Equal("tensor([1.6487, 4.4817], grad_fn=<ExpBackward0>)", y.grad_fn!._saved_result!.ToString());
        Assert.Equal(1, unpacked);
        y.sum().backward();
        Assert.Equal(2, unpacked);
        Assert.Throws<InvalidOperationException>(() => y.grad_fn!._saved_result);
        Assert.Throws<InvalidOperationException>(() => y.sum().backward());
        using (autograd.graph.save_on_cpu()) y = _x * _x;
        _x.grad = null;
        y.sum().backward();
        Assert.Equal([1f, 3f], _x.grad!.data<float>().ToArray());
    }
}
