using System.Globalization;

namespace Autograd.Graph;

public sealed partial class Computation
{
    /// <summary>Nodes, operations, bytes, depth and peak memory, counted on the expressions as they are; nothing is planned or evaluated.</summary>
    public ComputationStatistics Statistics => StatisticsWalk.Of(Outputs.AsSpan());

    /// <summary>All nodes, one a line, inputs before what uses them: <c>%4 = reduce(%3) {kind: sum, axes: [0]} : float32 []</c>. Nothing is evaluated.</summary>
    public string Listing()
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        WriteListing(writer);
        return writer.ToString();
    }

    /// <summary>Writes the <see cref="Listing"/>.</summary>
    public void WriteListing(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteLine(OneLine.Of(ToString()));
        using NodeMap places = NodeMap.Create();
        List<Expr> order = AllInputs.Collect([.. Parameters, .. Outputs], places);
        for (int i = 0; i < order.Count; i++) writer.WriteLine(Line(i, order[i], places));
        for (int i = 0; i < Outputs.Length; i++)
        {
            places.TryGet(Outputs[i], out int place);
            string name = Signature.Outputs[i].Name is { } given ? $"{OneLine.Of(given)} = " : "";
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"return {name}%{place}"));
        }
    }

    private static string Line(int index, Expr node, NodeMap places)
    {
        string name = node.Name is { } given && node.Op is not Op.Parameter ? $" '{OneLine.Of(given)}'" : "";
        return string.Create(CultureInfo.InvariantCulture, $"%{index}{name} = {Text(node, places)}");
    }

    private static string Text(Expr node, NodeMap places) => node.Op switch
    {
        Op.Parameter parameter => $"parameter {OneLine.Of(parameter.Label)} : {node.Type}",
        Op.Literal => $"literal {node.LiteralValue} : {node.Type}",
        Op.Variable or Op.Constant => $"{node.Op.Name} {node.Value}",
        Op.Cell when node.Value is { } value => $"cell {value}",
        Op.Iota iota => string.Create(CultureInfo.InvariantCulture, $"iota {{axis: {iota.Axis}}} : {node.Type}"),
        Op.WithRule { Named: { } rule } => $"rule {Called(rule.Name, AttributeList.Of(rule), node, places)}",
        Op.WithRule rule => $"rule {Called(rule.Label, null, node, places)}",
        var op => Called(OpForms.Of(op).Name, AttributeList.Of(op), node, places),
    };

    private static string Called(string name, AttributeList? attributes, Expr node, NodeMap places)
    {
        var inputs = new string[default(AllInputs).Count(node)];
        for (int k = 0; k < inputs.Length; k++)
            inputs[k] = places.TryGet(default(AllInputs).Input(node, k), out int place) ? string.Create(CultureInfo.InvariantCulture, $"%{place}") : "a value known meanwhile";
        string types = node.OutputCount == 1 ? node.Type.ToString() : $"({string.Join(", ", Enumerable.Range(0, node.OutputCount).Select(node.OutputType))})";
        return $"{OneLine.Of(name)}({string.Join(", ", inputs)}){(attributes is { Items.Count: > 0 } ? $" {{{attributes}}}" : "")} : {types}";
    }
}
