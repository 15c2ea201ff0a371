namespace Autograd.Graph;

// The operators, for expressions and plain numbers on either side: F# does not convert operands implicitly, so each type is spelled out.
public sealed partial class Expr
{
    /// <summary>-x</summary>
    public static Expr operator -(Expr x) => Apply(Op.Neg.Instance, x);

    /// <summary>x itself.</summary>
    public static Expr operator +(Expr x) => x;

    /// <summary>Truth values: not x; integers: the complement of their bits.</summary>
    public static Expr operator ~(Expr x) => Apply(Op.Not.Instance, x);

    /// <summary>Truth values: not x; integers: the complement of their bits.</summary>
    public static Expr operator !(Expr x) => Apply(Op.Not.Instance, x);

    /// <summary>a + b</summary>
    public static Expr operator +(Expr a, Expr b) => Add(a, b);

    /// <summary>a + b</summary>
    public static Expr operator +(Expr a, double b) => Add(a, LiteralBeside(a, b));

    /// <summary>a + b</summary>
    public static Expr operator +(double a, Expr b) => Add(LiteralBeside(b, a), b);

    /// <summary>a + b</summary>
    public static Expr operator +(Expr a, float b) => Add(a, LiteralBeside(a, b));

    /// <summary>a + b</summary>
    public static Expr operator +(float a, Expr b) => Add(LiteralBeside(b, a), b);

    /// <summary>a + b</summary>
    public static Expr operator +(Expr a, int b) => Add(a, LiteralBeside(a, b));

    /// <summary>a + b</summary>
    public static Expr operator +(int a, Expr b) => Add(LiteralBeside(b, a), b);

    /// <summary>a + b</summary>
    public static Expr operator +(Expr a, long b) => Add(a, LiteralBeside(a, b));

    /// <summary>a + b</summary>
    public static Expr operator +(long a, Expr b) => Add(LiteralBeside(b, a), b);

    /// <summary>a - b</summary>
    public static Expr operator -(Expr a, Expr b) => Subtract(a, b);

    /// <summary>a - b</summary>
    public static Expr operator -(Expr a, double b) => Subtract(a, LiteralBeside(a, b));

    /// <summary>a - b</summary>
    public static Expr operator -(double a, Expr b) => Subtract(LiteralBeside(b, a), b);

    /// <summary>a - b</summary>
    public static Expr operator -(Expr a, float b) => Subtract(a, LiteralBeside(a, b));

    /// <summary>a - b</summary>
    public static Expr operator -(float a, Expr b) => Subtract(LiteralBeside(b, a), b);

    /// <summary>a - b</summary>
    public static Expr operator -(Expr a, int b) => Subtract(a, LiteralBeside(a, b));

    /// <summary>a - b</summary>
    public static Expr operator -(int a, Expr b) => Subtract(LiteralBeside(b, a), b);

    /// <summary>a - b</summary>
    public static Expr operator -(Expr a, long b) => Subtract(a, LiteralBeside(a, b));

    /// <summary>a - b</summary>
    public static Expr operator -(long a, Expr b) => Subtract(LiteralBeside(b, a), b);

    /// <summary>a * b</summary>
    public static Expr operator *(Expr a, Expr b) => Multiply(a, b);

    /// <summary>a * b</summary>
    public static Expr operator *(Expr a, double b) => Multiply(a, LiteralBeside(a, b));

    /// <summary>a * b</summary>
    public static Expr operator *(double a, Expr b) => Multiply(LiteralBeside(b, a), b);

    /// <summary>a * b</summary>
    public static Expr operator *(Expr a, float b) => Multiply(a, LiteralBeside(a, b));

    /// <summary>a * b</summary>
    public static Expr operator *(float a, Expr b) => Multiply(LiteralBeside(b, a), b);

    /// <summary>a * b</summary>
    public static Expr operator *(Expr a, int b) => Multiply(a, LiteralBeside(a, b));

    /// <summary>a * b</summary>
    public static Expr operator *(int a, Expr b) => Multiply(LiteralBeside(b, a), b);

    /// <summary>a * b</summary>
    public static Expr operator *(Expr a, long b) => Multiply(a, LiteralBeside(a, b));

    /// <summary>a * b</summary>
    public static Expr operator *(long a, Expr b) => Multiply(LiteralBeside(b, a), b);

    /// <summary>a / b; integers give floating numbers</summary>
    public static Expr operator /(Expr a, Expr b) => Divide(a, b);

    /// <summary>a / b; integers give floating numbers</summary>
    public static Expr operator /(Expr a, double b) => Divide(a, LiteralBeside(a, b));

    /// <summary>a / b; integers give floating numbers</summary>
    public static Expr operator /(double a, Expr b) => Divide(LiteralBeside(b, a), b);

    /// <summary>a / b; integers give floating numbers</summary>
    public static Expr operator /(Expr a, float b) => Divide(a, LiteralBeside(a, b));

