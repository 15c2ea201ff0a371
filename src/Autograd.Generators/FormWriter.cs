using System.Collections.Immutable;

namespace Autograd.Generators;

/// <summary>Writes the public forms: functions of torch and of the classes in it, methods, in-place methods, aliases.</summary>
internal static class FormWriter
{
    public static string Write(ImmutableArray<NamedOperation> operations)
    {
        var text = new SourceWriter();
        text.Lines(Signatures.Header);
        text.Line("namespace Autograd.CSharp;");
        text.Line();
        text.Open("public static partial class torch");
        foreach (NamedOperation operation in operations)
        {
            foreach (string path in Functions(operation.Model)) WriteFunction(text, operation.Model, path);
            foreach (string name in InPlaceFunctions(operation.Model)) WriteInPlaceFunction(text, operation.Model, name);
        }

        text.Open("public sealed partial class Tensor");
        foreach (NamedOperation operation in operations) WriteMethods(text, operation.Model);
        text.Close();
        text.Close();
        return text.ToString();
    }

    /// <summary>Every form by its name: <c>torch.exp</c>, <c>Tensor.exp</c>, <c>Tensor.exp_</c>, <c>torch.special.exp2</c>.</summary>
    public static IEnumerable<string> FormNames(OperationModel model)
    {
        foreach (string path in Functions(model).Concat(InPlaceFunctions(model))) yield return "torch." + path;
        foreach (string name in Methods(model))
        {
            if (model.Method) yield return "Tensor." + name;
            if (model.InPlace && !model.Hidden) yield return $"Tensor.{name}_";
        }
    }

    // PyTorch has functions in place of one tensor: torch.sin_, torch.clamp_.
    private static IEnumerable<string> InPlaceFunctions(OperationModel model) =>
        model is { InPlace: true, Function: true } && model.Parameters.All(p => p.Name == "self" || (p.Kind == ParameterKind.Value && p.Default.Length > 0))
            ? Methods(model).Select(name => name + "_")
            : [];

    private static IEnumerable<string> Functions(OperationModel model)
    {
        if (model.Path is not null) yield return model.Path;
        else if (model.Function) yield return model.Name;
        foreach (string alias in model.Aliases)
            if (alias.Contains('.') || model.Function) yield return alias;
    }

    private static IEnumerable<string> Methods(OperationModel model)
    {
        yield return model.Name;
        foreach (string alias in model.Aliases)
            if (!alias.Contains('.')) yield return alias;
    }

    private static void WriteFunction(SourceWriter text, OperationModel model, string path)
    {
        string[] parts = path.Split('.');
        foreach (string outer in parts.Take(parts.Length - 1)) text.Open($"public static partial class {outer}");
        string name = parts[parts.Length - 1];
        text.Lines(model.Documentation.Replace("\"self\"", "\"input\""));
        WritePriority(text, model);
        text.Line($"public static {Signatures.ResultType(model)} {Signatures.Identifier(name)}({Signatures.Parameters(model.Parameters, Signatures.FunctionName)}) =>");
        text.Line($"    {Call(model, "", p => Signatures.Identifier(Signatures.FunctionName(p.Name)))};");
        for (int i = 1; i < parts.Length; i++) text.Close();
        text.Line();
    }

    private static void WriteMethods(SourceWriter text, OperationModel model)
    {
        foreach (string name in Methods(model))
        {
            if (model.Method) WriteMethod(text, model, name, "", model.Documentation);
            if (model.InPlace && !model.Hidden) WriteMethod(text, model, name + "_", "_", InPlaceDocumentation(name, "this tensor"));
        }
    }

    private static string InPlaceDocumentation(string name, string into) =>
        $"/// <summary><c>{name}</c> in place: writes the result into {into} and returns it.</summary>\n/// <exception cref=\"global::System.InvalidOperationException\">a leaf that requires grad, while gradients are recorded</exception>";

    private static void WriteInPlaceFunction(SourceWriter text, OperationModel model, string name)
    {
        text.Lines(InPlaceDocumentation(name.TrimEnd('_'), "the tensor"));
        WritePriority(text, model);
        text.Line($"public static {Signatures.ResultType(model)} {Signatures.Identifier(name)}({Signatures.Parameters(model.Parameters, Signatures.FunctionName)}) =>");
        text.Line($"    {Call(model, "_", p => Signatures.Identifier(Signatures.FunctionName(p.Name)))};");
        text.Line();
    }

    private static void WriteMethod(SourceWriter text, OperationModel model, string name, string suffix, string documentation)
    {
        var rest = model.Parameters.Skip(1);
        var lines = documentation.Split('\n').Where(line => !line.Contains("<param name=\"self\">"));
        text.Lines(string.Join("\n", lines).Replace("<paramref name=\"self\"/>", "this tensor"));
        WritePriority(text, model);
        text.Line($"public {Signatures.ResultType(model)} {Signatures.Identifier(name)}({Signatures.Parameters(rest)}) =>");
        text.Line($"    {Call(model, suffix, p => p.Name == "self" ? "this" : Signatures.Identifier(p.Name))};");
        text.Line();
    }

    private static void WritePriority(SourceWriter text, OperationModel model)
    {
        if (model.Priority != 0) text.Line($"[global::System.Runtime.CompilerServices.OverloadResolutionPriority({model.Priority})]");
    }

    private static string Call(OperationModel model, string suffix, Func<ParameterModel, string> argument) =>
        $"global::Autograd.CSharp.Operations.Calls.{Signatures.Identifier(model.Name + suffix)}({string.Join(", ", model.Parameters.Select(argument))})";
}
