using Autograd.Graph;
using FsCheck;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties;

/// <summary>Buffers placed in an arena lie apart while they live, and bytes given back are used again.</summary>
public class FreeBlocksTests
{
    [Property(MaxTest = 200)]
    public void What_is_taken_at_one_time_lies_apart_and_below_the_high_mark(DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        var free = new FreeBlocks(128, long.MaxValue);
        var taken = new List<(long Begin, long Bytes)>();
        for (int i = 0; i < 300; i++)
        {
            if (taken.Count > 0 && random.Next(5) < 2)
            {
                int at = random.Next(taken.Count);
                free.Give(taken[at].Begin, taken[at].Bytes);
                taken.RemoveAt(at);
                continue;
            }

            long bytes = 64 * random.Next(1, 40);
            long begin = free.Take(bytes)!.Value;
            Assert.True(begin >= 128 && begin + bytes <= free.High);
            Assert.DoesNotContain(taken, other => other.Begin < begin + bytes && begin < other.Begin + other.Bytes);
            taken.Add((begin, bytes));
        }

        // When all is given back, all is one block again.
        foreach ((long begin, long bytes) in taken) free.Give(begin, bytes);
        long high = free.High;
        if (high > 128) Assert.Equal(128, free.Take(high - 128));
        Assert.Equal(high, free.High);
    }

    [Fact]
    public void The_smallest_block_that_is_large_enough_is_taken()
    {
        var free = new FreeBlocks(0, 4096);
        long[] begins = [.. new long[] { 512, 64, 128, 64 }.Select(bytes => free.Take(bytes)!.Value)];
        Assert.Equal([0, 512, 576, 704], begins);
        free.Give(0, 512);
        free.Give(576, 128);
        Assert.Equal(576, free.Take(100));
        Assert.Equal(0, free.Take(129));
    }

    [Fact]
    public void Nothing_is_taken_beyond_the_limit()
    {
        var free = new FreeBlocks(0, 1000);
        Assert.Equal(0, free.Take(600));
        Assert.Null(free.Take(401));
        Assert.Equal(600, free.Take(400));
        free.Give(600, 400);
        Assert.Null(free.Take(401));
        Assert.Equal(600, free.Take(100));
    }
}
