using Autograd.CSharp;
using FsCheck.Xunit;
using Xunit;
using static Autograd.CSharp.torch;

namespace Autograd.Properties.Facade;

/// <summary>Grad mode belongs to a flow of execution: it follows awaits and calls, and no other flow sees it.</summary>
public class ModesTests
{
    [Property(MaxTest = 100)]
    public void Nested_scopes_restore_what_they_found(int seed)
    {
        var sampler = new Sampler(seed);
        var scopes = new Stack<(IDisposable Scope, bool Before)>();
        bool expected = true;
        for (int i = 0; i < 30; i++)
        {
            if (scopes.Count > 0 && sampler.Int(0, 2) == 0)
            {
                (IDisposable scope, expected) = scopes.Pop();
                scope.Dispose();
                scope.Dispose();
            }
            else
            {
                bool enabled = sampler.Int(0, 1) == 0;
                scopes.Push((sampler.Int(0, 1) == 0 ? set_grad_enabled(enabled) : enabled ? enable_grad() : no_grad(), expected));
                expected = enabled;
            }

            Assert.Equal(expected, is_grad_enabled());
            Assert.Equal(expected, (ones(1, requires_grad: true) * 2).requires_grad);
        }

        while (scopes.TryPop(out var left)) left.Scope.Dispose();
        Assert.True(is_grad_enabled());
    }

    [Fact]
    public async Task A_mode_follows_awaits_and_stays_with_the_asynchronous_call()
    {
        static async Task<bool> Within()
        {
            using (no_grad())
            {
                await Task.Yield();
                bool first = is_grad_enabled();
                await Task.Run(() => Assert.False(is_grad_enabled()));
                await Task.Delay(1);
                return first || is_grad_enabled();
            }
        }

        Task<bool> call = Within();
        Assert.True(is_grad_enabled());
        Assert.True((ones(1, requires_grad: true) * 2).requires_grad);
        Assert.False(await call);
        Assert.True(is_grad_enabled());
    }

    [Fact]
    public async Task A_mode_that_is_set_and_never_put_back_ends_with_its_flow()
    {
        static async Task Leave()
        {
            set_grad_enabled(false);
            await Task.Yield();
            Assert.False(is_grad_enabled());
        }

        await Leave();
        Assert.True(is_grad_enabled());
        await Task.Run(() => set_grad_enabled(false));
        Assert.True(is_grad_enabled());
        for (int i = 0; i < 20; i++) await Task.Run(() => Assert.True(is_grad_enabled()));
    }

    [Fact]
    public async Task Concurrent_flows_each_have_their_mode()
    {
        async Task Flow(bool enabled)
        {
            Tensor x = ones(1, requires_grad: true);
            using (set_grad_enabled(enabled))
            {
                for (int i = 0; i < 100; i++)
                {
                    Assert.Equal(enabled, (x * 2).requires_grad);
                    await Task.Yield();
                }
            }

            Assert.True((x * 2).requires_grad);
        }

        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => Flow(i % 2 == 0))));
    }

    [Fact]
    public void A_thread_starts_in_the_mode_of_the_flow_that_starts_it()
    {
        bool within = true, outside = false;
        void Run(Action action)
        {
            var thread = new Thread(() => action());
            thread.Start();
            thread.Join();
        }

        using (no_grad()) Run(() => within = is_grad_enabled());
        Run(() => outside = is_grad_enabled());
        Assert.False(within);
        Assert.True(outside);
    }

    [Fact]
    public void Graphs_are_walked_on_several_threads_at_once()
    {
        Tensor shared = tensor([1.0, 2.0, 3.0], requires_grad: true);
        Parallel.For(0, 64, i =>
        {
            Tensor own = tensor([1.0 + i, 2.0, 3.0], requires_grad: true);
            Tensor hooked = own * shared;
            Tensor? seen = null;
            hooked.register_hook(gradient => seen = gradient);
            Tensor[] gradients = autograd.grad([(hooked * hooked).sum()], [own, shared]);
            double[] expected = [2 * (1 + i), 2 * 2 * 4, 2 * 3 * 9];
            Assert.Equal(expected, Array.ConvertAll(gradients[0].data<float>().ToArray(), v => (double)v));
            Assert.NotNull(seen);
        });
        Assert.Null(shared.grad);
    }

    [Fact]
    public void A_hook_runs_in_the_mode_of_its_pass_and_a_scope_in_it_ends_with_it()
    {
        Tensor x = ones(1, requires_grad: true), y = x * 2;
        var modes = new List<bool>();
        y.register_hook(_ =>
        {
            modes.Add(is_grad_enabled());
            using (enable_grad()) modes.Add(is_grad_enabled());
            modes.Add(is_grad_enabled());
        });
        y.backward(retain_graph: true);
        autograd.grad(y, x, create_graph: true);
        Assert.Equal([false, true, false, true, true, true], modes);
        Assert.True(is_grad_enabled());
        using (no_grad()) y.backward();
        Assert.True(is_grad_enabled());
    }

    [Fact]
    public void A_pass_that_fails_in_a_hook_leaves_the_mode_as_it_was()
    {
        Tensor y = ones(1, requires_grad: true) * 2;
        y.register_hook(_ => throw new InvalidOperationException("no"));
        Assert.Throws<InvalidOperationException>(() => y.backward());
        Assert.True(is_grad_enabled());
    }

    [Fact]
    public void Modes_wrap_functions()
    {
        Tensor x = ones(1, requires_grad: true);
        Func<Tensor, Tensor> twice = no_grad((Tensor t) => t * 2), recorded = enable_grad((Tensor t) => t * 2), inference = inference_mode((Tensor t) => t * 2);
        Assert.False(twice(x).requires_grad);
        Assert.True(inference(x).is_inference());
        using (no_grad()) Assert.True(recorded(x).requires_grad);
        Assert.False(no_grad(() => x * 2).requires_grad);
        Assert.False(set_grad_enabled(false, () => x * 2).requires_grad);
    }
}
