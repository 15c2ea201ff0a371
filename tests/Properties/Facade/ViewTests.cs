using Autograd.CSharp;
using Xunit;
using static Autograd.CSharp.torch;

namespace Autograd.Properties;

/// <summary>Views share memory, and writing to them rewrites the history of their base. Texts and values are PyTorch 1.13.1's.</summary>
public class ViewTests
{
    private const string Ambiguous =
        " Given that this use case is ambiguous and error-prone, it is forbidden. You can clarify your code by moving both the view and the inplace either both inside the no_grad block " +
        "(if you don't want the inplace to be tracked) or both outside (if you want the inplace to be tracked).";

    private const string Multiple =
        " This view is the output of a function that returns multiple views. Such functions do not allow the output views to be modified inplace. You should replace the inplace operation by an out-of-place one.";

    private static Tensor Recorded(params double[] values) => tensor(values, float32, requires_grad: true) * 1;

    [Fact]
    public void Every_kind_of_view_writes_to_its_base()
    {
        Check([10, 11, 12, 13, 4, 5], x => x.view(3, 2)[..2].add_(10));
        Check([0, 1, 2, 3, 4, -5], x => x.view(2, 3).t()[2, 1].mul_(-1));
        Check([0, 7, 2, 3, 7, 5], x => x.view(2, 3)[.., 1].fill_(7));
        Check([7, 1, 2, 3, 7, 5], x => x.view(2, 3).diagonal().fill_(7));
        Check([0, 1, 2, 7, 4, 5], x => x.view(2, 3).t().diagonal(1).fill_(7));
        Check([0, 2, 4, 6, 8, 10], x => x.view(2, 3).transpose(0, 1).unsqueeze(1).mul_(2));
        Check([0, 1, 7, 3, 7, 5], x => x.slice(0, 2, 6, 2).fill_(7));
        Check([0, 1, 2, 9, 9, 9], x => x.view(2, 3).unbind()[1].fill_(9));
        Check([0, 1, 2, 3, 9, 9], x => x.split(4)[1].fill_(9));
        Check([3, 4, 5, 0, 1, 2], x => x.view(2, 3).copy_(x.view(2, 3).flip(0)));
        Check([0, 1, 2, 3, 4, 9], x => x.detach()[^1].fill_(9));
        Check([0, 1, 2, 3, 4, 9], x => x.view(2, 3)[1].detach()[2].fill_(9));
        Check([5, 5, 5, 5, 5, 5], x => x[TensorIndex.Ellipsis] = tensor(5.0));
        Check([0, 1, 8, 3, 8, 5], x => x.view(2, 3)[tensor([0, 1]), tensor([2, 1])] = tensor(8.0));
        Check([0, 1, 2, 3, 0, 0], x => { var v = x.view(2, 3)[1]; v[v > 3] = tensor(0.0); });
        Check([0, 1, 8, 3, 4, 8], x => x.view(2, 3)[.., tensor([2])] = tensor(8.0));
        Check([0, 1, 2, 3, 4, 8], x => x.view(2, 3)[1, tensor([2])] = tensor(8.0));

        static void Check(float[] expected, Action<Tensor> write)
        {
            Tensor x = arange(6.0), before = x.view(3, 2), alias = x.detach();
            write(x);
            Assert.Equal(expected, x.data<float>().ToArray());
            Assert.Equal(expected, before.data<float>().ToArray());
            Assert.Equal(expected, alias.data<float>().ToArray());
        }
    }

    [Fact]
    public void A_recorded_write_to_a_view_of_a_view_rewrites_all_histories()
    {
        Tensor q = Recorded(1, 1, 4, 4), v = q.view(2, 2), u = v.t();
        u[0].mul_(5);
        Assert.Equal("tensor([ 5.,  1., 20.,  4.], grad_fn=<CopySlices>)", q.ToString());
        Assert.Equal("AsStridedBackward0", v.grad_fn!.name());
        Assert.Equal("tensor([[ 5., 20.],\n        [ 1.,  4.]], grad_fn=<AsStridedBackward0>)", u.ToString());
        Assert.Equal(["MulBackward0", null], q.grad_fn!.next_functions.Select(f => f.node?.name()));
        Assert.Equal((1, 1, 1), (q._version, v._version, u._version));
        Assert.Same(q, u._base);
        Assert.True(u._is_view());
        Assert.Null(q._base);
    }

