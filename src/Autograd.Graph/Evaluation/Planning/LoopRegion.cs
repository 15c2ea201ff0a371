namespace Autograd.Graph;

/// <summary>
/// Entries computed in one loop over an index space of <see cref="Count"/> elements in row-major order, whatever their shapes. Where rows of
/// the space are folded and the folds are read again, the loop goes by whole rows, and some members have a value for each row.
/// </summary>
internal sealed class LoopRegion(int count)
{
    /// <summary>Rows longer than this do not stay in a cache while they are read several times.</summary>
    public const int LongestRow = 8192;

    /// <summary>Elements of the index space.</summary>
    public int Count { get; } = count;

    /// <summary>The length of the rows that members are folded along; 0 while there are none.</summary>
    public int RowLength { get; private set; }

    /// <summary>Tiles are multiples of this.</summary>
    public int Unit { get; private set; } = 1;

    /// <summary>Whether a member reads what another one folded or picked.</summary>
    public bool UsesRows { get; set; }

    /// <summary>In topological order.</summary>
    public List<int> Members { get; } = [];

    /// <summary>Makes tiles whole rows of a length too, where that goes together with what is asked already.</summary>
    public bool TryUnit(int length)
    {
        if (length > LongestRow || length < 2) return false;
        if (length % Unit == 0) Unit = length;
        return Unit % length == 0;
    }

    /// <summary>Makes a length that of the rows, where there is no other yet and tiles can follow it.</summary>
    public bool TryRows(int length)
    {
        if (RowLength == 0 && TryUnit(length)) RowLength = length;
        return RowLength == length;
    }
}
