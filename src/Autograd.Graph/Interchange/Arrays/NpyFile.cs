using System.Buffers.Binary;
using System.Text;

namespace Autograd.Graph;

/// <summary>Single arrays in NumPy's format, as <c>numpy.save</c> writes and <c>numpy.load</c> reads them.</summary>
public static class NpyFile
{
    private const string Format = "npy";
    private const int LongestHeader = 1 << 20;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Writes a file; one that was there is replaced once all is written.</summary>
    /// <exception cref="IOException">the file cannot be written</exception>
    public static void Write(string path, NDArray array)
    {
        ArgumentNullException.ThrowIfNull(array);
        WholeFile.Write(path, file => Write(file, array));
    }

    /// <summary>Writes to a stream from where it stands.</summary>
    public static void Write(Stream stream, NDArray array)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(array);
        string name = StoredType.Of(array.DType).Numpy!, order = array.DType.Size() == 1 ? "|" : BitConverter.IsLittleEndian ? "<" : ">";
        string header = new NpyHeader(order + name, false, array.Shape).ToString();

        // Magic, version, length and header together are a multiple of 64 bytes; the header ends in a line feed. Version 1 has two bytes for the length.
        int version = header.Length > ushort.MaxValue - 64 ? 2 : 1, before = Magic.Length + 2 + 2 * version;
        int length = (before + header.Length + 1 + 63) / 64 * 64 - before;
        Span<byte> prefix = stackalloc byte[before];
        Magic.CopyTo(prefix);
        prefix[6] = (byte)version;
        prefix[7] = 0;
        if (version == 1) BinaryPrimitives.WriteUInt16LittleEndian(prefix[8..], (ushort)length);
        else BinaryPrimitives.WriteUInt32LittleEndian(prefix[8..], (uint)length);
        stream.Write(prefix);
        stream.Write(Encoding.ASCII.GetBytes(header.PadRight(length - 1) + '\n'));
        WriteElements(stream, array);
    }

    /// <summary>Reads a file of one array.</summary>
    /// <param name="path">the file</param>
    /// <param name="widen">whether element types that arrays do not have (float16, int8, int16, uint8, uint16, uint32) are read as wider ones</param>
    /// <exception cref="ArrayFormatException">the file is of another format, damaged or incomplete, or its element type cannot be read</exception>
    /// <exception cref="IOException">the file cannot be read</exception>
    public static NDArray Read(string path, bool widen = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream file = File.OpenRead(path);
        var source = new ArraySource(Format, file, path);
        NDArray array = Read(source, widen);
        source.ExpectEnd();
        return array;
    }

    /// <summary>Reads an array from where a stream stands; it then stands behind the array.</summary>
    /// <param name="stream">what is read</param>
    /// <param name="widen">whether element types that arrays do not have (float16, int8, int16, uint8, uint16, uint32) are read as wider ones</param>
    /// <exception cref="ArrayFormatException">there is another format, the array is damaged or incomplete, or its element type cannot be read</exception>
    public static NDArray Read(Stream stream, bool widen = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Read(new ArraySource(Format, stream, null), widen);
    }

    internal static NDArray Read(ArraySource source, bool widen)
    {
        NpyHeader header = ReadHeader(source);
        (StoredType type, bool isBigEndian) = TypeOf(header.Descr, source, widen);
        Shape shape = header.Shape;
        if (!header.IsFortranOrder || shape.Rank < 2) return type.Read(source, shape, isBigEndian);

        // Column-major elements are the row-major elements of the transpose.
        int[] sizes = shape.ToArray(), axes = [.. Enumerable.Range(0, shape.Rank).Reverse()];
        Array.Reverse(sizes);
        return Expr.Constant(type.Read(source, Shape.Wrap(sizes), isBigEndian)).Transpose(axes).Evaluate();
    }

    /// <summary>Writes the elements of an array in the machine's byte order.</summary>
    internal static void WriteElements(Stream stream, NDArray array)
    {
        for (long done = 0; done < array.ByteCount;)
        {
            ReadOnlySpan<byte> part = array.BytesFrom(done);
            stream.Write(part);
            done += part.Length;
        }
    }

    private static NpyHeader ReadHeader(ArraySource source)
    {
        Span<byte> prefix = stackalloc byte[8];
        source.Fill(prefix, "magic and version");
        if (!prefix.StartsWith(Magic)) throw source.Error("the file does not begin with the bytes 93 4E 55 4D 50 59 (\\x93NUMPY) of NumPy's format", 0);
        if (prefix[6] is < 1 or > 3) throw source.Error($"version {prefix[6]}.{prefix[7]}; versions 1, 2 and 3 are read", 6);
        Span<byte> length = stackalloc byte[4];
        length.Clear();
        source.Fill(length[..(prefix[6] == 1 ? 2 : 4)], "the header's length");
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(length);
        if (count > LongestHeader) throw source.Error($"a header of {count} bytes; {LongestHeader} are read at most");
        return NpyHeader.Parse(source.Bytes(count, "the header"), source);
    }

    private static (StoredType Type, bool IsBigEndian) TypeOf(string descr, ArraySource source, bool widen)
    {
        char order = descr.Length > 0 ? descr[0] : ' ';
        StoredType? type = order is '<' or '>' or '|' or '=' ? StoredType.OfNumpy(descr[1..]) : null;
        if (type is null) throw source.Error($"element type '{descr}' is not read; float32, float64, int64, int32 and bool are, and narrower ones that they hold");
        if (!type.IsExact && !widen) throw source.Error($"arrays have no element type '{descr}'; 'widen: true' reads it as {type.DType.Name()}, which holds all its values");
        return (type, order == '>' || (order == '=' && !BitConverter.IsLittleEndian));
    }
}
