namespace Autograd.Graph;

/// <summary>
/// The free bytes of an arena while its buffers are placed: the smallest block that is large enough is taken (of several the lowest), and
/// what is given back is joined with its neighbours, all in logarithmic time.
/// </summary>
internal sealed class FreeBlocks
{
    private readonly long _limit;
    private readonly SortedSet<(long Bytes, long Begin)> _blocks = [];
    private readonly Dictionary<long, long> _endOf = [], _beginOf = [];

    /// <param name="start">the first byte</param>
    /// <param name="limit">one past the last byte that may be taken</param>
    public FreeBlocks(long start, long limit) => (High, _limit) = (start, limit);

    /// <summary>One past the highest byte taken so far.</summary>
    public long High { get; private set; }

    /// <summary>Where so many bytes begin; null where they do not fit below the limit.</summary>
    public long? Take(long bytes)
    {
        if (bytes == 0) return High;
        (long Bytes, long Begin) block = _blocks.GetViewBetween((bytes, 0), (long.MaxValue, 0)).Min;
        if (block.Bytes == 0)
        {
            // The block at the end grows by what is missing.
            long begin = _beginOf.GetValueOrDefault(High, High);
            if (begin + bytes > _limit) return null;
            if (begin < High) Remove(begin, High);
            High = begin + bytes;
            return begin;
        }

        long end = block.Begin + block.Bytes;
        Remove(block.Begin, end);
        if (block.Bytes > bytes) Add(block.Begin + bytes, end);
        return block.Begin;
    }

    /// <summary>Gives back what was taken.</summary>
    public void Give(long begin, long bytes)
    {
        if (bytes == 0) return;
        long end = begin + bytes;
        if (_beginOf.TryGetValue(begin, out long before))
        {
            Remove(before, begin);
            begin = before;
        }

        if (_endOf.TryGetValue(end, out long after))
        {
            Remove(end, after);
            end = after;
        }

        Add(begin, end);
    }

    private void Add(long begin, long end)
    {
        _blocks.Add((end - begin, begin));
        (_endOf[begin], _beginOf[end]) = (end, begin);
    }

    private void Remove(long begin, long end)
    {
        _blocks.Remove((end - begin, begin));
        _endOf.Remove(begin);
        _beginOf.Remove(end);
    }
}
