using System.Text.Json;

namespace Autograd.Graph;

/// <summary>A value in a document: where it stands, and what it can be read as.</summary>
internal readonly record struct JsonValue(JsonText Document, int Start, int Length, JsonTokenType Kind)
{
    /// <summary>A reader that stands at the value's first token.</summary>
    public Utf8JsonReader Reader()
    {
        var json = new Utf8JsonReader(Document.Span.Slice(Start, Length));
        json.Read();
        return json;
    }

    public Utf8JsonReader Reader(JsonTokenType kind, string expected) => Kind == kind ? Reader() : throw Error($"expected {expected}");

    public ComputationFormatException Error(string message, Exception? inner = null) => Document.Error(Start, message, inner);

    /// <summary>An error at a reader of this value.</summary>
    public ComputationFormatException ErrorAt(in Utf8JsonReader json, string message) => Document.Error(Start + json.TokenStartIndex, message);

    public long Integer(string expected) => Kind == JsonTokenType.Number && Reader().TryGetInt64(out long value) ? value : throw Error($"expected {expected}");

    /// <summary>The place of something counted from 0, below <paramref name="count"/>.</summary>
    public int Place(int count, string expected)
    {
        long value = Integer(expected);
        return value >= 0 && value < count ? (int)value : throw Error($"expected {expected}, not {value}");
    }

    public string Text(string expected)
    {
        Utf8JsonReader json = Reader(JsonTokenType.String, expected);
        return TextOf(ref json);
    }

    /// <summary>The items of a list.</summary>
    public List<JsonValue> Items(string expected)
    {
        Utf8JsonReader json = Reader(JsonTokenType.StartArray, expected);
        var items = new List<JsonValue>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray) items.Add(Taken(ref json));
        return items;
    }

    /// <summary>The fields of an object, which must have different names.</summary>
    public JsonFields Fields(string expected)
    {
        Utf8JsonReader json = Reader(JsonTokenType.StartObject, expected);
        var fields = new JsonFields(this);
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            JsonValue at = this with { Start = Start + (int)json.TokenStartIndex };
            string name = TextOf(ref json);
            json.Read();
            if (!fields.TryAdd(name, at.Start, Taken(ref json))) throw at.Error(fields.IsFull ? $"an object has at most {JsonFields.Most} fields" : $"'{name}' stands here twice");
        }

        return fields;
    }

    /// <summary>The value that a reader stands at; the reader goes to its end.</summary>
    private JsonValue Taken(ref Utf8JsonReader json)
    {
        int start = (int)json.TokenStartIndex;
        JsonTokenType kind = json.TokenType;
        json.Skip();
        return new(Document, Start + start, (int)json.BytesConsumed - start, kind);
    }

    private string TextOf(ref Utf8JsonReader json)
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw Document.Error(Start + json.TokenStartIndex, "this text is no valid Unicode", e);
        }
    }
}
