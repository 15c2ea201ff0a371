using System.Text.Json;

namespace Autograd.Graph;

/// <summary>Reads one document.</summary>
internal sealed class ComputationJsonReader(JsonText document, RuleRegistry rules)
{
    private readonly List<Expr> _nodes = [];
    private readonly Dictionary<string, ExprType> _types = [];

    public Computation Read()
    {
        JsonFields fields = document.Root().Fields("an object");
        JsonValue format = fields.Get("format", "the document"), version = fields.Get("version", "the document");
        if (format.Text("a text") != ComputationJsonWriter.Format) throw format.Error($"expected \"{ComputationJsonWriter.Format}\"");
        if (version.Integer("a version") is < 1 or > ComputationJson.Version) throw version.Error($"this library reads version 1 to {ComputationJson.Version}");
        foreach (JsonValue node in fields.Get("nodes", "the document").Items("a list of nodes")) _nodes.Add(Node(node));
        JsonValue parameters = fields.Get("parameters", "the document"), outputs = fields.Get("outputs", "the document");
        fields.RefuseOthers("the document");
        Expr[] inputs = Parameters(parameters);
        (string? Name, Expr Value)[] named = Outputs(outputs);
        try
        {
            return Computation.Make(inputs, named);
        }
        catch (ComputationException e)
        {
            throw outputs.Error(e.Message, e);
        }
    }

    /// <summary>A closed function within a document: nodes of its own, its parameters and its outputs.</summary>
    public Body ReadFunction(JsonValue value)
    {
        JsonFields fields = value.Fields("a function, an object");
        foreach (JsonValue node in fields.Get("nodes", "a function").Items("a list of nodes")) _nodes.Add(Node(node));
        Expr[] parameters = Places(fields.Get("parameters", "a function"), "a list of the parameters' nodes"), outputs = Places(fields.Get("outputs", "a function"), "a list of the outputs' nodes");
        fields.RefuseOthers("a function");
        try
        {
            return new([.. parameters], [.. outputs]);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            throw value.Error($"a function that is not closed: {e.Message}", e);
        }
    }

    private Expr[] Places(JsonValue list, string expected)
    {
        List<JsonValue> places = list.Items(expected);
        var nodes = new Expr[places.Count];
        for (int i = 0; i < nodes.Length; i++)
        {
            nodes[i] = _nodes[places[i].Place(_nodes.Count, $"a node below {_nodes.Count}")];
            if (nodes[i].OutputCount != 1) throw places[i].Error($"expected a node of one output, {nodes[i].Op.Name} has {nodes[i].OutputCount} (project takes one)");
        }

        return nodes;
    }

    private Expr[] Parameters(JsonValue list)
    {
        List<JsonValue> places = list.Items("a list of the parameters' nodes");
        var parameters = new Expr[places.Count];
        var names = new HashSet<string>();
        for (int i = 0; i < parameters.Length; i++)
        {
            Expr node = _nodes[places[i].Place(_nodes.Count, $"a node below {_nodes.Count}")];
            if (node.Op is not Op.Parameter parameter) throw places[i].Error("expected a parameter's node");
            if (!names.Add(parameter.Label)) throw places[i].Error($"a second parameter is named '{parameter.Label}' (each name stands for one)");
            parameters[i] = node;
        }

        return parameters;
    }

    private (string? Name, Expr Value)[] Outputs(JsonValue list)
    {
        List<JsonValue> items = list.Items("a list of outputs");
        var outputs = new (string? Name, Expr Value)[items.Count];
        for (int i = 0; i < outputs.Length; i++)
        {
            JsonFields fields = items[i].Fields("an output");
            JsonValue place = fields.Get("node", "an output");
            string? name = fields.Find("name") is { } given ? Name(given) : null;
            fields.RefuseOthers("an output");
            Expr node = _nodes[place.Place(_nodes.Count, $"a node below {_nodes.Count}")];
            if (node.OutputCount != 1) throw place.Error($"expected a node of one output, {node.Op.Name} has {node.OutputCount} (project takes one)");
            outputs[i] = (name, node);
        }

        return outputs;
    }

    private static string Name(JsonValue value) => value.Text("a name") is { Length: > 0 } name ? name : throw value.Error("expected a name, not an empty text");

