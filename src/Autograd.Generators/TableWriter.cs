using System.Collections.Immutable;

namespace Autograd.Generators;

/// <summary>Writes the description of every operation, and how one that saves nothing is computed anew from its operands.</summary>
internal static class TableWriter
{
    private const string Expr = "global::Autograd.Graph.Expr";

    public static string Write(ImmutableArray<NamedOperation> operations)
    {
        var text = new SourceWriter();
        text.Lines(Signatures.Header);
        text.Line("namespace Autograd.CSharp.Operations;");
        text.Line();
        text.Line("/// <summary>The description of every operation.</summary>");
        text.Open("internal static class OperationTable");
        foreach (NamedOperation operation in operations) WriteField(text, operation);
        text.Line();
        text.Line("/// <summary>All of them, in the order of their definitions.</summary>");
        text.Line($"public static global::System.Collections.Generic.IReadOnlyList<Operation> All {{ get; }} = [{string.Join(", ", operations.Select(o => o.Field))}];");
        foreach (NamedOperation operation in operations)
            if (NeedsRebuild(operation.Model)) WriteRebuild(text, operation);
        text.Close();
        return text.ToString();
    }

    public static bool NeedsRebuild(OperationModel model) => model.SavesNothing || model.View;

    /// <summary>The parameters that are neither tensors nor lists of them, which a node keeps to be computed anew.</summary>
    public static ImmutableArray<ParameterModel> Arguments(OperationModel model) => ImmutableArray.CreateRange(model.Parameters.Where(p => p.Kind == ParameterKind.Value));

    /// <summary>What a node keeps beside its operands: the name and the expression of each, and whether it is a tensor.</summary>
    public static ImmutableArray<(string Name, string Value, bool IsTensor)> Kept(OperationModel model)
    {
        if (model.Node is null) return ImmutableArray<(string, string, bool)>.Empty;
        if (NeedsRebuild(model)) return ImmutableArray.CreateRange(Arguments(model).Select(p => (p.Name, Signatures.Identifier(p.Name), false)));
        var kept = ImmutableArray.CreateBuilder<(string, string, bool)>();
        foreach (ParameterModel parameter in model.Parameters)
        {
            if (parameter is { Kind: ParameterKind.Value, IsOperand: false }) kept.Add((parameter.Name, Signatures.Identifier(parameter.Name), false));
            else if (parameter is { Kind: ParameterKind.Tensor or ParameterKind.OptionalTensor, IsOperand: false } && model.Saves.Contains(parameter.Name)) kept.Add((parameter.Name, parameter.Name + "Expr", true));
        }

        for (int i = 0; i < model.ResultNames.Count; i++)
            if (model.Saves.Contains(model.ResultNames[i])) kept.Add((model.ResultNames[i], $"result_.Item{i + 1}", true));
        return kept.ToImmutable();
    }

    private static void WriteField(SourceWriter text, NamedOperation operation)
    {
        OperationModel model = operation.Model;
        string node = model.Node is null ? "null" : $"\"{model.Node}\"";
        string saves = Quoted(model.Saves), forms = Quoted(FormWriter.FormNames(model));
        string rebuild = NeedsRebuild(model) ? $"Rebuild_{operation.Field}" : "null";
        var kept = Kept(model);
        string operands = Quoted(model.Parameters.Where(p => p.IsOperand).Select(p => p.Name)), arguments = Quoted(kept.Select(k => k.Name));
        text.Line($"public static readonly Operation {operation.Field} = new(\"{model.Name}\", {node}, {saves}, {forms}, {(model.View ? "true" : "false")}, {rebuild}, {operands}, {arguments}, {(kept.Any(k => k.IsTensor) ? "true" : "false")});");
    }

    private static string Quoted(IEnumerable<string> names) => "[" + string.Join(", ", names.Select(name => $"\"{name}\"")) + "]";

    private static void WriteRebuild(SourceWriter text, NamedOperation operation)
    {
        OperationModel model = operation.Model;
        ImmutableArray<ParameterModel> arguments = Arguments(model);
        text.Line();
        text.Open($"private static {Expr}[] Rebuild_{operation.Field}(object? arguments, {Expr}?[] operands)");
        if (arguments.Length > 1) text.Line($"var a = ({TupleType(arguments)})arguments!;");
        int tensor = 0, argument = 0;
        var passed = new List<string>();
        foreach (ParameterModel parameter in model.Parameters)
        {
            passed.Add(parameter.Kind switch
            {
                ParameterKind.Tensor => $"operands[{tensor++}]!",
                ParameterKind.OptionalTensor => $"operands[{tensor++}]",
                ParameterKind.TensorList => "operands!",
                _ => arguments.Length > 1 ? $"a.Item{++argument}" : $"({parameter.Type})arguments!",
            });
            if (parameter is { Kind: ParameterKind.Value, IsOperand: true }) tensor++;
        }

        string call = $"{model.Class}.{model.Name}({string.Join(", ", passed)})";
        text.Line(model.Result switch
        {
            ResultKind.Tensor => $"return [{call}];",
            ResultKind.TensorList => $"return [.. {call}];",
            _ => $"var results = {call}; return [{string.Join(", ", model.ResultNames.Select((_, i) => $"results.Item{i + 1}"))}];",
        });
        text.Close();
    }

    private static string TupleType(ImmutableArray<ParameterModel> arguments) => "(" + string.Join(", ", arguments.Select(a => a.Type)) + ")";
}
