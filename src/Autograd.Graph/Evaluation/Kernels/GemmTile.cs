using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>
/// A tile of a matrix product that stays in registers: c = c + a · b, one fused multiply-add chain over k for each element. Twelve rows of
/// two registers are 24 accumulators, two registers of b and one broadcast of a of 32; six rows make 12, 2 and 1 of 16.
/// </summary>
/// <typeparam name="T">float or double</typeparam>
/// <typeparam name="V">the register</typeparam>
/// <typeparam name="TRows">rows of the tile, at most 12; the code of the others vanishes</typeparam>
/// <typeparam name="TWidth">registers a row: one or two</typeparam>
/// <remarks>
/// Operands are read where they lie. Of 236 GFLOP/s the loop reaches 234 to 240 with a packed or in rows or in columns of any distance, b
/// packed or in rows of up to 1,024 floats; one register a row reaches 216, for the loads of a. A step of six rows is 25 instructions,
/// twelve of them multiply-adds. Fewer matter where a core is shared: while 34, with a pointer for each three rows and copies of sums,
/// reached 67 to 75 GFLOP/s, these reached 92 to 98; undisturbed, both reach 97.
/// </remarks>
internal static unsafe class GemmTile<T, V, TRows, TWidth>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, IVector<V, T>
    where TRows : struct, ITileSize
    where TWidth : struct, ITileSize
{
    /// <summary>Continues the chains in c (or, where it is the first part, begins them at 0).</summary>
    /// <param name="k">how many steps</param>
    /// <param name="a">the element of the first row and step</param>
    /// <param name="aRow">elements from a row of a to the next</param>
    /// <param name="aStep">elements from a step of a to the next</param>
    /// <param name="b">the first step's elements, contiguous</param>
    /// <param name="bStep">elements from a step of b to the next</param>
    /// <param name="c">the first element of the tile, whose rows are contiguous</param>
    /// <param name="cRow">elements from a row of c to the next</param>
    /// <param name="first">whether c holds nothing yet</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(nint k, T* a, nint aRow, nint aStep, T* b, nint bStep, T* c, nint cRow, bool first)
    {
        V l0 = default, r0 = default, l1 = default, r1 = default, l2 = default, r2 = default, l3 = default, r3 = default, l4 = default, r4 = default, l5 = default, r5 = default;
        V l6 = default, r6 = default, l7 = default, r7 = default, l8 = default, r8 = default, l9 = default, r9 = default, l10 = default, r10 = default, l11 = default, r11 = default;
        if (!first)
        {
            T* row = c;
            Load(row, out l0, out r0);
            if (TRows.Value > 1) Load(row += cRow, out l1, out r1);
            if (TRows.Value > 2) Load(row += cRow, out l2, out r2);
            if (TRows.Value > 3) Load(row += cRow, out l3, out r3);
            if (TRows.Value > 4) Load(row += cRow, out l4, out r4);
            if (TRows.Value > 5) Load(row += cRow, out l5, out r5);
            if (TRows.Value > 6) Load(row += cRow, out l6, out r6);
            if (TRows.Value > 7) Load(row += cRow, out l7, out r7);
            if (TRows.Value > 8) Load(row += cRow, out l8, out r8);
            if (TRows.Value > 9) Load(row += cRow, out l9, out r9);
            if (TRows.Value > 10) Load(row += cRow, out l10, out r10);
            if (TRows.Value > 11) Load(row += cRow, out l11, out r11);
        }

        // Six rows a pointer, whose distances are in the addresses; two pointers and a count are all that a step moves.
        byte* x = (byte*)a, y = (byte*)b;
        nint row1 = aRow * sizeof(T), row3 = 3 * row1, row5 = 5 * row1, row6 = 6 * row1, xStep = aStep * sizeof(T), yStep = bStep * sizeof(T);
        do
        {
            V left = V.Load(ref *(T*)y), right = TWidth.Value > 1 ? V.Load(ref *((T*)y + V.Count)) : default;
            Step(x, left, right, ref l0, ref r0);
            if (TRows.Value > 1) Step(x + row1, left, right, ref l1, ref r1);
            if (TRows.Value > 2) Step(x + 2 * row1, left, right, ref l2, ref r2);
            if (TRows.Value > 3) Step(x + row3, left, right, ref l3, ref r3);
            if (TRows.Value > 4) Step(x + 4 * row1, left, right, ref l4, ref r4);
            if (TRows.Value > 5) Step(x + row5, left, right, ref l5, ref r5);
            byte* x6 = x + row6;
            if (TRows.Value > 6) Step(x6, left, right, ref l6, ref r6);
            if (TRows.Value > 7) Step(x6 + row1, left, right, ref l7, ref r7);
            if (TRows.Value > 8) Step(x6 + 2 * row1, left, right, ref l8, ref r8);
            if (TRows.Value > 9) Step(x6 + row3, left, right, ref l9, ref r9);
            if (TRows.Value > 10) Step(x6 + 4 * row1, left, right, ref l10, ref r10);
            if (TRows.Value > 11) Step(x6 + row5, left, right, ref l11, ref r11);
            x += xStep;
            y += yStep;
        }
        while (--k != 0);

        Store(l0, r0, c);
        if (TRows.Value > 1) Store(l1, r1, c += cRow);
        if (TRows.Value > 2) Store(l2, r2, c += cRow);
        if (TRows.Value > 3) Store(l3, r3, c += cRow);
        if (TRows.Value > 4) Store(l4, r4, c += cRow);
        if (TRows.Value > 5) Store(l5, r5, c += cRow);
        if (TRows.Value > 6) Store(l6, r6, c += cRow);
        if (TRows.Value > 7) Store(l7, r7, c += cRow);
        if (TRows.Value > 8) Store(l8, r8, c += cRow);
        if (TRows.Value > 9) Store(l9, r9, c += cRow);
        if (TRows.Value > 10) Store(l10, r10, c += cRow);
        if (TRows.Value > 11) Store(l11, r11, c += cRow);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(byte* a, V left, V right, ref V l, ref V r)
    {
        V x = V.Create(*(T*)a);
        V.Accumulate(x, left, ref l);
        if (TWidth.Value > 1) V.Accumulate(x, right, ref r);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load(T* row, out V left, out V right)
    {
        left = V.Load(ref *row);
        right = TWidth.Value > 1 ? V.Load(ref *(row + V.Count)) : default;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(V left, V right, T* row)
    {
        V.Store(left, ref *row);
        if (TWidth.Value > 1) V.Store(right, ref *(row + V.Count));
    }
}
