using Autograd.Graph;

namespace Autograd.CSharp.Operations;

/// <summary>Comparisons, logic and selection.</summary>
internal static class Comparison
{
    /// <summary>Where self = other.</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast</exception>
    [Operation(InPlace = true)]
    internal static Expr eq(Expr self, Expr other) => Expr.EqualTo(Arithmetic.Broadcast(self, other), other);

    /// <summary>Where self = other.</summary>
    [Operation(InPlace = true)]
    internal static Expr eq(Expr self, Scalar other) => Expr.EqualTo(self, other.Beside(self));

    /// <summary>Where self ≠ other.</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast</exception>
    [Operation(Aliases = "not_equal", InPlace = true)]
    internal static Expr ne(Expr self, Expr other) => Expr.NotEqualTo(Arithmetic.Broadcast(self, other), other);

    /// <summary>Where self ≠ other.</summary>
    [Operation(Aliases = "not_equal", InPlace = true)]
    internal static Expr ne(Expr self, Scalar other) => Expr.NotEqualTo(self, other.Beside(self));

    /// <summary>Where self &lt; other.</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast</exception>
    [Operation(Aliases = "less", InPlace = true)]
    internal static Expr lt(Expr self, Expr other) => Arithmetic.Broadcast(self, other) < other;

    /// <summary>Where self &lt; other.</summary>
    [Operation(Aliases = "less", InPlace = true)]
    internal static Expr lt(Expr self, Scalar other) => self < other.Beside(self);

    /// <summary>Where self ≤ other.</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast</exception>
    [Operation(Aliases = "less_equal", InPlace = true)]
    internal static Expr le(Expr self, Expr other) => Arithmetic.Broadcast(self, other) <= other;

    /// <summary>Where self ≤ other.</summary>
    [Operation(Aliases = "less_equal", InPlace = true)]
    internal static Expr le(Expr self, Scalar other) => self <= other.Beside(self);

    /// <summary>Where self &gt; other.</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast</exception>
    [Operation(Aliases = "greater", InPlace = true)]
    internal static Expr gt(Expr self, Expr other) => Arithmetic.Broadcast(self, other) > other;

    /// <summary>Where self &gt; other.</summary>
    [Operation(Aliases = "greater", InPlace = true)]
    internal static Expr gt(Expr self, Scalar other) => self > other.Beside(self);

    /// <summary>Where self ≥ other.</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast</exception>
    [Operation(Aliases = "greater_equal", InPlace = true)]
    internal static Expr ge(Expr self, Expr other) => Arithmetic.Broadcast(self, other) >= other;

    /// <summary>Where self ≥ other.</summary>
    [Operation(Aliases = "greater_equal", InPlace = true)]
    internal static Expr ge(Expr self, Scalar other) => self >= other.Beside(self);

    /// <summary>Whether both are true (not zero).</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast</exception>
    [Operation(InPlace = true)]
    internal static Expr logical_and(Expr self, Expr other) => Truth(Arithmetic.Broadcast(self, other)) & Truth(other);

    /// <summary>Whether one is true (not zero).</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast</exception>
    [Operation(InPlace = true)]
    internal static Expr logical_or(Expr self, Expr other) => Truth(Arithmetic.Broadcast(self, other)) | Truth(other);

    /// <summary>Whether just one is true (not zero).</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast</exception>
    [Operation(InPlace = true)]
    internal static Expr logical_xor(Expr self, Expr other) => Truth(Arithmetic.Broadcast(self, other)) ^ Truth(other);

    /// <summary>Whether it is false (zero).</summary>
    [Operation(InPlace = true)]
    internal static Expr logical_not(Expr self) => ~Truth(self);

    /// <summary>And of bits; of truth values and.</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast, or floating-point numbers</exception>
    [Operation(InPlace = true)]
    internal static Expr bitwise_and(Expr self, Expr other) => Arithmetic.Broadcast(self, other) & other;

    /// <summary>Or of bits; of truth values or.</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast, or floating-point numbers</exception>
    [Operation(InPlace = true)]
    internal static Expr bitwise_or(Expr self, Expr other) => Arithmetic.Broadcast(self, other) | other;

