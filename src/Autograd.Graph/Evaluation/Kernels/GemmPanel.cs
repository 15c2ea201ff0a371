using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>Columns of b, or rows of a, as a tile reads them: for each step the columns' elements in sequence.</summary>
internal static unsafe class GemmPanel<T, V> where T : unmanaged, IBinaryFloatingPointIeee754<T> where V : struct, IVector<V, T>
{
    /// <summary>Columns of a panel: two registers.</summary>
    public static int Width => 2 * V.Count;

    /// <summary>
    /// Copies columns. Where the panel has more, anything may stand: each column of a product is its own. Behind the last step
    /// up to <see cref="Width"/> elements may be overwritten.
    /// </summary>
    /// <param name="b">the first element</param>
    /// <param name="row">elements from a step to the next</param>
    /// <param name="column">elements from a column to the next</param>
    /// <param name="steps">how many steps</param>
    /// <param name="columns">how many columns, at most <see cref="Width"/></param>
    /// <param name="panel">receives them</param>
    /// <param name="next">elements from a step of the panel to the next; what a step writes beyond, the next one overwrites</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(T* b, nint row, nint column, int steps, int columns, T* panel, int next)
    {
        if (row == 1 && column != 1)
        {
            TransposeKernel.Run(ref *b, column, columns, steps, ref *panel, next);
            return;
        }

        // Whole registers may be read as long as they end before the last step's last element.
        int width = columns > V.Count ? Width : V.Count;
        nint last = (steps - 1) * row + columns - width;
        int whole = column != 1 ? 0 : columns == width ? steps : row < 1 || last < 0 ? 0 : (int)(last / row) + 1;
        if (width == Width)
        {
            for (int step = 0; step < whole; step++, b += row, panel += next)
            {
                V left = V.Load(ref *b), right = V.Load(ref b[V.Count]);
                V.Store(left, ref *panel);
                V.Store(right, ref panel[V.Count]);
            }
        }
        else
        {
            for (int step = 0; step < whole; step++, b += row, panel += next) V.Store(V.Load(ref *b), ref *panel);
        }

        for (int step = whole; step < steps; step++, b += row, panel += next)
            for (int i = 0; i < columns; i++) panel[i] = b[i * column];
    }
}
