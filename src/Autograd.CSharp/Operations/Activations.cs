using Autograd.Graph;

namespace Autograd.CSharp.Operations;

/// <summary>Activations of neural networks.</summary>
internal static class Activations
{
    /// <summary>max(self, 0); the derivative at 0 is 0.</summary>
    [Operation("ReluBackward0", Saves = "result", InPlace = true, Aliases = "nn.functional.relu")]
    internal static Expr relu(Expr self) => self.Relu();

    /// <summary>min(max(self, 0), 6); the derivative at both ends is 0.</summary>
    [Operation("HardtanhBackward0", Saves = "self", Path = "nn.functional.relu6")]
    internal static Expr relu6(Expr self) => hardtanh(self, 0, 6);

    /// <summary>self where positive, else negative_slope * self.</summary>
    [Operation("LeakyReluBackward0", Saves = "self", Path = "nn.functional.leaky_relu")]
    internal static Expr leaky_relu(Expr self, double negative_slope = 0.01) => self.LeakyRelu(negative_slope);

    /// <summary>self where positive, else alpha * (eˣ - 1).</summary>
    [Operation("EluBackward0", Saves = "self", Path = "nn.functional.elu")]
    internal static Expr elu(Expr self, double alpha = 1) => self.Elu(alpha);

    /// <summary>The self-normalising exponential linear unit.</summary>
    [Operation("EluBackward0", Saves = "self", InPlace = true, Aliases = "nn.functional.selu", Forms = Forms.Function)]
    internal static Expr selu(Expr self) => self.Selu();

    /// <summary>x Φ(x); with <c>approximate: "tanh"</c> by the hyperbolic tangent.</summary>
    /// <exception cref="ArgumentException">the approximation is another</exception>
    [Operation("GeluBackward0", Saves = "self", Path = "nn.functional.gelu")]
    internal static Expr gelu(Expr self, string approximate = "none") => approximate switch
    {
        "none" => self.Gelu(),
        "tanh" => self.GeluTanh(),
        _ => throw new ArgumentException("approximate argument must be either none or tanh."),
    };

    /// <summary>x σ(x)</summary>
    [Operation("SiluBackward0", Saves = "self", Path = "nn.functional.silu")]
    internal static Expr silu(Expr self) => self.Silu();

    /// <summary>x tanh(softplus x)</summary>
    [Operation("MishBackward0", Saves = "self", Path = "nn.functional.mish")]
    internal static Expr mish(Expr self) => self.Mish();

    /// <summary>self between min_val and max_val; the derivative at both ends is 0.</summary>
    [Operation("HardtanhBackward0", Saves = "self", Path = "nn.functional.hardtanh")]
    internal static Expr hardtanh(Expr self, double min_val = -1, double max_val = 1) => self.DType.IsFloating() ? self.Hardtanh(min_val, max_val) : Functions.clamp(self, (long)min_val, (long)max_val);

    /// <summary>log(1 + e^(beta x)) / beta; x itself where beta x is above the threshold.</summary>
    [Operation("SoftplusBackward0", Saves = "self", Path = "nn.functional.softplus")]
    internal static Expr softplus(Expr self, double beta = 1, double threshold = 20)
    {
        Expr scaled = beta == 1 ? self : self * beta;
        Expr soft = beta == 1 ? Expr.Softplus(scaled) : Expr.Softplus(scaled) / beta;
        return Expr.Where(scaled > threshold, self, soft);
    }

    /// <summary>log σ(x)</summary>
    [Operation("LogSigmoidBackward0", Saves = "self", Path = "nn.functional.logsigmoid")]
    internal static Expr logsigmoid(Expr self) => self.LogSigmoid();

    /// <summary>eˣ / Σ eˣ along a dimension.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    [Operation("SoftmaxBackward0", Saves = "result", Aliases = "nn.functional.softmax, special.softmax")]
    internal static Expr softmax(Expr self, long dim, torch.ScalarType? dtype = null) =>
        self.Rank == 0 ? Expr.Exp(self - self) : Typed(self, dtype).Softmax(Shapes.Dim(dim, self.Rank));

    /// <summary>log(eˣ / Σ eˣ) along a dimension.</summary>
    /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
    [Operation("LogSoftmaxBackward0", Saves = "result", Aliases = "nn.functional.log_softmax, special.log_softmax")]
    internal static Expr log_softmax(Expr self, long dim, torch.ScalarType? dtype = null) =>
        self.Rank == 0 ? self - self : Typed(self, dtype).LogSoftmax(Shapes.Dim(dim, self.Rank));

    private static Expr Typed(Expr x, torch.ScalarType? dtype) => dtype is null ? x : x.Cast(dtype.Value.ToDType());
}
