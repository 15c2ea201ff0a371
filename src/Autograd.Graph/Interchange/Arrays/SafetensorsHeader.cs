using System.Buffers.Binary;
using System.Text.Json;

namespace Autograd.Graph;

/// <summary>The header of a safetensors file, checked: its arrays in the order of their elements, which leave no gap.</summary>
internal sealed class SafetensorsHeader
{
    /// <summary>The name under which the header has the metadata.</summary>
    public const string MetadataName = "__metadata__";

    // As the format's own reader allows.
    private const long Longest = 100_000_000;

    private readonly OrderedDictionary<string, string> _metadata = [];
    private readonly List<SafetensorsEntry> _entries = [];

    private SafetensorsHeader() { }

    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    public IReadOnlyList<SafetensorsEntry> Entries => _entries;

    /// <summary>Reads length and header; the source then stands before the elements.</summary>
    /// <exception cref="ArrayFormatException">it is no such header</exception>
    public static SafetensorsHeader Read(ArraySource source)
    {
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        source.Fill(prefix, "the header's length");
        if (prefix.StartsWith("PK\u0003\u0004"u8)) throw source.Error("this is a zip archive, such as PyTorch's own format or an .npz; safetensors.torch.save_file writes safetensors", 0);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length is < 2 or > (ulong)Longest) throw source.Error($"the first eight bytes announce a header of {length} bytes; it has 2 to {Longest}", 0);
        byte[] bytes = source.Bytes((long)length, "the header");
        if (bytes[0] != '{') throw source.Error("the header does not begin with '{'", sizeof(ulong));
        var header = new SafetensorsHeader();
        var json = new Utf8JsonReader(bytes);
        try
        {
            header.Parse(ref json, source);
        }
        catch (JsonException error)
        {
            throw source.Error($"the header is no JSON: {error.Message}", sizeof(ulong) + json.BytesConsumed, error);
        }

        header.CheckOffsets(source);
        return header;
    }

    private void Parse(ref Utf8JsonReader json, ArraySource source)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        json.Read();
        while (Next(ref json, source) == JsonTokenType.PropertyName)
        {
            string name = Text(ref json, source);
            if (!names.Add(name)) throw Error(ref json, source, $"'{name}' comes twice");
            Expect(ref json, source, JsonTokenType.StartObject, "an object");
            if (name == MetadataName) ParseMetadata(ref json, source);
            else _entries.Add(ParseEntry(ref json, source, name));
        }

        if (json.Read()) throw Error(ref json, source, "there is more behind the header's object");
    }

    private void ParseMetadata(ref Utf8JsonReader json, ArraySource source)
    {
        while (Next(ref json, source) == JsonTokenType.PropertyName)
        {
            string key = Text(ref json, source);
            Expect(ref json, source, JsonTokenType.String, "a text");
            if (!_metadata.TryAdd(key, Text(ref json, source))) throw Error(ref json, source, $"'{key}' comes twice in the metadata");
        }
    }

    private static SafetensorsEntry ParseEntry(ref Utf8JsonReader json, ArraySource source, string name)
    {
        StoredType? type = null;
        List<long>? sizes = null, offsets = null;
        while (Next(ref json, source) == JsonTokenType.PropertyName)
        {
            switch (Text(ref json, source))
            {
                case "dtype" when type is null:
                    Expect(ref json, source, JsonTokenType.String, "a text");
                    string dtype = Text(ref json, source);
                    type = StoredType.OfSafetensors(dtype) ?? throw Error(ref json, source, $"'{name}' has element type {dtype}, which is not read; F32, F64, I64, I32 and BOOL are, and narrower ones that they hold");
                    break;
                case "shape" when sizes is null: sizes = Numbers(ref json, source); break;
                case "data_offsets" when offsets is null: offsets = Numbers(ref json, source); break;
                default: throw Error(ref json, source, $"'{name}' has '{Text(ref json, source)}', where each of 'dtype', 'shape' and 'data_offsets' was expected once");
            }
        }

        if (type is null || sizes is null || offsets is not [long begin, long end]) throw Error(ref json, source, $"'{name}' must have 'dtype', 'shape' and 'data_offsets' of two numbers");
        Shape shape = ShapeOf(ref json, source, name, sizes);
        if (end - begin != (long)shape.Count * type.Size) throw Error(ref json, source, $"'{name}' {shape} of {type.Safetensors} takes {(long)shape.Count * type.Size} bytes, its offsets {begin} to {end} are {end - begin}");
        return new(name, type, shape, begin, end);
    }

    private static Shape ShapeOf(ref Utf8JsonReader json, ArraySource source, string name, List<long> sizes)
    {
        var checkedSizes = new int[sizes.Count];
        for (int axis = 0; axis < checkedSizes.Length; axis++)
            checkedSizes[axis] = sizes[axis] <= int.MaxValue ? (int)sizes[axis] : throw Error(ref json, source, $"'{name}' has an axis of {sizes[axis]} elements; at most {int.MaxValue} are read");
        try
        {
            return new Shape(checkedSizes);
        }
        catch (ShapeException error)
        {
            throw Error(ref json, source, $"'{name}': {error.Message}");
        }
    }

    private static List<long> Numbers(ref Utf8JsonReader json, ArraySource source)
    {
        var numbers = new List<long>();
        Expect(ref json, source, JsonTokenType.StartArray, "an array of numbers");
        while (Next(ref json, source) != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out long number) || number < 0) throw Error(ref json, source, "a whole number from 0 on was expected");
            numbers.Add(number);
        }

        return numbers;
    }

    /// <summary>Elements follow one another from the first byte behind the header to the last.</summary>
    private void CheckOffsets(ArraySource source)
    {
        // An empty array may share its offset with the one behind it.
        _entries.Sort(static (a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        long next = 0;
        foreach (SafetensorsEntry entry in _entries)
        {
            if (entry.Begin != next) throw source.Error($"'{entry.Name}' begins at byte {entry.Begin} behind the header, where byte {next} was expected: elements lie one array after the other");
            next = entry.End;
        }

        if (source.Remaining is { } remaining && remaining < next) throw source.Error($"the end comes too early: {next} bytes of elements were expected, there are {remaining}");
    }

    // At an invalid escape or encoding the reader throws another exception than elsewhere.
    private static string Text(ref Utf8JsonReader json, ArraySource source)
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            throw source.Error($"a text of the header is no Unicode: {error.Message}", sizeof(ulong) + json.TokenStartIndex, error);
        }
    }

    private static JsonTokenType Next(ref Utf8JsonReader json, ArraySource source) => json.Read() ? json.TokenType : throw Error(ref json, source, "the header ends too early");

    private static void Expect(ref Utf8JsonReader json, ArraySource source, JsonTokenType type, string what)
    {
        if (Next(ref json, source) != type) throw Error(ref json, source, $"{what} was expected");
    }

    private static ArrayFormatException Error(ref Utf8JsonReader json, ArraySource source, string text) => source.Error(text, sizeof(ulong) + json.TokenStartIndex);
}
