namespace Autograd.Conformance;

/// <summary>The part of Python's expressions that recordings are written in.</summary>
internal abstract record PythonExpression
{
    /// <summary>An int, float, string, bool or None, as long, double, string, bool and null.</summary>
    internal sealed record Literal(object? Value) : PythonExpression;

    /// <summary><c>name</c>, or <c>a.dotted.name</c> with no value within.</summary>
    internal sealed record Name(string Dotted) : PythonExpression;

    /// <summary><c>target.name</c></summary>
    internal sealed record Member(PythonExpression Target, string Field) : PythonExpression;

    /// <summary><c>callee(positional, key=word)</c></summary>
    internal sealed record Call(PythonExpression Callee, IReadOnlyList<PythonExpression> Positional, IReadOnlyDictionary<string, PythonExpression> Keywords) : PythonExpression;

    /// <summary><c>left + right</c> and the like.</summary>
    internal sealed record Binary(string Operator, PythonExpression Left, PythonExpression Right) : PythonExpression;

    /// <summary>A list or tuple.</summary>
    internal sealed record Sequence(IReadOnlyList<PythonExpression> Items) : PythonExpression;

    /// <summary><c>[item for variable in source]</c></summary>
    internal sealed record Comprehension(PythonExpression Item, string Variable, PythonExpression Source) : PythonExpression;
}
