using static Autograd.Graph.Op;

namespace Autograd.Graph;

/// <summary>Derivatives of indexing and order. Cotangents are settled, indices and permutations are integers and have none.</summary>
internal static class IndexingRules
{
    /// <summary>The running cotangent of a gather's first input with g scattered into it.</summary>
    public static Expr AddInto(Gather op, Expr running, Expr indices, Expr g) =>
        running.Scatter(ScatterKind.Add, indices, g, op.Axes, op.BatchRank, op.Mode);

    /// <summary>The cotangent of x (input 0) or of the updates (input 2).</summary>
    /// <exception cref="GradientException">a product whose places may be named twice</exception>
    public static Expr Pull(Scatter op, int i, Expr y, ExprInputs x, Expr g)
    {
        Expr indices = x[1];
        switch (op.Kind)
        {
            case ScatterKind.Add:
                return i == 0 ? g : Parts(op, g, indices);
            case ScatterKind.Set when i == 0:
                return Expr.Apply(op, [g, indices, Expr.ZerosLike(x[2])]);
            case ScatterKind.Set:
                Expr parts = Parts(op, g, indices);
                return op.Unique ? parts : Cotangent.Select(Stayed(op, x), parts, Expr.ZerosLike(parts));
            case ScatterKind.Max or ScatterKind.Min:
                Expr share = g / Winners(op, y, x).Cast(y.DType);
                return i == 0
                    ? Cotangent.Select(Loses(op, x[0], y), Expr.ZerosLike(y), share)
                    : Cotangent.Select(Loses(op, x[2], Parts(op, y, indices)), Expr.ZerosLike(x[2]), Parts(op, share, indices));
            case ScatterKind.Multiply:
                CheckUnique(op);
                return i == 0 ? Expr.Apply(op, [g, indices, x[2]]) : Parts(op, g, indices) * Parts(op, x[0], indices);
            default:
                throw DerivativeRules.Missing(op);
        }
    }

    /// <summary>The tangent of a scatter.</summary>
    /// <exception cref="GradientException">a product whose places may be named twice</exception>
    public static Expr Push(Scatter op, Expr y, ExprInputs x, ReadOnlySpan<Expr?> tangents)
    {
        Expr dx = tangents[0] ?? Expr.ZerosLike(x[0]), du = tangents[2] ?? Expr.ZerosLike(x[2]), indices = x[1];
        switch (op.Kind)
        {
            case ScatterKind.Add or ScatterKind.Set:
                return Expr.Apply(op, [dx, indices, du]);
            case ScatterKind.Max or ScatterKind.Min:
                Expr kept = Cotangent.Select(Loses(op, x[0], y), Expr.ZerosLike(dx), dx);
                Expr written = Cotangent.Select(Loses(op, x[2], Parts(op, y, indices)), Expr.ZerosLike(du), du);
                return Added(op, kept, indices, written) / Winners(op, y, x).Cast(y.DType);
            case ScatterKind.Multiply:
                CheckUnique(op);
                return Added(op, Expr.Apply(op, [dx, indices, x[2]]), indices, Parts(op, x[0], indices) * du);
            default:
                throw DerivativeRules.Missing(op);
        }
    }

    /// <summary>The cotangent of a sort's input: g put back where its elements came from.</summary>
    public static Expr Pull(Sort op, Expr node, Expr g)
    {
        Expr last = g.SwapAxes(op.Axis, -1);
        Expr added = Expr.ZerosLike(last).Scatter(ScatterKind.Add, Places(op, node), last, [last.Rank - 1], last.Rank - 1, unique: true);
        return added.SwapAxes(op.Axis, -1);
    }

    /// <summary>The tangent of a sort's first output: the tangent in the elements' new order.</summary>
    public static Expr Push(Sort op, Expr node, Expr tangent)
    {
        Expr last = tangent.SwapAxes(op.Axis, -1);
        return last.Gather(Places(op, node), [last.Rank - 1], last.Rank - 1).SwapAxes(op.Axis, -1);
    }

    /// <summary>A sort's permutation as indices of the last axis, all others being batch axes.</summary>
    private static Expr Places(Sort op, Expr node)
    {
        Expr permutation = node.Output(1).SwapAxes(op.Axis, -1);
        return permutation.Reshape(Shape.Wrap([.. permutation.Shape.Sizes, 1]));
    }

    private static Expr Parts(Scatter op, Expr x, Expr indices) => x.Gather(indices, op.Axes, op.BatchRank, op.Mode);

    private static Expr Added(Scatter op, Expr x, Expr indices, Expr updates) =>
        x.Scatter(ScatterKind.Add, indices, updates, op.Axes, op.BatchRank, op.Mode, op.Unique);

    /// <summary>
    /// Which updates were not overwritten by a later one: each writes its number, and looks whether it reads it again.
    /// (The device of JAX's scatter rule, jax/_src/lax/slicing.py.)
    /// </summary>
    private static Expr Stayed(Scatter op, ExprInputs x)
    {
        Expr writers = Expr.Iota(new Shape(x[2].Shape.Count), 0, DType.Int32).Reshape(x[2].Shape);
        Expr last = Expr.Apply(op, [Expr.Literal(-1, DType.Int32, x[0].Shape), x[1], writers]);
        return Expr.EqualTo(Parts(op, last, x[1]), writers);
    }

    /// <summary>Whether a value was beaten; a NaN, which no comparison beats, is not.</summary>
    private static Expr Loses(Scatter op, Expr value, Expr result) => op.Kind == ScatterKind.Max ? value < result : value > result;

    /// <summary>How many of x's element and its updates attain the result; integers, so without derivative at every order.</summary>
    private static Expr Winners(Scatter op, Expr y, ExprInputs x)
    {
        Expr kept = (!Loses(op, x[0], y)).Cast(DType.Int32), written = (!Loses(op, x[2], Parts(op, y, x[1]))).Cast(DType.Int32);
        return Added(op, kept, x[1], written);
    }

    private static void CheckUnique(Scatter op)
    {
        if (!op.Unique) throw new GradientException($"{op.Name} ({op.Kind}): a product has a derivative only where no place is named twice; say unique: true if that is so");
    }
}
