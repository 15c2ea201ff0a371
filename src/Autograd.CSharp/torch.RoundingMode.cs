namespace Autograd.CSharp;

public static partial class torch
{
    /// <summary>How a quotient is rounded, in TorchSharp's words.</summary>
    public enum RoundingMode
    {
        /// <summary>Not at all.</summary>
        None,

        /// <summary>Towards zero.</summary>
        trunc,

        /// <summary>Down.</summary>
        floor,
    }

    private static string? NameOf(RoundingMode mode) => mode switch { RoundingMode.trunc => "trunc", RoundingMode.floor => "floor", _ => null };

    public sealed partial class Tensor
    {
        /// <summary>this / target, rounded.</summary>
        /// <exception cref="ArgumentException">the shapes do not broadcast</exception>
        public Tensor div(Tensor target, RoundingMode rounding_mode) => div(target, NameOf(rounding_mode));

        /// <summary>this / target, rounded.</summary>
        public Tensor div(Scalar target, RoundingMode rounding_mode) => div(target, NameOf(rounding_mode));

        /// <summary>this / target, rounded, in place.</summary>
        /// <exception cref="InvalidOperationException">a leaf that requires grad, while gradients are recorded</exception>
        public Tensor div_(Tensor target, RoundingMode rounding_mode) => div_(target, NameOf(rounding_mode));

        /// <summary>this / target, rounded, in place.</summary>
        /// <exception cref="InvalidOperationException">a leaf that requires grad, while gradients are recorded</exception>
        public Tensor div_(Scalar target, RoundingMode rounding_mode) => div_(target, NameOf(rounding_mode));
    }
}
