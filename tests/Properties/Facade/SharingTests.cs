using Autograd.CSharp;
using Xunit;
using static Autograd.CSharp.torch;

namespace Autograd.Properties;

/// <summary>Tensors that share memory without sharing history: <c>detach</c> and <c>data</c>. The values are PyTorch 1.13.1's.</summary>
public class SharingTests
{
    [Fact]
    public void A_detached_view_follows_its_base_and_stays_without_history()
    {
        Tensor x = tensor([1.0, 2, 3], requires_grad: true);
        Tensor detached = x[0..2].detach(), view = x[0..2];
        using (no_grad()) x.add_(1);
        Assert.Equal("tensor([2., 3.])", detached.ToString());
        Assert.False(detached.requires_grad);
        Assert.True(detached.is_leaf);
        Assert.Equal("tensor([2., 3.], grad_fn=<AsStridedBackward0>)", view.ToString());
    }

    [Fact]
    public void Writing_through_data_is_seen_and_not_counted()
    {
        Tensor x = tensor([1.0, 2], requires_grad: true);
        x.data.mul_(10);
        Assert.Equal("tensor([10., 20.], requires_grad=True)", x.ToString());
        Assert.Equal(0, x._version);
    }

    [Fact]
    public void Writing_to_a_detached_tensor_is_seen_and_counted()
    {
        Tensor x = tensor([1.0, 2], requires_grad: true), detached = x.detach();
        detached.mul_(10);
        Assert.Equal("tensor([10., 20.], requires_grad=True)", x.ToString());
        Assert.Equal((1, 1), (x._version, detached._version));
        using (no_grad()) x.add_(1);
        Assert.Equal("tensor([11., 21.])", detached.ToString());
        Assert.Equal((2, 2), (x._version, detached._version));
    }

    [Fact]
    public void Setting_data_shares_the_memory_of_what_is_set()
    {
        Tensor x = tensor([1.0, 2], requires_grad: true), other = tensor([3.0, 4]);
        x.data = other;
        other.add_(1);
        Assert.Equal("tensor([4., 5.], requires_grad=True)", x.ToString());
        using (no_grad()) x.mul_(2);
        Assert.Equal("tensor([ 8., 10.])", other.ToString());
        (x * x).sum().backward();
        Assert.Equal("tensor([16., 20.])", x.grad!.ToString());
    }

    [Fact]
    public void Setting_data_lets_go_of_the_memory_that_was_shared()
    {
        Tensor x = tensor([1.0, 2], requires_grad: true), before = x.detach();
        x.data = tensor([7.0, 8, 9]);
        using (no_grad()) x.add_(1);
        Assert.Equal("tensor([1., 2.])", before.ToString());
        Assert.Equal("tensor([ 8.,  9., 10.], requires_grad=True)", x.ToString());
    }

    [Fact]
    public void Asking_for_the_address_changes_nothing()
    {
        Tensor written = zeros(2), set = zeros(2), part = ones(3);
        written.add_(1);
        written.data_ptr();
        Assert.Equal("tensor([1., 1.])", written.ToString());
        set.add_(5);
        set.data = part[..2];
        set.data_ptr();
        Assert.Equal("tensor([1., 1.])", set.ToString());
        set.detach().add_(1);
        Assert.Equal("tensor([2., 2.])", set.ToString());
    }

    [Fact]
    public void A_leaf_that_was_told_not_to_require_grad_gets_none()
    {
        Tensor x = tensor([1.0, 2], requires_grad: true);
        Tensor y = (x * x).sum();
        x.requires_grad_(false);
        y.backward();
        Assert.Null(x.grad);
    }

    [Fact]
    public void A_hook_that_changes_the_element_type_is_refused_and_no_grad_changes()
    {
        Tensor x = tensor([1.0, 2], requires_grad: true);
        x.register_hook(gradient => gradient.to(float64));
        var error = Assert.Throws<ArgumentException>(() => (x * 2).sum().backward());
        Assert.Equal("hook '<lambda>' has changed the type of value (was torch.FloatTensor got torch.DoubleTensor)", error.Message);
        Assert.Null(x.grad);
    }

    [Fact]
    public void A_write_that_fails_changes_neither_value_nor_version_nor_history()
    {
        Tensor x = tensor([1.0, 2], requires_grad: true), y = x * 2;
        Assert.Throws<ArgumentException>(() => y.add_(ones(3)));
        Assert.Throws<ArgumentException>(() => y.mul_(ones(3, 2)));
        Assert.Throws<ArgumentException>(() => y.copy_(ones(3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => y[7] = ones(1));
        Assert.Throws<ArgumentException>(() => y[0..2] = ones(5));
        Assert.Equal("tensor([2., 4.], grad_fn=<MulBackward0>)", y.ToString());
        Assert.Equal(0, y._version);
        y.sum().backward();
        Assert.Equal("tensor([2., 2.])", x.grad!.ToString());
    }
}
