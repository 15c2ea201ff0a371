using static Autograd.Graph.Op;

namespace Autograd.Graph;

/// <summary>Derivatives of reductions and scans.</summary>
internal static class ReductionRules
{
    /// <summary>The cotangent of x in y = reduce(x).</summary>
    public static Cotangent Pull(Reduce op, Expr y, Expr x, Cotangent g) => op.Kind switch
    {
        ReduceKind.Sum => Restore(g, op, x.Shape),
        ReduceKind.Product => Restore(g, op, x.Shape) * ProductOfOthers(op, x),
        ReduceKind.Max or ReduceKind.Min => Shared(op, y, x, g),
        _ => throw DerivativeRules.Missing(op),
    };

    /// <summary>The tangent of y = reduce(x).</summary>
    public static Expr Push(Reduce op, Expr y, Expr x, Expr tangent) => op.Kind switch
    {
        ReduceKind.Sum => Expr.Apply(op, tangent),
        ReduceKind.Product => Sum(op, tangent * ProductOfOthers(op, x)),
        ReduceKind.Max or ReduceKind.Min => Sum(op, Cotangent.Select(Attains(op, y, x), tangent, Expr.ZerosLike(x))) / Ties(op, y, x),
        _ => throw DerivativeRules.Missing(op),
    };

    /// <summary>The cotangent of input i of a scan; g is settled.</summary>
    public static Expr Pull(Cumulative op, int i, Expr y, ExprInputs x, Expr g) => op.Kind switch
    {
        CumulativeKind.Sum => g.Cumulative(CumulativeKind.Sum, op.Axis, !op.Reversed, op.Exclusive),
        CumulativeKind.Product => ProductBefore(op, x[0]) * Backwards(op, x[0], op.Exclusive ? FromNext(op, g) : g),
        CumulativeKind.LinearRecurrence => i == 0 ? Backwards(op, x[0], g) * FromPrevious(op, y) : Backwards(op, x[0], g),
        _ => throw DerivativeRules.Missing(op),
    };

    /// <summary>The tangent of a scan.</summary>
    public static Expr Push(Cumulative op, Expr y, ExprInputs x, ReadOnlySpan<Expr?> tangents)
    {
        switch (op.Kind)
        {
            case CumulativeKind.Sum:
                return Expr.Apply(op, tangents[0]!);
            case CumulativeKind.Product:
                // y[k] = y[k-1] x[k], so dy[k] = x[k] dy[k-1] + y[k-1] dx[k]; exclusive is that one place on.
                Expr inclusive = Expr.LinearRecurrence(x[0], ProductBefore(op, x[0]) * tangents[0]!, op.Axis, op.Reversed);
                return op.Exclusive ? FromPrevious(op, inclusive) : inclusive;
            case CumulativeKind.LinearRecurrence:
                Expr? byFactor = tangents[0] is { } da ? da * FromPrevious(op, y) : null;
                Expr driven = byFactor is null ? tangents[1]! : tangents[1] is { } db ? byFactor + db : byFactor;
                return Expr.LinearRecurrence(x[0], driven, op.Axis, op.Reversed);
            default:
                throw DerivativeRules.Missing(op);
        }
    }

    /// <summary>What a reduction left, stretched over the axes that fell away.</summary>
    private static Cotangent Restore(Cotangent g, Reduce op, Shape shape) => g.Move(static (e, to) => Restore(e, to.op, to.shape), (op, shape));

    private static Expr Restore(Expr reduced, Reduce op, Shape shape)
    {
        // Sizes are aligned at the last axis: where the first axes fell away, those that are left stand right already.
        if (op.Axes.Count > 0 && op.Axes[0] == 0) return reduced.BroadcastTo(shape);
        int[] kept = shape.Sizes.ToArray();
        foreach (int axis in op.Axes) kept[axis] = 1;
        return reduced.Reshape(Shape.Wrap(kept)).BroadcastTo(shape);
    }

    private static Expr Sum(Reduce op, Expr x) => Expr.Apply(op.Kind == ReduceKind.Sum ? op : new Reduce(ReduceKind.Sum, op.Axes), x);

    /// <summary>For each element the product of all others with which it is multiplied: of those before it and those behind it, so zeros are exact.</summary>
    private static Expr ProductOfOthers(Reduce op, Expr x)
    {
        // The reduced axes are neighbours: as one axis they are scanned in one order.
        int at = op.Axes.Count == 0 ? x.Rank : op.Axes[0], behind = at + op.Axes.Count;
        int count = 1;
        for (int axis = at; axis < behind; axis++) count *= x.Shape[axis];
        Expr row = x.Reshape(Shape.Wrap([.. x.Shape.Sizes[..at], count, .. x.Shape.Sizes[behind..]]));
        Expr before = row.Cumulative(CumulativeKind.Product, at, reversed: false, exclusive: true);
        Expr after = row.Cumulative(CumulativeKind.Product, at, reversed: true, exclusive: true);
        return (before * after).Reshape(x.Shape);
    }

    /// <summary>The elements that are the largest or smallest share g evenly; for all others the zero is structural.</summary>
    private static Cotangent Shared(Reduce op, Expr y, Expr x, Cotangent g) => Restore(g / Ties(op, y, x), op, x.Shape).Where(Attains(op, y, x));

    private static Expr Attains(Reduce op, Expr y, Expr x) => Expr.EqualTo(x, Restore(y, op, x.Shape));

    /// <summary>How many elements attain y, counted in integers: exact, and without derivative at every order.</summary>
    private static Expr Ties(Reduce op, Expr y, Expr x) => Sum(op, Attains(op, y, x).Cast(DType.Int32)).Cast(y.DType);

    /// <summary>For each place the product of the elements before it in the scan's direction.</summary>
    private static Expr ProductBefore(Cumulative op, Expr x) => x.Cumulative(CumulativeKind.Product, op.Axis, op.Reversed, exclusive: true);

    /// <summary>The transpose of y[i] = a[i] y[i-1] + b[i]: L[i] = g[i] + a[i+1] L[i+1].</summary>
    private static Expr Backwards(Cumulative op, Expr a, Expr g) => Expr.LinearRecurrence(FromNext(op, a), g, op.Axis, !op.Reversed);

    private static Expr FromPrevious(Cumulative op, Expr x) => Shifted(x, op.Axis, op.Reversed ? -1 : 1);

    private static Expr FromNext(Cumulative op, Expr x) => Shifted(x, op.Axis, op.Reversed ? 1 : -1);

    /// <summary>Elements moved by places along an axis, zeros following.</summary>
    private static Expr Shifted(Expr x, int axis, int places)
    {
        Span<int> low = stackalloc int[x.Rank], high = stackalloc int[x.Rank];
        low.Clear();
        high.Clear();
        (low[axis], high[axis]) = (places, -places);
        return x.Pad(Expr.Literal(0, x.DType), low, high);
    }
}
