using Autograd.Graph;
using static Autograd.CSharp.torch;

namespace Autograd.CSharp.Operations;

/// <summary>Copies and other element types. What changes nothing returns the tensor itself; see the methods of Tensor.</summary>
internal static class Conversion
{
    /// <summary>A copy with the same history.</summary>
    [Operation("CloneBackward0")]
    internal static Expr clone(Expr self) => Expr.Identity(self);

    /// <summary>The elements in another type.</summary>
    [Operation("ToCopyBackward0", Forms = Forms.Hidden)]
    internal static Expr to_copy(Expr self, ScalarType dtype) => self.Cast(dtype.ToDType());

    /// <summary>A number in place of every element.</summary>
    [Operation("FillBackward0", Forms = Forms.None, InPlace = true)]
    internal static Expr fill(Expr self, Scalar value) => Expr.Literal(value.Number, self.DType, self.Shape);

    /// <summary>A number in place of every element, differentiable by it.</summary>
    /// <exception cref="ArgumentException">the value has dimensions</exception>
    [Operation("FillBackward3", Forms = Forms.None, InPlace = true)]
    internal static Expr fill(Expr self, Expr value) => value.Rank == 0 ? value.Cast(self.DType).BroadcastTo(self.Shape)
        : throw new ArgumentException($"fill_ only supports 0-dimension value tensor but got tensor with {value.Rank} dimensions.");

    /// <summary>Zero in place of every element.</summary>
    [Operation("ZeroBackward0", Forms = Forms.None, InPlace = true)]
    internal static Expr zero(Expr self) => Expr.ZerosLike(self);
}