    private Expr Node(JsonValue value)
    {
        JsonFields fields = value.Fields($"node {_nodes.Count}, an object");
        JsonValue named = fields.Get("op", $"node {_nodes.Count}");
        string name = named.Text("an op's name");
        OpForm form = OpForms.Find(name) ?? throw named.Error($"there is no op '{name}'");
        Op op = ReadOp(form, fields);
        Expr[] inputs = Inputs(fields.Find("in"));
        JsonValue type = fields.Get("type", name);
        Expr node;
        try
        {
            node = Made(op, inputs, type, fields);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or IndexOutOfRangeException or OverflowException)
        {
            throw value.Error($"{name} does not fit its inputs: {e.Message}", e);
        }

        if (fields.Find("name") is { } label) node = node.Named(Name(label));
        fields.RefuseOthers(name);
        return node;
    }

    private Op ReadOp(OpForm form, JsonFields fields)
    {
        JsonValue? given = fields.Find("attributes");
        JsonFields attributes = given?.Fields("attributes, an object") ?? new JsonFields(fields.Whole);
        try
        {
            Op op = form.Exchange(null, new JsonAttributes(attributes, form.Name, rules));
            attributes.RefuseOthers(form.Name);
            return op;
        }
        catch (ArgumentException e)
        {
            // A rule may check the attributes that it is made of.
            throw (given ?? fields.Whole).Error($"{form.Name}: {e.Message}", e);
        }
    }

    private Expr[] Inputs(JsonValue? list)
    {
        if (list is null) return [];
        List<JsonValue> places = list.Value.Items("a list of nodes");
        var inputs = new Expr[places.Count];
        for (int k = 0; k < inputs.Length; k++) inputs[k] = _nodes[places[k].Place(_nodes.Count, $"a node before this one, node {_nodes.Count}")];
        return inputs;
    }

    private Expr Made(Op op, Expr[] inputs, JsonValue type, JsonFields fields)
    {
        if (op is Op.Source) return Source(op, inputs, type, fields);
        Expr node = op is Op.Project project && inputs[0].OutputCount > 1 ? inputs[0].Output(project.Index) : Expr.Apply(op, (ReadOnlySpan<Expr>)inputs);
        if (node.OutputCount == 1)
        {
            CheckType(node.Type, type);
            return node;
        }

        List<JsonValue> types = type.Items($"a list of {node.OutputCount} types");
        if (types.Count != node.OutputCount) throw type.Error($"expected {node.OutputCount} types, there are {types.Count}");
        for (int k = 0; k < types.Count; k++) CheckType(node.OutputType(k), types[k]);
        return node;
    }

    private Expr Source(Op op, Expr[] inputs, JsonValue type, JsonFields fields)
    {
        ExprType stored = TypeOf(type);
        if (inputs.Length > (op is Op.Cell ? 1 : 0)) throw fields.Get("in", op.Name).Error($"{op.Name} takes no inputs");
        switch (op)
        {
            case Op.Variable: return Expr.Variable(Value(stored, fields));
            case Op.Constant: return Expr.Constant(Value(stored, fields));
            case Op.Literal literal: return Expr.LiteralOf(literal, Number(stored, fields), stored.Shape);
            case Op.Cell:
                Expr cell = Expr.Cell(new SourceCell(inputs.Length == 1 ? inputs[0] : Expr.Constant(Value(stored, fields))));
                CheckType(cell.Type, type);
                return cell;
            case Op.Parameter parameter:
                CheckType(parameter.Type, type);
                return Expr.Parameter(parameter.Label, stored.DType, stored.Shape);
            case Op.Iota iota:
                CheckType(iota.Type, type);
                return Expr.Iota(stored.Shape, iota.Axis, stored.DType);
            default: throw new InvalidOperationException($"{op.Name} is a source that cannot be read");
        }
    }

    private static NDArray Value(ExprType type, JsonFields fields) => fields.Find("data") is { } list ? ArrayJson.ReadList(list, type)
        : fields.Find("base64") is { } bytes ? ArrayJson.ReadBytes(bytes, type)
        : throw fields.Whole.Error("an array has 'data' or 'base64'");

    private static Number Number(ExprType type, JsonFields fields)
    {
        JsonValue value = fields.Get("number", "a literal");
        Utf8JsonReader json = value.Reader();
        return ElementJson.TryRead(ref json, type.DType, out Number number) ? number : throw value.Error($"expected {ElementJson.Expected(type.DType)}");
    }

    private void CheckType(ExprType inferred, JsonValue type)
    {
        ExprType stored = TypeOf(type);
        if (stored != inferred) throw type.Error($"the type stored is {TypeText.Of(stored)}, the node has {TypeText.Of(inferred)}");
    }

    private ExprType TypeOf(JsonValue value)
    {
        string text = value.Text("a type such as float32[2,3]");
        if (_types.TryGetValue(text, out ExprType known)) return known;
        if (!TypeText.TryParse(text, out ExprType type)) throw value.Error("expected a type such as float32[2,3]");
        _types.Add(text, type);
        return type;
    }
}
