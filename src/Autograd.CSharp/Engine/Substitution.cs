using Autograd.Graph;

namespace Autograd.CSharp;

/// <summary>Expressions with some nodes replaced: iterative, each node once, unchanged nodes shared.</summary>
internal static class Substitution
{
    /// <summary>An expression in which every node that is a key stands replaced.</summary>
    /// <param name="root">the expression</param>
    /// <param name="replaced">what stands for what; nodes met on the way are added, so that several expressions share them</param>
    public static Expr Of(Expr root, Dictionary<Expr, Expr> replaced)
    {
        var pending = new Stack<Expr>();
        pending.Push(root);
        while (pending.TryPeek(out Expr? node))
        {
            if (replaced.ContainsKey(node))
            {
                pending.Pop();
                continue;
            }

            bool ready = true, same = true;
            ExprInputs inputs = node.Inputs;
            for (int i = 0; i < inputs.Count; i++)
            {
                if (!replaced.TryGetValue(inputs[i], out Expr? input))
                {
                    pending.Push(inputs[i]);
                    ready = false;
                }
                else same &= ReferenceEquals(input, inputs[i]);
            }

            if (!ready) continue;
            pending.Pop();
            replaced[node] = same ? node : Rebuilt(node, inputs, replaced);
        }

        return replaced[root];
    }

    /// <summary>Which of some nodes an expression depends on, not looking below <paramref name="cuts"/>.</summary>
    public static void Reach(Expr root, HashSet<Expr> seen, Predicate<Expr> cuts)
    {
        var pending = new Stack<Expr>();
        if (seen.Add(root)) pending.Push(root);
        while (pending.TryPop(out Expr? node))
        {
            if (cuts(node)) continue;
            foreach (Expr input in node.Inputs)
                if (seen.Add(input)) pending.Push(input);
        }
    }

    private static Expr Rebuilt(Expr node, ExprInputs inputs, Dictionary<Expr, Expr> replaced)
    {
        var changed = new Expr[inputs.Count];
        for (int i = 0; i < changed.Length; i++) changed[i] = replaced[inputs[i]];
        return Expr.Apply(node.Op, changed);
    }
}
