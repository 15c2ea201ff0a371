namespace Autograd.Graph;

/// <summary>Products of vectors and matrices, all on <see cref="Expr.Dot"/>.</summary>
public static class LinearAlgebra
{
    /// <summary>
    /// The matrix product. Vectors: their inner product. A vector counts as a row before and as a column behind a matrix, and that axis falls away.
    /// Axes before the last two are batches, which broadcast.
    /// </summary>
    /// <exception cref="ShapeException">an operand is a scalar, the inner sizes differ, or the batches do not broadcast</exception>
    public static Expr MatMul(this Expr a, Expr b)
    {
        if (a.Rank == 0 || b.Rank == 0) throw new ShapeException($"matmul: shapes {a.Shape} and {b.Shape} do not multiply: both need at least one axis (* multiplies by a scalar)");
        int left = a.Rank - 1, right = Math.Max(b.Rank - 2, 0);
        if (a.Shape[left] != b.Shape[right])
            throw new ShapeException($"matmul: shapes {a.Shape} and {b.Shape} do not multiply: axis {left} of the first is {a.Shape[left]} and axis {right} of the second is {b.Shape[right]} (they must be equal)");
        if (a.Rank == 2 && b.Rank == 2) return Expr.Contract(Op.Dot.Matrices, a, b);
        if (b.Rank <= 2 || a.Rank == 1) return Expr.Dot(a, b, [left], [right]);

        // The rows of an unbatched first operand come out before the batches of the second: they move behind them.
        if (a.Rank == 2) return Expr.Dot(a, b, [left], [right]).MoveAxis(0, -2);

        Shape batch = Shape.Broadcast(new Shape(a.Shape.Sizes[..^2]), new Shape(b.Shape.Sizes[..^2]), "matmul");
        IntList axes = IntList.Range(batch.Rank), contractLeft = [batch.Rank + 1], contractRight = [batch.Rank];
        return Expr.Dot(Batched(a, batch), Batched(b, batch), contractLeft, contractRight, axes, axes);
    }

    private static Expr Batched(Expr x, Shape batch) => x.BroadcastTo(Shape.Wrap([.. batch.Sizes, .. x.Shape.Sizes[^2..]]));

    /// <summary>Σ a[i] b[i] of two vectors of one length.</summary>
    /// <exception cref="ShapeException">they are no vectors of one length</exception>
    public static Expr Inner(this Expr a, Expr b)
    {
        if (a.Rank != 1 || b.Rank != 1 || a.Shape[0] != b.Shape[0])
            throw new ShapeException($"inner: shapes {a.Shape} and {b.Shape} have no inner product: both must be vectors of one length");
        return Expr.Dot(a, b, [0], [0]);
    }

    /// <summary>a[i] b[j] of two vectors.</summary>
    /// <exception cref="ShapeException">they are no vectors</exception>
    public static Expr Outer(this Expr a, Expr b)
    {
        if (a.Rank != 1 || b.Rank != 1) throw new ShapeException($"outer: shapes {a.Shape} and {b.Shape} have no outer product: both must be vectors");
        return a.Unsqueeze(1) * b;
    }

    /// <summary>The product of a matrix and a vector.</summary>
    /// <exception cref="ShapeException">they are not, or their sizes differ</exception>
    public static Expr MatVec(this Expr matrix, Expr vector)
    {
        if (matrix.Rank != 2 || vector.Rank != 1 || matrix.Shape[1] != vector.Shape[0])
            throw new ShapeException($"matvec: shapes {matrix.Shape} and {vector.Shape} do not multiply: [m, n] and [n] do");
        return Expr.Dot(matrix, vector, [1], [0]);
    }

    /// <summary>The products of two stacks of as many matrices.</summary>
    /// <exception cref="ShapeException">they are not, or their sizes differ</exception>
    public static Expr BatchMatMul(this Expr a, Expr b)
    {
        if (a.Rank != 3 || b.Rank != 3 || a.Shape[0] != b.Shape[0] || a.Shape[2] != b.Shape[1])
            throw new ShapeException($"batchMatMul: shapes {a.Shape} and {b.Shape} do not multiply: [b, m, k] and [b, k, n] do");
        return Expr.Dot(a, b, [2], [1], [0], [0]);
    }

    /// <summary>Σ of products over the last axes of a and the first axes of b, so many of each.</summary>
    /// <exception cref="ShapeException">the sizes of these axes differ</exception>
    /// <exception cref="ArgumentOutOfRangeException">an operand has fewer axes</exception>
    public static Expr TensorDot(this Expr a, Expr b, int axes = 2)
    {
        if (axes < 0 || axes > Math.Min(a.Rank, b.Rank))
            throw new ArgumentOutOfRangeException(nameof(axes), axes, $"tensorDot: shapes {a.Shape} and {b.Shape} do not have {axes} axes to sum over");
        return Expr.Dot(a, b, IntList.Range(axes, a.Rank - axes), IntList.Range(axes));
    }

    /// <summary>Σ of products over paired axes; the result's axes are the first's others, then the second's.</summary>
    /// <exception cref="ShapeException">the sizes of paired axes differ</exception>
    /// <exception cref="ArgumentOutOfRangeException">an axis is not in [-rank, rank)</exception>
    /// <exception cref="ArgumentException">the axes are not paired, or one is named twice</exception>
    public static Expr TensorDot(this Expr a, Expr b, int[] leftAxes, int[] rightAxes)
    {
        ArgumentNullException.ThrowIfNull(leftAxes);
        ArgumentNullException.ThrowIfNull(rightAxes);
        int[] left = Array.ConvertAll(leftAxes, axis => a.Shape.NormalizeAxis(axis, "tensorDot")), right = Array.ConvertAll(rightAxes, axis => b.Shape.NormalizeAxis(axis, "tensorDot"));
        return Expr.Dot(a, b, IntList.Wrap(left), IntList.Wrap(right));
    }

    /// <summary>
    /// Einstein's summation: a letter names an axis of each operand, letters that the result does not name are summed over, repeated letters walk
    /// a diagonal, and three dots stand for axes that broadcast: <c>Einsum("bij,bjk->bik", a, b)</c>. Without an arrow the result names the dots and
    /// then, in alphabetical order, each letter that occurs once. Operands are contracted from the left.
    /// </summary>
    /// <exception cref="ArgumentException">the equation cannot be read, or does not fit the number of operands</exception>
    /// <exception cref="ShapeException">the equation does not fit the operands' ranks, or one letter names axes of different sizes</exception>
    public static Expr Einsum(string equation, params Expr[] operands)
    {
        ArgumentNullException.ThrowIfNull(equation);
        ArgumentNullException.ThrowIfNull(operands);
        return EinsteinSum.Parse(equation, operands).Contract();
    }
}
