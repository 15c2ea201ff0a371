using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Autograd.Generators;

/// <summary>Reads a definition into a model, or says what is wrong with it.</summary>
internal static class OperationReader
{
    private const string ExprType = "global::Autograd.Graph.Expr";
    private const string ExprList = "global::System.Collections.Generic.IReadOnlyList<global::Autograd.Graph.Expr>";

    private static readonly SymbolDisplayFormat TypeFormat = SymbolDisplayFormat.FullyQualifiedFormat
        .WithMiscellaneousOptions(SymbolDisplayFormat.FullyQualifiedFormat.MiscellaneousOptions | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    public static (OperationModel? Model, ImmutableArray<Diagnostic> Problems) Read(GeneratorAttributeSyntaxContext context)
    {
        var method = (IMethodSymbol)context.TargetSymbol;
        var syntax = (MethodDeclarationSyntax)context.TargetNode;
        AttributeData attribute = context.Attributes[0];
        var problems = ImmutableArray.CreateBuilder<Diagnostic>();
        void Report(DiagnosticDescriptor descriptor, params object?[] arguments) => problems.Add(Diagnostic.Create(descriptor, syntax.Identifier.GetLocation(), arguments));

        if (!method.IsStatic || method.IsGenericMethod || method.ContainingType is not { IsStatic: true, ContainingType: null }) Report(Diagnostics.NotStatic, method.Name);
        var parameters = ImmutableArray.CreateRange(method.Parameters, ReadParameter);
        var forms = (int)(Argument(attribute, "Forms") ?? 3);
        bool inPlace = (bool)(Argument(attribute, "InPlace") ?? false);
        string? path = (string?)Argument(attribute, "Path");
        bool hasMethod = path is null && (forms & 2) != 0;
        if ((hasMethod || inPlace) && !(parameters.Length > 0 && parameters[0] is { Kind: ParameterKind.Tensor, Name: "self" })) Report(Diagnostics.NoTensor, method.Name);
        (ResultKind Kind, ImmutableArray<string> Names)? result = ReadResult(method.ReturnType);
        if (result is null) Report(Diagnostics.ResultType, method.Name);
        else if (inPlace && result.Value.Kind != ResultKind.Tensor) Report(Diagnostics.InPlaceResult, method.Name);
        string documentation = ReadDocumentation(syntax);
        if (documentation.Length == 0) Report(Diagnostics.Undocumented, method.Name);

        string? node = attribute.ConstructorArguments.Length > 0 ? (string?)attribute.ConstructorArguments[0].Value : null;
        ImmutableArray<string> saves = Names((string?)Argument(attribute, "Saves"));
        foreach (string saved in saves)
            if (saved != "result" && !parameters.Any(p => p.Name == saved) && result?.Names.Contains(saved) != true) Report(Diagnostics.UnknownSaved, method.Name, saved);

        var model = result is null ? null : new OperationModel(
            method.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), method.Name, node, new(saves),
            path is null && (forms & 1) != 0, hasMethod, inPlace, (forms & 4) != 0, (bool)(Argument(attribute, "View") ?? false), (int)(Argument(attribute, "Priority") ?? 0), path,
            new(Names((string?)Argument(attribute, "Aliases"))), new(parameters), result.Value.Kind, new(result.Value.Names), documentation);
        if (model is { SavesNothing: true } && !CanRebuild(parameters)) Report(Diagnostics.Rebuild, method.Name);
        return (problems.Count == 0 ? model : null, problems.ToImmutable());
    }

    private static bool CanRebuild(ImmutableArray<ParameterModel> parameters)
    {
        int tensors = parameters.Count(p => p.Kind != ParameterKind.Value);
        return parameters.All(p => p.Kind == ParameterKind.Value || p.IsOperand)
            && (tensors == 1 || parameters.All(p => p.Kind != ParameterKind.TensorList));
    }

    private static object? Argument(AttributeData attribute, string name)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
            if (argument.Key == name) return argument.Value.Value;
        return null;
    }

    private static ImmutableArray<string> Names(string? list) =>
        list is null ? ImmutableArray<string>.Empty : ImmutableArray.CreateRange(list.Split([','], StringSplitOptions.RemoveEmptyEntries).Select(name => name.Trim()));

    private static ParameterModel ReadParameter(IParameterSymbol parameter)
    {
        string type = parameter.Type.ToDisplayString(TypeFormat);
        ParameterKind kind = type switch
        {
            ExprType => ParameterKind.Tensor,
            ExprType + "?" => ParameterKind.OptionalTensor,
            ExprList => ParameterKind.TensorList,
            _ => ParameterKind.Value,
        };
        bool Marked(string attribute) => parameter.GetAttributes().Any(a => a.AttributeClass?.Name == attribute);
        bool operand = kind == ParameterKind.Value ? Marked("OperandAttribute") : !Marked("NoGradAttribute");
        string @default = parameter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is ParameterSyntax { Default.Value: { } value } ? value.ToString() : "";
        return new(parameter.Name, type, @default, kind, parameter.IsParams, operand);
    }

    private static (ResultKind, ImmutableArray<string>)? ReadResult(ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { IsTupleType: true } tuple)
        {
            return tuple.TupleElements.All(e => e.Type.ToDisplayString(TypeFormat) == ExprType)
                ? (ResultKind.Tuple, ImmutableArray.CreateRange(tuple.TupleElements.Select(e => e.Name)))
                : null;
        }

        return type.ToDisplayString(TypeFormat) switch
        {
            ExprType => (ResultKind.Tensor, ImmutableArray<string>.Empty),
            ExprList => (ResultKind.TensorList, ImmutableArray<string>.Empty),
            _ => null,
        };
    }

    /// <summary>The lines of the doc comment as they stand in the source, without indentation.</summary>
    public static string ReadDocumentation(MethodDeclarationSyntax syntax)
    {
        var lines = syntax.GetLeadingTrivia().ToFullString().Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("///", StringComparison.Ordinal));
        return string.Join("\n", lines);
    }
}
