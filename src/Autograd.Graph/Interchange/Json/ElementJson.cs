using System.Globalization;
using System.Text.Json;

namespace Autograd.Graph;

/// <summary>One number: a JSON number or truth value, and what is not finite as the hexadecimal text of its bits, <c>"0x7fc00000"</c>.</summary>
internal static class ElementJson
{
    private const string Prefix = "0x";

    public static void Write(Utf8JsonWriter json, Number number)
    {
        double value = number.ToDouble();
        if (number.DType == DType.Bool) json.WriteBooleanValue(number.Bits != 0);
        else if (!number.DType.IsFloating()) json.WriteNumberValue(number.Bits);
        else if (!double.IsFinite(value)) json.WriteStringValue($"{Prefix}{(number.Bits & Mask(number.DType)).ToString($"x{2 * number.DType.Size()}", CultureInfo.InvariantCulture)}");
        else if (number.DType == DType.Float32) json.WriteNumberValue((float)value);
        else json.WriteNumberValue(value);
    }

    /// <summary>The number that a reader stands at, of an element type.</summary>
    public static bool TryRead(ref Utf8JsonReader json, DType dtype, out Number number)
    {
        number = default;
        switch (json.TokenType)
        {
            case JsonTokenType.True or JsonTokenType.False when dtype == DType.Bool:
                number = json.GetBoolean();
                return true;
            case JsonTokenType.String when dtype.IsFloating():
                return TryBits(ref json, dtype, out number);
            case JsonTokenType.Number:
                return TryNumber(ref json, dtype, out number);
            default:
                return false;
        }
    }

    public static string Expected(DType dtype) => dtype == DType.Bool ? "true or false" : dtype.IsFloating() ? $"a number of {dtype.Name()} (what is not finite as its bits: \"0x...\")" : $"an integer of {dtype.Name()}";

    private static bool TryNumber(ref Utf8JsonReader json, DType dtype, out Number number)
    {
        number = default;
        bool read = false;
        switch (dtype)
        {
            case DType.Float32 when json.TryGetSingle(out float value) && float.IsFinite(value):
                (read, number) = (true, value);
                break;
            case DType.Float64 when json.TryGetDouble(out double value) && double.IsFinite(value):
                (read, number) = (true, value);
                break;
            case DType.Int64 when json.TryGetInt64(out long value):
                (read, number) = (true, value);
                break;
            case DType.Int32 when json.TryGetInt32(out int value):
                (read, number) = (true, value);
                break;
        }

        return read;
    }

    private static bool TryBits(ref Utf8JsonReader json, DType dtype, out Number number)
    {
        number = default;
        int digits = 2 * dtype.Size();
        ReadOnlySpan<byte> text = json.ValueSpan;
        if (json.ValueIsEscaped || text.Length != digits + Prefix.Length || !text.StartsWith("0x"u8)) return false;
        if (!long.TryParse(text[Prefix.Length..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long bits)) return false;
        number = Number.FromBits(dtype, bits);
        return true;
    }

    private static long Mask(DType dtype) => dtype.Size() == sizeof(long) ? -1 : (1L << (8 * dtype.Size())) - 1;
}
