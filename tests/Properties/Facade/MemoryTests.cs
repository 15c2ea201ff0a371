using Autograd.CSharp;
using Xunit;
using static Autograd.CSharp.torch;

namespace Autograd.Properties;

/// <summary>Values that nobody looks at must not keep their histories: live bytes stay flat over loops that a training program has.</summary>
[Collection("Memory")]
[CollectionDefinition("Memory", DisableParallelization = true)]
public class MemoryTests
{
    private const int Elements = 200_000;

    // What may be pending unread is bounded by 64 MiB; a loop reads five times as much.
    private const long Bound = 80 << 20;

    [Fact]
    public void Detached_losses_in_a_list_keep_no_graph()
    {
        var losses = new List<Tensor>();
        AssertFlat(() =>
        {
            Tensor loss = Step();
            loss.backward();
            losses.Add(loss.detach());
        });
        Assert.True(stack(losses).mean().item<float>() > 0);
    }

    [Fact]
    public void Detached_losses_of_graphs_that_are_never_walked_keep_none()
    {
        var losses = new List<Tensor>();
        AssertFlat(() => losses.Add(Step().detach()));
        Assert.True(stack(losses).mean().item<float>() > 0);
    }

    [Fact]
    public void A_running_total_of_detached_losses_keeps_no_graph()
    {
        Tensor total = zeros([]);
        AssertFlat(() =>
        {
            Tensor loss = Step();
            loss.backward();
            total += loss.detach();
        });
        Assert.True(total.item<float>() > 0);
    }

    [Fact]
    public void Losses_that_were_walked_keep_no_graph()
    {
        var losses = new List<Tensor>();
        Tensor w = ones(Elements, requires_grad: true);
        AssertFlat(() =>
        {
            Tensor loss = (rand(Elements) * w).exp().mean();
            loss.backward();
            losses.Add(loss);
        });
    }

    [Fact]
    public void Right_answers_of_batches_in_a_list_keep_no_batch()
    {
        Tensor w = ones(Elements, requires_grad: true);
        var right = new List<Tensor>();
        AssertFlat(() =>
        {
            using (no_grad()) right.Add((rand(Elements) * w > 0.5).sum());
        });
        Assert.InRange(stack(right).max().item<float>(), 1, Elements);
    }

    [Fact]
    public void One_expression_over_an_array_that_is_there_anyway_stays_pending()
    {
        Tensor x = rand(12_000_000);
        Tensor y = tanh(x * 1.5 + 0.3) * sigmoid(x) + exp(-(x * x));
        Assert.True(y.IsPending);
        Assert.Equal(9, Graph.PendingWork.Of(y.Value).Nodes);
        Tensor total = zeros_like(x);
        for (int i = 0; i < 3; i++) total = total + rand(12_000_000);
        Assert.True(Graph.PendingWork.Of(total.Value).Bytes <= 128 << 20, "sources that nobody else holds are let go of");
    }

    [Fact]
    public void Parameters_that_are_updated_unread_keep_no_updates()
    {
        Tensor w = ones(Elements, requires_grad: true);
        AssertFlat(() =>
        {
            using (no_grad()) w -= 0.001 * rand(Elements);
        });
        Assert.True(w.sum().item<float>() < Elements);
    }

    [Fact]
    public void Running_means_that_nobody_reads_are_computed_before_they_pile_up()
    {
        Tensor w = ones(4, requires_grad: true), mean = zeros(4);
        for (int step = 0; step < 1000; step++)
        {
            Tensor gradient = autograd.grad((w * w).sum(), w)[0];
            using (no_grad())
            {
                mean.mul_(0.5).add_(gradient);
                w -= 1e-4 * mean;
            }

            Assert.True(Graph.PendingWork.Of(w.Value).Nodes <= 2 * PendingCells.MostUpdates, $"step {step}: {Graph.PendingWork.Of(w.Value).Nodes} nodes are pending");
        }

        Assert.InRange(w.sum().item<float>(), 2.6f, 2.8f);
    }

    [Fact]
    public void Running_means_that_are_computed_on_the_way_keep_no_updates()
    {
        Tensor w = ones(16, requires_grad: true), mean = zeros(16);
        void Update()
        {
            (w * w).sum().backward();
            using (no_grad())
            {
                mean.mul_(0.9).add_(w.grad!);
                w.sub_(mean * 0.001);
            }

            w.grad = null;
        }

        for (int step = 0; step < 1000; step++) Update();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int step = 0; step < 4000; step++) Update();
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 500_000);
    }

    private static Tensor Step()
    {
        Tensor x = rand(Elements), w = ones(Elements, requires_grad: true);
        return (x * w).exp().mean();
    }

    // Live bytes after the first steps and after many more.
    private static void AssertFlat(Action step)
    {
        const int first = 20, more = 200;
        for (int i = 0; i < first; i++) step();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 0; i < more; i++) step();
        long growth = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(growth < Bound, $"live bytes grew by {growth}");
    }
}
