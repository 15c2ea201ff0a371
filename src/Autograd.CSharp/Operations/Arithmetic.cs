using Autograd.Graph;

namespace Autograd.CSharp.Operations;

/// <summary>Addition, multiplication and their kin. Operands broadcast and are promoted as in PyTorch.</summary>
internal static class Arithmetic
{
    /// <summary>self + alpha * other</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast</exception>
    [Operation("AddBackward0", InPlace = true)]
    internal static Expr add(Expr self, Expr other, Scalar? alpha = null)
    {
        CheckFactor(self, other, alpha, nameof(alpha));
        return Broadcast(self, other) + Times(other, alpha);
    }

    /// <summary>self + alpha * other</summary>
    [Operation("AddBackward0", InPlace = true)]
    internal static Expr add(Expr self, [Operand] Scalar other, Scalar? alpha = null) => self + Times(other.Beside(self), alpha);

    /// <summary>self - alpha * other</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast</exception>
    [Operation("SubBackward0", InPlace = true, Aliases = "subtract")]
    internal static Expr sub(Expr self, Expr other, Scalar? alpha = null)
    {
        CheckFactor(self, other, alpha, nameof(alpha));
        return Broadcast(NotBools(self, other), other) - Times(other, alpha);
    }

    /// <summary>self - alpha * other</summary>
    [Operation("SubBackward0", InPlace = true, Aliases = "subtract")]
    internal static Expr sub(Expr self, [Operand] Scalar other, Scalar? alpha = null) => self - Times(other.Beside(self), alpha);

    /// <summary>other - alpha * self</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast</exception>
    [Operation("RsubBackward0", Forms = Forms.Function)]
    internal static Expr rsub(Expr self, Expr other, Scalar? alpha = null) => Broadcast(NotBools(other, self), self) - Times(self, alpha);

    /// <summary>other - alpha * self</summary>
    [Operation("RsubBackward1", Forms = Forms.Function)]
    internal static Expr rsub(Expr self, Scalar other, Scalar? alpha = null) => other.Beside(self) - Times(self, alpha);

    /// <summary>self * other</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast</exception>
    [Operation("MulBackward0", Saves = "self, other", InPlace = true, Aliases = "multiply")]
    internal static Expr mul(Expr self, Expr other) => Broadcast(self, other) * other;

    /// <summary>self * other</summary>
    [Operation("MulBackward0", Saves = "self, other", InPlace = true, Aliases = "multiply")]
    internal static Expr mul(Expr self, [Operand] Scalar other) => self * other.Beside(self);

    /// <summary>self / other; of integers in floating point.</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast</exception>
    [Operation("DivBackward0", Saves = "self, other", InPlace = true, Aliases = "divide, true_divide")]
    internal static Expr div(Expr self, Expr other) => Broadcast(self, other) / other;

    /// <summary>self / other; of integers in floating point.</summary>
    [Operation("DivBackward0", Saves = "self, other", InPlace = true, Aliases = "divide, true_divide")]
    internal static Expr div(Expr self, [Operand] Scalar other) => self / other.Beside(self);

    /// <summary>self / other, rounded: <c>"trunc"</c> towards zero, <c>"floor"</c> down, null not at all.</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast, or the mode is another</exception>
    [Operation("DivBackward1", Saves = "self, other", InPlace = true, Aliases = "divide")]
    internal static Expr div(Expr self, Expr other, string? rounding_mode) => Divided(Broadcast(self, other), other, rounding_mode);

    /// <summary>self / other, rounded: <c>"trunc"</c> towards zero, <c>"floor"</c> down, null not at all.</summary>
    /// <exception cref="ArgumentException">the mode is another</exception>
    [Operation("DivBackward1", Saves = "self, other", InPlace = true, Aliases = "divide")]
    internal static Expr div(Expr self, [Operand] Scalar other, string? rounding_mode) => Divided(self, other.Beside(self), rounding_mode);

    /// <summary>floor(self / other)</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast</exception>
    [Operation(InPlace = true)]
    internal static Expr floor_divide(Expr self, Expr other) => Expr.FloorDivide(Broadcast(self, other), other);

    /// <summary>floor(self / other)</summary>
    [Operation(InPlace = true)]
    internal static Expr floor_divide(Expr self, Scalar other) => Expr.FloorDivide(self, other.Beside(self));

    /// <summary>What is left of self / other rounded down: has the sign of other.</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast</exception>
    [Operation("RemainderBackward1", Saves = "self, other", InPlace = true)]
    internal static Expr remainder(Expr self, Expr other) => Broadcast(self, other) % other;

    /// <summary>What is left of self / other rounded down: has the sign of other.</summary>
    [Operation("RemainderBackward0", InPlace = true)]
    internal static Expr remainder(Expr self, Scalar other) => self % other.Beside(self);

    /// <summary>What is left of self / other rounded towards zero: has the sign of self.</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast</exception>
    [Operation("FmodBackward1", Saves = "self, other", InPlace = true)]
    internal static Expr fmod(Expr self, Expr other) => Expr.TruncatedRemainder(Broadcast(self, other), other);

