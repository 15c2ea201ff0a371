using Autograd.CSharp;
using static Autograd.CSharp.torch;

namespace Autograd.Docs;

// Of the facade's page: modes, kept values, anomaly mode, the profiler.
public sealed partial class Examples
{
    [Fact]
    public async Task A_mode_follows_an_asynchronous_call()
    {
        #region flows
        async Task<bool> Evaluated()
        {
            using (no_grad())
            {
                await Task.Yield();             // perhaps another thread
                return is_grad_enabled();       // false
            }
        }

        Task<bool> evaluated = Evaluated();
        bool here = is_grad_enabled();          // true: the mode stays with the call
        Func<Tensor, Tensor> twice = no_grad((Tensor t) => t * 2);
        #endregion
        Assert.True(here);
        Assert.False(await evaluated);
        Assert.False(twice(ones(1, requires_grad: true)).requires_grad);
    }

    [Fact]
    public void Hooks_keep_values()
    {
        #region packed
        var x = tensor([2.0, 3.0], requires_grad: true);
        Tensor y;
        using (autograd.graph.saved_tensors_hooks(t => t.to(float64), t => t.to(float32))) y = x * x;   // packs twice
        y.sum().backward();                                                                             // unpacks twice
        print(x.grad);                                                                                  // tensor([4., 6.])
        #endregion
        Assert.Equal("tensor([4., 6.])", x.grad!.ToString());
    }

    [Fact]
    public void A_checkpoint_computes_again()
    {
        #region recomputed
        var x = tensor([0.5, 1.0], requires_grad: true);
        var y = utils.checkpoint(t => (t * t).exp(), x, use_reentrant: false);
        y.sum().backward();
        print(x.grad);          // tensor([1.2840, 5.4366])
        #endregion
        Assert.Equal("tensor([1.2840, 5.4366])", x.grad!.ToString());
    }

    [Fact]
    public void A_table_says_where_time_goes()
    {
        #region measured
        autograd.profiler.Profile profile;
        using (profile = autograd.profiler.profile())
        {
            var x = rand(1000, requires_grad: true);
            using (autograd.profiler.record_function("loss")) (x * x).sum().backward();
        }

        print(profile.key_averages().table(sort_by: "self_cpu_time_total", row_limit: 10));
        #endregion
        Assert.Contains(profile.key_averages(), row => row.key == "MulBackward0");
    }
}

/// <summary>What warns stands alone.</summary>
[Collection(Properties.Facade.Alone.Name)]
public class AnomalyExample
{
    [Fact]
    public void Anomaly_mode_names_the_node()
    {
        Assert.Equal(2, Properties.Facade.Alone.WarningsOf(Run).Count);

        static void Run()
        {
            #region nanfound
            using (autograd.detect_anomaly())
            {
                var x = tensor([-1.0], requires_grad: true);
                try
                {
                    x.sqrt().backward();
                }
                catch (InvalidOperationException error)
                {
                    print(error.Message);       // Function 'SqrtBackward0' returned nan values in its 0th output.
                }
            }
            #endregion
        }
    }
}
