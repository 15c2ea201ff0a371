using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>Twelve rows of two registers: 24 accumulators, two registers of b and one broadcast of a of 32.</summary>
internal readonly unsafe struct Tile12x2<T, V> : IGemmTile<T> where T : unmanaged, IBinaryFloatingPointIeee754<T> where V : struct, IVector<V, T>
{
    public static int Rows => 12;

    public static int Columns => 2 * V.Count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(int k, T* a, T* b, ref T c, nint stride, bool first)
    {
        V l0 = default, r0 = default, l1 = default, r1 = default, l2 = default, r2 = default, l3 = default, r3 = default, l4 = default, r4 = default, l5 = default, r5 = default, l6 = default, r6 = default, l7 = default, r7 = default, l8 = default, r8 = default, l9 = default, r9 = default, l10 = default, r10 = default, l11 = default, r11 = default;
        if (!first)
        {
            ref T row = ref c;
            Load(ref row, out l0, out r0);
            row = ref Unsafe.Add(ref row, stride);
            Load(ref row, out l1, out r1);
            row = ref Unsafe.Add(ref row, stride);
            Load(ref row, out l2, out r2);
            row = ref Unsafe.Add(ref row, stride);
            Load(ref row, out l3, out r3);
            row = ref Unsafe.Add(ref row, stride);
            Load(ref row, out l4, out r4);
            row = ref Unsafe.Add(ref row, stride);
            Load(ref row, out l5, out r5);
            row = ref Unsafe.Add(ref row, stride);
            Load(ref row, out l6, out r6);
            row = ref Unsafe.Add(ref row, stride);
            Load(ref row, out l7, out r7);
            row = ref Unsafe.Add(ref row, stride);
            Load(ref row, out l8, out r8);
            row = ref Unsafe.Add(ref row, stride);
            Load(ref row, out l9, out r9);
            row = ref Unsafe.Add(ref row, stride);
            Load(ref row, out l10, out r10);
            row = ref Unsafe.Add(ref row, stride);
            Load(ref row, out l11, out r11);
        }

        for (; k > 0; k--, a += 12, b += 2 * V.Count)
        {
            V left = V.Load(ref *b), right = V.Load(ref *(b + V.Count)), x;
            x = V.Create(a[0]);
            l0 = V.Fma(x, left, l0);
            r0 = V.Fma(x, right, r0);
            x = V.Create(a[1]);
            l1 = V.Fma(x, left, l1);
            r1 = V.Fma(x, right, r1);
            x = V.Create(a[2]);
            l2 = V.Fma(x, left, l2);
            r2 = V.Fma(x, right, r2);
            x = V.Create(a[3]);
            l3 = V.Fma(x, left, l3);
            r3 = V.Fma(x, right, r3);
            x = V.Create(a[4]);
            l4 = V.Fma(x, left, l4);
            r4 = V.Fma(x, right, r4);
            x = V.Create(a[5]);
            l5 = V.Fma(x, left, l5);
            r5 = V.Fma(x, right, r5);
            x = V.Create(a[6]);
            l6 = V.Fma(x, left, l6);
            r6 = V.Fma(x, right, r6);
            x = V.Create(a[7]);
            l7 = V.Fma(x, left, l7);
            r7 = V.Fma(x, right, r7);
            x = V.Create(a[8]);
            l8 = V.Fma(x, left, l8);
            r8 = V.Fma(x, right, r8);
            x = V.Create(a[9]);
            l9 = V.Fma(x, left, l9);
            r9 = V.Fma(x, right, r9);
            x = V.Create(a[10]);
            l10 = V.Fma(x, left, l10);
            r10 = V.Fma(x, right, r10);
            x = V.Create(a[11]);
            l11 = V.Fma(x, left, l11);
            r11 = V.Fma(x, right, r11);
        }

        ref T result = ref c;
        Store(l0, r0, ref result);
        result = ref Unsafe.Add(ref result, stride);
        Store(l1, r1, ref result);
        result = ref Unsafe.Add(ref result, stride);
        Store(l2, r2, ref result);
        result = ref Unsafe.Add(ref result, stride);
        Store(l3, r3, ref result);
        result = ref Unsafe.Add(ref result, stride);
        Store(l4, r4, ref result);
        result = ref Unsafe.Add(ref result, stride);
        Store(l5, r5, ref result);
        result = ref Unsafe.Add(ref result, stride);
        Store(l6, r6, ref result);
        result = ref Unsafe.Add(ref result, stride);
        Store(l7, r7, ref result);
        result = ref Unsafe.Add(ref result, stride);
        Store(l8, r8, ref result);
        result = ref Unsafe.Add(ref result, stride);
        Store(l9, r9, ref result);
        result = ref Unsafe.Add(ref result, stride);
        Store(l10, r10, ref result);
        result = ref Unsafe.Add(ref result, stride);
        Store(l11, r11, ref result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load(ref T row, out V left, out V right) => (left, right) = (V.Load(ref row), V.Load(ref Unsafe.Add(ref row, V.Count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(V left, V right, ref T row)
    {
        V.Store(left, ref row);
        V.Store(right, ref Unsafe.Add(ref row, V.Count));
    }
}
