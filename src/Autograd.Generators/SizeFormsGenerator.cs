using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Autograd.Generators;

/// <summary>
/// Makes the forms of creation functions that name each size, such as <c>ones(2, 3)</c>, from the one with a list of sizes:
/// a static method of torch with <c>[SizeForms]</c> whose first parameter is <c>long[] size</c>.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class SizeFormsGenerator : IIncrementalGenerator
{
    private const int MostSizes = 4;

    private static readonly SymbolDisplayFormat TypeFormat = SymbolDisplayFormat.FullyQualifiedFormat
        .WithMiscellaneousOptions(SymbolDisplayFormat.FullyQualifiedFormat.MiscellaneousOptions | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private sealed record Factory(string Name, string Rest, string Passed, string Documentation);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var factories = context.SyntaxProvider.ForAttributeWithMetadataName(
            "Autograd.CSharp.Operations.SizeFormsAttribute",
            static (node, _) => node is MethodDeclarationSyntax,
            static (syntax, _) => Read((IMethodSymbol)syntax.TargetSymbol, (MethodDeclarationSyntax)syntax.TargetNode)).Collect();
        context.RegisterSourceOutput(factories.Select(static (all, _) => new EquatableArray<Factory>(all)), static (output, all) =>
        {
            if (all.Count > 0) output.AddSource("SizeForms.g.cs", Write(all));
        });
    }

    private static Factory Read(IMethodSymbol method, MethodDeclarationSyntax syntax)
    {
        var rest = method.Parameters.Skip(1).ToImmutableArray();
        string parameters = string.Concat(rest.Select(p =>
        {
            string @default = p.DeclaringSyntaxReferences[0].GetSyntax() is ParameterSyntax { Default.Value: { } value } ? " = " + value : "";
            return $", {p.Type.ToDisplayString(TypeFormat)} {Signatures.Identifier(p.Name)}{@default}";
        }));
        return new(method.Name, parameters, string.Concat(rest.Select(p => ", " + Signatures.Identifier(p.Name))), OperationReader.ReadDocumentation(syntax));
    }

    private static string Write(IEnumerable<Factory> factories)
    {
        var text = new SourceWriter();
        text.Lines(Signatures.Header);
        text.Line("namespace Autograd.CSharp;");
        text.Line();
        text.Open("public static partial class torch");
        foreach (Factory factory in factories)
        {
            for (int count = 1; count <= MostSizes; count++)
            {
                var sizes = Enumerable.Range(0, count).Select(i => "size" + i).ToList();
                text.Lines(factory.Documentation);
                // A literal 0 after the sizes is one more size, not an element type.
                text.Line($"[global::System.Runtime.CompilerServices.OverloadResolutionPriority({count})]");
                text.Line($"public static Tensor {factory.Name}({string.Join(", ", sizes.Select(size => "long " + size))}{factory.Rest}) =>");
                text.Line($"    {factory.Name}([{string.Join(", ", sizes)}]{factory.Passed});");
                text.Line();
            }
        }

        text.Close();
        return text.ToString();
    }
}
