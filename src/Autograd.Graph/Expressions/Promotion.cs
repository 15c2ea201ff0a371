namespace Autograd.Graph;

/// <summary>
/// Which element type an operation on several operands computes in. Arrays promote each other to the wider type; a scalar (rank 0)
/// promotes arrays only from a higher category (bool, integer, floating), and a plain number likewise below scalars.
/// </summary>
internal static class Promotion
{
    /// <summary>The type that a plain number has when nothing else decides.</summary>
    private static DType Default(DType number) => number.IsFloating() ? DType.Float32 : number == DType.Int32 ? DType.Int64 : number;

    /// <summary>The common type of expressions.</summary>
    public static DType Of(params ReadOnlySpan<Expr> operands)
    {
        DType? array = null, scalar = null, plain = null;
        foreach (Expr operand in operands)
        {
            if (operand.Op is Op.Literal { Weak: true }) plain = Join(plain, Default(operand.DType));
            else if (operand.Rank == 0) scalar = Join(scalar, operand.DType);
            else array = Join(array, operand.DType);
        }

        DType? result = array;
        if (scalar is { } s) result = Admit(result, s);
        if (plain is { } p) result = Admit(result, p);
        return result ?? DType.Float32;
    }

    /// <summary>The common type of an expression and a plain number.</summary>
    public static DType Of(Expr x, Number number)
    {
        DType own = x.Op is Op.Literal { Weak: true } ? Default(x.DType) : x.DType;
        return number.DType.CategoryOf() > own.CategoryOf() ? DTypes.Promote(own, Default(number.DType)) : own;
    }

    /// <summary>The floating type in which a function that has no integer values is computed.</summary>
    public static DType Floating(DType dtype) => dtype.IsFloating() ? dtype : DType.Float32;

    private static DType Join(DType? sofar, DType next) => sofar is { } dtype ? DTypes.Promote(dtype, next) : next;

    private static DType Admit(DType? higher, DType lower) => higher is not { } dtype ? lower : lower.CategoryOf() > dtype.CategoryOf() ? DTypes.Promote(dtype, lower) : dtype;
}
