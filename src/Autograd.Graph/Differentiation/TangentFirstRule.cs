namespace Autograd.Graph;

/// <summary>
/// A rule that says the tangent of its value. As a <see cref="DerivativeRule"/> (<see cref="Pull"/>) it is the transpose of that, unless it
/// says the cotangents too; forward mode finds it as the delegate's target.
/// </summary>
/// <param name="label">the rule's name</param>
/// <param name="push">from the value, the arguments and their tangents (null where there is none, never all) to the value's tangent, null where there is none</param>
/// <param name="pull">the cotangents; null to derive them</param>
internal sealed class TangentFirstRule(string label, Func<Expr, IReadOnlyList<Expr>, IReadOnlyList<Expr?>, Expr?> push, DerivativeRule? pull = null) : ITangentRule
{
    /// <summary>The tangent of the value, checked; null where there is none.</summary>
    /// <exception cref="ShapeException">it has not the value's shape</exception>
    /// <exception cref="DTypeException">it has not the value's element type</exception>
    public Expr? Push(Expr value, IReadOnlyList<Expr> arguments, IReadOnlyList<Expr?> tangents)
    {
        if (push(value, arguments, tangents) is not { } tangent) return null;
        if (tangent.DType != value.DType) throw new DTypeException($"{label}: the rule gave {tangent.Type} as tangent of the value, which is {value.Type}");
        if (!tangent.Shape.Equals(value.Shape)) throw new ShapeException($"{label}: the rule gave {tangent.Type} as tangent of the value, which is {value.Type}");
        return tangent;
    }

    /// <summary>The cotangents of the arguments: as the rule says, or else had by pulling back to placeholders for the tangents.</summary>
    public IReadOnlyList<Expr?> Pull(Expr value, IReadOnlyList<Expr> arguments, Expr cotangent)
    {
        if (pull is not null) return pull(value, arguments, cotangent);
        var tangents = new Expr?[arguments.Count];
        var placeholders = new List<Expr>(tangents.Length);
        for (int k = 0; k < tangents.Length; k++)
        {
            if (!arguments[k].IsFloating) continue;
            // Only a rule that is not linear leaves a placeholder in its transpose: what evaluates that says so by this name.
            tangents[k] = Expr.Parameter($"tangent of argument {k} of {label}, whose rule is not linear in it", arguments[k].DType, arguments[k].Shape);
            placeholders.Add(tangents[k]!);
        }

        var cotangents = new Expr?[tangents.Length];
        if (placeholders.Count == 0 || Push(value, arguments, tangents) is not { } tangent) return cotangents;
        Expr?[] pulled = ReverseWalk.Pull([tangent], placeholders, [cotangent], [value, .. arguments]);
        for (int k = 0, next = 0; k < tangents.Length; k++)
            if (tangents[k] is not null) cotangents[k] = pulled[next++];
        return cotangents;
    }
}
