using System.Collections.Immutable;

namespace Autograd.Generators;

/// <summary>Writes what the forms of an operation share: operands in, the definition called, the result recorded.</summary>
internal static class CallWriter
{
    public static string Write(ImmutableArray<NamedOperation> operations)
    {
        var text = new SourceWriter();
        text.Lines(Signatures.Header);
        text.Line("using Autograd.Graph;");
        text.Line("using static Autograd.CSharp.torch;");
        text.Line();
        text.Line("namespace Autograd.CSharp.Operations;");
        text.Line();
        text.Line("/// <summary>The bodies of the operations' forms.</summary>");
        text.Open("internal static class Calls");
        for (int i = 0; i < operations.Length; i++)
        {
            if (i > 0) text.Line();
            WriteBody(text, operations[i], inPlace: false);
            if (!operations[i].Model.InPlace) continue;
            text.Line();
            WriteBody(text, operations[i], inPlace: true);
        }

        text.Close();
        return text.ToString();
    }

    private static void WriteBody(SourceWriter text, NamedOperation operation, bool inPlace)
    {
        OperationModel model = operation.Model;
        string suffix = inPlace ? "_" : "";
        text.Open($"internal static {Signatures.ResultType(model)} {Signatures.Identifier(model.Name + suffix)}({Signatures.Parameters(model.Parameters.Select(WithoutDefault))})");
        text.Line("long start_ = Profiler.Start();");
        foreach (ParameterModel parameter in model.Parameters)
            if (parameter.Kind is ParameterKind.Tensor or ParameterKind.TensorList) text.Line($"global::System.ArgumentNullException.ThrowIfNull({Identifier(parameter)});");
        var operands = model.Parameters.Where(p => p.Kind != ParameterKind.Value && p.IsOperand && model.Node is not null).ToList();
        text.Line(operands.Count == 0 ? "const bool tracked_ = false;" : $"bool tracked_ = GradMode.IsEnabled && ({string.Join(" || ", operands.Select(p => $"Recording.Tracks({Identifier(p)})"))});");
        if (inPlace) text.Line("self.CheckWritable(tracked_);");
        if (model is { View: true, Result: ResultKind.Tensor }) text.Line($"if (!tracked_ && self.IsWrittenInParts) return Recording.Unread(OperationTable.{operation.Field}, {Arguments(model)}, self);");
        foreach (ParameterModel parameter in model.Parameters)
            if (parameter.Kind != ParameterKind.Value) text.Line($"var {Local(parameter)} = Recording.Operand({Identifier(parameter)}, {(parameter.IsOperand ? "tracked_" : "false")});");
        text.Line($"int weight_ = {string.Join("", model.Parameters.Where(p => p.Kind != ParameterKind.Value).Select(p => $"Recording.Weight({Identifier(p)}) + "))}1;");
        WriteCall(text, model);
        WriteReturn(text, operation, inPlace);
        text.Close();
    }

    private static void WriteCall(SourceWriter text, OperationModel model)
    {
        string type = model.Result switch
        {
            ResultKind.Tensor => "Expr",
            ResultKind.TensorList => "global::System.Collections.Generic.IReadOnlyList<Expr>",
            _ => "(" + string.Join(", ", model.ResultNames.Select(_ => "Expr")) + ")",
        };
        text.Line($"{type} result_;");
        text.Open("try");
        text.Line($"result_ = {model.Class}.{model.Name}({string.Join(", ", model.Parameters.Select(p => p.Kind == ParameterKind.Value ? Identifier(p) : Local(p)))});");
        text.Close();
        text.Open("catch (global::System.Exception error_) when (Border.Stops(error_))");
        text.Line("throw Border.Translate(error_);");
        text.Close();
    }

    private static void WriteReturn(SourceWriter text, NamedOperation operation, bool inPlace)
    {
        OperationModel model = operation.Model;
        string description = $"OperationTable.{operation.Field}";
        string Return(string value) => $"return Profiler.Stop({description}, start_, {value});";
        if (model.Node is null)
        {
            text.Line(model.Result switch
            {
                _ when inPlace => Return($"Recording.WriteUnderived({description}, self, result_, weight_)"),
                ResultKind.Tensor => Return("Recording.Untracked(result_, weight_)"),
                ResultKind.TensorList => Return("Recording.Untracked(result_, weight_)"),
                _ => Return($"({string.Join(", ", model.ResultNames.Select((_, i) => $"Recording.Untracked(result_.Item{i + 1}, weight_)"))})"),
            });
            return;
        }

        string arguments = Arguments(model);
        string operands = Operands(model);
        switch (model.Result)
        {
            case ResultKind.Tensor when inPlace:
                text.Line(Return($"Recording.Write({description}, tracked_, weight_, self, result_, {arguments}, {operands})"));
                break;
            case ResultKind.Tensor when model.View:
                text.Line(Return($"Recording.View({description}, tracked_, weight_, result_, {arguments}, self, {operands})"));
                break;
            case ResultKind.Tensor:
                text.Line(Return($"Recording.Result({description}, tracked_, weight_, result_, {arguments}, {operands})"));
                break;
            case ResultKind.TensorList:
                text.Line(Return(model.View
                    ? $"Recording.Views({description}, tracked_, weight_, result_, {arguments}, self, {operands})"
                    : $"Recording.Results({description}, tracked_, weight_, result_, {arguments}, {operands})"));
                break;
            default:
                text.Line($"var results_ = Recording.Results({description}, tracked_, weight_, [{string.Join(", ", model.ResultNames.Select((_, i) => $"result_.Item{i + 1}"))}], {arguments}, {operands});");
                text.Line(Return($"({string.Join(", ", model.ResultNames.Select((_, i) => $"results_[{i}]"))})"));
                break;
        }
    }

    private static string Arguments(OperationModel model)
    {
        var arguments = TableWriter.Kept(model);
        if (arguments.Length == 0) return "null";
        string boxed = arguments.Length == 1 ? arguments[0].Value : "(" + string.Join(", ", arguments.Select(argument => argument.Value)) + ")";
        return model.View ? $"(object?){boxed}" : $"tracked_ ? (object?){boxed} : null";
    }

    private static string Operands(OperationModel model)
    {
        var operands = model.Parameters.Where(p => p.IsOperand).ToList();
        if (operands.Count == 1 && operands[0].Kind == ParameterKind.TensorList) return $"Recording.Operands({Identifier(operands[0])}, {Local(operands[0])})";
        return "[" + string.Join(", ", operands.Select(p => p.Kind switch
        {
            ParameterKind.Value => "default",
            ParameterKind.TensorList => $".. Recording.Operands({Identifier(p)}, {Local(p)})",
            _ => $"new({Identifier(p)}, {Local(p)})",
        })) + "]";
    }

    private static ParameterModel WithoutDefault(ParameterModel parameter) => parameter with { Default = "", IsParams = false };

    private static string Identifier(ParameterModel parameter) => Signatures.Identifier(parameter.Name);

    private static string Local(ParameterModel parameter) => parameter.Name + "Expr";
}
