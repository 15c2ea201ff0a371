namespace Autograd.Graph;

/// <summary>From a place to another, the latter outside.</summary>
internal readonly record struct Interval(int Start, int End)
{
    public int Count => End - Start;
}

/// <summary>How a batch of products is cut into parts for threads: into matrices, these into columns, these into rows. No chain is cut.</summary>
internal readonly struct GemmParts
{
    /// <summary>
    /// Operations of a part at least, some 15 µs. A helper that looks for work begins within 0.5 µs; waking one that sleeps takes the
    /// caller 4 µs, and it begins too late to help with less than 100.
    /// </summary>
    private const long LeastFlops = 3_000_000;

    /// <summary>Parts a thread, so that one that is held up does less of them.</summary>
    private const int PartsPerThread = 4;

    /// <summary>Places that stay together: multiples of what tiles have.</summary>
    private const int RowUnit = 12, ColumnUnit = 32;

    private readonly int _batch, _rows, _batchParts, _rowParts, _columnParts;

    private GemmParts(int batch, int m, int n, long most)
    {
        (_batch, _rows, Columns) = (batch, m, n);
        _batchParts = (int)Math.Min(batch, most);
        // A part packs its columns of b: parts of the same columns would pack them twice.
        _columnParts = (int)Math.Min(Units(n, ColumnUnit), most / _batchParts);
        _rowParts = (int)Math.Min(Units(m, RowUnit), most / ((long)_batchParts * _columnParts));
    }

    /// <summary>How many parts there are.</summary>
    public int Count => _batchParts * _rowParts * _columnParts;

    /// <summary>Columns of the whole product.</summary>
    public int Columns { get; }

    /// <summary>What a part has of the matrices, rows and columns.</summary>
    public (Interval Batch, Interval Rows, Interval Columns) this[int part]
    {
        get
        {
            (part, int row) = Math.DivRem(part, _rowParts);
            (int batch, int column) = Math.DivRem(part, _columnParts);
            return (Cut(_batch, 1, batch, _batchParts), Cut(_rows, RowUnit, row, _rowParts), Cut(Columns, ColumnUnit, column, _columnParts));
        }
    }

    /// <summary>Parts for threads; one where it is not worth more.</summary>
    public static GemmParts Of(int batch, int m, int n, int k, int threads)
    {
        long flops = threads == 1 ? 0 : 2L * batch * m * n * k;
        return new(batch, m, n, Math.Clamp(flops / LeastFlops, 1, (long)PartsPerThread * threads));
    }

    private static int Units(int count, int size) => (count + size - 1) / size;

    private static Interval Cut(int count, int unit, int part, int parts)
    {
        long units = Units(count, unit);
        return new((int)(part * units / parts) * unit, Math.Min((int)((part + 1) * units / parts) * unit, count));
    }
}
