namespace Autograd.Graph;

// Elementwise functions. Operands are promoted and broadcast here, so that primitives see equal types only.
public sealed partial class Expr
{
    /// <summary>a + b; of truth values: or.</summary>
    /// <exception cref="ShapeException">the shapes do not broadcast</exception>
    public static Expr Add(Expr a, Expr b) => Arithmetic(Op.Add.Instance, Op.Logic.Or, a, b);

    /// <summary>a - b</summary>
    /// <exception cref="ShapeException">the shapes do not broadcast</exception>
    /// <exception cref="DTypeException">both are truth values</exception>
    public static Expr Subtract(Expr a, Expr b) => Arithmetic(Op.Sub.Instance, null, a, b);

    /// <summary>a * b; of truth values: and.</summary>
    /// <exception cref="ShapeException">the shapes do not broadcast</exception>
    public static Expr Multiply(Expr a, Expr b) => Arithmetic(Op.Mul.Instance, Op.Logic.And, a, b);

    /// <summary>a / b; of integers in float32.</summary>
    /// <exception cref="ShapeException">the shapes do not broadcast</exception>
    public static Expr Divide(Expr a, Expr b)
    {
        Match(ref a, ref b, "div", floating: true);
        return Apply(Op.Div.Instance, a, b);
    }

    /// <summary>a - b * floor(a / b): what is left, with the divisor's sign.</summary>
    /// <exception cref="ShapeException">the shapes do not broadcast</exception>
    public static Expr Remainder(Expr a, Expr b) => Matched(Op.Rem.Floor, a, b);

    /// <summary>a - b * truncate(a / b): what is left, with the dividend's sign.</summary>
    /// <exception cref="ShapeException">the shapes do not broadcast</exception>
    public static Expr TruncatedRemainder(Expr a, Expr b) => Matched(Op.Rem.Truncate, a, b);

    /// <summary>floor(a / b), of the operands' type. Integers: a divisor of 0 is an error when evaluated.</summary>
    /// <exception cref="ShapeException">the shapes do not broadcast</exception>
    public static Expr FloorDivide(Expr a, Expr b) => Quotient(Op.IntDiv.Floor, Op.Round.Floor, a, b);

    /// <summary>truncate(a / b), of the operands' type. Integers: a divisor of 0 is an error when evaluated.</summary>
    /// <exception cref="ShapeException">the shapes do not broadcast</exception>
    public static Expr TruncatedDivide(Expr a, Expr b) => Quotient(Op.IntDiv.Truncate, Op.Round.Truncate, a, b);

    /// <summary>a^b</summary>
    /// <exception cref="ShapeException">the shapes do not broadcast</exception>
    public static Expr Pow(Expr a, Expr b)
    {
        if (b.Op is Op.Literal { Weak: true }) return Pow(a, b.LiteralValue.ToDouble());
        Match(ref a, ref b, "pow", floating: true);
        return Apply(Op.Pow.Instance, a, b);
    }

    /// <summary>a^b. An integral exponent up to 64 is part of the structure, so it is exact at 0 and for negative a at every order of derivative.</summary>
    public static Expr Pow(Expr a, double b)
    {
        const int largest = 64;
        if (b == Math.Truncate(b) && Math.Abs(b) <= largest) return Pow(a, (int)b);
        Expr x = a.Floating();
        return Apply(Op.Pow.Instance, x, Literal(b, x.DType, x.Shape));
    }

    /// <summary>a^n. Integers stay integers where n is not negative.</summary>
    public static Expr Pow(Expr a, int n)
    {
        Expr x = n < 0 || a.DType == DType.Bool ? a.Floating() : a;
        return Apply(Op.IntPow.Of(n), x);
    }

    /// <summary>a^b of a plain number a.</summary>
    public static Expr Pow(double a, Expr b)
    {
        Expr y = b.Floating();
        return Apply(Op.Pow.Instance, Literal(a, y.DType, y.Shape), y);
    }

    /// <summary>The angle of the point (x, y), in (-π, π]; its derivative at the origin is 0.</summary>
    /// <exception cref="ShapeException">the shapes do not broadcast</exception>
    public static Expr Atan2(Expr y, Expr x)
    {
        Match(ref y, ref x, "atan2", floating: true);
        return Apply(Op.Atan2.Instance, y, x);
    }

    /// <summary>The larger; NaN where either is. At ties the derivative is shared evenly.</summary>
    /// <exception cref="ShapeException">the shapes do not broadcast</exception>
    public static Expr Maximum(Expr a, Expr b) => Arithmetic(Op.Extremum.Max, Op.Logic.Or, a, b);

    /// <summary>The smaller; NaN where either is. At ties the derivative is shared evenly.</summary>
    /// <exception cref="ShapeException">the shapes do not broadcast</exception>
    public static Expr Minimum(Expr a, Expr b) => Arithmetic(Op.Extremum.Min, Op.Logic.And, a, b);

    /// <summary>Where a = b, element by element.</summary>
    /// <exception cref="ShapeException">the shapes do not broadcast</exception>
    public static Expr EqualTo(Expr a, Expr b) => Compared(Op.Compare.Equal, a, b);

