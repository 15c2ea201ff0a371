namespace Autograd.Graph;

/// <summary>
/// The one order in which sums (and products) are taken, a function of lengths alone: lanes within blocks, blocks combined pairwise
/// (the error grows with the logarithm of the length; Higham, Accuracy and Stability of Numerical Algorithms, 4.2).
/// </summary>
internal static class ReferenceSum
{
    private const int Lanes = RowFold.Lanes, Block = RowFold.Block, Rows = RowFold.ColumnBlock;

    /// <summary>Neighbouring elements: element i of a block goes to lane i mod 32.</summary>
    public static T Trailing<T>(ReadOnlySpan<T> x, T identity, Func<T, T, T> combine) => Trailing(x, x, identity, combine, (sum, item, _) => combine(sum, item));

    /// <summary>A sum over two sequences, each pair taken in by <paramref name="step"/>.</summary>
    public static T Trailing<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, T identity, Func<T, T, T> combine, Func<T, T, T, T> step)
    {
        var blocks = new List<T[]>();
        for (int start = 0; start < a.Length; start += Block)
        {
            var lanes = new T[Lanes];
            Array.Fill(lanes, identity);
            for (int i = start; i < Math.Min(start + Block, a.Length); i++) lanes[(i - start) % Lanes] = step(lanes[(i - start) % Lanes], a[i], b[i]);
            blocks.Add(lanes);
        }

        if (blocks.Count == 0) return identity;
        T[] total = Pairwise(blocks, (earlier, later) => [.. earlier.Zip(later, combine)]);
        for (int half = Lanes / 2; half > 0; half /= 2)
            for (int lane = 0; lane < half; lane++) total[lane] = combine(total[lane], total[lane + half]);
        return total[0];
    }

    /// <summary>Elements apart from one another: one after the other within a block.</summary>
    public static T Column<T>(ReadOnlySpan<T> x, T identity, Func<T, T, T> combine)
    {
        var blocks = new List<T>();
        for (int start = 0; start < x.Length; start += Rows)
        {
            T sum = identity;
            foreach (T item in x[start..Math.Min(start + Rows, x.Length)]) sum = combine(sum, item);
            blocks.Add(sum);
        }

        return blocks.Count == 0 ? identity : Pairwise(blocks, combine);
    }

    /// <summary>
    /// Combines the largest power of two of leading items, by halves, with the rest likewise: the tree that a binary counter of
    /// finished blocks builds, folded from its smallest subtree on.
    /// </summary>
    private static T Pairwise<T>(List<T> items, Func<T, T, T> combine)
    {
        return Of(0, items.Count);

        T Of(int start, int count)
        {
            if (count == 1) return items[start];
            int leading = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)count) / 2;
            return combine(Of(start, leading), Of(start + leading, count - leading));
        }
    }
}
