namespace Autograd.Graph;

/// <summary>
/// A register of lanes, so that a kernel is written once and runs at every vector width with the same bits: all that is offered is
/// exact, correctly rounded (+ - * / square root and the true fused multiply-add) or works on bits.
/// </summary>
/// <typeparam name="TSelf">the register</typeparam>
/// <typeparam name="T">its lanes: float, double, int, long or byte</typeparam>
/// <remarks>A comparison gives a mask, every bit of a lane set where it holds; any comparison with NaN but <see cref="NotEqual"/> is false.</remarks>
internal interface IVector<TSelf, T>
    where TSelf : struct, IVector<TSelf, T>
    where T : unmanaged
{
    static abstract int Count { get; }

    static abstract TSelf Create(T value);

    /// <summary>A bit pattern in every lane: as many of its low bits as a lane has.</summary>
    static abstract TSelf CreateBits(long bits);

    static abstract TSelf Load(ref readonly T source);

    static abstract void Store(TSelf x, ref T target);

    /// <summary>The first lane.</summary>
    static abstract T First(TSelf x);

    /// <summary>Count floats as lanes of float or double.</summary>
    static abstract TSelf LoadSingles(ref readonly float source);

    /// <summary>Rounds the lanes to floats and stores Count of them.</summary>
    static abstract void StoreSingles(TSelf x, ref float target);

    /// <summary>A mask from Count truth values, each a byte.</summary>
    static abstract TSelf LoadTruths(ref readonly byte source);

    /// <summary>Stores a mask as Count bytes of 0 or 1.</summary>
    static abstract void StoreTruths(TSelf mask, ref byte target);

    /// <summary>Count ints as lanes of float (rounded), double or long.</summary>
    static abstract TSelf LoadIntegers(ref readonly int source);

    /// <summary>Stores lanes as Count ints: of float and double truncated and saturated, 0 for NaN; of long wrapped.</summary>
    static abstract void StoreIntegers(TSelf x, ref int target);

    /// <summary>Count longs as lanes of double (rounded).</summary>
    static abstract TSelf LoadLongs(ref readonly long source);

    /// <summary>Stores lanes of double as Count longs: truncated and saturated, 0 for NaN.</summary>
    static abstract void StoreLongs(TSelf x, ref long target);

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator +(TSelf a, T b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, T b);

    static abstract TSelf operator -(TSelf a);

    static abstract TSelf operator *(TSelf a, TSelf b);

    static abstract TSelf operator *(TSelf a, T b);

    static abstract TSelf operator /(TSelf a, TSelf b);

    static abstract TSelf operator &(TSelf a, TSelf b);

    static abstract TSelf operator |(TSelf a, TSelf b);

    static abstract TSelf operator ^(TSelf a, TSelf b);

    static abstract TSelf operator ~(TSelf a);

    static abstract TSelf operator <(TSelf a, TSelf b);

    static abstract TSelf operator <(TSelf a, T b);

    static abstract TSelf operator >(TSelf a, TSelf b);

    static abstract TSelf operator >(TSelf a, T b);

    static abstract TSelf operator <=(TSelf a, TSelf b);

    static abstract TSelf operator <=(TSelf a, T b);

    static abstract TSelf operator >=(TSelf a, TSelf b);

    static abstract TSelf operator >=(TSelf a, T b);

    static abstract TSelf Equal(TSelf a, TSelf b);

    static abstract TSelf NotEqual(TSelf a, TSelf b);

    /// <summary>a where the mask is set, b elsewhere.</summary>
    static abstract TSelf Select(TSelf mask, TSelf a, TSelf b);

    static abstract bool Any(TSelf mask);

    /// <summary>Whether no lane is above a bound, nor NaN.</summary>
    static abstract bool AllAtMost(TSelf x, T bound);

    /// <summary>a·b + c, rounded once.</summary>
    static abstract TSelf Fma(TSelf a, TSelf b, TSelf c);

    /// <summary>sum = a·b + sum, rounded once, in the register that holds the sum: what <see cref="Fma"/> returns is copied there.</summary>
    static abstract void Accumulate(TSelf a, TSelf b, ref TSelf sum);

    /// <summary>The lesser of x and a bound other than 0; NaN for NaN.</summary>
    static abstract TSelf AtMost(TSelf x, T bound);

    /// <summary>The greater of x and a bound other than 0; NaN for NaN.</summary>
    static abstract TSelf AtLeast(TSelf x, T bound);

    /// <summary>The greater: NaN where either is NaN, +0 above -0.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>The lesser: NaN where either is NaN, -0 below +0.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>The magnitude; of the least integer itself.</summary>
    static abstract TSelf Abs(TSelf a);

    static abstract TSelf Floor(TSelf a);

    static abstract TSelf Ceiling(TSelf a);

    static abstract TSelf Truncate(TSelf a);

    static abstract TSelf RoundToEven(TSelf a);

    static abstract TSelf Sqrt(TSelf a);

    /// <summary>Adds the lanes as integers of their width.</summary>
    static abstract TSelf AddBits(TSelf a, TSelf b);

    /// <summary>Subtracts the lanes as integers of their width.</summary>
    static abstract TSelf SubtractBits(TSelf a, TSelf b);

    static abstract TSelf ShiftLeft(TSelf a, int count);

    /// <summary>Lanes of float out of a table of 8 or 16, each at the place that the low four bits of its index are, which must be in the table.</summary>
    static abstract TSelf Lookup(ReadOnlySpan<float> table, TSelf index);

    /// <summary>A function of each register by itself, where there are several.</summary>
    static abstract TSelf Apart<TKernel>(TSelf x)
        where TKernel : struct, IUnaryKernel<T>;

    /// <summary>Shifts zeros in from above.</summary>
    static abstract TSelf ShiftRight(TSelf a, int count);

    /// <summary>this·z + c: one step of Horner's scheme.</summary>
    TSelf Horner(TSelf z, T c);
}
