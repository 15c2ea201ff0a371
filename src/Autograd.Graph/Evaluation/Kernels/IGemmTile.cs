namespace Autograd.Graph;

/// <summary>A tile of a matrix product that stays in registers: c = c + a · b, one fused multiply-add chain over k for each element.</summary>
internal unsafe interface IGemmTile<T> where T : unmanaged
{
    static abstract int Rows { get; }

    static abstract int Columns { get; }

    /// <summary>Continues the chains in c (or, where it is the first part, begins them at 0).</summary>
    /// <param name="k">how many steps</param>
    /// <param name="a">for each step the rows' elements, packed</param>
    /// <param name="b">for each step the columns' elements, packed</param>
    /// <param name="c">the first element of the tile, whose rows are contiguous</param>
    /// <param name="stride">elements from a row of c to the next</param>
    /// <param name="first">whether c holds nothing yet</param>
    static abstract void Run(int k, T* a, T* b, ref T c, nint stride, bool first);
}
