using Autograd.Graph;

namespace Autograd.CSharp.Operations;

/// <summary>Functions of one number, element by element; of integers they are computed in floating point.</summary>
internal static class Functions
{
    /// <summary>|self|</summary>
    [Operation("AbsBackward0", Saves = "self", InPlace = true, Aliases = "absolute")]
    internal static Expr abs(Expr self) => Expr.Abs(self);

    /// <summary>-1, 0 or 1</summary>
    [Operation("SignBackward0", InPlace = true)]
    internal static Expr sign(Expr self) => self.DType == DType.Bool ? Expr.Identity(self) : Expr.Sign(self);

    /// <summary>The largest integer that is not above.</summary>
    [Operation("FloorBackward0", InPlace = true)]
    internal static Expr floor(Expr self) => Rounded(self, Expr.Floor);

    /// <summary>The smallest integer that is not below.</summary>
    [Operation("CeilBackward0", InPlace = true)]
    internal static Expr ceil(Expr self) => Rounded(self, Expr.Ceiling);

    /// <summary>The nearest integer, the even one of two.</summary>
    [Operation("RoundBackward0", InPlace = true)]
    internal static Expr round(Expr self) => Rounded(self, Expr.Round);

    /// <summary>The integer part.</summary>
    [Operation("TruncBackward0", InPlace = true, Aliases = "fix")]
    internal static Expr trunc(Expr self) => Rounded(self, Expr.Truncate);

    /// <summary>The fractional part, with the sign of self.</summary>
    [Operation("FracBackward0", InPlace = true)]
    internal static Expr frac(Expr self) => self - Expr.Truncate(self);

    /// <summary>eˣ</summary>
    [Operation("ExpBackward0", Saves = "result", InPlace = true)]
    internal static Expr exp(Expr self) => Expr.Exp(self);

    /// <summary>2ˣ</summary>
    [Operation("Exp2Backward0", Saves = "result", InPlace = true, Aliases = "special.exp2")]
    internal static Expr exp2(Expr self) => Expr.Exp2(self);

    /// <summary>eˣ - 1, exact near 0.</summary>
    [Operation("Expm1Backward0", Saves = "result", InPlace = true, Aliases = "special.expm1")]
    internal static Expr expm1(Expr self) => Expr.Expm1(self);

    /// <summary>Natural logarithm.</summary>
    [Operation("LogBackward0", Saves = "self", InPlace = true)]
    internal static Expr log(Expr self) => Expr.Log(self);

    /// <summary>log(1 + self), exact near 0.</summary>
    [Operation("Log1PBackward0", Saves = "self", InPlace = true, Aliases = "special.log1p")]
    internal static Expr log1p(Expr self) => Expr.Log1p(self);

    /// <summary>Logarithm to base 2.</summary>
    [Operation("Log2Backward0", Saves = "self", InPlace = true)]
    internal static Expr log2(Expr self) => Expr.Log2(self);

    /// <summary>Logarithm to base 10.</summary>
    [Operation("Log10Backward0", Saves = "self", InPlace = true)]
    internal static Expr log10(Expr self) => Expr.Log10(self);

    /// <summary>Square root.</summary>
    [Operation("SqrtBackward0", Saves = "result", InPlace = true)]
    internal static Expr sqrt(Expr self) => Expr.Sqrt(self);

    /// <summary>1 / √self</summary>
    [Operation("RsqrtBackward0", Saves = "result", InPlace = true)]
    internal static Expr rsqrt(Expr self) => Expr.Rsqrt(self);

    /// <summary>Sine.</summary>
    [Operation("SinBackward0", Saves = "self", InPlace = true)]
    internal static Expr sin(Expr self) => Expr.Sin(self);

    /// <summary>Cosine.</summary>
    [Operation("CosBackward0", Saves = "self", InPlace = true)]
    internal static Expr cos(Expr self) => Expr.Cos(self);

    /// <summary>Tangent.</summary>
    [Operation("TanBackward0", Saves = "result", InPlace = true)]
    internal static Expr tan(Expr self) => Expr.Tan(self);

    /// <summary>Inverse sine.</summary>
    [Operation("AsinBackward0", Saves = "self", InPlace = true, Aliases = "arcsin")]
    internal static Expr asin(Expr self) => Expr.Asin(self);

    /// <summary>Inverse cosine.</summary>
    [Operation("AcosBackward0", Saves = "self", InPlace = true, Aliases = "arccos")]
    internal static Expr acos(Expr self) => Expr.Acos(self);

    /// <summary>Inverse tangent.</summary>
    [Operation("AtanBackward0", Saves = "self", InPlace = true, Aliases = "arctan")]
    internal static Expr atan(Expr self) => Expr.Atan(self);

    /// <summary>The angle of the point (other, self).</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast</exception>
    [Operation("Atan2Backward0", Saves = "self, other", InPlace = true, Aliases = "arctan2")]
    internal static Expr atan2(Expr self, Expr other) => Expr.Atan2(Arithmetic.Broadcast(self, other), other);

    /// <summary>Hyperbolic sine.</summary>
    [Operation("SinhBackward0", Saves = "self", InPlace = true)]
    internal static Expr sinh(Expr self) => Expr.Sinh(self);

