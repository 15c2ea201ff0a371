namespace Autograd.Graph;

/// <summary>Random bits, a block after the other.</summary>
internal static class ReferenceRandom
{
    public static NDArray Compute(Op.RngBits op, Shape shape, NDArray keys, NDArray counters) => op.DType == DType.Int32
        ? NDArray.Wrap(Words(op, shape, keys, counters), DType.Int32, shape)
        : NDArray.Wrap(Pairs(Words(op, shape, keys, counters)), DType.Int64, shape);

    private static int[] Words(Op.RngBits op, Shape shape, NDArray keys, NDArray counters)
    {
        int elementWords = op.DType.Size() / sizeof(int);
        var words = new int[shape.Count * elementWords];
        int ofKey = keys.Count == 0 ? 0 : words.Length / keys.Count;
        Span<uint> block = stackalloc uint[Philox.BlockWords];
        for (int key = 0; key < keys.Count; key++)
        {
            for (int i = 0; i < ofKey; i++)
            {
                int word = i % Philox.BlockWords;
                if (word == 0) Philox.Block((ulong)keys.AsSpan<long>()[key], (ulong)counters.AsSpan<long>()[key] + (uint)(i / Philox.BlockWords), (ulong)op.Purpose, block);
                words[key * ofKey + i] = (int)block[word];
            }
        }

        return words;
    }

    /// <summary>The first word of a pair is the low one.</summary>
    private static long[] Pairs(ReadOnlySpan<int> words)
    {
        var pairs = new long[words.Length / 2];
        for (int i = 0; i < pairs.Length; i++) pairs[i] = (uint)words[2 * i] | (long)words[2 * i + 1] << 32;
        return pairs;
    }
}
