using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Autograd.Graph;

/// <summary>How files store elements: one row a type. Types that arrays do not have are read as the narrowest one that holds all their values.</summary>
/// <param name="Numpy">the name in NumPy's files without the byte order; null where NumPy has none</param>
/// <param name="Safetensors">the name in safetensors files</param>
/// <param name="Size">bytes of an element</param>
/// <param name="DType">what it is read as</param>
/// <param name="IsExact">whether arrays store it in the same way</param>
internal sealed record StoredType(string? Numpy, string Safetensors, int Size, DType DType, bool IsExact)
{
    private static readonly StoredType[] Rows =
    [
        new("f4", "F32", 4, DType.Float32, true),
        new("f8", "F64", 8, DType.Float64, true),
        new("i8", "I64", 8, DType.Int64, true),
        new("i4", "I32", 4, DType.Int32, true),
        new("b1", "BOOL", 1, DType.Bool, true),
        new("f2", "F16", 2, DType.Float32, false),
        new(null, "BF16", 2, DType.Float32, false),
        new("i1", "I8", 1, DType.Int32, false),
        new("u1", "U8", 1, DType.Int32, false),
        new("i2", "I16", 2, DType.Int32, false),
        new("u2", "U16", 2, DType.Int32, false),
        new("u4", "U32", 4, DType.Int64, false),
    ];

    /// <summary>The row of an array's own type.</summary>
    public static StoredType Of(DType dtype) => Array.Find(Rows, row => row.IsExact && row.DType == dtype)!;

    /// <summary>The row of a name in NumPy's files; null where it is none that can be read.</summary>
    public static StoredType? OfNumpy(string name) => Array.Find(Rows, row => row.Numpy == name);

    /// <summary>The row of a name in safetensors files; null where it is none that can be read.</summary>
    public static StoredType? OfSafetensors(string name) => Array.Find(Rows, row => row.Safetensors == name);

    /// <summary>Makes an array of stored elements.</summary>
    /// <param name="source">where the elements are read</param>
    /// <param name="shape">the shape</param>
    /// <param name="isBigEndian">whether the most significant byte comes first</param>
    /// <exception cref="ArrayFormatException">there are fewer bytes, or a truth value is neither 0 nor 1</exception>
    public NDArray Read(ArraySource source, Shape shape, bool isBigEndian)
    {
        long begin = source.Position, count = (long)shape.Count * Size;
        // What is announced is not believed before it has come: a damaged header must not take all memory.
        byte[]? bytes = IsExact && source.IsProven(count) ? null : source.Bytes(count);
        NDArray array = NDArray.Uninitialized(DType, shape);
        if (IsExact)
        {
            if (bytes is null) source.Fill(array);
            else bytes.CopyTo(MemoryMarshal.CreateSpan(ref array.Reference, bytes.Length));
            if (Size > 1 && isBigEndian == BitConverter.IsLittleEndian) Reverse(array);
        }
        else
        {
            Widen(bytes, isBigEndian, array);
        }

        if (DType == DType.Bool) CheckTruth(source, begin, array);
        return array;
    }

    private static void Reverse(NDArray array)
    {
        switch (array.Data)
        {
            case float[] a: Reverse(MemoryMarshal.Cast<float, int>(a.AsSpan())); break;
            case int[] a: Reverse(a.AsSpan()); break;
            case double[] a: Reverse(MemoryMarshal.Cast<double, long>(a.AsSpan())); break;
            case long[] a: Reverse(a.AsSpan()); break;
        }
    }

    private static void Reverse(Span<int> elements) => BinaryPrimitives.ReverseEndianness(elements, elements);

    private static void Reverse(Span<long> elements) => BinaryPrimitives.ReverseEndianness(elements, elements);

    private void Widen(ReadOnlySpan<byte> bytes, bool isBigEndian, NDArray array)
    {
        for (int i = 0; i < array.Count; i++)
        {
            ReadOnlySpan<byte> stored = bytes.Slice(i * Size, Size);
            uint bits = Size switch
            {
                1 => stored[0],
                2 => isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(stored) : BinaryPrimitives.ReadUInt16LittleEndian(stored),
                _ => isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(stored) : BinaryPrimitives.ReadUInt32LittleEndian(stored),
            };
            Number element = Safetensors switch
            {
                "F16" => (Number)(float)BitConverter.UInt16BitsToHalf((ushort)bits),
                "BF16" => (Number)BitConverter.UInt32BitsToSingle(bits << 16),
                "I8" => (Number)(long)(sbyte)bits,
                "I16" => (Number)(long)(short)bits,
                _ => (Number)(long)bits,
            };
            array.Set(i, element);
        }
    }

    // A .NET truth value of another byte is neither true nor false to all code.
    private static void CheckTruth(ArraySource source, long begin, NDArray array)
    {
        int other = MemoryMarshal.AsBytes(array.AsSpan<bool>()).IndexOfAnyExcept((byte)0, (byte)1);
        if (other >= 0) throw source.Error($"a truth value is {MemoryMarshal.AsBytes(array.AsSpan<bool>())[other]}; it must be 0 or 1", begin + other);
    }
}
