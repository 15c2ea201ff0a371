using static Autograd.Graph.Op;

namespace Autograd.Graph;

/// <summary>Whether expressions are linear in some nodes, operation by operation: 0 at 0, and sums go to sums.</summary>
internal static class Linearity
{
    /// <summary>Checks that outputs are linear in arguments.</summary>
    /// <exception cref="GradientException">an operation on the way is not</exception>
    public static void Check(string transform, IReadOnlyList<Expr> outputs, IReadOnlyList<Expr> arguments)
    {
        var template = new Template(outputs, arguments);
        for (int i = 0; i < template.Dependents.Count; i++)
        {
            int dependent = i;
            if (!IsLinear(template.Dependents[i], input => template.IsFilled(dependent, input)))
                throw new GradientException($"{transform}: the function is not linear: {Described(template.Dependents[i])} is not, in what depends on the argument");
        }

        for (int i = 0; i < outputs.Count; i++)
            if (!template.IsFilled(i) && outputs[i].IsFloating && !IsZero(outputs[i]))
                throw new GradientException($"{transform}: the function is not linear: its result {outputs[i]} does not depend on the argument (a linear function gives 0 for 0)");
    }

    /// <summary>Whether a node is linear in those of its inputs that depend on the argument, all together.</summary>
    private static bool IsLinear(Expr node, Func<int, bool> depends)
    {
        ExprInputs x = node.Inputs;
        return node.Op switch
        {
            Neg or Reshape or Transpose or Broadcast or Slice or Reverse or Identity => true,
            Cast => node.DType.IsFloating(),
            IntPow p => p.Exponent == 1,
            Op.Barrier => depends(0),
            // Its value is what it evaluates to, and was looked at before it.
            WithRule => depends(0),
            Add or Sub or Concat or Update or UpdateAdd or Pad => All(0),
            Op.Select => !depends(0) && All(1),
            Mul or Dot => depends(0) != depends(1),
            Div => !depends(1),
            Reduce op => op.Kind == ReduceKind.Sum,
            Cumulative op => op.Kind == CumulativeKind.Sum || (op.Kind == CumulativeKind.LinearRecurrence && !depends(0)),
            Gather => !depends(1),
            Scatter op => op.Kind is ScatterKind.Add or ScatterKind.Set && !depends(1) && (depends(0) || IsZero(x[0])) && (depends(2) || IsZero(x[2])),
            _ => false,
        };

        // Whether each input from one on depends on the argument or is zero.
        bool All(int first)
        {
            for (int i = first; i < x.Count; i++)
                if (!depends(i) && !IsZero(x[i])) return false;
            return true;
        }
    }

    private static bool IsZero(Expr x) => x.Op is Literal && (x.IsLiteral(0.0) || x.IsLiteral(-0.0));

    private static string Described(Expr node) => $"{node.Op.Name}({string.Join(", ", node.Inputs.Select(input => input.Name is { } name ? $"'{name}' {input.Type}" : input.Type.ToString()))})";
}
