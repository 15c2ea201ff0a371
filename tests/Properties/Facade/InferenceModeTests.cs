using Xunit;
using static Autograd.CSharp.torch;

namespace Autograd.Properties.Facade;

/// <summary>Inference mode, as PyTorch 1.13.1 has it.</summary>
public class InferenceModeTests
{
    private const string Saved = "Inference tensors cannot be saved for backward. To work around you can make a clone to get a normal tensor and use it in autograd.";

    [Fact]
    public void Results_are_inference_tensors_and_views_are_what_their_base_is()
    {
        Tensor x = ones(2, requires_grad: true), n = ones(2);
        using (inference_mode())
        {
            Assert.True(is_inference_mode_enabled());
            Assert.False(is_grad_enabled());
            Assert.True(ones(2).is_inference());
            Assert.True((x * 2).is_inference());
            Assert.False(n.view(2).is_inference());
            Assert.False(n.detach().is_inference());
            Assert.True(n.clone().is_inference());
            using (enable_grad()) Assert.True((x * 2) is { requires_grad: false } r && r.is_inference());
            using (inference_mode(false)) Assert.True((x * 2) is { requires_grad: true } r && !r.is_inference());
        }

        Assert.False(is_inference_mode_enabled());
        Assert.True(is_grad_enabled());
        Assert.True((x * 2).requires_grad);
    }

    [Fact]
    public void An_inference_tensor_is_read_outside_but_not_saved_written_or_tracked()
    {
        Tensor x = ones(2, requires_grad: true), i;
        using (inference_mode())
        {
            i = ones(2);
            i.add_(1);
        }

        Assert.False((i * 2).is_inference());
        Assert.False(i.clone().is_inference());
        Assert.True(i.detach().is_inference());
        Assert.Equal("tensor([3., 3.], grad_fn=<AddBackward0>)", (x + i).ToString());
        foreach (Func<Tensor> save in new Func<Tensor>[] { () => x * i, () => i * x, () => x / i, () => maximum(x, i), () => (x * 1).mul_(i) })
            Assert.Equal(Saved, Assert.Throws<InvalidOperationException>(save).Message);
        Assert.StartsWith("Inplace update to inference tensor outside InferenceMode is not allowed.You can make a clone", Assert.Throws<InvalidOperationException>(() => i.add_(1)).Message);
        Assert.Equal("Setting requires_grad=True on inference tensor outside InferenceMode is not allowed.", Assert.Throws<InvalidOperationException>(() => i.requires_grad_()).Message);
        Assert.Equal("Inference tensors do not track version counter.", Assert.Throws<InvalidOperationException>(() => i._version).Message);
    }
}
