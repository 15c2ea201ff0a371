using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Autograd.Generators;

/// <summary>
/// Makes the forms of each operation of the facade from its one definition, a static method over core expressions with
/// <c>[Operation]</c>: the function of <c>torch</c>, the method of <c>Tensor</c>, the in-place method, the aliases, and the
/// description that names its node.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class OperationGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var read = context.SyntaxProvider.ForAttributeWithMetadataName(
            "Autograd.CSharp.Operations.OperationAttribute",
            static (node, _) => node is MethodDeclarationSyntax,
            static (syntax, _) => OperationReader.Read(syntax));
        context.RegisterSourceOutput(read, static (output, operation) =>
        {
            foreach (Diagnostic problem in operation.Problems) output.ReportDiagnostic(problem);
        });

        var models = read.Select(static (operation, _) => operation.Model).Where(static model => model is not null).Collect();
        context.RegisterSourceOutput(models.Select(static (all, _) => new EquatableArray<OperationModel>(all!)), static (output, operations) =>
        {
            ImmutableArray<NamedOperation> named = NamedOperation.Number(operations);
            if (named.Length == 0) return;
            output.AddSource("OperationTable.g.cs", TableWriter.Write(named));
            output.AddSource("Calls.g.cs", CallWriter.Write(named));
            output.AddSource("Forms.g.cs", FormWriter.Write(named));
        });
    }
}
