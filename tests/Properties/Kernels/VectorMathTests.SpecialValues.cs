using Autograd.Accuracy;

namespace Autograd.Properties;

public sealed partial class VectorMathTests
{
    /// <summary>Function, argument, exact result.</summary>
    public static TheoryData<string, double, double> ExactValues => new()
    {
        { "exp", 0, 1 },
        { "exp", 709.782712893384, 1.797693134862273e308 },
        { "exp", 709.7827128933841, double.PositiveInfinity },
        { "exp", -745.1332191019411, double.Epsilon },
        { "exp", -745.1332191019412, 0 },
        { "exp2", 1023, 8.98846567431158e307 },
        { "exp2", 1024, double.PositiveInfinity },
        { "exp2", -1074, double.Epsilon },
        { "exp2", -1075, 0 },
        { "exp2", -3, 0.125 },
        { "expm1", -800, -1 },
        { "expm1", 709.7827128933841, double.PositiveInfinity },
        { "expm1", double.Epsilon, double.Epsilon },
        { "log", 1, 0 },
        { "log2", 8, 3 },
        { "log2", double.Epsilon, -1074 },
        { "log10", 1, 0 },
        { "log10", 1000, 3 },
        { "log1p", -1, double.NegativeInfinity },
        { "log1p", -double.Epsilon, -double.Epsilon },
        { "sin", -double.Epsilon, -double.Epsilon },
        { "cos", 0, 1 },
        { "tanh", 25, 1 },
        { "tanh", -double.Epsilon, -double.Epsilon },
        { "sinh", 711, double.PositiveInfinity },
        { "cosh", 0, 1 },
        { "sigmoid", 0, 0.5 },
        { "sigmoid", 40, 1 },
        { "sigmoid", -745.2, 0 },
        { "softplus", -745.2, 0 },
        { "softplus", 1e300, 1e300 },
        { "erf", -6, -1 },
        { "erfc", 0, 1 },
        { "erfc", 27.3, 0 },
        { "erfc", -7, 2 },
        { "atan", double.PositiveInfinity, Math.PI / 2 },
        { "asin", -1, -Math.PI / 2 },
        { "acos", 1, 0 },
        { "acos", -1, Math.PI },
    };

    [Theory]
    [MemberData(nameof(ExactValues))]
    public void Float64_is_exact_at_thresholds(string name, double x, double expected)
    {
        double y = Apply(Unary(name), [x])[0];
        Assert.True(double.Abs(y - expected) <= double.Abs(expected) * 1e-13 || y == expected, $"{name}({x:R}) = {y:R}, not {expected:R}");
        if (expected is 0 or 1 or 0.5 or 2 or 3 || !double.IsNormal(expected))
        {
            Assert.Equal(expected, y);
        }
    }

    [Theory]
    [MemberData(nameof(UnaryNames))]
    public void Zeros_infinities_and_NaN_are_as_in_C99(string name)
    {
        UnaryFunction f = Unary(name);
        foreach (double x in new[] { 0.0, -0.0, 1, -1, 2, -2, double.PositiveInfinity, double.NegativeInfinity, double.NaN })
        {
            double expected = f.Reference(x);
            RequireAlike(name, [x], expected, Apply(f, [x])[0]);
            RequireAlike(name, [x], (float)expected, Apply(f, [(float)x])[0]);
        }
    }

    [Theory]
    [MemberData(nameof(BinaryNames))]
    public void The_table_of_two_special_arguments_is_as_in_C99(string name)
    {
        BinaryFunction f = Binary(name);
        double[] values =
        [
            0, 1, 0.5, 2, 3, 4, 1.5, 1e3, 1e30, double.PositiveInfinity, double.NaN,
            -0.0, -1, -0.5, -2, -3, -4, -1.5, -1e3, -1e30, double.NegativeInfinity,
        ];
        double[] wide = [.. values, 1e300, 1e-310, double.MaxValue, -double.MaxValue, double.Epsilon, -double.Epsilon, 9007199254740991, -9007199254740993, 4503599627370497, 4503599627370495.5];
        foreach (double a in wide)
        {
            foreach (double b in wide)
            {
                RequireAlike(name, [a, b], f.Reference(a, b), Apply(f, [a], [b])[0]);
            }
        }

        foreach (double a in values)
        {
            foreach (double b in values)
            {
                RequireAlike(name, [a, b], (float)f.Reference((float)a, (float)b), Apply(f, [(float)a], [(float)b])[0]);
            }
        }
    }

    [Fact]
    public void Spans_of_different_lengths_are_refused()
    {
        foreach (UnaryFunction f in MathFunctions.Unary)
        {
            Assert.Throws<ArgumentException>(() => f.Single(new float[3], new float[2]));
            Assert.Throws<ArgumentException>(() => f.Double(new double[2], new double[3]));
        }

        foreach (BinaryFunction f in MathFunctions.Binary)
        {
            Assert.Throws<ArgumentException>(() => f.Single(new float[3], new float[2], new float[3]));
            Assert.Throws<ArgumentException>(() => f.Double(new double[3], new double[3], new double[2]));
        }
    }

    /// <summary>The same NaN, infinity or signed zero, or nearly the same number (how nearly is the accuracy tests' affair).</summary>
    private static void RequireAlike(string name, double[] arguments, double expected, double actual)
    {
        bool alike = double.IsNaN(expected) || double.IsInfinity(expected) || expected == 0
            ? BitConverter.DoubleToInt64Bits(actual) == BitConverter.DoubleToInt64Bits(expected) || (double.IsNaN(expected) && double.IsNaN(actual))
            : double.Abs(actual - expected) <= 1e-14 * double.Abs(expected) + double.Epsilon;
        Assert.True(alike, $"{name}({string.Join(", ", arguments)}) = {actual:R}, not {expected:R}");
    }

    private static void RequireAlike(string name, double[] arguments, float expected, float actual)
    {
        bool alike = float.IsNaN(expected) || float.IsInfinity(expected) || expected == 0
            ? BitConverter.SingleToInt32Bits(actual) == BitConverter.SingleToInt32Bits(expected) || (float.IsNaN(expected) && float.IsNaN(actual))
            : float.Abs(actual - expected) <= 2 * (float.BitIncrement(float.Abs(expected)) - float.Abs(expected));
        Assert.True(alike, $"{name}({string.Join(", ", arguments)}) = {actual:R}, not {expected:R}");
    }
}
