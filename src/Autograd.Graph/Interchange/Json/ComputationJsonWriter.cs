using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Autograd.Graph;

/// <summary>Writes one document.</summary>
internal sealed class ComputationJsonWriter(IBufferWriter<byte> output, RuleRegistry rules)
{
    public const string Format = "autograd.computation";

    public void Write(Computation computation)
    {
        using NodeMap places = NodeMap.Create();
        List<Expr> order = AllInputs.Collect([.. computation.Parameters, .. computation.Outputs], places);
        // A rule that cannot be stored is refused before anything is written.
        CheckRules(order);
        using var json = new Utf8JsonWriter(output, new() { SkipValidation = true });
        Raw(string.Create(CultureInfo.InvariantCulture, $"{{\"format\":\"{Format}\",\"version\":{ComputationJson.Version},\n\"nodes\":[\n"));
        for (int i = 0; i < order.Count; i++)
        {
            WriteNode(json, order[i], places);
            Next(json);
            Raw(i < order.Count - 1 ? ",\n" : "\n");
        }

        Raw("],\n\"parameters\":");
        json.WriteStartArray();
        foreach (Expr parameter in computation.Parameters) WritePlace(json, parameter, places);
        json.WriteEndArray();
        Next(json);
        Raw(",\n\"outputs\":");
        json.WriteStartArray();
        for (int i = 0; i < computation.Outputs.Length; i++)
        {
            json.WriteStartObject();
            if (computation.Signature.Outputs[i].Name is { } name) json.WriteString("name"u8, name);
            json.WritePropertyName("node"u8);
            WritePlace(json, computation.Outputs[i], places);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Next(json);
        Raw("}\n");
    }

    /// <exception cref="ComputationException">a rule cannot be stored</exception>
    private void CheckRules(List<Expr> order)
    {
        for (int i = 0; i < order.Count; i++)
        {
            if (order[i].Op is Op.WithRule op && rules.Obstacle(op) is { } obstacle) throw new ComputationException($"json: node {i} ({order[i]}): its rule '{op.Label}' {obstacle}");
            if (order[i].Op is not Op.Control control) continue;
            foreach (Body function in AttributeList.Of(control).Functions)
            {
                using NodeMap places = NodeMap.Create();
                CheckRules(Nodes(function, places));
            }
        }
    }

    private static List<Expr> Nodes(Body function, NodeMap places) => AllInputs.Collect([.. function.Parameters, .. function.Outputs], places);

    private void Raw(string text)
    {
        Span<byte> room = output.GetSpan(text.Length);
        for (int i = 0; i < text.Length; i++) room[i] = (byte)text[i];
        output.Advance(text.Length);
    }

    /// <summary>What was written goes out; a value of its own may follow.</summary>
    private static void Next(Utf8JsonWriter json)
    {
        json.Flush();
        json.Reset();
    }

    private static void WritePlace(Utf8JsonWriter json, Expr node, NodeMap places)
    {
        places.TryGet(node, out int place);
        json.WriteNumberValue(place);
    }

    private static void WriteNode(Utf8JsonWriter json, Expr node, NodeMap places)
    {
        json.WriteStartObject();
        json.WriteString("op"u8, OpForms.Of(node.Op).Name);
        if (node.Name is { } name && !(node.Op is Op.Parameter parameter && parameter.Label == name)) json.WriteString("name"u8, name);
        WriteAttributes(json, AttributeList.Of(node.Op));
        if (node.Op is Op.Literal)
        {
            json.WritePropertyName("number"u8);
            ElementJson.Write(json, node.LiteralValue);
        }

        // Read once: another thread may make it known at any time.
        Expr? pending = node.CellContent?.Pending;
        if (node.Op is Op.Variable or Op.Constant || (node.Op is Op.Cell && pending is null)) ArrayJson.Write(json, node.Value!);
        WriteInputs(json, pending is null ? node.Inputs : [pending], places);
        WriteTypes(json, node);
        json.WriteEndObject();
    }

    private static void WriteInputs(Utf8JsonWriter json, IReadOnlyList<Expr> inputs, NodeMap places)
    {
        if (inputs.Count == 0) return;
        json.WriteStartArray("in"u8);
        for (int k = 0; k < inputs.Count; k++) WritePlace(json, inputs[k], places);
        json.WriteEndArray();
    }

    private static void WriteTypes(Utf8JsonWriter json, Expr node)
    {
        if (node.OutputCount == 1)
        {
            json.WriteString("type"u8, TypeText.Of(node.Type));
            return;
        }

        json.WriteStartArray("type"u8);
        for (int k = 0; k < node.OutputCount; k++) json.WriteStringValue(TypeText.Of(node.OutputType(k)));
        json.WriteEndArray();
    }

    private static void WriteAttributes(Utf8JsonWriter json, AttributeList attributes)
    {
        if (attributes.Items.Count == 0) return;
        json.WriteStartObject("attributes"u8);
        foreach ((string name, object value) in attributes.Items)
        {
            json.WritePropertyName(name);
            switch (value)
            {
                case long number: json.WriteNumberValue(number); break;
                case bool flag: json.WriteBooleanValue(flag); break;
                case double number: ElementJson.Write(json, number); break;
                case string text: json.WriteStringValue(text); break;
                case IntList items:
                    json.WriteStartArray();
                    foreach (int item in items) json.WriteNumberValue(item);
                    json.WriteEndArray();
                    break;
                case Body function: WriteFunction(json, function); break;
            }
        }

        json.WriteEndObject();
    }

    private static void WriteFunction(Utf8JsonWriter json, Body function)
    {
        using NodeMap places = NodeMap.Create();
        json.WriteStartObject();
        json.WriteStartArray("nodes"u8);
        foreach (Expr node in Nodes(function, places)) WriteNode(json, node, places);
        json.WriteEndArray();
        json.WriteStartArray("parameters"u8);
        foreach (Expr parameter in function.Parameters) WritePlace(json, parameter, places);
        json.WriteEndArray();
        json.WriteStartArray("outputs"u8);
        foreach (Expr output in function.Outputs) WritePlace(json, output, places);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
