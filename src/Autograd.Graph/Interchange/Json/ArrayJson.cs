using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Autograd.Graph;

/// <summary>
/// The elements of an array in row-major order: <c>"data"</c>, a list of them, up to 1 KiB; above, <c>"base64"</c>, their bytes, each element's
/// lowest first, in one text or a list of texts.
/// </summary>
internal static class ArrayJson
{
    public const int LargestList = 1024;

    // A multiple of three: no part but the last is padded.
    private const int Part = 3 << 20;

    public static void Write(Utf8JsonWriter json, NDArray array)
    {
        if (array.ByteCount <= LargestList)
        {
            json.WriteStartArray("data"u8);
            for (int i = 0; i < array.Count; i++) ElementJson.Write(json, array.At(i));
            json.WriteEndArray();
            return;
        }

        if (array.ByteCount <= Part)
        {
            json.WriteBase64String("base64"u8, Ordered(array.BytesFrom(0), array.DType));
            return;
        }

        json.WriteStartArray("base64"u8);
        for (long start = 0; start < array.ByteCount; start += Part)
        {
            ReadOnlySpan<byte> bytes = array.BytesFrom(start);
            json.WriteBase64StringValue(Ordered(bytes[..Math.Min(bytes.Length, Part)], array.DType));
            json.Flush();
        }

        json.WriteEndArray();
    }

    /// <summary>The array of a list of elements.</summary>
    public static NDArray ReadList(JsonValue list, ExprType type)
    {
        // Each element takes a byte and a comma at least: a document cannot ask for more memory than it has itself.
        if (list.Length < 2L * type.Shape.Count) throw list.Error($"expected {type.Shape.Count} elements of {type}, there are fewer");
        NDArray array = NDArray.Uninitialized(type.DType, type.Shape);
        Utf8JsonReader json = list.Reader(JsonTokenType.StartArray, "a list of elements");
        int count = 0;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (count == array.Count) throw list.ErrorAt(json, $"expected {array.Count} elements of {type}, there are more");
            if (!ElementJson.TryRead(ref json, type.DType, out Number number)) throw list.ErrorAt(json, $"element {count}: expected {ElementJson.Expected(type.DType)}");
            Put(array, count++, number);
        }

        return count == array.Count ? array : throw list.Error($"expected {array.Count} elements of {type}, there are fewer");
    }

    /// <summary>The array of its bytes.</summary>
    public static NDArray ReadBytes(JsonValue value, ExprType type)
    {
        var parts = new List<byte[]>();
        Utf8JsonReader json = value.Reader();
        bool several = json.TokenType == JsonTokenType.StartArray;
        long count = 0, expected = (long)type.Shape.Count * type.DType.Size();
        if (several) json.Read();
        while (json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.String || !json.TryGetBytesFromBase64(out byte[]? bytes)) throw value.ErrorAt(json, "expected bytes as base64");
            parts.Add(bytes);
            count += bytes.Length;
            if (!several) break;
            json.Read();
        }

        if (count != expected) throw value.Error($"expected {expected} bytes of {type}, there are {count}");
        NDArray array = NDArray.Uninitialized(type.DType, type.Shape);
        long at = 0;
        foreach (byte[] bytes in parts)
        {
            if (type.DType == DType.Bool && bytes.AsSpan().IndexOfAnyExcept((byte)0, (byte)1) >= 0) throw value.Error("expected bytes 0 and 1 of bool");
            if (bytes.Length > 0) NDArray.CopyBytes(ref Ordered(bytes, type.DType)[0], ref Unsafe.Add(ref array.Reference, (nint)at), bytes.Length);
            at += bytes.Length;
        }

        return array;
    }

    private static void Put(NDArray array, int index, Number number)
    {
        // By its bits: a conversion would quiet a signalling NaN.
        int size = array.DType.Size();
        ref byte place = ref Unsafe.Add(ref array.Reference, (nint)index * size);
        Span<byte> bytes = MemoryMarshal.CreateSpan(ref place, size);
        switch (size)
        {
            case sizeof(long): MemoryMarshal.Write(bytes, number.Bits); break;
            case sizeof(int): MemoryMarshal.Write(bytes, (int)number.Bits); break;
            case sizeof(short): MemoryMarshal.Write(bytes, (short)number.Bits); break;
            default: bytes[0] = (byte)number.Bits; break;
        }
    }

    /// <summary>The bytes with each element's lowest first.</summary>
    private static Span<byte> Ordered(byte[] bytes, DType dtype)
    {
        int size = dtype.Size();
        if (!BitConverter.IsLittleEndian)
            for (int i = 0; i + size <= bytes.Length; i += size) bytes.AsSpan(i, size).Reverse();
        return bytes;
    }

    private static ReadOnlySpan<byte> Ordered(ReadOnlySpan<byte> bytes, DType dtype) => BitConverter.IsLittleEndian ? bytes : Ordered(bytes.ToArray(), dtype);
}
