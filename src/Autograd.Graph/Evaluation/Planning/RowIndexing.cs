namespace Autograd.Graph;

/// <summary>Indices that name one element of each row of the last axis, as those of classes do.</summary>
internal static class RowIndexing
{
    /// <summary>Whether the indices of a gather or scatter do so.</summary>
    /// <param name="axes">the axes that are indexed</param>
    /// <param name="batchRank">how many leading axes array and indices share</param>
    /// <param name="x">the array's shape</param>
    /// <param name="indices">the indices' shape</param>
    public static bool NamesOneOfEachRow(IntList axes, int batchRank, Shape x, Shape indices)
    {
        int last = x.Rank - 1;
        if (axes.Count != 1 || axes[0] != last || batchRank != last || x[last] < 2) return false;
        for (int axis = batchRank; axis < indices.Rank; axis++)
            if (indices[axis] != 1) return false;
        return true;
    }
}