    /// <summary>Exclusive or of bits; of truth values exclusive or.</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast, or floating-point numbers</exception>
    [Operation(InPlace = true)]
    internal static Expr bitwise_xor(Expr self, Expr other) => Arithmetic.Broadcast(self, other) ^ other;

    /// <summary>Bits turned over; of truth values not.</summary>
    /// <exception cref="ArgumentException">floating-point numbers</exception>
    [Operation(InPlace = true)]
    internal static Expr bitwise_not(Expr self) => ~self;

    /// <summary>The larger of both; NaN where either is. At ties each gets half of the gradient.</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast</exception>
    [Operation("MaximumBackward0", Saves = "self, other")]
    internal static Expr maximum(Expr self, Expr other) => Expr.Maximum(Arithmetic.Broadcast(self, other), other);

    /// <summary>The smaller of both; NaN where either is. At ties each gets half of the gradient.</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast</exception>
    [Operation("MinimumBackward0", Saves = "self, other")]
    internal static Expr minimum(Expr self, Expr other) => Expr.Minimum(Arithmetic.Broadcast(self, other), other);

    /// <summary>self where the condition is true, else other. The branch not taken gets a gradient of 0, whatever its own is.</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast, or the condition is not of truth values</exception>
    [Operation("WhereBackward0", Saves = "condition", Forms = Forms.Function)]
    internal static Expr where([NoGrad] Expr condition, Expr self, Expr other)
    {
        if (condition.DType != DType.Bool) throw new ArgumentException($"where expected condition to be a boolean tensor, but got a tensor with dtype {ScalarTypes.CName(condition.DType)}");
        Shapes.CheckBroadcast(self.Shape, other.Shape);
        return Expr.Where(condition, self, other);
    }

    /// <summary>self where the condition is true, else other.</summary>
    /// <exception cref="ArgumentException">the condition is not of truth values</exception>
    [Operation("WhereBackward0", Saves = "condition", Forms = Forms.Function)]
    internal static Expr where([NoGrad] Expr condition, Expr self, Scalar other) => where(condition, self, other.Beside(self));

    /// <summary>self where the condition is true, else other.</summary>
    /// <exception cref="ArgumentException">the condition is not of truth values</exception>
    [Operation("WhereBackward0", Saves = "condition", Forms = Forms.Function)]
    internal static Expr where([NoGrad] Expr condition, Scalar self, Expr other) => where(condition, self.Beside(other), other);

    /// <summary>self where the condition is true, else other.</summary>
    /// <exception cref="ArgumentException">the condition is not of truth values</exception>
    [Operation(Forms = Forms.Function, Priority = 1)]
    internal static Expr where(Expr condition, Scalar self, Scalar other)
    {
        DType type = self.IsFloat || other.IsFloat ? ScalarTypes.DefaultDType : self.IsBool && other.IsBool ? DType.Bool : DType.Int64;
        return where(condition, Expr.Literal(self.Number.As(type)), Expr.Literal(other.Number.As(type)));
    }

    /// <summary>self, but value where the mask is true.</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast, or the mask is not of truth values</exception>
    [Operation("MaskedFillBackward0", Saves = "mask", InPlace = true)]
    internal static Expr masked_fill(Expr self, [NoGrad] Expr mask, Scalar value)
    {
        if (mask.DType != DType.Bool) throw new ArgumentException($"masked_fill_ only supports boolean masks, but got mask with dtype {ScalarTypes.CName(mask.DType)}");
        Shapes.CheckBroadcast(self.Shape, mask.Shape);
        return Expr.Where(mask, Expr.Literal(value.Number, self.DType), self);
    }

    /// <summary>self, but value, a tensor of one element, where the mask is true.</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast, the mask is not of truth values, or the value has more dimensions</exception>
    [Operation("MaskedFillBackward1", Saves = "mask", InPlace = true)]
    internal static Expr masked_fill(Expr self, [NoGrad] Expr mask, Expr value)
    {
        if (value.Rank != 0) throw new ArgumentException($"masked_fill_ only supports a 0-dimensional value tensor, but got tensor with {value.Rank} dimension(s).");
        Shapes.CheckBroadcast(self.Shape, mask.Shape);
        return Expr.Where(mask, value.Cast(self.DType), self);
    }

    private static Expr Truth(Expr x) => x.Cast(DType.Bool);
}