    /// <summary>Where a = b, element by element.</summary>
    public static Expr EqualTo(Expr a, Number b) => Compared(Op.Compare.Equal, a, LiteralBeside(a, b));

    /// <summary>Where a ≠ b, element by element.</summary>
    /// <exception cref="ShapeException">the shapes do not broadcast</exception>
    public static Expr NotEqualTo(Expr a, Expr b) => Compared(Op.Compare.NotEqual, a, b);

    /// <summary>Where a ≠ b, element by element.</summary>
    public static Expr NotEqualTo(Expr a, Number b) => Compared(Op.Compare.NotEqual, a, LiteralBeside(a, b));

    /// <summary>Bits of integers to the left.</summary>
    public static Expr ShiftLeft(Expr a, Expr count) => Matched(Op.Logic.ShiftLeft, a, count);

    /// <summary>Bits of integers to the right, the sign filling.</summary>
    public static Expr ShiftRight(Expr a, Expr count) => Matched(Op.Logic.ShiftRight, a, count);

    /// <summary><paramref name="a"/> where the condition is true, else <paramref name="b"/>. The branch not taken gets a derivative of exactly 0, whatever its own is.</summary>
    /// <param name="condition">truth values</param>
    /// <param name="a">of a shape that broadcasts with the others</param>
    /// <param name="b">of a shape that broadcasts with the others</param>
    /// <exception cref="ShapeException">the shapes do not broadcast</exception>
    /// <exception cref="DTypeException">the condition is not of truth values</exception>
    public static Expr Where(Expr condition, Expr a, Expr b)
    {
        if (condition.DType != DType.Bool) throw new DTypeException($"where: the condition's element type is {condition.DType.Name()}, not bool (a comparison gives one)");
        DType dtype = Promotion.Of(a, b);
        Shape shape = Shape.Broadcast(Shape.Broadcast(a.Shape, b.Shape, "where"), condition.Shape, "where");
        return Apply(Op.Select.Instance, condition.BroadcastTo(shape), a.Cast(dtype).BroadcastTo(shape), b.Cast(dtype).BroadcastTo(shape));
    }

    /// <summary>|x|; its derivative at 0 is 0.</summary>
    public static Expr Abs(Expr x) => Apply(Op.Abs.Instance, x);

    /// <summary>-1, 0 or 1; its derivative is 0.</summary>
    public static Expr Sign(Expr x) => Apply(Op.Sign.Instance, x);

    /// <summary>The largest integral value not above; its derivative is 0.</summary>
    public static Expr Floor(Expr x) => Apply(Op.Round.Floor, x);

    /// <summary>The smallest integral value not below; its derivative is 0.</summary>
    public static Expr Ceiling(Expr x) => Apply(Op.Round.Ceiling, x);

    /// <summary>The nearest integral value, halves to even; its derivative is 0.</summary>
    public static Expr Round(Expr x) => Apply(Op.Round.Nearest, x);

    /// <summary>The integral part; its derivative is 0.</summary>
    public static Expr Truncate(Expr x) => Apply(Op.Round.Truncate, x);

    /// <summary>e^x</summary>
    public static Expr Exp(Expr x) => Function(Op.Exp.Instance, x);

    /// <summary>e^x - 1, exact near 0.</summary>
    public static Expr Expm1(Expr x) => Function(Op.Expm1.Instance, x);

    /// <summary>2^x</summary>
    public static Expr Exp2(Expr x) => Function(Op.Exp2.Instance, x);

    /// <summary>Natural logarithm.</summary>
    public static Expr Log(Expr x) => Function(Op.Log.Instance, x);

    /// <summary>log(1 + x), exact near 0.</summary>
    public static Expr Log1p(Expr x) => Function(Op.Log1p.Instance, x);

    /// <summary>Logarithm to base 2.</summary>
    public static Expr Log2(Expr x) => Function(Op.Log2.Instance, x);

    /// <summary>Logarithm to base 10.</summary>
    public static Expr Log10(Expr x) => Function(Op.Log10.Instance, x);

    /// <summary>Sine of radians.</summary>
    public static Expr Sin(Expr x) => Function(Op.Sin.Instance, x);

    /// <summary>Cosine of radians.</summary>
    public static Expr Cos(Expr x) => Function(Op.Cos.Instance, x);

    /// <summary>Tangent of radians.</summary>
    public static Expr Tan(Expr x) => Function(Op.Tan.Instance, x);

    /// <summary>Arc sine.</summary>
    public static Expr Asin(Expr x) => Function(Op.Asin.Instance, x);

    /// <summary>Arc cosine.</summary>
    public static Expr Acos(Expr x) => Function(Op.Acos.Instance, x);

    /// <summary>Arc tangent.</summary>
    public static Expr Atan(Expr x) => Function(Op.Atan.Instance, x);

    /// <summary>Hyperbolic sine.</summary>
    public static Expr Sinh(Expr x) => Function(Op.Sinh.Instance, x);

