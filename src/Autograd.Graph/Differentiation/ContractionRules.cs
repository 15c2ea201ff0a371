using static Autograd.Graph.Op;

namespace Autograd.Graph;

/// <summary>Transposes of contractions, which are linear in each input.</summary>
internal static class ContractionRules
{
    /// <summary>The cotangent of input i: g contracted with the other input over the other's free axes, its axes then in the input's order.</summary>
    public static Expr Pull(Dot op, int i, ExprInputs x, Expr g)
    {
        // The general rule gives the same.
        if (ReferenceEquals(op, Dot.Matrices)) return i == 0 ? Expr.Apply(Dot.ByTransposed, g, x[1]) : Expr.Apply(Dot.OfTransposed, x[0], g);
        int batch = op.LeftBatch.Count;
        IntList leftFree = Dot.FreeAxes(x[0].Rank, op.LeftContract, op.LeftBatch), rightFree = Dot.FreeAxes(x[1].Rank, op.RightContract, op.RightBatch);
        IntList batchOfG = IntList.Range(batch), leftOfG = IntList.Range(leftFree.Count, batch), rightOfG = IntList.Range(rightFree.Count, batch + leftFree.Count);
        if (i == 0)
        {
            Expr left = Expr.Dot(g, x[1], rightOfG, rightFree, batchOfG, op.RightBatch);
            return InOrder(left, [.. op.LeftBatch.Span, .. leftFree.Span, .. PairedAscending(op.RightContract, op.LeftContract)]);
        }

        Expr right = Expr.Dot(x[0], g, leftFree, leftOfG, op.LeftBatch, batchOfG);
        return InOrder(right, [.. op.RightBatch.Span, .. PairedAscending(op.LeftContract, op.RightContract), .. rightFree.Span]);
    }

    /// <summary>The product rule.</summary>
    public static Expr Push(Dot op, ExprInputs x, ReadOnlySpan<Expr?> tangents)
    {
        Expr? left = tangents[0] is { } da ? Expr.Apply(op, da, x[1]) : null, right = tangents[1] is { } db ? Expr.Apply(op, x[0], db) : null;
        return left is null ? right! : right is null ? left : left + right;
    }

    /// <summary>The partners of axes in the ascending order in which a contraction leaves those axes.</summary>
    private static int[] PairedAscending(IntList axes, IntList partners)
    {
        int[] keys = axes.Span.ToArray(), paired = partners.Span.ToArray();
        Array.Sort(keys, paired);
        return paired;
    }

    /// <summary>x with its axes in order, where axis i of x is axis axes[i] of the result.</summary>
    private static Expr InOrder(Expr x, ReadOnlySpan<int> axes)
    {
        var permutation = new int[axes.Length];
        for (int i = 0; i < axes.Length; i++) permutation[axes[i]] = i;
        return x.Transpose(permutation);
    }
}