    [Fact]
    public void Writing_what_requires_grad_makes_the_base_require_it()
    {
        Tensor w = zeros(3), s = tensor(2.0, requires_grad: true), v = w[..2];
        w[1] = s;
        Assert.Equal("tensor([0., 2., 0.], grad_fn=<CopySlices>)", w.ToString());
        Assert.Equal([null, "torch::autograd::AccumulateGrad"], w.grad_fn!.next_functions.Select(f => f.node?.name()));
        Assert.Equal("tensor([0., 2.], grad_fn=<AsStridedBackward0>)", v.ToString());
        (v * v).sum().backward();
        Assert.Equal("tensor(4.)", s.grad!.ToString());
    }

    [Fact]
    public void Indexing_by_tensors_records_IndexPut_and_of_views_CopySlices()
    {
        Tensor m = Recorded(1, 1, 1);
        m[tensor([0, 1])] = tensor(5.0);
        Assert.Equal("IndexPutBackward0", m.grad_fn!.name());
        Assert.Equal(["MulBackward0", null], m.grad_fn.next_functions.Select(f => f.node?.name()));
        Tensor part = m[..2];
        part[tensor([0])] = tensor(9.0);
        Assert.Equal(("CopySlices", "AsStridedBackward0"), (m.grad_fn.__name__, part.grad_fn!.__name__));
        m[TensorIndex.Ellipsis] = tensor(2.0);
        Assert.Equal("FillBackward3", m.grad_fn.name());
        m[..] = ones(3);
        Assert.Equal("CopySlices", m.grad_fn.__name__);
    }

    [Fact]
    public void Strides_are_those_of_PyTorch()
    {
        Assert.Equal([1, 3], ones(2, 3).t().stride());
        Assert.Equal([2, 1], ones(2, 3).t().contiguous().stride());
        Assert.Equal([3], ones(2, 3)[.., 1].stride());
        Assert.Equal(1, ones(2, 3)[.., 1].storage_offset());
        Assert.Equal([0, 1], ones(3).expand(2, 3).stride());
        Assert.Equal([5], ones(4, 4).diagonal(1).stride());
        Assert.Equal(1, ones(4, 4).diagonal(1).storage_offset());
        Assert.Equal([6, 3, 1], ones(2, 3).unsqueeze(0).stride());
        Assert.Equal([3, 3, 1], ones(2, 3).unsqueeze(1).stride());
        Assert.Equal([3, 3, 1], ones(2, 0, 3).stride());
        Assert.Equal([3, 1], ones(2, 1, 3).squeeze(1).stride());
        Assert.Equal([6, 2], ones(4, 3).slice(0, 0, 4, 2).slice(1, 0, 3, 2).stride());
        Assert.True(ones(2, 3)[0..0].is_contiguous());
        Assert.True(ones(2, 3)[1].is_contiguous());
        Assert.False(ones(2, 3).t().is_contiguous());
        Assert.False(ones(2, 3)[.., ..2].is_contiguous());
    }

    [Fact]
    public void What_no_view_can_show_is_copied_or_refused()
    {
        Tensor g = Recorded(1, 2, 3, 4).view(2, 2);
        foreach (Tensor copy in new[] { g.t().reshape(4), g.t().flatten() })
        {
            Assert.Equal(("UnsafeViewBackward0", "CloneBackward0"), (copy.grad_fn!.name(), copy.grad_fn.next_functions[0].node!.name()));
            Assert.False(copy._is_view());
        }

        Assert.Equal("view size is not compatible with input tensor's size and stride (at least one dimension spans across two contiguous subspaces). Use .reshape(...) instead.",
            Assert.Throws<ArgumentException>(() => g.t().view(4)).Message);
        Assert.Equal("tensor([1., 3., 2., 4.], grad_fn=<UnsafeViewBackward0>)", g.t().reshape(4).ToString());
    }

