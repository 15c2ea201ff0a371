using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd.Graph;

/// <summary>Elements that follow each other in an array.</summary>
/// <param name="Array">the array; null of a value that nobody made</param>
/// <param name="DType">its element type</param>
/// <param name="Start">the first element</param>
/// <param name="Count">how many</param>
internal readonly record struct ElementRange(Array? Array, DType DType, int Start, int Count)
{
    public nint ByteOffset => (nint)Start * DType.Size();

    public long ByteCount => (long)Count * DType.Size();

    public ref byte First => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Array!), ByteOffset);

    /// <summary>All of an array.</summary>
    public static ElementRange Of(Array array)
    {
        ArgumentNullException.ThrowIfNull(array);
        return new(array, TypeOf(array), 0, array.Length);
    }

    /// <summary>A part of a flat array.</summary>
    public static ElementRange Of<T>(T[] array, int start, int length)
    {
        ArgumentNullException.ThrowIfNull(array);
        if (start < 0 || length < 0 || start > array.Length - length)
            throw new ArgumentOutOfRangeException(nameof(start), $"elements [{start}, {(long)start + length}) are not inside of an array of {array.Length}");
        return new(array, TypeOf(array), start, length);
    }

    /// <summary>Whether some element belongs to both.</summary>
    public bool Overlaps(in ElementRange other) => ReferenceEquals(Array, other.Array) && Start < other.Start + other.Count && other.Start < Start + Count;

    /// <summary>That the elements fit a parameter or output: as many of its type, and in an array of several axes of the same sizes.</summary>
    /// <param name="wanted">the parameter or output</param>
    /// <param name="role">which of the two, for the error</param>
    /// <param name="index">its place, for the error</param>
    /// <exception cref="ComputationException">there is no array at all</exception>
    /// <exception cref="DTypeException">the elements are of another type</exception>
    /// <exception cref="ShapeException">there are more or fewer, or in another shape</exception>
    public void CheckFits(in NamedType wanted, string role, int index)
    {
        ExprType type = wanted.Type;
        if (Array is null) throw new ComputationException($"run: {role} {NameOf(wanted, index)} is {type}, and no array is given");
        if (DType != type.DType) throw new DTypeException($"run: {role} {NameOf(wanted, index)} is {type}, not an array of {DType.Name()}");
        if (Array.Rank == 1 ? Count == type.Shape.Count : HasSizes(type.Shape)) return;
        throw new ShapeException($"run: {role} {NameOf(wanted, index)} is {type} of {type.Shape.Count} elements, not an array of {Sizes()}");
    }

    private static string NameOf(in NamedType wanted, int index) => wanted.Name is { } name ? $"'{name}'" : $"{index}";

    // Exactly, since an array of unsigned numbers passes for one of signed ones.
    private static DType TypeOf(Array array) => array.GetType() == typeof(float[]) ? DType.Float32 : DTypes.Of(array.GetType().GetElementType()!);

    private bool HasSizes(Shape shape)
    {
        if (Array!.Rank != shape.Rank) return false;
        for (int axis = 0; axis < shape.Rank; axis++)
            if (Array.GetLength(axis) != shape[axis]) return false;
        return true;
    }

    private string Sizes()
    {
        if (Array!.Rank == 1) return $"{Count}";
        var sizes = new int[Array.Rank];
        for (int axis = 0; axis < sizes.Length; axis++) sizes[axis] = Array.GetLength(axis);
        return $"[{string.Join(", ", sizes)}]";
    }
}