    /// <summary>a / b; integers give floating numbers</summary>
    public static Expr operator /(float a, Expr b) => Divide(LiteralBeside(b, a), b);

    /// <summary>a / b; integers give floating numbers</summary>
    public static Expr operator /(Expr a, int b) => Divide(a, LiteralBeside(a, b));

    /// <summary>a / b; integers give floating numbers</summary>
    public static Expr operator /(int a, Expr b) => Divide(LiteralBeside(b, a), b);

    /// <summary>a / b; integers give floating numbers</summary>
    public static Expr operator /(Expr a, long b) => Divide(a, LiteralBeside(a, b));

    /// <summary>a / b; integers give floating numbers</summary>
    public static Expr operator /(long a, Expr b) => Divide(LiteralBeside(b, a), b);

    /// <summary>a - b * floor(a / b): the remainder has the divisor's sign</summary>
    public static Expr operator %(Expr a, Expr b) => Remainder(a, b);

    /// <summary>a - b * floor(a / b): the remainder has the divisor's sign</summary>
    public static Expr operator %(Expr a, double b) => Remainder(a, LiteralBeside(a, b));

    /// <summary>a - b * floor(a / b): the remainder has the divisor's sign</summary>
    public static Expr operator %(double a, Expr b) => Remainder(LiteralBeside(b, a), b);

    /// <summary>a - b * floor(a / b): the remainder has the divisor's sign</summary>
    public static Expr operator %(Expr a, float b) => Remainder(a, LiteralBeside(a, b));

    /// <summary>a - b * floor(a / b): the remainder has the divisor's sign</summary>
    public static Expr operator %(float a, Expr b) => Remainder(LiteralBeside(b, a), b);

    /// <summary>a - b * floor(a / b): the remainder has the divisor's sign</summary>
    public static Expr operator %(Expr a, int b) => Remainder(a, LiteralBeside(a, b));

    /// <summary>a - b * floor(a / b): the remainder has the divisor's sign</summary>
    public static Expr operator %(int a, Expr b) => Remainder(LiteralBeside(b, a), b);

    /// <summary>a - b * floor(a / b): the remainder has the divisor's sign</summary>
    public static Expr operator %(Expr a, long b) => Remainder(a, LiteralBeside(a, b));

    /// <summary>a - b * floor(a / b): the remainder has the divisor's sign</summary>
    public static Expr operator %(long a, Expr b) => Remainder(LiteralBeside(b, a), b);

    /// <summary>Where a &lt; b.</summary>
    public static Expr operator <(Expr a, Expr b) => Compared(Op.Compare.Less, a, b);

    /// <summary>Where a &lt; b.</summary>
    public static Expr operator <(Expr a, double b) => Compared(Op.Compare.Less, a, LiteralBeside(a, b));

    /// <summary>Where a &lt; b.</summary>
    public static Expr operator <(double a, Expr b) => Compared(Op.Compare.Less, LiteralBeside(b, a), b);

    /// <summary>Where a &gt; b.</summary>
    public static Expr operator >(Expr a, Expr b) => Compared(Op.Compare.Greater, a, b);

    /// <summary>Where a &gt; b.</summary>
    public static Expr operator >(Expr a, double b) => Compared(Op.Compare.Greater, a, LiteralBeside(a, b));

    /// <summary>Where a &gt; b.</summary>
    public static Expr operator >(double a, Expr b) => Compared(Op.Compare.Greater, LiteralBeside(b, a), b);

    /// <summary>Where a ≤ b.</summary>
    public static Expr operator <=(Expr a, Expr b) => Compared(Op.Compare.LessEqual, a, b);

    /// <summary>Where a ≤ b.</summary>
    public static Expr operator <=(Expr a, double b) => Compared(Op.Compare.LessEqual, a, LiteralBeside(a, b));

    /// <summary>Where a ≤ b.</summary>
    public static Expr operator <=(double a, Expr b) => Compared(Op.Compare.LessEqual, LiteralBeside(b, a), b);

    /// <summary>Where a ≥ b.</summary>
    public static Expr operator >=(Expr a, Expr b) => Compared(Op.Compare.GreaterEqual, a, b);

    /// <summary>Where a ≥ b.</summary>
    public static Expr operator >=(Expr a, double b) => Compared(Op.Compare.GreaterEqual, a, LiteralBeside(a, b));

    /// <summary>Where a ≥ b.</summary>
    public static Expr operator >=(double a, Expr b) => Compared(Op.Compare.GreaterEqual, LiteralBeside(b, a), b);

    /// <summary>Truth values: both; integers: bit by bit.</summary>
    public static Expr operator &(Expr a, Expr b) => Matched(Op.Logic.And, a, b);

    /// <summary>Truth values: at least one; integers: bit by bit.</summary>
    public static Expr operator |(Expr a, Expr b) => Matched(Op.Logic.Or, a, b);

    /// <summary>Truth values: exactly one; integers: bit by bit.</summary>
    public static Expr operator ^(Expr a, Expr b) => Matched(Op.Logic.Xor, a, b);
}