    /// <summary>Hyperbolic cosine.</summary>
    [Operation("CoshBackward0", Saves = "self", InPlace = true)]
    internal static Expr cosh(Expr self) => Expr.Cosh(self);

    /// <summary>Hyperbolic tangent.</summary>
    [Operation("TanhBackward0", Saves = "result", InPlace = true, Aliases = "nn.functional.tanh")]
    internal static Expr tanh(Expr self) => Expr.Tanh(self);

    /// <summary>Gauss's error function.</summary>
    [Operation("ErfBackward0", Saves = "self", InPlace = true, Aliases = "special.erf")]
    internal static Expr erf(Expr self) => Expr.Erf(self);

    /// <summary>1 - erf(self), exact for large self.</summary>
    [Operation("ErfcBackward0", Saves = "self", InPlace = true, Aliases = "special.erfc")]
    internal static Expr erfc(Expr self) => Expr.Erfc(self);

    /// <summary>1 / (1 + e⁻ˣ)</summary>
    [Operation("SigmoidBackward0", Saves = "result", InPlace = true, Aliases = "special.expit, nn.functional.sigmoid")]
    internal static Expr sigmoid(Expr self) => Expr.Sigmoid(self);

    /// <summary>Whether an element is not a number.</summary>
    [Operation]
    internal static Expr isnan(Expr self) => Expr.NotEqualTo(self, self);

    /// <summary>Whether an element is infinite.</summary>
    [Operation]
    internal static Expr isinf(Expr self) => Expr.EqualTo(Expr.Abs(Floating(self)), Expr.Literal(double.PositiveInfinity, Floating(self).DType));

    /// <summary>Whether an element is neither infinite nor NaN.</summary>
    [Operation]
    internal static Expr isfinite(Expr self) => Expr.Abs(Floating(self)) < double.PositiveInfinity;

    /// <summary>self between min and max; the derivative is 1 at both ends.</summary>
    /// <exception cref="ArgumentException">neither is given</exception>
    [Operation("ClampBackward1", Saves = "self", InPlace = true, Aliases = "clip", Priority = 1)]
    internal static Expr clamp(Expr self, Scalar? min = null, Scalar? max = null)
    {
        if (min is null && max is null) throw new ArgumentException("torch.clamp: At least one of 'min' or 'max' must not be None");
        Expr above = min is { } lo ? self.ClampMin(lo.Beside(self)) : self;
        return max is { } hi ? above.ClampMax(hi.Beside(above)) : above;
    }

    /// <summary>self between min and max, tensors that broadcast.</summary>
    /// <exception cref="ArgumentException">neither is given, or the shapes do not broadcast</exception>
    [Operation("ClampBackward0", Saves = "self, min, max", InPlace = true, Aliases = "clip")]
    internal static Expr clamp(Expr self, Expr? min, Expr? max)
    {
        if (min is null && max is null) throw new ArgumentException("torch.clamp: At least one of 'min' or 'max' must not be None");
        Expr above = min is null ? self : Arithmetic.Broadcast(self, min).ClampMin(min);
        return max is null ? above : Arithmetic.Broadcast(above, max).ClampMax(max);
    }

    /// <summary>self, but at least min.</summary>
    [Operation("ClampMinBackward0", Saves = "self", InPlace = true)]
    internal static Expr clamp_min(Expr self, Scalar min) => self.ClampMin(min.Beside(self));

    /// <summary>self, but at least min.</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast</exception>
    [Operation("ClampMinBackward1", Saves = "self, min", InPlace = true)]
    internal static Expr clamp_min(Expr self, Expr min) => Arithmetic.Broadcast(self, min).ClampMin(min);

    /// <summary>self, but at most max.</summary>
    [Operation("ClampMaxBackward0", Saves = "self", InPlace = true)]
    internal static Expr clamp_max(Expr self, Scalar max) => self.ClampMax(max.Beside(self));

    /// <summary>self, but at most max.</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast</exception>
    [Operation("ClampMaxBackward1", Saves = "self, max", InPlace = true)]
    internal static Expr clamp_max(Expr self, Expr max) => Arithmetic.Broadcast(self, max).ClampMax(max);

    /// <summary>|self| with the sign of other; -0 is negative.</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast</exception>
    [Operation("CopysignBackward0", Saves = "self, result", InPlace = true)]
    internal static Expr copysign(Expr self, Expr other) => Arithmetic.Broadcast(self, other).CopySign(other);

    /// <summary>0 below 0, 1 above, and values at 0.</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast</exception>
    [Operation(InPlace = true)]
    internal static Expr heaviside(Expr self, Expr values) => Arithmetic.Broadcast(self, values).Heaviside(values);

    /// <summary>Degrees in radians.</summary>
    [Operation("Deg2RadBackward0", InPlace = true)]
    internal static Expr deg2rad(Expr self) => self.Deg2Rad();

    /// <summary>Radians in degrees.</summary>
    [Operation("Rad2DegBackward0", InPlace = true)]
    internal static Expr rad2deg(Expr self) => self.Rad2Deg();