    /// <summary>What is left of self / other rounded towards zero: has the sign of self.</summary>
    [Operation("FmodBackward0", InPlace = true)]
    internal static Expr fmod(Expr self, Scalar other) => Expr.TruncatedRemainder(self, other.Beside(self));

    /// <summary>-self</summary>
    /// <exception cref="ArgumentException">truth values</exception>
    [Operation("NegBackward0", InPlace = true, Aliases = "negative")]
    internal static Expr neg(Expr self) => self.DType != DType.Bool ? -self
        : throw new ArgumentException("Negation, the `-` operator, on a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.");

    /// <summary>1 / self</summary>
    [Operation("ReciprocalBackward0", Saves = "result", InPlace = true)]
    internal static Expr reciprocal(Expr self) => 1 / self;

    /// <summary>self to the power of a number.</summary>
    /// <exception cref="ArgumentException">integers to a negative integer</exception>
    [Operation("PowBackward0", Saves = "self", InPlace = true)]
    internal static Expr pow(Expr self, Scalar exponent)
    {
        if (exponent.IsFloat) return Expr.Pow(self.DType.IsFloating() ? self : self.Cast(DType.Float32), (double)exponent);
        if (!self.DType.IsFloating() && (long)exponent < 0) throw new ArgumentException("Integers to negative integer powers are not allowed.");
        return Expr.Pow(self.DType == DType.Bool ? self.Cast(DType.Int64) : self, (double)exponent);
    }

    /// <summary>self to the power of exponent, element by element.</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast</exception>
    [Operation("PowBackward1", Saves = "self, exponent, result", InPlace = true)]
    internal static Expr pow(Expr self, Expr exponent) => IntegersAsIntegers(Expr.Pow(Broadcast(self, exponent), exponent), self, exponent);

    /// <summary>A number to the power of exponent.</summary>
    [Operation("PowBackward1", Saves = "self, exponent, result", Forms = Forms.Function)]
    internal static Expr pow([Operand] Scalar self, Expr exponent) => Expr.Pow((double)self, exponent);

    /// <summary>self²</summary>
    [Operation("PowBackward0", Saves = "self", InPlace = true)]
    internal static Expr square(Expr self) => pow(self, 2);

    /// <summary>self + value * tensor1 * tensor2</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast</exception>
    [Operation("AddcmulBackward0", Saves = "tensor1, tensor2", InPlace = true)]
    internal static Expr addcmul(Expr self, Expr tensor1, Expr tensor2, Scalar? value = null) => add(self, mul(tensor1, tensor2), value);

    /// <summary>self + value * tensor1 / tensor2</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast</exception>
    [Operation("AddcdivBackward0", Saves = "tensor1, tensor2", InPlace = true)]
    internal static Expr addcdiv(Expr self, Expr tensor1, Expr tensor2, Scalar? value = null) => add(self, div(tensor1, tensor2), value);

    /// <summary>self + weight * (end - self)</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast</exception>
    [Operation("LerpBackward0", InPlace = true)]
    internal static Expr lerp(Expr self, Expr end, Scalar weight) => self + weight.Beside(self) * (end - Broadcast(self, end));

    /// <summary>self + weight * (end - self)</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast</exception>
    [Operation("LerpBackward1", Saves = "self, end, weight", InPlace = true)]
    internal static Expr lerp(Expr self, Expr end, Expr weight) => self + Broadcast(weight, self) * (Broadcast(end, self) - self);

    /// <summary>The first of two operands that broadcast.</summary>
    internal static Expr Broadcast(Expr a, Expr b)
    {
        Shapes.CheckBroadcast(a.Shape, b.Shape);
        return a;
    }

    /// <exception cref="ArgumentException">the factor is a floating-point number beside integers</exception>
    internal static void CheckFactor(Expr self, Expr other, Scalar? factor, string name)
    {
        if (factor is { IsFloat: true } && !self.DType.IsFloating() && !other.DType.IsFloating())
            throw new ArgumentException($"For integral input tensors, argument {name} must not be a floating point number.");
    }

    private static Expr Times(Expr x, Scalar? alpha) => alpha is null || alpha.Value == 1 ? x : alpha.Value.Beside(x) * x;

    private static Expr NotBools(Expr a, Expr b) => a.DType != DType.Bool || b.DType != DType.Bool ? a
        : throw new ArgumentException("Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or `logical_xor()` operator instead.");

    private static Expr Divided(Expr a, Expr b, string? roundingMode) => roundingMode switch
    {
        null => a / b,
        "trunc" => Expr.TruncatedDivide(a, b),
        "floor" => Expr.FloorDivide(a, b),
        _ => throw new ArgumentException($"div expected rounding_mode to be one of None, 'trunc', or 'floor' but found '{roundingMode}'"),
    };

    // The core's power is floating where the exponent is a tensor; PyTorch's of integers stays integer.
    private static Expr IntegersAsIntegers(Expr power, Expr self, Expr exponent) =>
        self.DType.IsFloating() || exponent.DType.IsFloating() ? power : power.Cast(DTypes.Promote(self.DType, exponent.DType));
}
