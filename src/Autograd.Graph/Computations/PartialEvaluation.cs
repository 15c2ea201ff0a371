namespace Autograd.Graph;

/// <summary>Graphs in which what depends on no parameter has become constants.</summary>
internal static class PartialEvaluation
{
    /// <summary>The outputs with constants in place of the topmost nodes that can be ones.</summary>
    public static Expr[] Of(Expr[] outputs, long largestConstant, CancellationToken cancellationToken)
    {
        using NodeMap places = NodeMap.Create();
        List<Expr> order = AllInputs.Collect(outputs, places);
        bool[] foldable = Foldable(order, places, largestConstant);
        List<Expr> chosen = Topmost(outputs, order, places, foldable);
        if (chosen.Count == 0) return outputs;
        places.Dispose();
        NDArray[] values = Evaluation.Evaluate(chosen, cancellationToken: cancellationToken);
        var constants = new Dictionary<Expr, Expr>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < values.Length; i++)
        {
            Expr constant = Expr.Constant(values[i]);
            constants.Add(chosen[i], chosen[i].Name is { } name ? constant.Named(name) : constant);
        }

        return Substitution.In(outputs, constants)!;
    }

    /// <summary>For each node whether it is known, no source, and small enough beside the arrays that it is made of.</summary>
    private static bool[] Foldable(List<Expr> order, NodeMap places, long largestConstant)
    {
        var foldable = new bool[order.Count];
        var known = new bool[order.Count];
        var held = new long[order.Count];
        for (int i = 0; i < order.Count; i++)
        {
            Expr node = order[i];
            known[i] = node.Op is not Op.Parameter;
            long holds = 0;
            for (int k = 0; k < default(AllInputs).Count(node); k++)
            {
                if (!places.TryGet(default(AllInputs).Input(node, k), out int input)) continue;
                known[i] &= known[input];
                holds += held[input];
            }

            if (node.OutputCount != 1) continue;
            long bytes = (long)node.Shape.Count * node.DType.Size();
            foldable[i] = known[i] && node.Op is not Op.Source && bytes <= Math.Max(largestConstant, holds);
            held[i] = foldable[i] || node.Op is Op.Variable or Op.Constant ? bytes : 0;
        }

        return foldable;
    }

    /// <summary>The foldable nodes that an output is, or that a node which stays stands on.</summary>
    private static List<Expr> Topmost(Expr[] outputs, List<Expr> order, NodeMap places, bool[] foldable)
    {
        var needed = new bool[order.Count];
        foreach (Expr output in outputs)
            if (places.TryGet(output, out int place)) needed[place] = true;
        var chosen = new List<Expr>();
        for (int i = order.Count - 1; i >= 0; i--)
        {
            if (!needed[i]) continue;
            if (foldable[i])
            {
                chosen.Add(order[i]);
                continue;
            }

            for (int k = 0; k < default(AllInputs).Count(order[i]); k++)
                if (places.TryGet(default(AllInputs).Input(order[i], k), out int input)) needed[input] = true;
        }

        return chosen;
    }
}