    /// <summary>Rounded to so many decimals, to the even one of two; negative decimals round to tens, hundreds ...</summary>
    [Operation("RoundBackward1", InPlace = true)]
    internal static Expr round(Expr self, long decimals)
    {
        if (decimals == 0 || !self.DType.IsFloating()) return round(self);
        double ten = Math.Pow(10, Math.Abs(decimals));
        return decimals > 0 ? Expr.Round(self * ten) / ten : Expr.Round(self / ten) * ten;
    }

    /// <summary>log2(2ˣ + 2ʸ) without overflow.</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast</exception>
    [Operation("Logaddexp2Backward0", Saves = "self, other")]
    internal static Expr logaddexp2(Expr self, Expr other)
    {
        double ln2 = Math.Log(2);
        return (Arithmetic.Broadcast(self, other) * ln2).LogAddExp(other * ln2) / ln2;
    }

    /// <summary>Whether an element is +∞.</summary>
    [Operation]
    internal static Expr isposinf(Expr self) => Expr.EqualTo(Floating(self), Expr.Literal(double.PositiveInfinity, Floating(self).DType));

    /// <summary>Whether an element is -∞.</summary>
    [Operation]
    internal static Expr isneginf(Expr self) => Expr.EqualTo(Floating(self), Expr.Literal(double.NegativeInfinity, Floating(self).DType));

    /// <summary>√(self² + other²) without overflow.</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast</exception>
    [Operation("HypotBackward0", Saves = "self, other, result", InPlace = true)]
    internal static Expr hypot(Expr self, Expr other) => Arithmetic.Broadcast(self, other).Hypot(other);

    /// <summary>log(eˣ + eʸ) without overflow.</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast</exception>
    [Operation("LogaddexpBackward0", Saves = "self, other")]
    internal static Expr logaddexp(Expr self, Expr other) => Arithmetic.Broadcast(self, other).LogAddExp(other);

    /// <summary>x log y, 0 where x is 0.</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast</exception>
    [Operation("XlogyBackward0", Saves = "self, other", InPlace = true, Aliases = "special.xlogy")]
    internal static Expr xlogy(Expr self, Expr other) => Arithmetic.Broadcast(self, other).Xlogy(other);

    /// <summary>Inverse hyperbolic sine.</summary>
    [Operation("AsinhBackward0", Saves = "self", InPlace = true, Aliases = "arcsinh")]
    internal static Expr asinh(Expr self) => self.Asinh();

    /// <summary>Inverse hyperbolic cosine.</summary>
    [Operation("AcoshBackward0", Saves = "self", InPlace = true, Aliases = "arccosh")]
    internal static Expr acosh(Expr self) => self.Acosh();

    /// <summary>Inverse hyperbolic tangent.</summary>
    [Operation("AtanhBackward0", Saves = "self", InPlace = true, Aliases = "arctanh")]
    internal static Expr atanh(Expr self) => self.Atanh();

    /// <summary>log(x / (1 - x)); with eps of x held between eps and 1 - eps.</summary>
    [Operation("LogitBackward0", Saves = "self", InPlace = true, Aliases = "special.logit")]
    internal static Expr logit(Expr self, double? eps = null) => eps is { } e ? self.Logit(e) : self.Logit();

    /// <summary>sin(πx) / (πx), 1 at 0.</summary>
    [Operation("SincBackward0", Saves = "self", InPlace = true, Aliases = "special.sinc")]
    internal static Expr sinc(Expr self) => self.Sinc();

    /// <summary>NaN and infinities replaced by numbers, infinities by the largest of the type if omitted.</summary>
    [Operation("NanToNumBackward0", Saves = "self", InPlace = true)]
    internal static Expr nan_to_num(Expr self, double nan = 0, double? posinf = null, double? neginf = null) => self.NanToNum(nan, posinf, neginf);

    /// <summary>Whether elements are near: |self - other| ≤ atol + rtol * |other|.</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast, the types differ, or a tolerance is negative</exception>
    [Operation]
    internal static Expr isclose(Expr self, Expr other, double rtol = 1e-5, double atol = 1e-8, bool equal_nan = false)
    {
        if (self.DType != other.DType) throw new ArgumentException($"{ScalarTypes.CName(self.DType)} did not match {ScalarTypes.CName(other.DType)}");
        if (rtol < 0) throw new ArgumentException($"rtol must be greater than or equal to zero, but got {PythonFloat.Brief(rtol)}");
        if (atol < 0) throw new ArgumentException($"atol must be greater than or equal to zero, but got {PythonFloat.Brief(atol)}");
        Shapes.CheckBroadcast(self.Shape, other.Shape);
        Expr near = Expr.EqualTo(self, other) | (Expr.Abs(self - other) <= atol + rtol * Expr.Abs(other)) & isfinite(other);
        return equal_nan ? near | isnan(self) & isnan(other) : near;
    }

    private static Expr Floating(Expr x) => x.DType.IsFloating() ? x : x.Cast(DType.Float32);

    // Integers are whole already.
    private static Expr Rounded(Expr x, Func<Expr, Expr> round) => x.DType.IsFloating() ? round(x) : x;
}
