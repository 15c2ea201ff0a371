using System.Text.Json;

namespace Autograd.Graph;

/// <summary>Reads attributes.</summary>
/// <param name="fields">where they stand</param>
/// <param name="of">whose they are, in errors</param>
/// <param name="rules">the rules that may be named</param>
internal sealed class JsonAttributes(JsonFields fields, string of, RuleRegistry rules) : Attributes
{
    public override long Long(string name, long? value) => Get(name).Integer($"an integer for '{name}'");

    public override bool Flag(string name, bool? value) => Get(name) switch
    {
        { Kind: JsonTokenType.True } => true,
        { Kind: JsonTokenType.False } => false,
        var other => throw other.Error($"expected true or false for '{name}'"),
    };

    public override double Real(string name, double? value)
    {
        JsonValue given = Get(name);
        Utf8JsonReader json = given.Reader();
        return ElementJson.TryRead(ref json, DType.Float64, out Number number) ? number.ToDouble() : throw given.Error($"expected {ElementJson.Expected(DType.Float64)} for '{name}'");
    }

    public override string Text(string name, string? value) => Get(name).Text($"a text for '{name}'");

    public override IntList Ints(string name, IntList? value)
    {
        List<JsonValue> items = Get(name).Items($"a list of integers for '{name}'");
        var ints = new int[items.Count];
        for (int i = 0; i < ints.Length; i++)
        {
            long item = items[i].Integer($"an integer in '{name}'");
            ints[i] = item is >= int.MinValue and <= int.MaxValue ? (int)item : throw items[i].Error($"expected an integer of 32 bits in '{name}'");
        }

        return IntList.Wrap(ints);
    }

    internal override Body Function(string name, Body? value)
    {
        JsonValue given = Get(name);
        return new ComputationJsonReader(given.Document, rules).ReadFunction(given);
    }

    internal override Op.WithRule Rule(Op.WithRule? value)
    {
        string name = Text("rule", null);
        return rules.Read(name, this) ?? throw Get("rule").Error($"rule '{name}' is not registered (there are {string.Join(", ", rules.Names)})");
    }

    private protected override Exception Refusal(string name, string expected) => Get(name).Error($"expected {expected} for '{name}'");

    private JsonValue Get(string name) => fields.Get(name, of);
}
