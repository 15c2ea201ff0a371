using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace Autograd.Graph;

/// <summary>
/// Named arrays in the safetensors format: the length of a JSON header, the header, the elements one array after the other.
/// <see href="https://github.com/huggingface/safetensors#format"/>.
/// </summary>
public static class SafetensorsFile
{
    private const string Format = "safetensors";

    /// <summary>Writes a file; one that was there is replaced once all is written.</summary>
    /// <param name="path">the file</param>
    /// <param name="arrays">the arrays by their names</param>
    /// <param name="metadata">texts by their names</param>
    /// <exception cref="ArgumentException">a name comes twice, or is <c>__metadata__</c></exception>
    /// <exception cref="IOException">the file cannot be written</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, NDArray>> arrays, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        WholeFile.Write(path, file => Write(file, arrays, metadata));
    }

    /// <summary>Writes to a stream.</summary>
    /// <param name="stream">what is written</param>
    /// <param name="arrays">the arrays by their names</param>
    /// <param name="metadata">texts by their names</param>
    /// <exception cref="ArgumentException">a name comes twice, or is <c>__metadata__</c></exception>
    public static void Write(Stream stream, IEnumerable<KeyValuePair<string, NDArray>> arrays, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(arrays);
        if (!BitConverter.IsLittleEndian) throw new NotSupportedException("safetensors: files are written on little-endian machines only");
        // The widest elements first, so that each array lies at a multiple of its element's size.
        KeyValuePair<string, NDArray>[] named = [.. NamedArrays.Checked(arrays, Format).OrderByDescending(pair => pair.Value.DType.Size())];
        byte[] header = Header(named, metadata);
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach ((_, NDArray array) in named) NpyFile.WriteElements(stream, array);
    }

    /// <summary>Reads all of a file.</summary>
    /// <param name="path">the file</param>
    /// <param name="widen">whether element types that arrays do not have (F16, BF16, I8, I16, U8, U16, U32) are read as wider ones</param>
    /// <exception cref="ArrayFormatException">the file is of another format, damaged or incomplete, or an element type cannot be read</exception>
    /// <exception cref="IOException">the file cannot be read</exception>
    public static SafetensorsContent Read(string path, bool widen = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream file = File.OpenRead(path);
        return Read(new ArraySource(Format, file, path), widen);
    }

    /// <summary>Reads all of a stream, to its end.</summary>
    /// <param name="stream">what is read</param>
    /// <param name="widen">whether element types that arrays do not have (F16, BF16, I8, I16, U8, U16, U32) are read as wider ones</param>
    /// <exception cref="ArrayFormatException">there is another format, it is damaged or incomplete, or an element type cannot be read</exception>
    public static SafetensorsContent Read(Stream stream, bool widen = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Read(new ArraySource(Format, stream, null), widen);
    }

    private static SafetensorsContent Read(ArraySource source, bool widen)
    {
        SafetensorsHeader header = SafetensorsHeader.Read(source);
        var arrays = new OrderedDictionary<string, NDArray>();
        foreach (SafetensorsEntry entry in header.Entries)
        {
            if (!entry.Type.IsExact && !widen)
                throw source.Error($"'{entry.Name}' has element type {entry.Type.Safetensors}, which arrays do not have; 'widen: true' reads it as {entry.Type.DType.Name()}, which holds all its values");
            arrays.Add(entry.Name, entry.Type.Read(source, entry.Shape, isBigEndian: false));
        }

        source.ExpectEnd();
        return new(arrays, header.Metadata);
    }

    private static byte[] Header(ReadOnlySpan<KeyValuePair<string, NDArray>> named, IReadOnlyDictionary<string, string>? metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject(SafetensorsHeader.MetadataName);
                foreach ((string key, string value) in metadata) json.WriteString(key, value);
                json.WriteEndObject();
            }

            long offset = 0;
            foreach ((string name, NDArray array) in named)
            {
                if (name == SafetensorsHeader.MetadataName) throw new ArgumentException($"{Format}: no array can be named {name}, as the metadata are", nameof(named));
                json.WriteStartObject(name);
                json.WriteString("dtype", StoredType.Of(array.DType).Safetensors);
                json.WriteStartArray("shape");
                foreach (int size in array.Shape.Sizes) json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += array.ByteCount);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        // Padded with spaces, so that the elements begin at a multiple of eight bytes.
        while (buffer.WrittenCount % 8 != 0) buffer.Write(" "u8);
        return buffer.WrittenSpan.ToArray();
    }
}
