using Microsoft.CodeAnalysis;

namespace Autograd.Generators;

/// <summary>What can be wrong with a definition.</summary>
internal static class Diagnostics
{
    private const string Category = "Autograd.Operations";

    public static readonly DiagnosticDescriptor NotStatic = Error("AG0001", "An operation is a static method",
        "operation '{0}' must be a static, non-generic method of a top-level static class");

    public static readonly DiagnosticDescriptor NoTensor = Error("AG0002", "An operation takes a tensor first",
        "operation '{0}' must take an Expr named 'self' first to have a method or in-place form");

    public static readonly DiagnosticDescriptor ResultType = Error("AG0003", "An operation returns tensors",
        "operation '{0}' must return Expr, IReadOnlyList<Expr> or a tuple of Expr");

    public static readonly DiagnosticDescriptor UnknownSaved = Error("AG0004", "A saved name is a parameter or a result",
        "operation '{0}' saves '{1}', which is neither a parameter nor 'result' nor an element of its result");

    public static readonly DiagnosticDescriptor Undocumented = Error("AG0005", "An operation is documented",
        "operation '{0}' needs an XML doc comment, which its forms copy");

    public static readonly DiagnosticDescriptor InPlaceResult = Error("AG0006", "An in-place form has one result",
        "operation '{0}' cannot have an in-place form, because it does not return one Expr");

    public static readonly DiagnosticDescriptor Rebuild = Error("AG0007", "A node that saves nothing is a function of its operands",
        "operation '{0}' saves nothing, so it must be computable from its operands alone: a list of tensors must be its only tensor parameter, and no tensor may be [NoGrad]");

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, Category, DiagnosticSeverity.Error, isEnabledByDefault: true);
}
