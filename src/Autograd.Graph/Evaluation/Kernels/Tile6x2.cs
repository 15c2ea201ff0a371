using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>Six rows of two registers: 12 accumulators, two registers of b and one broadcast of a of 16.</summary>
internal readonly unsafe struct Tile6x2<T, V> : IGemmTile<T> where T : unmanaged, IBinaryFloatingPointIeee754<T> where V : struct, IVector<V, T>
{
    public static int Rows => 6;

    public static int Columns => 2 * V.Count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(int k, T* a, T* b, ref T c, nint stride, bool first)
    {
        V l0 = default, r0 = default, l1 = default, r1 = default, l2 = default, r2 = default, l3 = default, r3 = default, l4 = default, r4 = default, l5 = default, r5 = default;
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
        }

        for (; k > 0; k--, a += 6, b += 2 * V.Count)
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
