namespace Autograd.Graph;

public abstract partial record Op
{
    /// <summary>Element by element: every output element is a function of the input elements at its own place.</summary>
    public abstract record Elementwise : Op
    {
        private protected Elementwise() { }
    }

    /// <summary>Elementwise, one input, the output of its type.</summary>
    public abstract record Unary : Elementwise
    {
        private protected Unary() { }

        internal override ExprType Infer(ReadOnlySpan<Expr> inputs)
        {
            CheckArity(inputs, 1);
            CheckNotBool(inputs[0]);
            return inputs[0].Type;
        }
    }

    /// <summary>Unary on floating types only.</summary>
    public abstract record FloatUnary : Unary
    {
        private protected FloatUnary() { }

        internal sealed override ExprType Infer(ReadOnlySpan<Expr> inputs)
        {
            CheckArity(inputs, 1);
            CheckFloating(inputs[0]);
            return inputs[0].Type;
        }
    }

    /// <summary>-x</summary>
    public sealed record Neg : Unary { internal static readonly Neg Instance = new(); private Neg() { } }

    /// <summary>|x|</summary>
    public sealed record Abs : Unary { internal static readonly Abs Instance = new(); private Abs() { } }

    /// <summary>-1, 0 or 1; NaN at NaN.</summary>
    public sealed record Sign : Unary { internal static readonly Sign Instance = new(); private Sign() { } }

    /// <summary>To an integral value.</summary>
    /// <param name="Mode">which one</param>
    public sealed record Round(RoundMode Mode) : Unary
    {
        internal static readonly Round Floor = new(RoundMode.Floor), Ceiling = new(RoundMode.Ceiling), Truncate = new(RoundMode.Truncate), Nearest = new(RoundMode.NearestEven);
    }

    /// <summary>e^x</summary>
    public sealed record Exp : FloatUnary { internal static readonly Exp Instance = new(); private Exp() { } }

    /// <summary>e^x - 1, exact near 0.</summary>
    public sealed record Expm1 : FloatUnary { internal static readonly Expm1 Instance = new(); private Expm1() { } }

    /// <summary>2^x</summary>
    public sealed record Exp2 : FloatUnary { internal static readonly Exp2 Instance = new(); private Exp2() { } }

    /// <summary>Natural logarithm.</summary>
    public sealed record Log : FloatUnary { internal static readonly Log Instance = new(); private Log() { } }

    /// <summary>log(1 + x), exact near 0.</summary>
    public sealed record Log1p : FloatUnary { internal static readonly Log1p Instance = new(); private Log1p() { } }

    /// <summary>Logarithm to base 2.</summary>
    public sealed record Log2 : FloatUnary { internal static readonly Log2 Instance = new(); private Log2() { } }

    /// <summary>Logarithm to base 10.</summary>
    public sealed record Log10 : FloatUnary { internal static readonly Log10 Instance = new(); private Log10() { } }

    /// <summary>Sine of radians.</summary>
    public sealed record Sin : FloatUnary { internal static readonly Sin Instance = new(); private Sin() { } }

    /// <summary>Cosine of radians.</summary>
    public sealed record Cos : FloatUnary { internal static readonly Cos Instance = new(); private Cos() { } }

    /// <summary>Tangent of radians.</summary>
    public sealed record Tan : FloatUnary { internal static readonly Tan Instance = new(); private Tan() { } }

    /// <summary>Arc sine, in radians.</summary>
    public sealed record Asin : FloatUnary { internal static readonly Asin Instance = new(); private Asin() { } }

    /// <summary>Arc cosine, in radians.</summary>
    public sealed record Acos : FloatUnary { internal static readonly Acos Instance = new(); private Acos() { } }

    /// <summary>Arc tangent, in radians.</summary>
    public sealed record Atan : FloatUnary { internal static readonly Atan Instance = new(); private Atan() { } }

    /// <summary>Hyperbolic sine.</summary>
    public sealed record Sinh : FloatUnary { internal static readonly Sinh Instance = new(); private Sinh() { } }

    /// <summary>Hyperbolic cosine.</summary>
    public sealed record Cosh : FloatUnary { internal static readonly Cosh Instance = new(); private Cosh() { } }

    /// <summary>Hyperbolic tangent.</summary>
    public sealed record Tanh : FloatUnary { internal static readonly Tanh Instance = new(); private Tanh() { } }

    /// <summary>1 / (1 + e^-x)</summary>
    public sealed record Sigmoid : FloatUnary { internal static readonly Sigmoid Instance = new(); private Sigmoid() { } }

    /// <summary>log(1 + e^x)</summary>
    public sealed record Softplus : FloatUnary { internal static readonly Softplus Instance = new(); private Softplus() { } }

    /// <summary>Square root.</summary>
    public sealed record Sqrt : FloatUnary { internal static readonly Sqrt Instance = new(); private Sqrt() { } }

    /// <summary>1 / sqrt(x)</summary>
    public sealed record Rsqrt : FloatUnary { internal static readonly Rsqrt Instance = new(); private Rsqrt() { } }

    /// <summary>Error function.</summary>
    public sealed record Erf : FloatUnary { internal static readonly Erf Instance = new(); private Erf() { } }

    /// <summary>1 - erf(x), exact for large x.</summary>
    public sealed record Erfc : FloatUnary { internal static readonly Erfc Instance = new(); private Erfc() { } }

    /// <summary>Φ(x), the standard normal distribution function; exact far below 0.</summary>
    public sealed record NormalCdf : FloatUnary { internal static readonly NormalCdf Instance = new(); private NormalCdf() { } }

    /// <summary>Φ(x) + x φ(x), the derivative of gelu, x Φ(x), where Φ is the standard normal distribution function and φ its density.</summary>
    public sealed record GeluSlope : FloatUnary { internal static readonly GeluSlope Instance = new(); private GeluSlope() { } }

    /// <summary>x^n by repeated squaring, the power part of the structure: exact at 0 and for negative x, at every order.</summary>
    /// <param name="Exponent">n, of any sign; x^-n is 1 / x^n</param>
    public sealed record IntPow(int Exponent) : Unary
    {
        private static readonly IntPow[] s_small = [new(0), new(1), new(2), new(3), new(4)];

        /// <summary>The op of an exponent: of small ones always the same.</summary>
        internal static IntPow Of(int exponent) => (uint)exponent < (uint)s_small.Length ? s_small[exponent] : new(exponent);

        internal override ExprType Infer(ReadOnlySpan<Expr> inputs)
        {
            ExprType type = base.Infer(inputs);
            if (Exponent < 0) CheckFloating(inputs[0]);
            return type;
        }
    }

    /// <summary>Elements converted to another type: rounded to nearest even, truncated towards zero, or non-zero as truth.</summary>
    /// <param name="To">the output's element type</param>
    public sealed record Cast(DType To) : Elementwise
    {
        private static readonly Cast[] s_all = [.. DTypes.All.Select(dtype => new Cast(dtype))];

        /// <summary>The op to an element type, always the same.</summary>
        internal static Cast Of(DType dtype) => s_all[(int)dtype];

        internal override ExprType Infer(ReadOnlySpan<Expr> inputs)
        {
            CheckArity(inputs, 1);
            return new(To, inputs[0].Shape);
        }
    }
}
