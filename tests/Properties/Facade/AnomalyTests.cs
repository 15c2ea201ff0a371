using Autograd.CSharp;
using Xunit;
using static Autograd.CSharp.torch;

namespace Autograd.Properties.Facade;

/// <summary>Anomaly mode: the node that fails is named, with the line that made it.</summary>
[Collection(Alone.Name)]
public class AnomalyTests
{
    private const string Nan = "Function 'SqrtBackward0' returned nan values in its 0th output.";

    [Fact]
    public void The_node_that_gives_NaN_is_named_with_where_it_was_made()
    {
        List<string> warnings = Alone.WarningsOf(() =>
        {
            using (autograd.detect_anomaly())
            {
                Tensor x = tensor([-1.0], requires_grad: true), y = x.sqrt();
                Assert.Equal(Nan, Assert.Throws<InvalidOperationException>(() => y.backward()).Message);
                Assert.Null(x.grad);
                Assert.Contains(nameof(AnomalyTests), (string)y.grad_fn!.metadata["traceback_"]!);
            }
        });
        Assert.Equal("Anomaly Detection has been enabled. This mode will increase the runtime and should only be enabled for debugging.", warnings[0]);
        Assert.StartsWith("Error detected in SqrtBackward0. Traceback of forward call that caused the error:\n", warnings[1]);
        Assert.Contains(nameof(The_node_that_gives_NaN_is_named_with_where_it_was_made), warnings[1]);
        Assert.DoesNotContain("Autograd.CSharp.Recording", warnings[1]);
        Assert.Equal(2, warnings.Count);
    }

    [Fact]
    public void A_node_from_before_the_mode_is_named_alone()
    {
        Tensor y = tensor([-1.0], requires_grad: true).sqrt();
        Assert.Empty(y.grad_fn!.metadata);
        List<string> warnings = Alone.WarningsOf(() =>
        {
            using (autograd.set_detect_anomaly(true)) Assert.Equal(Nan, Assert.Throws<InvalidOperationException>(() => y.backward()).Message);
        });
        Assert.Equal(["Error detected in SqrtBackward0. No forward pass information available. Enable detect anomaly during forward pass for more information."], warnings);
    }

    [Fact]
    public void A_node_made_by_a_backward_pass_is_traced_to_the_one_that_made_it()
    {
        List<string> warnings = Alone.WarningsOf(() =>
        {
            using (autograd.set_detect_anomaly(true))
            {
                Tensor x = tensor([0.0], requires_grad: true), gradient = autograd.grad(x.pow(1.5), x, create_graph: true)[0];
                Assert.Throws<InvalidOperationException>(() => (gradient * 0).backward());
            }
        });
        Assert.Equal(2, warnings.Count);
        Assert.StartsWith("\n\nPrevious calculation was induced by PowBackward0. Traceback of forward call that induced the previous calculation:\n", warnings[1]);
        Assert.Contains(nameof(A_node_made_by_a_backward_pass_is_traced_to_the_one_that_made_it), warnings[1]);
    }

    [Fact]
    public void Without_looking_for_NaN_only_what_raises_is_named()
    {
        List<string> warnings = Alone.WarningsOf(() =>
        {
            using (autograd.set_detect_anomaly(true, check_nan: false))
            {
                Assert.True(is_anomaly_enabled());
                Assert.False(is_anomaly_check_nan_enabled());
                tensor([-1.0], requires_grad: true).sqrt().backward();
                Tensor y = ones(1, requires_grad: true) * 2;
                y.register_hook(_ => throw new DivideByZeroException());
                Assert.Throws<DivideByZeroException>(() => y.backward());
            }
        });
        Assert.StartsWith("Error detected in MulBackward0.", Assert.Single(warnings));
        Assert.False(AnomalyMode.IsEnabled);
    }
}
