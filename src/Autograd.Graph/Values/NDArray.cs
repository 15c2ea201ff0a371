using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd.Graph;

/// <summary>
/// An immutable, dense, row-major array of one <see cref="Autograd.Graph.DType"/> in managed memory.
/// It is read through spans; whatever comes from outside is copied on the way in.
/// </summary>
[DebuggerDisplay("{DType} {Shape}")]
public sealed partial class NDArray
{
    /// <summary>From how many bytes on a new array is held where it is while a collection may come.</summary>
    private const int LargeBytes = 4 << 20;

    /// <summary>Bytes of small objects that are enough for a collection that is due to come: more than a thread allocates without asking.</summary>
    private const int DueBytes = 32 << 10;

    private readonly Array _data;

    private NDArray(Array data, DType dtype, Shape shape) => (_data, DType, Shape) = (data, dtype, shape);

    /// <summary>The element type.</summary>
    public DType DType { get; }

    /// <summary>The sizes of the axes.</summary>
    public Shape Shape { get; }

    /// <summary>How many elements there are.</summary>
    public int Count => Shape.Count;

    /// <summary>How many axes there are.</summary>
    public int Rank => Shape.Rank;

    /// <summary>Bytes of all elements.</summary>
    internal long ByteCount => (long)Count * DType.Size();

    /// <summary>The elements as a flat array of their .NET type; never to be written after the array was published.</summary>
    internal Array Data => _data;

    /// <summary>The elements' memory.</summary>
    internal ref byte Reference => ref MemoryMarshal.GetArrayDataReference(_data);

    /// <summary>The elements in row-major order.</summary>
    /// <typeparam name="T">the .NET type of <see cref="DType"/>: no conversion takes place</typeparam>
    /// <exception cref="DTypeException">T is not the elements' type</exception>
    public ReadOnlySpan<T> AsSpan<T>() where T : unmanaged => Typed<T>();

    private T[] Typed<T>([CallerMemberName] string operation = "") where T : unmanaged => _data as T[]
        ?? throw new DTypeException($"{operation}: the array's elements are {DType.Name()}, not {typeof(T).Name}; Cast converts");

    /// <summary>Room for a result, its elements not yet set; the maker fills it before it publishes it.</summary>
    internal static NDArray Uninitialized(DType dtype, Shape shape) => new(NewElements(dtype, shape.Count), dtype, shape);

    /// <summary>Takes a flat array of <paramref name="dtype"/>'s .NET type as it is: the caller must not write it again.</summary>
    internal static NDArray Wrap(Array data, DType dtype, Shape shape)
    {
        Debug.Assert(data.Length == shape.Count && data.GetType().GetElementType() == dtype.ClrType(), "the flat array must fit the shape and element type");
        return new(data, dtype, shape);
    }

    /// <summary>A flat array of <paramref name="dtype"/>'s .NET type, its elements not yet set.</summary>
    internal static Array NewElements(DType dtype, int count) => NewData(dtype, count, zeroed: false);

    private static Array NewData(DType dtype, int count, bool zeroed) => dtype switch
    {
        DType.Float32 => NewArray<float>(count, zeroed),
        DType.Float64 => NewArray<double>(count, zeroed),
        DType.Int64 => NewArray<long>(count, zeroed),
        DType.Int32 => NewArray<int>(count, zeroed),
        DType.Bool => NewArray<bool>(count, zeroed),
        _ => throw new NotSupportedException($"no arrays of {dtype.Name()}"),
    };

    /// <summary>
    /// A large array mostly makes a collection due, which comes with the next small objects and copies the array, since it lives: 3.3 ms for
    /// 40 MB. So small objects are made while the array may not be moved; the collection, if it comes, takes 0.1 ms.
    /// </summary>
    private static unsafe T[] NewArray<T>(int count, bool zeroed) where T : unmanaged
    {
        T[] array = zeroed ? new T[count] : GC.AllocateUninitializedArray<T>(count);
        if ((long)count * sizeof(T) < LargeBytes) return array;
        fixed (T* pinned = array) GC.KeepAlive(GC.AllocateUninitializedArray<byte>(DueBytes));
        return array;
    }

    /// <summary>The same elements under another shape, shared.</summary>
    internal NDArray WithShape(Shape shape) => shape.Equals(Shape) ? this : new(_data, DType, shape);

    /// <summary>The only element, as a number.</summary>
    /// <exception cref="InvalidOperationException">there is not exactly one element</exception>
    public Number ToScalar() => Count == 1 ? At(0) : throw new InvalidOperationException($"ToScalar: the array has shape {Shape}, not one element");

    /// <summary>The only element.</summary>
    /// <exception cref="InvalidOperationException">there is not exactly one element</exception>
    /// <exception cref="DTypeException">T is not the element's type</exception>
    public T ToScalar<T>() where T : unmanaged => Count == 1 ? Typed<T>()[0] : throw new InvalidOperationException($"ToScalar: the array has shape {Shape}, not one element");

    /// <summary>The element at a place in row-major order.</summary>
    internal Number At(int index) => _data switch
    {
        float[] a => a[index],
        double[] a => a[index],
        long[] a => a[index],
        int[] a => a[index],
        bool[] a => a[index],
        _ => throw new UnreachableException(),
    };

    /// <summary>The element at one index an axis.</summary>
    /// <exception cref="ArgumentException">there are not as many indices as axes</exception>
    /// <exception cref="ArgumentOutOfRangeException">an index is not in [0, size)</exception>
    public Number this[params ReadOnlySpan<int> indices]
    {
        get
        {
            if (indices.Length != Rank) throw new ArgumentException($"an array of shape {Shape} takes {Rank} indices, not {indices.Length}", nameof(indices));
            int flat = 0;
            for (int axis = 0; axis < Rank; axis++)
            {
                if ((uint)indices[axis] >= (uint)Shape[axis])
                    throw new ArgumentOutOfRangeException(nameof(indices), indices[axis], $"index {indices[axis]} is not in [0, {Shape[axis]}) of axis {axis} of shape {Shape}");
                flat = flat * Shape[axis] + indices[axis];
            }

            return At(flat);
        }
    }

    /// <summary>Whether type, shape and every element's bits are equal, but that any NaN equals any NaN.</summary>
    public bool BitsEqual(NDArray other)
    {
        if (DType != other.DType || !Shape.Equals(other.Shape)) return false;
        for (int i = 0; i < Count; i++)
        {
            Number a = At(i), b = other.At(i);
            if (a != b && !(double.IsNaN(a.ToDouble()) && double.IsNaN(b.ToDouble()))) return false;
        }

        return true;
    }

    /// <summary>Type, shape and the first elements: <c>float32 [2, 2] { 1, 2, 3, 4 }</c>.</summary>
    public override string ToString()
    {
        const int shown = 8;
        var items = new string[Math.Min(Count, shown)];
        for (int i = 0; i < items.Length; i++) items[i] = At(i).ToString();
        return string.Create(CultureInfo.InvariantCulture, $"{DType.Name()} {Shape} {{ {string.Join(", ", items)}{(Count > shown ? ", ..." : "")} }}");
    }
}
