using Autograd.CSharp;
using FsCheck;
using FsCheck.Xunit;
using Xunit;
using static Autograd.CSharp.torch;

namespace Autograd.Properties.Facade;

/// <summary>Losses that nobody looks at are left pending by backward passes, once that has been so for a while; whoever looks finds the same value.</summary>
[Collection("Memory")]
public class UnreadRootTests
{
    private const int Enough = 2 * UnreadRoots.Patience;

    // What is remembered of a loss goes by its length: each test has its own.
    private static Tensor Loss(Tensor w, int nodes)
    {
        Tensor y = w;
        for (int i = 0; i < nodes; i++) y = sin(y * 1.25);
        return y.exp().mean();
    }

    private static Tensor Walked(Tensor w, int nodes)
    {
        w.grad = null;
        Tensor loss = Loss(w, nodes);
        loss.backward();
        return loss;
    }

    [Property(MaxTest = 20)]
    public void A_loss_that_was_left_pending_has_the_bits_of_one_that_was_not(DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        manual_seed(seed.Item);
        Tensor w = randn(random.Next(1, 2000)).requires_grad_();
        int nodes = random.Next(45, 60);
        // Losses of the same structure may have been read before.
        for (int pass = 0; pass < 100; pass++) Walked(w, nodes);
        float expected = Loss(w.detach(), nodes).item<float>();
        Tensor loss = Walked(w, nodes);
        Assert.True(loss.IsPending);
        using (no_grad()) w -= w.grad! + 1;
        Assert.Equal(expected, loss.item<float>());
        Assert.False(loss.IsPending);
        Assert.Equal(expected, loss.detach().item<float>());
    }

    [Fact]
    public void Only_after_a_while()
    {
        Tensor w = rand(321).requires_grad_();
        for (int pass = 0; pass < UnreadRoots.Patience; pass++) Assert.False(Walked(w, 19).IsPending, $"pass {pass}");
        Assert.True(Walked(w, 19).IsPending);
    }

    [Fact]
    public void Losses_that_are_read_are_computed_with_their_gradients()
    {
        Tensor w = rand(321).requires_grad_();
        for (int pass = 0; pass < 5 * Enough; pass++)
        {
            Tensor loss = Walked(w, 23);
            Assert.False(loss.IsPending);
            switch (pass % 3)
            {
                case 0: loss.item<float>(); break;
                case 1: _ = loss.detach(); break;
                default: _ = loss * 2; break;
            }
        }
    }

    [Fact]
    public void One_read_of_many_changes_nothing_and_many_do()
    {
        Tensor w = rand(321).requires_grad_();
        for (int pass = 0; pass < 200; pass++) Walked(w, 29);
        Walked(w, 29).item<float>();
        Assert.True(Walked(w, 29).IsPending);
        for (int pass = 0; pass < 4; pass++) Walked(w, 29).item<float>();
        Assert.False(Walked(w, 29).IsPending);
    }

    [Fact]
    public void Losses_that_something_else_is_computed_from_are_computed_with_their_gradients()
    {
        Tensor w = rand(321).requires_grad_(), total = zeros([]);
        for (int pass = 0; pass < 3 * Enough; pass++)
        {
            w.grad = null;
            Tensor loss = Loss(w, 31);
            using (no_grad()) total = total + loss;
            loss.backward();
            Assert.False(loss.IsPending);
        }
    }

    [Fact]
    public void Losses_of_graphs_that_are_kept_are_computed()
    {
        Tensor w = rand(321).requires_grad_();
        for (int pass = 0; pass < 3 * Enough; pass++)
        {
            Tensor loss = Loss(w, 37);
            loss.backward(retain_graph: true);
            Assert.False(loss.IsPending);
        }
    }

    [Fact]
    public void Of_losses_in_a_list_few_are_pending()
    {
        Tensor w = rand(321).requires_grad_();
        var losses = new List<Tensor>();
        for (int pass = 0; pass < 1000; pass++)
        {
            losses.Add(Walked(w, 41));
            if (pass % 20 == 0) GC.Collect(0);
        }

        int pending = losses.Count(loss => loss.IsPending);
        Assert.InRange(pending, 0, 100);
        Assert.All(losses, loss => Assert.Equal(losses[0].item<float>(), loss.item<float>()));
    }

    [Fact]
    public void Asking_for_gradients_leaves_losses_pending_too()
    {
        Tensor w = rand(321).requires_grad_();
        for (int pass = 0; pass < Enough; pass++) autograd.grad(Loss(w, 43), w);
        Tensor loss = Loss(w, 43), gradient = autograd.grad(loss, w)[0];
        Assert.True(loss.IsPending);
        Assert.Equal(Loss(w, 43).item<float>(), loss.item<float>());
        Assert.False(gradient.IsPending);
    }
}
