using Autograd.Graph;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.Evaluation;

/// <summary>The threads that help with the parts of one step.</summary>
[Properties(QuietOnSuccess = true)]
public class WorkersTests
{
    /// <summary>Counts how often each part runs; each part does as many of its own inside as are asked for, and some fail.</summary>
    private readonly struct Counting(int[] runs, int inner, Func<int, bool> fails) : IPartitioned
    {
        public void Run(int part, int parts)
        {
            Assert.Equal(runs.Length, parts);
            Interlocked.Increment(ref runs[part]);
            if (inner > 0)
            {
                var within = new int[inner];
                Workers.Run(new Counting(within, 0, _ => false), inner, threads: 4);
                Assert.All(within, count => Assert.Equal(1, count));
            }

            if (fails(part)) throw new InvalidOperationException($"part {part}");
        }
    }

    [Property(MaxTest = 200)]
    public void Every_part_runs_once_whatever_the_number_of_threads(byte parts, byte threads)
    {
        var runs = new int[parts];
        Workers.Run(new Counting(runs, 0, _ => false), parts, 1 + threads % 9);
        Assert.All(runs, count => Assert.Equal(1, count));
    }

    [Property(MaxTest = 100)]
    public void Parts_may_have_parts_of_their_own(byte parts, byte inner, byte threads)
    {
        var runs = new int[parts % 20];
        Workers.Run(new Counting(runs, 1 + inner % 5, _ => false), runs.Length, 1 + threads % 5);
        Assert.All(runs, count => Assert.Equal(1, count));
    }

    [Property(MaxTest = 100)]
    public void The_error_of_the_first_part_that_fails_reaches_the_caller(byte first, byte threads)
    {
        var runs = new int[256];
        var error = Assert.Throws<InvalidOperationException>(() => Workers.Run(new Counting(runs, 0, part => part >= first), runs.Length, 1 + threads % 5));
        Assert.Equal($"part {first}", error.Message);

        // The team is free again.
        Every_part_runs_once_whatever_the_number_of_threads(17, 3);
    }

    [Fact]
    public void Callers_on_many_threads_do_not_wait_for_each_other()
    {
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            for (int i = 0; i < 500; i++)
            {
                var runs = new int[1 + i % 7];
                Workers.Run(new Counting(runs, i % 3, _ => false), runs.Length, threads: 3);
                Assert.All(runs, count => Assert.Equal(1, count));
            }
        });
    }

    [Fact]
    public void Parts_run_at_once()
    {
        // Each of two parts waits for the other to begin. Where other tests have the team, this thread does both parts: again, then.
        var meeting = new Meeting(new Barrier(2));
        for (int attempt = 0; attempt < 200 && !meeting.TookPlace; attempt++) Workers.Run(meeting, 2, threads: 2);
        Assert.True(meeting.TookPlace);
    }

    private sealed class Meeting(Barrier both) : IPartitioned
    {
        public volatile bool TookPlace;

        public void Run(int part, int parts)
        {
            if (both.SignalAndWait(TimeSpan.FromMilliseconds(100))) TookPlace = true;
        }
    }

    [Fact]
    public void Nothing_is_allocated_by_a_run()
    {
        var runs = new int[4];
        for (int i = 0; i < 100; i++) Workers.Run(new Adding(runs), runs.Length, 2);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) Workers.Run(new Adding(runs), runs.Length, 2);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private readonly struct Adding(int[] runs) : IPartitioned
    {
        public void Run(int part, int parts) => runs[part]++;
    }

    [Fact]
    public void A_negative_number_of_threads_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new EvaluationOptions { Threads = -1 });

    [Fact]
    public void Zero_threads_stand_for_all_cores()
    {
        Assert.Equal(0, EvaluationOptions.Default.Threads);
        Assert.Equal(Environment.ProcessorCount, Workers.Resolve(0));
        Assert.Equal(3, Workers.Resolve(3));
    }
}
