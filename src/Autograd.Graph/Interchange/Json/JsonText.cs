using System.Text.Json;

namespace Autograd.Graph;

/// <summary>A document, and errors that say where in it they are.</summary>
internal sealed class JsonText(ReadOnlyMemory<byte> utf8)
{
    public ReadOnlySpan<byte> Span => utf8.Span;

    public ComputationFormatException Error(long position, string message, Exception? inner = null)
    {
        ReadOnlySpan<byte> before = Span[..(int)Math.Min(position, Span.Length)];
        return new(message, before.Count((byte)'\n') + 1, before.Length - before.LastIndexOf((byte)'\n'), position, inner);
    }

    /// <summary>The document's only value, its whole text checked to be JSON.</summary>
    /// <exception cref="ComputationFormatException">it is not</exception>
    public JsonValue Root()
    {
        int start = Span.StartsWith("\uFEFF"u8) ? 3 : 0;
        var json = new Utf8JsonReader(Span[start..]);
        try
        {
            json.Read();
            int first = (int)json.TokenStartIndex;
            JsonTokenType kind = json.TokenType;
            json.Skip();
            int end = (int)json.BytesConsumed;
            json.Read();
            return new(this, start + first, end - first, kind);
        }
        catch (JsonException e)
        {
            // The reader's message ends with its own count of lines and bytes, from 0.
            int counts = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            throw Error(PositionOf(e, start), $"this is no JSON: {(counts < 0 ? e.Message : e.Message[..counts])}", e);
        }
    }

    private long PositionOf(JsonException e, int start)
    {
        int line = start;
        for (long i = 0; i < e.LineNumber; i++) line += Span[line..].IndexOf((byte)'\n') + 1;
        return line + (e.BytePositionInLine ?? 0);
    }
}
