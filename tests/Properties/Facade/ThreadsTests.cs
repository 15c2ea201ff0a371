using Autograd.CSharp;
using Xunit;
using static Autograd.CSharp.torch;

namespace Autograd.Properties.Facade;

/// <summary>The number of threads, with PyTorch's texts, and tensors that several threads read at once.</summary>
public class ThreadsTests
{
    [Fact]
    public void The_number_of_threads_is_what_was_set_and_changes_no_bit()
    {
        int before = get_num_threads();
        Assert.True(before >= 1);
        try
        {
            float[] Product()
            {
                manual_seed(1);
                Tensor x = randn(300, 200), y = randn(200, 300);
                return x.matmul(y).exp().data<float>().ToArray();
            }

            set_num_threads(1);
            Assert.Equal(1, get_num_threads());
            float[] one = Product();
            set_num_threads(3);
            Assert.Equal(3, get_num_threads());
            Assert.Equal(one, Product());
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_number_of_threads_that_is_not_positive_is_refused_as_in_PyTorch(int threads)
    {
        int before = get_num_threads();
        var error = Assert.Throws<ArgumentException>(() => set_num_threads(threads));
        Assert.Equal("set_num_threads expects a positive integer", error.Message);
        Assert.Equal(before, get_num_threads());
    }

    [Fact]
    public async Task Readers_on_several_threads_see_one_tensor()
    {
        const int Threads = 3;
        for (int round = 0; round < 100; round++)
        {
            Tensor leaf = tensor([1.0, 2.0, 3.0], requires_grad: true), written = zeros(3), pending = ones(3) * 2, view;
            written.add_(1);
            view = written[..2];
            written.add_(1);
            using (no_grad()) leaf.mul_(2);
            Tensor part = (leaf * 1).mul_(2), tracked = part[..2];
            part.mul_(3);
            using var start = new Barrier(Threads);
            void Read()
            {
                start.SignalAndWait();
                Assert.Equal([2f, 2], view.data<float>().ToArray());
                Assert.Equal(written.data_ptr(), written.detach().data_ptr());
                Assert.Equal([2f, 2, 2], written.detach().data<float>().ToArray());
                Assert.Equal([2f, 2, 2], pending.data<float>().ToArray());
                Tensor[] gradients = autograd.grad([(leaf * leaf).sum()], [leaf]);
                Assert.Equal([4f, 8, 12], gradients[0].data<float>().ToArray());
                gradients = autograd.grad([(tracked * tracked).sum()], [tracked, leaf], retain_graph: true);
                Assert.Equal([24f, 48], gradients[0].data<float>().ToArray());
                Assert.Equal([144f, 288, 0], gradients[1].data<float>().ToArray());
            }

            await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Factory.StartNew(Read, TaskCreationOptions.LongRunning)));
        }
    }

    [Fact]
    public async Task A_kept_result_that_was_written_to_is_not_computed_back_by_the_thread_that_made_it()
    {
        const int Count = 1000, Newest = 64;
        var results = new Tensor[Count];
        var isWritten = new bool[Count];
        int made = 0;
        using var isReady = new ManualResetEventSlim();
        Task writing = Task.Factory.StartNew(() =>
        {
            isReady.Set();
            var random = new Random(1);
            for (int end = Volatile.Read(ref made); end < Count; end = Volatile.Read(ref made))
            {
                if (end == 0) continue;
                int place = random.Next(Math.Max(end - Newest, 0), end);
                results[place].fill_(-1);
                isWritten[place] = true;
                // About as long as a sum takes, so that some are written to while they are being computed.
                Thread.SpinWait(2000);
            }
        }, TaskCreationOptions.LongRunning);

        // Each keeps 1 MiB as long as it is pending, so that many are computed here.
        Tensor numbers = rand(1 << 18);
        isReady.Wait();
        using (no_grad())
        {
            for (int i = 0; i < Count; i++)
            {
                results[i] = (numbers.exp().sin() + i).sum();
                Volatile.Write(ref made, i + 1);
            }
        }

        await writing;
        Assert.Contains(true, isWritten);
        for (int i = 0; i < Count; i++)
            if (isWritten[i]) Assert.Equal(-1, results[i].item<float>());
    }
}