    /// <summary>Hyperbolic cosine.</summary>
    public static Expr Cosh(Expr x) => Function(Op.Cosh.Instance, x);

    /// <summary>Hyperbolic tangent.</summary>
    public static Expr Tanh(Expr x) => Function(Op.Tanh.Instance, x);

    /// <summary>1 / (1 + e^-x)</summary>
    public static Expr Sigmoid(Expr x) => Function(Op.Sigmoid.Instance, x);

    /// <summary>log(1 + e^x)</summary>
    public static Expr Softplus(Expr x) => Function(Op.Softplus.Instance, x);

    /// <summary>Square root.</summary>
    public static Expr Sqrt(Expr x) => Function(Op.Sqrt.Instance, x);

    /// <summary>1 / sqrt(x)</summary>
    public static Expr Rsqrt(Expr x) => Function(Op.Rsqrt.Instance, x);

    /// <summary>Error function.</summary>
    public static Expr Erf(Expr x) => Function(Op.Erf.Instance, x);

    /// <summary>1 - erf(x), exact for large x.</summary>
    public static Expr Erfc(Expr x) => Function(Op.Erfc.Instance, x);

    /// <summary>Φ(x), the standard normal distribution function; exact far below 0.</summary>
    public static Expr NormalCdf(Expr x) => Function(Op.NormalCdf.Instance, x);

    /// <summary>Φ(x) + x φ(x), the derivative of <see cref="Activations.Gelu"/>, where Φ is the standard normal distribution function and φ its density.</summary>
    public static Expr GeluSlope(Expr x) => Function(Op.GeluSlope.Instance, x);

    /// <summary>The elements in another type; of floating types this is differentiable, to and from integers it is not.</summary>
    public Expr Cast(DType dtype)
    {
        if (DType == dtype) return this;
        return Op is Op.Literal ? Literal(LiteralValue, dtype, Shape) : Apply(Op.Cast.Of(dtype), this);
    }

    /// <summary>The expression in the floating type in which functions of it are computed.</summary>
    internal Expr Floating() => Cast(Promotion.Floating(DType));

    private static Expr Function(Op op, Expr x) => x.DType.IsFloating() ? Apply(op, x) : Apply(op, x.Floating());

    /// <summary>A plain number as an operand beside x: of the type that both compute in, and already of x's shape.</summary>
    public static Expr LiteralBeside(Expr x, Number number)
    {
        ArgumentNullException.ThrowIfNull(x);
        return PlainNumber(number, Promotion.Of(x, number), x.Shape);
    }

    private static Expr Arithmetic(Op op, Op? ofBools, Expr a, Expr b)
    {
        Match(ref a, ref b, op);
        if (a.DType != DType.Bool) return Apply(op, a, b);
        return ofBools is null ? throw new DTypeException($"{op.Name}: both operands have element type bool; it takes numbers (Cast converts, ^ is exclusive or)") : Apply(ofBools, a, b);
    }

    private static Expr Matched(Op op, Expr a, Expr b)
    {
        Match(ref a, ref b, op);
        return Apply(op, a, b);
    }

    private static Expr Compared(Op.Compare op, Expr a, Expr b)
    {
        Match(ref a, ref b, op.Kind switch { CompareKind.Equal => "eq", CompareKind.NotEqual => "ne", CompareKind.Less => "lt", CompareKind.LessEqual => "le", CompareKind.Greater => "gt", _ => "ge" });
        return Apply(op, a, b);
    }

    private static Expr Quotient(Op.IntDiv ofIntegers, Op.Round rounding, Expr a, Expr b)
    {
        Match(ref a, ref b, ofIntegers);
        return a.DType.IsFloating() ? Apply(rounding, Apply(Op.Div.Instance, a, b)) : Apply(ofIntegers, a, b);
    }

    /// <summary>Brings two operands to one element type and shape.</summary>
    internal static void Match(ref Expr a, ref Expr b, string operation, bool floating = false)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        DType x = a.DType, y = b.DType;
        if (x != y || (floating && !x.IsFloating()))
        {
            DType dtype = Promotion.Of(a, b);
            if (floating) dtype = Promotion.Floating(dtype);
            a = a.Cast(dtype);
            b = b.Cast(dtype);
        }

        if (!ReferenceEquals(a.Shape, b.Shape)) Stretch(ref a, ref b, operation);
    }

    // The name of an op is made of its type's: only where it is needed.
    private static void Match(ref Expr a, ref Expr b, Op op)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.DType != b.DType || !ReferenceEquals(a.Shape, b.Shape)) Match(ref a, ref b, op.Name);
    }

    private static void Stretch(ref Expr a, ref Expr b, string operation)
    {
        Shape shape = Common(a, b, operation);
        a = a.BroadcastTo(shape);
        b = b.BroadcastTo(shape);
    }

    private static Shape Common(Expr a, Expr b, string operation)
    {
        try
        {
            return Shape.Broadcast(a.Shape, b.Shape, operation);
        }
        catch (ShapeException e) when (NamesOf([a, b]) is { } names)
        {
            throw new ShapeException(e.Message + names);
        }
    }
}
