namespace Autograd.Graph;

/// <summary>Linear maps as arrays of what they make of each basis vector.</summary>
internal static class Basis
{
    /// <summary>
    /// The images of all basis vectors: the map is mapped over the rows of an identity matrix, so that each of its operations is one on all images.
    /// For each result of the map an array of the argument's axes followed by the result's.
    /// </summary>
    /// <param name="results">what is linear in the argument; null where there is nothing</param>
    /// <param name="argument">the parameter in the results that stands for it, floating</param>
    /// <returns>null where the result is</returns>
    public static Expr?[] Images(IReadOnlyList<Expr?> results, Expr argument)
    {
        int count = argument.Shape.Count;
        Expr place = Expr.Iota(new Shape(count), 0, DType.Int32);
        Expr vectors = Expr.EqualTo(place.Unsqueeze(1), place).Cast(argument.DType).Reshape(Operands.Insert(argument.Shape, 0, count));
        Expr[] present = [.. results.OfType<Expr>()];
        Expr?[] mapped = new BatchingWalk(count).Batch(present, [argument], [vectors]);

        var images = new Expr?[results.Count];
        for (int i = 0, next = 0; i < images.Length; i++)
        {
            if (results[i] is not { } result) continue;
            Expr image = mapped[next++] ?? BatchedInputs.Repeated(result, count);
            images[i] = image.Reshape(new Shape([.. argument.Shape.Sizes, .. result.Shape.Sizes]));
        }

        return images;
    }

    /// <summary>1 at one place in row-major order, 0 elsewhere.</summary>
    public static Expr Vector(ExprType type, int place)
    {
        NDArray vector = NDArray.Zeros(type.Shape, type.DType);
        vector.Set(place, ((Number)1).As(type.DType));
        return Expr.Constant(vector);
    }
}
