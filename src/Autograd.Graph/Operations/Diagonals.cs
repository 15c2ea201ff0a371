using static Autograd.Graph.Expr;

namespace Autograd.Graph;

/// <summary>Triangles and diagonals of matrices; leading axes are batches of them. Offset 0 is the main diagonal, positive ones lie above it.</summary>
public static class Diagonals
{
    /// <summary>The matrix on and below a diagonal, 0 above.</summary>
    /// <exception cref="ShapeException">x has fewer than two axes</exception>
    public static Expr Tril(this Expr x, int offset = 0)
    {
        (Expr row, Expr column) = Places(x, "tril");
        return Where((row + offset >= column).BroadcastTo(x.Shape), x, ZerosLike(x));
    }

    /// <summary>The matrix on and above a diagonal, 0 below.</summary>
    /// <exception cref="ShapeException">x has fewer than two axes</exception>
    public static Expr Triu(this Expr x, int offset = 0)
    {
        (Expr row, Expr column) = Places(x, "triu");
        return Where((row + offset <= column).BroadcastTo(x.Shape), x, ZerosLike(x));
    }

    private static (Expr Row, Expr Column) Places(Expr x, string operation)
    {
        RequireMatrix(x, operation);
        var matrix = new Shape(x.Shape[x.Rank - 2], x.Shape[x.Rank - 1]);
        return (Iota(matrix, 0), Iota(matrix, 1));
    }

    /// <summary>A diagonal of the matrices in two axes, as the last axis of the result.</summary>
    /// <exception cref="ShapeException">x has fewer than two axes</exception>
    /// <exception cref="ArgumentOutOfRangeException">an axis is not in [-rank, rank)</exception>
    /// <exception cref="ArgumentException">both axes are the same</exception>
    public static Expr Diagonal(this Expr x, int offset = 0, int rowAxis = -2, int columnAxis = -1)
    {
        RequireMatrix(x, "diagonal");
        x = x.MoveAxes([rowAxis, columnAxis], [-2, -1]);
        int rows = x.Shape[x.Rank - 2], columns = x.Shape[x.Rank - 1];
        long first = offset >= 0 ? offset : -(long)offset * columns;
        int length = (int)Math.Max(0, Math.Min(offset < 0 ? rows + (long)offset : rows, offset > 0 ? columns - (long)offset : columns));
        Expr flat = x.Flatten(-2, -1);
        if (length == 0) return flat.Slice(-1, 0, 0);
        return flat.Slice(-1, (int)first, (int)first + (length - 1) * (columns + 1) + 1, columns + 1);
    }

    /// <summary>Square matrices with the last axis of x on a diagonal, else 0.</summary>
    /// <exception cref="ShapeException">x has no axes</exception>
    public static Expr DiagonalMatrix(this Expr x, int offset = 0)
    {
        if (x.Rank == 0) throw new ShapeException("diagonalMatrix: shape [] has no axis to lay on a diagonal");
        int length = x.Shape[x.Rank - 1], side = checked(length + Math.Abs(offset)), stride = side + 1;
        int first = offset >= 0 ? offset : checked(-offset * side), covered = length == 0 ? 0 : (length - 1) * stride + 1;
        int[] low = new int[x.Rank], high = new int[x.Rank], interior = new int[x.Rank];
        (low[^1], high[^1], interior[^1]) = (first, checked(side * side) - first - covered, side);
        Shape matrices = Operands.Insert(x.Shape.With(x.Rank - 1, side), x.Rank, side);
        return x.Pad(Literal(0, x.DType), low, high, interior).Reshape(matrices);
    }

    /// <summary>The sum of the main diagonal, without the last two axes.</summary>
    /// <exception cref="ShapeException">x has fewer than two axes</exception>
    public static Expr Trace(this Expr x)
    {
        RequireMatrix(x, "trace");
        return x.Diagonal().Sum(-1);
    }

    private static void RequireMatrix(Expr x, string operation)
    {
        if (x.Rank < 2) throw new ShapeException($"{operation}: shape {x.Shape} has {x.Rank} axes; a matrix has at least two");
    }
}
