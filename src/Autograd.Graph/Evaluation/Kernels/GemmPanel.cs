using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>Columns of b as a tile reads them: for each step the columns' elements in sequence.</summary>
internal static unsafe class GemmPanel<T, V> where T : unmanaged, IBinaryFloatingPointIeee754<T> where V : struct, IVector<V, T>
{
    /// <summary>Copies columns, zeros where the panel has more.</summary>
    /// <param name="b">the first element</param>
    /// <param name="row">elements from a step to the next</param>
    /// <param name="column">elements from a column to the next</param>
    /// <param name="steps">how many steps</param>
    /// <param name="columns">how many columns</param>
    /// <param name="panel">receives them</param>
    /// <param name="width">columns of the panel, a multiple of a register's lanes</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(T* b, nint row, nint column, int steps, int columns, T* panel, int width)
    {
        if (columns < width) new Span<T>(panel, steps * width).Clear();
        if (row == 1) TransposeKernel.Run(ref *b, column, columns, steps, ref *panel, width);
        else if (column == 1 && columns == 2 * V.Count) Rows(b, row, steps, panel);
        else if (column == 1)
        {
            for (int step = 0; step < steps; step++, b += row, panel += width) new ReadOnlySpan<T>(b, columns).CopyTo(new Span<T>(panel, columns));
        }
        else
        {
            for (int step = 0; step < steps; step++, b += row, panel += width)
                for (int i = 0; i < columns; i++) panel[i] = b[i * column];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows(T* b, nint row, int steps, T* panel)
    {
        for (; steps > 0; steps--, b += row, panel += 2 * V.Count)
        {
            V left = V.Load(ref *b), right = V.Load(ref *(b + V.Count));
            V.Store(left, ref *panel);
            V.Store(right, ref *(panel + V.Count));
        }
    }
}
