namespace Autograd.Graph;

/// <summary>Directions in which derivatives are looked at: always the same, and along no axis or diagonal.</summary>
internal static class Directions
{
    /// <summary>Numbers from 0.5 to 1.5.</summary>
    public static Expr Of(ExprType type, int which = 0)
    {
        NDArray values = NDArray.Zeros(type.Shape, type.DType);
        for (int i = 0; i < values.Count; i++)
        {
            double golden = (i + 1 + 7 * which) * 0.6180339887498949;
            values.Set(i, ((Number)(0.5 + golden - Math.Floor(golden))).As(type.DType));
        }

        return Expr.Constant(values);
    }
}