    [Fact]
    public void A_view_made_without_recording_is_not_written_while_recording()
    {
        Tensor x = tensor([1.0, 1, 1, 1], requires_grad: true), v;
        using (no_grad()) v = x[..2];
        Assert.True(v.requires_grad);
        Assert.True(v.is_leaf);
        Assert.Equal("A view was created in no_grad mode and is being modified inplace with grad mode enabled." + Ambiguous, Message(() => v.mul_(2)));
        using (no_grad()) x.mul_(2);
        Assert.Equal("A view was created in no_grad mode and its base or another view of its base has been modified inplace with grad mode enabled." + Ambiguous, Message(() => _ = v * 2));
        using (no_grad()) Assert.Equal([2f, 2f], (v * 1).data<float>().ToArray());
    }

    [Fact]
    public void One_of_several_views_is_not_written_while_recording()
    {
        Tensor y = Recorded(1, 2, 3, 4);
        Tensor[] halves = y.split(2);
        Assert.Equal("Output 0 of SplitBackward0 is a view and is being modified inplace." + Multiple, Message(() => halves[0].mul_(2)));
        y.mul_(3);
        Assert.Equal("Output 1 of SplitBackward0 is a view and its base or another view of its base has been modified inplace." + Multiple, Message(() => _ = halves[1] * 2));
        Tensor[] plain = ones(4).split(2);
        plain[0].mul_(2);
        Assert.Equal("A view was created in no_grad mode and is being modified inplace with grad mode enabled." + Multiple, Message(() => plain[0].copy_(ones(2, requires_grad: true))));
    }

    [Fact]
    public void Writes_that_have_no_place_are_refused()
    {
        Tensor x = ones(4), e = x.expand(3, 4);
        Assert.Equal("unsupported operation: more than one element of the written-to tensor refers to a single memory location. Please clone() the tensor before performing the operation.",
            Assert.Throws<ArgumentException>(() => e.add_(1)).Message);
        e[0] = tensor(5.0);
        Tensor recorded = Recorded(1, 2);
        recorded.expand(3, 2)[1].mul_(4);
        Assert.Equal("tensor([4., 8.], grad_fn=<CopySlices>)", recorded.ToString());
        Assert.Equal("tensor([5., 5., 5., 5.])", x.ToString());
        Assert.Equal("The expanded size of the tensor (2) must match the existing size (5) at non-singleton dimension 0.  Target sizes: [2].  Tensor sizes: [5]",
            Assert.Throws<ArgumentException>(() => x[..2] = ones(5)).Message);
        Assert.Equal("shape mismatch: value tensor of shape [5] cannot be broadcast to indexing result of shape [2]",
            Assert.Throws<ArgumentException>(() => x[tensor([0, 1])] = ones(5)).Message);
        Assert.StartsWith("Can't detach views in-place.", Message(() => x[..2].detach_()));
    }

    [Fact]
    public void Recording_into_a_detached_view_leaves_the_other_history_alone()
    {
        Tensor y = Recorded(1, 1, 4, 4), v = y[..2], detached = v.detach(), w = ones(2, requires_grad: true);
        Assert.False(detached._is_view());
        detached.copy_(w * 7);
        Assert.Equal("tensor([7., 7., 4., 4.], grad_fn=<MulBackward0>)", y.ToString());
        detached.sum().backward();
        Assert.Equal("tensor([7., 7.])", w.grad!.ToString());
    }

    [Fact]
    public void A_chain_of_ten_thousand_views_is_read_and_written()
    {
        Tensor x = zeros(4), v = x;
        for (int i = 0; i < 10_000; i++) v = i % 2 == 0 ? v.view(2, 2) : v.view(4);
        x.add_(1);
        v[1].fill_(3);
        Assert.Equal([1f, 3f, 1f, 1f], x.data<float>().ToArray());
        Assert.Equal([1f, 3f, 1f, 1f], v.data<float>().ToArray());
    }

    private static string Message(Action action) => Assert.Throws<InvalidOperationException>(action).Message;
}
