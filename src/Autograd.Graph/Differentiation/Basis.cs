namespace Autograd.Graph;

/// <summary>Linear maps as arrays of what they make of each basis vector.</summary>
internal static class Basis
{
    /// <summary>The images of all basis vectors. For each result of the map an array of the argument's axes followed by the result's.</summary>
    /// <param name="results">what is linear in the argument; null where there is nothing</param>
    /// <param name="argument">the placeholder in the results that stands for it, floating</param>
    /// <returns>null where the result is</returns>
    public static Expr?[] Images(IReadOnlyList<Expr?> results, Expr argument)
    {
        Expr[] present = [.. results.OfType<Expr>()];
        var map = new Template(present, [argument]);
        var images = new Expr[present.Length][];
        int count = argument.Shape.Count;
        for (int k = 0; k < images.Length; k++) images[k] = new Expr[count];
        for (int i = 0; i < count; i++)
        {
            Expr[] image = map.Fill([Vector(argument.Type, i)]);
            for (int k = 0; k < images.Length; k++) images[k][i] = image[k].Unsqueeze(0);
        }

        var stacked = new Expr?[results.Count];
        for (int i = 0, next = 0; i < stacked.Length; i++)
        {
            if (results[i] is not { } result) continue;
            Shape shape = new([.. argument.Shape.Sizes, .. result.Shape.Sizes]);
            stacked[i] = count == 0 ? Expr.Literal(0, result.DType, shape) : Expr.Concat(images[next]).Reshape(shape);
            next++;
        }

        return stacked;
    }

    /// <summary>1 at one place in row-major order, 0 elsewhere.</summary>
    public static Expr Vector(ExprType type, int place)
    {
        NDArray vector = NDArray.Zeros(type.Shape, type.DType);
        vector.Set(place, ((Number)1).As(type.DType));
        return Expr.Constant(vector);
    }
}
